/** The picture of ŷ in words: over which inputs, how much of it says what, and the data in it. */
import { num } from "../format.js";
import { classOf } from "./kind.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./kind.js").Kind | null} Kind */

/** @param {Frame | null} frame @param {Kind} kind @param {Record<string, string[]>} names  of a data set's columns, the target last */
export function heading(frame, kind, names) {
  const n = frame?.arrays.data_x.shape[1] ?? 2;
  const known = names[String(frame?.config.dataset)];
  const first = kind && kind.K > 1 && !kind.classes ? `the first of ${kind.K} outputs, ` : "";
  if (known && n === 2) return `${known[n]} after ${known[0]} and ${known[1]}`;
  return first + (n === 1 ? "along x" : n === 2 ? "over x₁ and x₂" : "over x₁ and x₂, the other inputs at their mean");
}

/** @param {Frame | null} frame @param {Kind} kind @param {string} over  the heading */
export function inWords(frame, kind, over) {
  if (!frame || !kind) return "ŷ for every input, not yet drawn";
  const { field, data_x: x, test_x: held, batch } = frame.arrays;
  const data = `${x.shape[0]} training samples${held ? ` and ${held.shape[0]} test samples` : ""}`;
  const many = batch && batch.data.length < x.shape[0] ? `, ${batch.data.length} of them in the batch` : "";
  if (kind.classes > 2 || (kind.classes && kind.K > 1)) {
    const shares = new Array(kind.K).fill(0);
    for (let i = 0; i < field.data.length; i += kind.K) shares[classOf(field.data, i, kind.K)] += kind.K / field.data.length;
    return `ŷ ${over}: ${shares.map((share, k) => `class ${k + 1} on ${Math.round(100 * share)} % of the picture`).join(", ")}; ${data}${many}`;
  }
  let [low, high, above] = [Infinity, -Infinity, 0];
  for (let i = 0; i < field.data.length; i += kind.K) [low, high, above] = [Math.min(low, field.data[i]), Math.max(high, field.data[i]), above + Number(field.data[i] > 0.5)];
  const side = kind.classes ? `, above ½ on ${Math.round((100 * above) / field.data.length)} % of the picture` : "";
  return `ŷ ${over}: from ${num(low, 2)} to ${num(high, 2)}${side}; ${data}${many}`;
}
