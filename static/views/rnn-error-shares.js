/** Which time steps make the gradient of each matrix: each row one matrix, its largest share tinted in full. */
import { symbol, symbolWidth, text, textWidth } from "./drawing.js";
import { palette } from "./palette.js";
import { times } from "./rnn-error-axes.js";
import { cells, tints } from "./rnn-memory-tints.js";

/** @typedef {import("./rnn-error-data.js").Told} Told */

const FOOT = 24;
const TOP = 24;
const [ROW, MOST] = [20, 48]; // pixels at least and at most, of a matrix

/** @param {number} matrices */
export const heightFor = (matrices) => TOP + ROW * matrices + FOOT;

/** @param {CanvasRenderingContext2D} c @param {{width: number, height: number}} size @param {Told} told */
export function draw(c, { width, height }, told) {
  const { gradient, ink } = palette();
  const { matrices, length } = told;
  const left = Math.ceil(Math.max(...matrices.map(({ name }) => nameWidth(c, name)), 0)) + 10;
  const foot = height - FOOT;
  const high = Math.min(MOST, (foot - TOP) / Math.max(1, matrices.length));
  const bottom = TOP + high * matrices.length;
  const pitch = (width - left - 2) / length;
  const most = matrices.map(({ shares }) => Math.max(...shares, 0));
  cells(c, { x: left, y: TOP, width: width - left - 2, height: bottom - TOP, columns: length, rows: matrices.length }, (r, t) => (most[r] > 0 ? matrices[r].shares[t] / most[r] : 0), tints("gradient", 1));
  for (const [k, { name }] of matrices.entries()) {
    const x = symbol(c, letterOf(name), indexOf(name), left - 8 - nameWidth(c, name), TOP + (k + 0.5) * high + 4, { size: 13, color: ink });
    text(c, gateOf(name), left - 8 - nameWidth(c, name) + x + 4, TOP + (k + 0.5) * high + 4, { color: ink, halo: false });
  }
  text(c, "how much each step adds", left, 11, { color: gradient, halo: false });
  const at = { left, right: width - 2, split: width - 2, top: TOP, foot: bottom, pitch, X: (/** @type {number} */ t) => left + (t + 0.5) * pitch, Y: () => 0 };
  times(c, at, told);
  return at;
}

const letterOf = (/** @type {string} */ name) => name[0];
const indexOf = (/** @type {string} */ name) => name.slice(2).split(" ")[0];
const gateOf = (/** @type {string} */ name) => name.split(" ")[1] ?? "";
/** @param {CanvasRenderingContext2D} c @param {string} name */
const nameWidth = (c, name) => symbolWidth(c, letterOf(name), indexOf(name), 13) + (gateOf(name) ? 4 + textWidth(c, gateOf(name)) : 0);

/** "W_ax i" without its underscore. @param {string} name */
export const plainly = (name) => name.replace("_", "");
