/** What every picture is made of: arrows, dots, crosses, diamonds, and words with a halo, drawn on a canvas. */
import { unlifted } from "../format.js";
import { palette } from "./palette.js";

/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {[number, number]} Point */

/** An arrow; its head shrinks with it and keeps to the end. @param {Context} c @param {Point} from @param {Point} to
 * @param {{color: string, width?: number, head?: number, dash?: number[]}} look */
export function arrow(c, from, to, { color, width = 2, head = 9, dash = [] }) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (!(length > 0.5) || !Number.isFinite(length)) return;
  const size = Math.min(head, length * 0.7);
  const angle = Math.atan2(dy, dx);
  const stem = (length - size * 0.8) / length;
  line(c, [from, [from[0] + dx * stem, from[1] + dy * stem]], { color, width, dash });
  c.beginPath();
  c.moveTo(to[0], to[1]);
  for (const turn of [0.42, -0.42]) c.lineTo(to[0] - size * Math.cos(angle + turn), to[1] - size * Math.sin(angle + turn));
  c.fillStyle = color;
  c.fill();
}

/** @param {Context} c @param {Point[]} points @param {{color: string, width?: number, dash?: number[]}} look */
export function line(c, points, { color, width = 2, dash = [] }) {
  c.beginPath();
  points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
  stroke(c, color, width, dash);
}

/** Strokes the current path. @param {Context} c @param {string} color @param {number} width @param {number[]} [dash] */
export function stroke(c, color, width, dash = []) {
  c.strokeStyle = color;
  c.lineWidth = width;
  c.lineJoin = "round";
  c.lineCap = dash.length ? "butt" : "round";
  c.setLineDash(dash);
  c.stroke();
  c.setLineDash([]);
}

/** @param {Context} c @param {Point} at @param {number} radius
 * @param {{fill?: string, edge?: string, width?: number, dash?: number[]}} look */
export function dot(c, [x, y], radius, { fill, edge, width = 1.5, dash = [] }) {
  c.beginPath();
  c.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill) {
    c.fillStyle = fill;
    c.fill();
  }
  if (edge) stroke(c, edge, width, dash);
}

/** A closed shape. @param {Context} c @param {Point[]} corners @param {{fill: string, edge: string, width?: number, dash?: number[]}} look */
export function fill(c, corners, { fill: inside, edge, width = 1, dash = [] }) {
  c.beginPath();
  corners.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
  c.closePath();
  c.fillStyle = inside;
  c.fill();
  stroke(c, edge, width, dash);
}

/** Now: a filled dot, of several runs with its number. @param {Context} c @param {Point} at @param {string} color
 * @param {number} [radius] @param {string} [mark] */
export function nowDot(c, at, color, radius = 6.5, mark = "") {
  dot(c, at, radius, { fill: color, edge: palette().card, width: 2 });
  if (!mark) return;
  c.font = `700 12px ${palette().sans}`;
  c.textAlign = "center";
  c.fillStyle = palette().card;
  c.fillText(mark, at[0], at[1] + 4.2);
}

/** Next: a hollow, dashed one. @param {Context} c @param {Point} at @param {string} color @param {number} [radius] */
export function ghostDot(c, at, color, radius = 6.5) {
  c.globalAlpha *= 0.75;
  dot(c, at, radius, { fill: palette().card });
  c.globalAlpha /= 0.75;
  dot(c, at, radius, { edge: palette().card, width: 4 });
  dot(c, at, radius, { edge: color, width: 1.8, dash: [3.2, 2.2] });
}

/** A minimum. @param {Context} c @param {Point} at @param {number} [arm] */
export function cross(c, [x, y], arm = 6) {
  const { card, ink } = palette();
  for (const [color, width] of /** @type {[string, number][]} */ ([[card, 4], [ink, 1.7]])) {
    line(c, [[x - arm, y], [x + arm, y]], { color, width });
    line(c, [[x, y - arm], [x, y + arm]], { color, width });
  }
}

/** A knob changed here. @param {Context} c @param {Point} at @param {number} [radius] */
export function diamond(c, [x, y], radius = 7) {
  const { accent, card } = palette();
  c.beginPath();
  c.moveTo(x, y - radius);
  c.lineTo(x + radius, y);
  c.lineTo(x, y + radius);
  c.lineTo(x - radius, y);
  c.closePath();
  c.fillStyle = accent;
  c.fill();
  stroke(c, card, 1.5);
}

/** Words with a halo in the card's colour, so that they can be read on any field.
 * @param {Context} c @param {string} words @param {number} x @param {number} y
 * @param {{color?: string, size?: number, bold?: boolean, align?: CanvasTextAlign, halo?: boolean, ground?: string}} [look]
 *   `ground`: what it stands on, where that is not the card */
