/**
 * What a network says at a time step, in a word and with how much of its belief, and what is right there.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {{text: string, k: number, p: number}} Said   k: which output or class it is; p: its probability, NaN of a number
 */
import { num, plain } from "../format.js";
import { visible } from "./symbols.js";

/** The likeliest class, the bit, or the number. @param {Sequence} s @param {ArrayLike<number>} row  K numbers @returns {Said} */
export function said(s, row) {
  if (s.classes) {
    const k = likeliest(row);
    return { text: visible(s.outputs[k]), k, p: row[k] };
  }
  if (!s.bits) return { text: num(row[0]), k: 0, p: NaN };
  const bit = row[0] > 0.5 ? 1 : 0;
  return { text: String(bit), k: 0, p: bit ? row[0] : 1 - row[0] };
}

/** What is right; "" where nothing is, or nobody knows. @param {Sequence} s @param {ArrayLike<number>} row  of `wanted` or `other_wanted` */
export function rightly(s, row) {
  if (!s.classes) return plain(row[0]);
  return row[0] < 0 ? "" : visible(s.outputs[row[0]]);
}

/** Whether that is right. @param {Sequence} s @param {ArrayLike<number>} row @param {ArrayLike<number>} wanted */
export function isRight(s, row, wanted) {
  if (s.classes) return likeliest(row) === wanted[0];
  return s.bits ? row[0] > 0.5 === wanted[0] > 0.5 : Math.abs(row[0] - wanted[0]) < 0.5;
}

/** The place of the greatest. @param {ArrayLike<number>} row */
export function likeliest(row) {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[best]) best = k;
  return best;
}

/** The places of the greatest few, the greatest first. @param {ArrayLike<number>} row @param {number} many */
export function greatest(row, many) {
  return Array.from(row, (_, k) => k).sort((a, b) => row[b] - row[a]).slice(0, many);
}

/** A share that is neither none nor all is never told as such. @param {number} share */
export function percent(share) {
  if (!Number.isFinite(share)) return "–";
  const whole = Math.round(100 * share);
  if (whole === 100 && share < 1) return "> 99 %";
  if (whole === 0 && share > 0) return "< 1 %";
  return `${whole} %`;
}

/** A probability in a cell, where there is no room for more. @param {number} p */
export function brief(p) {
  return Number.isFinite(p) ? `${Math.round(100 * p)} %` : "";
}
