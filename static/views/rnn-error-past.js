/** How much of the last step's error gets back to the first, from one step of training to the next. */
import { OWN, STEP, rowsUntil } from "../trail.js";
import { line, nowDot, text, textWidth, widest } from "./drawing.js";
import { faint, palette } from "./palette.js";
import { decades, linear, tickText, ticks } from "./scales.js";
import { doubled, thinned } from "./thinning.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").Trail} Trail
 * @typedef {import("./path.js").LaneLook} LaneLook
 * @typedef {import("./rnn-error-range.js").Range} Range
 */

export const [FIRST, LAST] = [OWN + 1, OWN + 2]; // the trail's columns of ‖∂L/∂A‖ of the first step, and of the last one that counts
const [TOP, FOOT] = [24, 24];

/** @param {Trail | undefined} trail @param {number} row */
export function ratio(trail, row) {
  if (!trail || row < 0) return NaN;
  const at = row * trail.columns;
  const [first, last] = [trail.rows[at + FIRST], trail.rows[at + LAST]];
  return last > 0 && last < 1e29 && first < 1e29 ? first / last : NaN;
}

/** @param {Pick<Frame, "trail">} frame */
export function valuesOf({ trail }) {
  return trail.flatMap((one) => Array.from({ length: one?.length ?? 0 }, (_, row) => ratio(one, row)));
}

/** @param {CanvasRenderingContext2D} c @param {{width: number, height: number}} size @param {Frame} frame @param {LaneLook[]} looks @param {Range} range */
export function draw(c, { width, height }, { trail, step, end, marks }, looks, range) {
  const { accent, card, gradient, ink, ink2, rule } = palette();
  const { values, words } = decades([range.low, range.high]);
  const left = Math.ceil(widest(words)) + 10;
  const right = width - (looks.length > 1 ? 18 : 10);
  const foot = height - FOOT;
  const last = doubled(end);
  const X = linear(-0.01 * last, last, left, right);
  const Y = linear(range.low, range.high, foot, TOP);
  for (const [i, value] of values.entries()) {
    line(c, [[left, Y(Math.log10(value))], [right, Y(Math.log10(value))]], { color: rule, width: 1 });
    text(c, words[i], left - 6, Y(Math.log10(value)) + 4, { color: ink2, align: "right", halo: false });
  }
  if (range.low < 0 && range.high > 0) line(c, [[left, Y(0)], [right, Y(0)]], { color: ink2, width: 1, dash: [2, 3] });
  const across = ticks(0, last, (right - left) / 70);
  const free = right - textWidth(c, "step") - 8;
  for (const value of across.values) {
    const said = tickText(value, across.digits);
    if (X(value) + textWidth(c, said) / 2 < free) text(c, said, X(value), height - 7, { color: ink2, align: "center", halo: false });
  }
  text(c, "step", right, height - 7, { color: ink2, align: "right", halo: false });
  for (const mark of marks) line(c, [[X(mark.step), TOP - 4], [X(mark.step), foot]], { color: accent, width: 1.2, dash: [2, 3] });
  for (const [lane, one] of trail.entries()) {
    if (!one?.length || !looks[lane]) continue;
    const { color, dash, mark } = looks[lane];
    const { x, y } = thinned(rowsUntil(one, end), (i) => one.rows[i * one.columns + STEP], (i) => Math.log10(ratio(one, i)), Math.max(50, Math.floor(width / 2)));
    const course = x.map((value, i) => /** @type {import("./drawing.js").Point} */ ([X(value), Y(Math.max(range.low, y[i]))]));
    line(c, course, { color: looks.length > 1 ? color : gradient, width: 1.6, dash });
    const now = ratio(one, rowsUntil(one, step) - 1);
    if (now > 0) nowDot(c, [X(step), Y(Math.max(range.low, Math.log10(now)))], looks.length > 1 ? color : gradient, mark ? 7 : 4.5, mark);
  }
  if (!valuesOf({ trail }).some((value) => value > 0)) text(c, "Nothing gets back to t0.", (left + right) / 2, height / 2, { color: ink2, align: "center" });
  if (step < end) {
    c.fillStyle = faint(card, 0.6);
    c.fillRect(X(step) + 1, TOP, X(end) - X(step) + 2, foot - TOP);
    line(c, [[X(step), TOP], [X(step), foot]], { color: ink, width: 1 });
  }
  text(c, "‖∂L/∂A‖ at t0 by that at the last step", left, 11, { color: ink, halo: false });
}