export function text(c, words, x, y, { color, size, bold = false, align = "left", halo = true, ground } = {}) {
  const { ink, card, sans, small } = palette();
  c.font = `${bold ? 600 : 400} ${size ?? small}px ${sans}`;
  c.textAlign = align;
  c.textBaseline = "alphabetic";
  haloed(c, words, x, y, color ?? ink, halo ? (ground ?? card) : "");
}

/** The width of such words. @param {Context} c @param {string} words @param {{size?: number, bold?: boolean}} [look] */
export function textWidth(c, words, { size, bold = false } = {}) {
  const { small, sans } = palette();
  c.font = `${bold ? 600 : 400} ${size ?? small}px ${sans}`;
  return c.measureText(words).width;
}

/** @type {Context | null} */
let ruler = null;

/** The width of the widest of some words, whoever draws them. @param {string[]} words */
export function widest(words) {
  const c = (ruler ??= /** @type {Context} */ (document.createElement("canvas").getContext("2d")));
  return Math.max(0, ...words.map((word) => textWidth(c, word)));
}

/** A formula's letter with its index, as in θ₀. @param {Context} c @param {string} letter @param {string} index
 * @param {number} x @param {number} y @param {{color?: string, size?: number}} [look] @returns {number} its width */
export function symbol(c, letter, index, x, y, { color, size = 16 } = {}) {
  const { ink, ink2, card, math, sans } = palette();
  c.textAlign = "left";
  c.textBaseline = "alphabetic";
  c.font = `italic ${size}px ${math}`;
  const [name, layer] = layered(letter);
  haloed(c, name, x, y, color ?? ink, card);
  let width = c.measureText(name).width;
  if (layer) { // upright and grey, so that it is not read as a power
    c.font = `600 ${Math.round(size * 0.68)}px ${sans}`;
    haloed(c, layer, x + width + 1, y - size * 0.36, ink2, card);
    width += 1 + c.measureText(layer).width;
  }
  if (!index) return width;
  c.font = `${Math.round(size * 0.72)}px ${math}`;
  haloed(c, index, x + width, y + size * 0.26, color ?? ink, card);
  return width + c.measureText(index).width;
}

/** "w²" as the letter and the number of its layer. @param {string} letter @returns {[string, string]} */
function layered(letter) {
  const [, name, raised] = /^(.*?)([⁰¹²³⁴-⁹]*)$/.exec(letter) ?? ["", letter, ""];
  return [name, unlifted(raised)];
}

/** How much room it takes. @param {Context} c @param {string} letter @param {string} index @param {number} [size] */
export function symbolWidth(c, letter, index, size = 16) {
  const { math, sans } = palette();
  const [name, layer] = layered(letter);
  c.font = `italic ${size}px ${math}`;
  let width = c.measureText(name).width;
  c.font = `600 ${Math.round(size * 0.68)}px ${sans}`;
  if (layer) width += 1 + c.measureText(layer).width;
  c.font = `${Math.round(size * 0.72)}px ${math}`;
  return width + c.measureText(index).width;
}

/** @param {Context} c @param {string} words @param {number} x @param {number} y @param {string} color @param {string} halo */
function haloed(c, words, x, y, color, halo) {
  if (halo) {
    c.strokeStyle = halo;
    c.lineWidth = 3.5;
    c.lineJoin = "round";
    c.strokeText(words, x, y);
  }
  c.fillStyle = color;
  c.fillText(words, x, y);
}

/** The highlighter under something that is linked: yellow with an ink outline.
 * @param {Context} c @param {() => void} trace  makes the path @param {number} [width] */
export function highlight(c, trace, width = 7) {
  const { mark, ink } = palette();
  c.beginPath();
  trace();
  stroke(c, ink, width + 2.5);
  stroke(c, mark, width);
}

/** A number in the highlighter's colour, as it is lit elsewhere. @param {Context} c @param {string} words
 * @param {number} x @param {number} y  its middle @param {{width: number, height: number}} size of the picture */
export function chip(c, words, x, y, size) {
  const { mark, ink } = palette();
  const width = textWidth(c, words, { bold: true }) + 10;
  const left = Math.min(size.width - width - 3, Math.max(3, x - width / 2));
  const top = Math.min(size.height - 21, Math.max(3, y - 9));
  c.beginPath();
  c.roundRect(left, top, width, 18, 3);
  c.fillStyle = mark;
  c.fill();
  stroke(c, ink, 1.5);
  text(c, words, left + width / 2, top + 13, { bold: true, align: "center", halo: false });
}
