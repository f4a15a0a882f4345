/** What the pictures of the error share: a logarithmic axis, the names of the time steps, and where an error is cut. */
import { line, text, textWidth, widest } from "./drawing.js";
import { palette } from "./palette.js";
import { lit } from "./rnn-memory-now.js";
import { decades, linear } from "./scales.js";

/**
 * @typedef {import("./rnn-error-range.js").Range} Range
 * @typedef {{left: number, right: number, split: number, top: number, foot: number, X: (t: number) => number, Y: (value: number) => number, pitch: number}} Axes
 */

export const TOP = 24; // pixels for the names of what is drawn
export const FOOT = 24; // for the time steps
const WEIGHTS = 88; // for the bar of all weights

/** @param {CanvasRenderingContext2D} c @param {{width: number, height: number}} size @param {Range} range @param {number} steps
 * @param {{weights: boolean, before: boolean}} with  `weights`: a bar of its own on the right; `before`: a place before t0 @returns {Axes} */
export function axes(c, { width, height }, range, steps, { weights, before }) {
  const { ink2, rule } = palette();
  const { values, words } = decades([range.low, range.high]);
  const left = Math.ceil(widest(words)) + 10;
  const right = width - 2;
  const split = weights ? right - WEIGHTS : right - 16; // else for the runs’ numbers
  const foot = height - FOOT;
  const scale = linear(range.low, range.high, foot, TOP);
  const Y = (/** @type {number} */ value) => Math.max(TOP - 4, Math.min(foot, scale(Math.log10(value))));
  const places = steps + Number(before);
  const pitch = (split - left - 6) / places;
  for (const [i, value] of values.entries()) {
    line(c, [[left, Y(value)], [right, Y(value)]], { color: rule, width: 1 });
    text(c, words[i], left - 6, Y(value) + 4, { color: ink2, align: "right", halo: false });
  }
  line(c, [[left, foot], [right, foot]], { color: rule, width: 1 });
  if (weights) line(c, [[split + 3, TOP - 14], [split + 3, foot]], { color: rule, width: 1 });
  return { left, right, split, top: TOP, foot, pitch, Y, X: (t) => left + 3 + (t + 0.5 + Number(before)) * pitch };
}

/** @param {CanvasRenderingContext2D} c @param {Axes} at @param {{length: number, time: number}} told */
export function times(c, { X, foot, pitch, right }, { length, time }) {
  const { ink, ink2, mark } = palette();
  const stride = Math.max(1, Math.ceil((widest([`t${length - 1}`]) + 8) / pitch));
  for (let t = 0; t < length; t++) {
    const said = `t${t}`;
    const wide = textWidth(c, said);
    const x = Math.min(X(t), right - wide / 2 - 4);
    if (t === time) lit(c, x - wide / 2, foot + 17, wide, mark, ink);
    else if (t % stride || Math.abs(X(t) - X(time)) < wide + 12) continue;
    text(c, said, x, foot + 17, { color: t === time ? ink : ink2, align: "center", halo: false });
  }
}

/** Where the error is cut on its way back. @param {CanvasRenderingContext2D} c @param {Axes} at @param {number[]} cuts */
export function cutLines(c, { X, foot, pitch }, cuts) {
  const { ink } = palette();
  let free = -Infinity;
  for (const t of cuts) {
    const x = X(t) - pitch / 2;
    line(c, [[x, TOP - 6], [x, foot + 4]], { color: ink, width: 1.2, dash: [4, 3] });
    if (x < free) continue;
    text(c, "cut", x + 3, TOP + 4, { color: ink, size: 12 });
    free = x + 30;
  }
}
