/** ŷ of one input: a curve on axes, or of several outputs a curve for each. */
import { clamp } from "../clamp.js";
import { outputField } from "./answers.js";
import { apart, toldTicks } from "./columns.js";
import { line, text, textWidth, widest } from "./drawing.js";
import { Field } from "./field.js";
import { hueOf } from "./kind.js";
import { DASHES } from "./lanes.js";
import { palette } from "./palette.js";
import { linear } from "./scales.js";

/**
 * @typedef {import("./scales.js").Scale} Scale
 * @typedef {import("./kind.js").Kind} Kind
 * @typedef {import("./columns.js").Columns} Columns
 */

/** Axes that hold all targets, with room. @param {Kind} kind @param {Columns} columns @param {ArrayLike<number>} domain @param {number} width @param {number} height
 * @returns {[Scale, Scale]} */
export function axesOf(kind, columns, domain, width, height) {
  const room = 0.14 * (kind.to - kind.from);
  const [low, high] = kind.classes ? [-0.12, 1.12] : [kind.from - room, kind.to + room];
  const left = widest(toldTicks(low, high, height / 56, columns.toldY, columns.takenY).map(({ text }) => text)) + 12;
  return [linear(domain[0], domain[1], Math.max(30, left), width - 10), linear(low, high, height - 24, 8)];
}

/** The curves as functions of x. @param {import("../types.js").Block} block @param {ArrayLike<number>} domain @param {Kind} kind
 * @returns {((x: number) => number)[]} */
export function curvesOf(block, domain, { classes, K }) {
  const shown = classes ? Array.from({ length: K }, (_, k) => k) : [0];
  return shown.map((k) => {
    const field = outputField(block, domain, k);
    return (x) => valueAt(field, x);
  });
}

/** @param {Field} field @param {number} x */
function valueAt(field, x) {
  return field.lattice(Float64Array.of(clamp(x, field.x0, field.x1)), Float64Array.of(0.5))[0];
}

/** @param {CanvasRenderingContext2D} c @param {((x: number) => number)[]} curves @param {Kind} kind @param {Scale} X @param {Scale} Y
 * @param {Columns} columns @param {string} name  of the input */
export function paintCurves(c, curves, kind, X, Y, columns, name) {
  const { field, ink, ink2, rule } = palette();
  const [left, right, bottom, top] = [X(X.from), X(X.to), Y(Y.from), Y(Y.to)];
  for (const { at, text: words } of toldTicks(Y.from, Y.to, (bottom - top) / 56, columns.toldY, columns.takenY)) {
    line(c, [[left, Y(at)], [right, Y(at)]], { color: rule, width: 1 });
    text(c, words, left - 6, Y(at) + 4, { color: ink2, align: "right" });
  }
  const [told, taken] = [(/** @type {number} */ x) => columns.told(0, x), (/** @type {number} */ value) => columns.taken(0, value)];
  const room = Math.max(22, textWidth(c, `${name} →`) + 10);
  const across = toldTicks(X.from, X.to, (right - left) / 72, told, taken);
  for (const { at, text: words } of apart(across, X, (one) => textWidth(c, one))) if (X(at) < right - room) text(c, words, X(at), bottom + 17, { color: ink2, align: "center" });
  text(c, `${name} →`, right, bottom + 17, { color: ink2, align: "right" });
  c.save();
  c.beginPath();
  c.rect(left, top - 2, right - left, bottom - top + 4);
  c.clip();
  if (kind.classes && kind.K === 1) line(c, [[left, Y(0.5)], [right, Y(0.5)]], { color: ink, width: 1.4, dash: [5, 4] });
  curves.forEach((curve, k) => {
    const points = /** @type {import("./drawing.js").Point[]} */ ([]);
    for (let x = left; x <= right; x += 2) points.push([x, clamp(Y(curve(X.invert(x))), -1e4, 1e4)]);
    line(c, points, { color: curves.length > 1 ? hueOf(kind, k) : field, width: 2.4, dash: curves.length > 1 ? DASHES[k % DASHES.length] : [] });
  });
  c.restore();
}
