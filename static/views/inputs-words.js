/** The picture of ŷ in words: what its axes are, what it says as a whole, one sample of it, and in which units all this is. */
import { num, plain } from "../format.js";
import { classOf, className, wanting } from "./kind.js";

/**
 * @typedef {import("./kind.js").Kind} Kind
 * @typedef {import("./columns.js").Columns} Columns
 */

/** An axis: the lecture's letter, with its column's name; of a table in its own units the name alone, for x is another number.
 * @param {Columns} columns @param {number} i @param {number} n  inputs */
export function axisName({ inputs, scaled }, i, n) {
  const letter = n === 1 ? "x" : `x${"₁₂"[i]}`;
  if (!inputs[i]) return letter;
  return scaled ? inputs[i] : `${inputs[i]} ${letter}`;
}

/** @param {Kind} kind @param {Columns} columns @param {number} n  inputs */
export function heading({ K, classes }, { inputs, target }, n) {
  const others = n > 2 ? ", the other inputs at their mean" : "";
  if (inputs.length) return `${target} after ${inputs.slice(0, 2).join(" and ")}${others}`;
  const first = K > 1 && !classes ? `the first of ${K} outputs, ` : "";
  return first + (n === 1 ? "along x" : `over x₁ and x₂${others}`);
}

/** Under the picture: why the network's own numbers are others. @param {Kind} kind @param {Columns} columns */
export function unitsNote({ classes }, { scaled, target }) {
  if (!scaled) return "";
  return `In the units of the table. The network sees each input as (value − mean) / spread${classes ? "" : `, and ${target} brought to 0.1 … 0.9`}.`;
}

/** @param {import("../types.js").Frame} frame @param {Kind} kind @param {Columns} columns */
export function words({ arrays }, kind, columns) {
  const { field, data_x: x, test_x: held, batch } = arrays;
  const { K, classes } = kind;
  const data = `${x.shape[0]} training samples${held ? ` and ${held.shape[0]} test samples` : ""}`;
  const many = batch && batch.data.length < x.shape[0] ? `, ${batch.data.length} of them in the batch` : "";
  const over = `ŷ ${inFull(kind, columns, x.shape[1])}`;
  if (classes > 2 || (classes && K > 1)) {
    const shares = new Array(K).fill(0);
    for (let i = 0; i < field.data.length; i += K) shares[classOf(field.data, i, K)] += K / field.data.length;
    return `${over}: ${shares.map((share, k) => `${className(kind, k)} on ${Math.round(100 * share)} % of the picture`).join(", ")}; ${data}${many}`;
  }
  let [low, high, above] = [Infinity, -Infinity, 0];
  for (let i = 0; i < field.data.length; i += K) [low, high, above] = [Math.min(low, field.data[i]), Math.max(high, field.data[i]), above + Number(field.data[i] > 0.5)];
  const side = classes ? `, above ½ on ${Math.round((100 * above) / field.data.length)} % of the picture` : "";
  const value = (/** @type {number} */ y) => (classes ? num(y, 2) : kind.say(y));
  return `${over}: from ${value(low)} to ${value(high)}${side}; ${data}${many}`;
}

/** The heading with "ŷ" before it. @param {Kind} kind @param {Columns} columns @param {number} n */
function inFull(kind, columns, n) {
  const said = heading(kind, columns, n);
  return columns.inputs.length ? `for every input, ${said}` : said;
}

/** A sample as the slider says it. @param {import("../types.js").Frame} frame @param {Kind} kind @param {Columns} columns @param {number} sample */
export function ofSample({ arrays: { data_x: x, data_y: y } }, kind, columns, sample) {
  const n = x.shape[1];
  const row = Array.from(x.data.subarray(sample * n, (sample + 1) * n), (value, i) => plain(columns.told(i, value)));
  const inputs = columns.full.length ? row.map((value, i) => `${columns.full[i]} ${value}`).join(", ") : `x = ${row.join(", ")}`;
  const at = sample * kind.K;
  return `sample ${sample + 1}: ${inputs}, wanted ${kind.classes ? className(kind, classOf(y.data, at, kind.K)) : wanting(kind, y.data, at)}`;
}
