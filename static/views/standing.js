/** Where the run stands in a line: J of training and test data, what of it is penalty, and the share that is right. */
import { num } from "../format.js";
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
    if (Number.isFinite(accuracy)) parts.push(`right: ${percent(accuracy)}${Number.isFinite(held) ? ` of training, ${percent(held)} of test data` : ""}`);
    const said = parts.map((part) => `<span>${part}</span>`).join(" ");
    if (said !== known) element.innerHTML = known = said;
  }

  return { update };
}

/** Whole percents; all or none only where it is so. @param {number} share */
function rounded(share) {
  const whole = Math.round(100 * share);
  return (whole === 100 && share < 1) || (whole === 0 && share > 0) ? (100 * share).toFixed(1) : whole;
}
