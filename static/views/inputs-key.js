/** The key under the picture of ŷ: what hues, shapes, rings and lines mean there. */
import { escaped } from "./columns.js";
import { className } from "./kind.js";
import { bandShare } from "./field.js";
import { shapeIcon } from "./shapes.js";
import { DASHES } from "./lanes.js";

export const RINGED = 400; // samples of a batch that are marked; of a larger one they would cover each other
const HUES = ["--negative", "--positive"];

/** @param {import("./kind.js").Kind} kind @param {import("../types.js").Frame} frame @param {boolean} along  one input @returns {string} HTML */
export function keyOf(kind, frame, along) {
  const { batch, test_x: held, data_x: x } = frame.arrays;
  const size = frame.scalars.dataset_size ?? x.shape[0];
  const parts = kind.classes ? classes(kind, held !== undefined, along) : numbers(kind, held !== undefined, along);
  const ringed = batch && batch.data.length <= RINGED;
  if (ringed && batch.data.length < size) parts.push([`<svg width="14" height="14" aria-hidden="true"><circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--ink)" stroke-width="1.5"/></svg>`, "in the batch"]);
  if (ringed && along && kind.K === 1) parts.push([rule("var(--ink)", 1.5, true), "its error"]);
  return parts.map(([icon, words]) => `<span>${icon}${words}</span>`).join("");
}

/** @param {import("./kind.js").Kind} kind @param {boolean} held @param {boolean} along @returns {[string, string][]} */
function classes(kind, held, along) {
  const hue = (/** @type {number} */ k) => (kind.classes === 2 ? HUES[k] : `--run-${(k % 6) + 1}`);
  /** @type {[string, string][]} */
  const parts = Array.from({ length: kind.classes }, (_, k) => {
    const line = along && kind.K > 1 ? rule(`var(${hue(k)})`, 2.4, false, DASHES[k % DASHES.length].join(" ")) : "";
    return [shapeIcon(k, `fill="var(${hue(k)})"`) + line, escaped(className(kind, k))];
  });
  if (held) parts.push([shapeIcon(0, `fill="none" stroke="var(--ink-2)" stroke-width="1.6"`), "hollow: test data"]);
  if (along && kind.K === 1) parts.push([rule("var(--field)", 2.4), "ŷ"], [rule("var(--ink)", 1.4, false, "5 4"), "½"]);
  else if (!along) parts.push([shapeIcon(1, `fill="color-mix(in srgb, var(${hue(1)}) 35%, var(--card))"`), "pale: what ŷ says there"], [rule("var(--ink)", 2.2), kind.classes === 2 ? "ŷ = ½" : "where two are equal"]);
  return parts;
}

/** @param {import("./kind.js").Kind} kind @param {boolean} held @param {boolean} along @returns {[string, string][]} */
function numbers(kind, held, along) {
  const count = kind.levels.length;
  const bands = Array.from({ length: count + 1 }, (_, i) => `<rect x="${(60 * i) / (count + 1)}" width="${60 / (count + 1) + 0.5}" height="12" fill="color-mix(in srgb, var(--field) ${100 * bandShare(i, count)}%, var(--card))"/>`);
  const ramp = `${kind.say(kind.levels[0])} <svg width="60" height="12" aria-hidden="true">${bands.join("")}<rect x=".5" y=".5" width="59" height="11" fill="none" stroke="var(--edge)"/></svg>`;
  /** @type {[string, string][]} */
  const parts = [along ? [rule("var(--field)", 2.4), "ŷ"] : [ramp, kind.say(kind.levels[count - 1])]];
  parts.push([shapeIcon(0, `fill="color-mix(in srgb, var(--field) 20%, var(--card))" stroke="var(--ink)"`), along ? "y" : "filled with y"]);
  if (held) parts.push([shapeIcon(1, `fill="color-mix(in srgb, var(--field) 20%, var(--card))" stroke="var(--ink)"`), "test data"]);
  return parts;
}

/** @param {string} color @param {number} width @param {boolean} [upright] @param {string} [dash] */
function rule(color, width, upright = false, dash = "") {
  const way = upright ? "M4 1v12" : "M1 7h20";
  return `<svg width="${upright ? 8 : 22}" height="14" aria-hidden="true"><path d="${way}" stroke="${color}" stroke-width="${width}" fill="none"${dash && ` stroke-dasharray="${dash}"`}/></svg>`;
}
