/** Where the run stands in a line: J of training and test data, what of it is penalty, and the share that is right. */
import { num } from "../format.js";
import { columnsOf, escaped } from "./columns.js";
import { read } from "./net.js";
import { penalty } from "./penalty.js";

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  let known = "";

  /** @param {import("../types.js").Frame} frame */
  function update(frame) {
    const { scalars } = frame;
    const { objective, test, accuracy, test_accuracy: held } = scalars;
    const b = (/** @type {string} */ words) => `<b>${words}</b>`; // numbers only: nothing to escape
    const percent = (/** @type {number} */ share) => b(`${rounded(share)} %`);
    const parts = [Number.isFinite(test) ? `training ${b(num(objective))}, test ${b(num(test))}` : `now ${b(num(objective))}`];
    const more = penalty(frame.config, () => read(frame));
    if (more) parts.push(`${Number.isFinite(test) ? "of each" : "of it"} ${more.rule} ${b(num(more.value))}`);
    parts.push(...inUnits(frame, more !== null));
    if (Number.isFinite(accuracy)) parts.push(`right: ${percent(accuracy)}${Number.isFinite(held) ? ` of training, ${percent(held)} of test data` : ""}`);
    const said = parts.map((part) => `<span>${part}</span>`).join(" ");
    if (said !== known) element.innerHTML = known = said;
  }

  return { update };
}

/** Of a table of one's own, whose numbers the network is given scaled: √J in the target's own units, how far ŷ typically is off.
 * @param {import("../types.js").Frame} frame @param {boolean} penalised */
function inUnits(frame, penalised) {
  const { scaled, target, classes, toldY } = columnsOf(frame);
  const { objective, test, accuracy } = frame.scalars;
  if (!scaled || classes.length || Number.isFinite(accuracy) || penalised || frame.config.loss !== "mse") return [];
  const off = (/** @type {number} */ J) => `<b>${num(toldY(Math.sqrt(J)) - toldY(0))}</b>`;
  return [`√<var>J</var> in ${escaped(target)}: ${off(objective)}${Number.isFinite(test) ? `, test ${off(test)}` : ""}`];
}

/** Whole percents; all or none only where it is so. @param {number} share */
function rounded(share) {
  const whole = Math.round(100 * share);
  return (whole === 100 && share < 1) || (whole === 0 && share > 0) ? (100 * share).toFixed(1) : whole;
}
