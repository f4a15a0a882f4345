/** Lengths through time as lines: of several runs, each with its colour, dash and number; of one, how far the beginning reaches. */
import { nowDot, line, text } from "./drawing.js";
import { palette } from "./palette.js";
import { axes, cutLines, times } from "./rnn-error-axes.js";
import { nothing, weights } from "./rnn-error-bars.js";

/**
 * @typedef {import("./rnn-error-data.js").Told} Told
 * @typedef {import("./rnn-error-axes.js").Axes} Axes
 * @typedef {import("./rnn-error-range.js").Range} Range
 * @typedef {import("./path.js").LaneLook} LaneLook
 */

const DOTTED = 7; // pixels between two points that have dots

/** ‖∂L/∂A_t‖ of several runs, and apart from them the gradients of all their weights. @param {CanvasRenderingContext2D} c
 * @param {{width: number, height: number}} size @param {Told[]} all @param {LaneLook[]} looks @param {number} focus @param {Range} range @returns {Axes} */
export function drawErrors(c, size, all, looks, focus, range) {
  const { gradient, ink } = palette();
  const longest = all.reduce((most, one) => (one.length > most.length ? one : most), all[0]);
  const at = axes(c, size, range, longest.length, { weights: true, before: false });
  cutLines(c, at, all[focus].cuts);
  courses(c, at, all.map(({ norms, over }) => (over ? [] : norms)), looks, 0, range);
  text(c, "‖∂L/∂Aₜ‖", at.left, 11, { color: gradient, halo: false });
  times(c, at, { length: longest.length, time: all[focus].time });
  weights(c, at, all, looks.map(({ mark, color }) => ({ name: mark, color })), range);
  text(c, "‖∂J/∂W‖", at.split + 10, 11, { color: ink, halo: false });
  return at;
}

/** ‖∂A_t/∂A‖ of the state before t0. @param {CanvasRenderingContext2D} c @param {{width: number, height: number}} size @param {Told[]} all
 * @param {LaneLook[]} looks @param {number} focus @param {Range} range @param {boolean} fresh @returns {Axes} */
export function drawInfluence(c, size, all, looks, focus, range, fresh) {
  const { ink, ink2 } = palette();
  const longest = Math.max(...all.map(({ influence }) => influence.length - 1), 1);
  const at = axes(c, size, range, longest, { weights: false, before: true });
  line(c, [[at.left, at.Y(1)], [at.right, at.Y(1)]], { color: ink2, width: 1, dash: [2, 3] });
  c.globalAlpha = fresh ? 1 : 0.5;
  courses(c, at, all.map(({ influence }) => influence), all.length > 1 ? looks : [{ ...looks[0], color: ink }], -1, range);
  c.globalAlpha = 1;
  text(c, "‖∂Aₜ/∂A‖, of A before t0", at.left, 11, { halo: false });
  times(c, at, { length: longest, time: all[focus].time });
  if (at.pitch > 27) text(c, "before", at.X(-1), at.foot + 17, { color: ink2, align: "center", halo: false });
  return at;
}

/** @param {CanvasRenderingContext2D} c @param {Axes} at @param {number[][]} lists @param {LaneLook[]} looks @param {number} from  the first one's time step
 * @param {Range} range */
function courses(c, { X, Y, foot, pitch, top }, lists, looks, from, range) {
  const ends = [];
  for (const [k, list] of lists.entries()) {
    const { color, dash, mark } = looks[k];
    /** @type {import("./drawing.js").Point[]} */
    let piece = [];
    for (const [i, value] of list.entries()) {
      if (range.holds(value)) piece.push([X(i + from), Y(value)]);
      if (!range.holds(value) || i === list.length - 1) {
        if (piece.length > 1) line(c, piece, { color, width: 2, dash });
        if (pitch > DOTTED || piece.length === 1) for (const point of piece) nowDot(c, point, color, 3.5);
        piece = [];
      }
      if (!range.holds(value)) nothing(c, X(i + from), foot - 5 * k, value, color, pitch);
    }
    const named = from < 0 ? list.length - 1 : 0; // where the lines are apart
    if (mark && list.length) ends.push({ k, x: X(named + from), y: range.holds(list[named]) ? Y(list[named]) : foot - 5 * k });
  }
  ends.sort((a, b) => a.y - b.y).forEach((one, i, all) => (one.y = Math.max(one.y, i ? all[i - 1].y + 15 : top)));
  for (const { k, x, y } of ends) text(c, looks[k].mark, from < 0 ? x + 8 : x - 8, Math.min(foot, y + 4), { color: looks[k].color, bold: true, align: from < 0 ? "left" : "right" });
}
