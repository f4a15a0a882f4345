/** The error of one run: a bar for each time step, and apart from them that of all weights, with the line at which it is clipped. */
import { num, plain } from "../format.js";
import { dot, line, text, textWidth, widest } from "./drawing.js";
import { palette } from "./palette.js";
import { axes, cutLines, times } from "./rnn-error-axes.js";

/**
 * @typedef {import("./rnn-error-data.js").Told} Told
 * @typedef {import("./rnn-error-axes.js").Axes} Axes
 * @typedef {import("./rnn-error-range.js").Range} Range
 * @typedef {{name: string, color: string}} Look  of a bar of all weights
 */

/** What the axis must hold: beside runs that go on, one that has diverged is not measured by. @param {Told[]} all */
export function valuesOf(all) {
  return going(all).flatMap((one) => [...one.norms, one.before, one.after, ...(lined(one) ? [one.clip] : [])]);
}

/** And what of it must not fall below the axis: the greatest error of each run. @param {Told[]} all */
export function peaksOf(all) {
  return going(all).map(({ norms }) => Math.max(...norms));
}

/** @param {Told[]} all */
const going = (all) => (all.every(({ over }) => over) ? all : all.filter(({ over }) => !over));

/** Whether the clip line is drawn: it is not where the gradient is far below it. @param {Told} told */
const lined = ({ clip, before }) => clip > 0 && clip < 100 * before;

/** @param {CanvasRenderingContext2D} c @param {{width: number, height: number}} size @param {Told} told @param {Range} range @returns {Axes} */
export function draw(c, size, told, range) {
  const { gradient, ink, ink2 } = palette();
  const at = axes(c, size, range, told.length, { weights: true, before: false });
  const { X, Y, foot, pitch } = at;
  const wide = Math.min(24, Math.max(1.5, pitch * 0.68));
  const words = told.norms.map((value) => num(value, 2));
  const room = widest(words) + 6 < pitch;
  cutLines(c, at, told.cuts);
  for (const [t, value] of told.norms.entries()) {
    if (!range.holds(value)) nothing(c, X(t), foot, value, gradient, pitch);
    else {
      c.fillStyle = gradient;
      bar(c, X(t), Y(value), wide, foot);
    }
  }
  for (const [t, value] of told.norms.entries()) { // above all bars
    if (room || t === told.time) text(c, words[t], inside(c, words[t], X(t), at), (range.holds(value) ? Y(value) : foot - 8) - 5, { align: "center", bold: t === told.time });
  }
  text(c, "‖∂L/∂Aₜ‖", at.left, 11, { color: gradient, halo: false });
  times(c, at, told);
  weights(c, at, [told], [{ name: "", color: ink }], range);
  text(c, "‖∂J/∂W‖", at.split + 10, 11, { color: ink, halo: false });
  text(c, "all weights", (at.split + at.right) / 2 + 2, foot + 17, { color: ink2, align: "center", halo: false });
  return at;
}

/** The bars of all weights, of several runs side by side. @param {CanvasRenderingContext2D} c @param {Axes} at @param {Told[]} all @param {Look[]} looks
 * @param {Range} range */
export function weights(c, at, all, looks, range) {
  const { accent, card, ink } = palette();
  const { split, right, Y, foot } = at;
  const pitch = (right - split - 8) / all.length;
  const wide = Math.min(34, pitch * 0.74);
  for (const [k, { before, after, clip, over }] of all.entries()) {
    const x = split + 8 + (k + 0.5) * pitch;
    if (looks[k].name) text(c, looks[k].name, x, foot + 17, { align: "center", bold: true, color: looks[k].color, halo: false });
    if (over && all.length > 1) {
      text(c, "–", x, foot - 6, { align: "center", color: ink, halo: false }); // it has none
      continue;
    }
    const clipped = clip > 0 && before > clip * 1.0005;
    if (range.holds(after)) {
      c.fillStyle = looks[k].color;
      bar(c, x, Y(after), wide, foot);
      if (Math.log10(after) > range.high) text(c, "↑", x, at.top + 16, { align: "center", bold: true, color: card, halo: false }); // it is longer yet
    }
    if (clipped) {
      c.setLineDash([3, 2]);
      c.strokeStyle = looks[k].color;
      c.lineWidth = 1.3;
      c.strokeRect(x - wide / 2, Y(before), wide, Y(after) - Y(before));
      c.setLineDash([]);
    }
    const said = num(after, 2);
    const fits = textWidth(c, said, { bold: true }) < wide - 2 && foot - Y(after) > 22;
    if (fits || (all.length === 1 && !clipped)) text(c, said, Math.min(x, right - textWidth(c, said, { bold: true }) / 2), fits ? Y(after) + 15 : Math.max(Y(after) - 5, at.top + 14), { align: "center", bold: true, color: fits ? card : ink, halo: !fits });
    if (clipped && all.length === 1 && Y(after) - Y(before) > 18) text(c, num(before, 2), x, Y(before) + 14, { align: "center", color: ink });
    const last = k === all.length - 1;
    if (!lined(all[k])) {
      if (clip > 0 && last && all.every((one) => one.clip === clip)) text(c, `clip at ${plain(clip)} ↑`, right, 25, { color: accent, align: "right" });
      continue;
    }
    const same = all.every((one) => one.clip === clip);
    line(c, [[x - pitch / 2 + 2, Y(clip)], [x + pitch / 2 - 1, Y(clip)]], { color: accent, width: 2 });
    if (!same || last) text(c, same ? `clip at ${plain(clip)}` : plain(clip), same ? right : x, same && clipped ? 25 : Y(clip) - 5, { color: accent, bold: true, align: same ? "right" : "center" });
  }
}

/** A length of exactly 0, or one too small for the axis: at its foot, hollow. @param {CanvasRenderingContext2D} c @param {number} x @param {number} foot
 * @param {number} value @param {string} color @param {number} pitch */
export function nothing(c, x, foot, value, color, pitch) {
  dot(c, [x, foot - 4], Math.min(3.5, Math.max(1.5, pitch / 3)), { edge: color, width: 1.3, ...(value > 0 && { dash: [1.5, 1.5] }) });
}

/** @param {CanvasRenderingContext2D} c @param {number} x  its middle @param {number} top @param {number} wide @param {number} foot */
function bar(c, x, top, wide, foot) {
  c.beginPath();
  c.roundRect(x - wide / 2, top, wide, Math.max(1, foot - top), wide > 8 ? [3, 3, 0, 0] : 0);
  c.fill();
}

/** So that a number does not leave its half. @param {CanvasRenderingContext2D} c @param {string} words @param {number} x @param {Axes} at */
function inside(c, words, x, { left, split }) {
  const half = textWidth(c, words, { bold: true }) / 2;
  return Math.max(left + half, Math.min(split - half - 2, x));
}
