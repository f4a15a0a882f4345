/** The picture of ŷ over a plane: bands of one hue for numbers, two hues for two classes, a hue each for more. */
import { stroke } from "./drawing.js";
import { Field, bandShare, paintBands, places, strokeLevels, traceLevels } from "./field.js";
import { classOf, hueOf } from "./kind.js";
import { faint, mix, palette, rgb } from "./palette.js";
import { shape } from "./shapes.js";

/**
 * @typedef {import("../types.js").Block} Block
 * @typedef {import("./kind.js").Kind} Kind
 * @typedef {import("./stage.js").Stage} Stage
 */

const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]; // of two classes: level lines
const DEEPEST = 0.38; // of a hue in the card
const COARSE = 2; // pixels of the screen in one of a picture of many classes
const STEP = 3; // pixels between the places from which boundaries are found
const NOISE = 1e-5; // of a level: where ŷ is flat, rounding must not draw islands
const EDGE = 6; // such places between the picture's edge and a class's shape

/** One output over the plane; a network with one input has a row of places, which stands for the whole plane.
 * @param {Block} block  (rows, places, K) @param {ArrayLike<number>} domain @param {number} k */
export function outputField({ shape: [rows, nx, K], data }, domain, k) {
  const ny = Math.max(3, rows);
  const one = new Float32Array(ny * nx);
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) one[j * nx + i] = data[((rows < 2 ? 0 : j) * nx + i) * K + k];
  return new Field({ shape: [ny, nx], data: one }, rows < 2 ? [domain[0], domain[1], 0, 1] : domain, 0, true);
}

/** Fills the lowest layer. @param {Stage} stage @param {Block} block @param {ArrayLike<number>} domain @param {Kind} kind */
export function paintAnswers(stage, block, domain, kind) {
  const { layers: [c], width, height, ratio } = stage;
  const { card, field: hue, ink } = palette();
  if (kind.classes > 2) return paintClasses(c, block, domain, kind, width, height, ratio);
  const field = outputField(block, domain, kind.classes && kind.K > 1 ? 1 : 0);
  if (!kind.classes) {
    const hues = Array.from({ length: kind.levels.length + 1 }, (_, i) => mix(hue, card, bandShare(i, kind.levels.length)));
    return paintBands(c, field, kind.levels.map((level) => level + NOISE * Math.max(Math.abs(level), kind.to - kind.from)), hues, width, height, ratio);
  }
  const hues = Array.from({ length: SHARES.length + 1 }, (_, i) => {
    const side = (i + 0.5) / (SHARES.length + 1) - 0.5; // the middle of the band, from −½ to ½
    return mix(hueOf(kind, side > 0 ? 1 : 0), card, 2 * Math.abs(side) * DEEPEST);
  });
  paintBands(c, field, SHARES.map((share) => share + NOISE), hues, width, height, ratio);
  strokeLevels(c, field, [0.5 + NOISE], width, height, ink, 2.2);
  const { columns, xs, ys } = lattice(domain, width, height);
  const values = field.lattice(xs, ys);
  for (const k of [0, 1]) markRegion(c, kind, k, values.map((value) => (k ? value - 0.5 : 0.5 - value)), columns);
}

/** Places a few pixels apart, all over the picture. @param {ArrayLike<number>} domain @param {number} width @param {number} height */
function lattice(domain, width, height) {
  const [columns, rows] = [Math.ceil(width / STEP) + 1, Math.ceil(height / STEP) + 1];
  const [dx, dy] = [(domain[1] - domain[0]) / width, (domain[3] - domain[2]) / height];
  const xs = places(domain[0], domain[0] + (columns - 1) * STEP * dx, columns);
  const ys = places(domain[3], domain[3] - (rows - 1) * STEP * dy, rows);
  return { columns, rows, xs, ys };
}

/** A class's shape, large and faint, in the middle of where it leads most clearly: its hue alone would not tell it.
 * @param {CanvasRenderingContext2D} c @param {Kind} kind @param {number} k @param {Float64Array} lead @param {number} columns */
function markRegion(c, kind, k, lead, columns) {
  const rows = lead.length / columns;
  const most = lead.reduce((a, b) => Math.max(a, b), 0);
  if (!(most > 0)) return;
  /** @type {[number, number][]} */
  const clear = [];
  for (let j = EDGE; j < rows - EDGE; j++) for (let i = EDGE; i < columns - EDGE; i++) if (lead[j * columns + i] >= 0.8 * most) clear.push([i, j]);
  const [x, y] = [0, 1].map((axis) => clear.reduce((sum, cell) => sum + cell[axis], 0) / clear.length);
  let [best, nearest] = [Infinity, /** @type {[number, number] | null} */ (null)];
  for (const [i, j] of clear) if (Math.hypot(i - x, j - y) < best) [best, nearest] = [Math.hypot(i - x, j - y), [i, j]];
  if (!nearest) return;
  c.beginPath();
  shape(c, k, nearest[0] * STEP, nearest[1] * STEP, 13);
  c.fillStyle = faint(hueOf(kind, k), 0.3);
  c.fill();
}

/** The likeliest class everywhere, deeper where it leaves the second one farther behind, and bold lines between the classes.
 * @param {CanvasRenderingContext2D} c @param {Block} block @param {ArrayLike<number>} domain @param {Kind} kind
 * @param {number} width @param {number} height @param {number} ratio */
function paintClasses(c, block, domain, kind, width, height, ratio) {
  const { K } = kind;
  const fields = Array.from({ length: K }, (_, k) => outputField(block, domain, k));
  const across = (/** @type {number} */ n) => places(domain[0], domain[1], n);
  const down = (/** @type {number} */ n) => places(domain[3], domain[2], n);
  const [w, h] = [Math.ceil((width * ratio) / COARSE), Math.ceil((height * ratio) / COARSE)];
  const lattices = fields.map((field) => field.lattice(across(w), down(h)));
  const image = new ImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  const { card, ink } = palette();
  const shades = Array.from({ length: K }, (_, k) => Array.from({ length: 9 }, (_, i) => {
    const [r, g, b] = rgb(mix(hueOf(kind, k), card, (DEEPEST * (i + 0.5)) / 9));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  }));
  const values = new Float64Array(K);
  for (let i = 0; i < pixels.length; i++) {
    for (let k = 0; k < K; k++) values[k] = lattices[k][i];
    const best = classOf(values, 0, K);
    let second = -Infinity;
    for (let k = 0; k < K; k++) if (k !== best && values[k] > second) second = values[k];
    pixels[i] = shades[best][Math.min(8, Math.max(0, Math.floor(9 * (values[best] - second))))];
  }
  const small = document.createElement("canvas");
  [small.width, small.height] = [w, h];
  /** @type {CanvasRenderingContext2D} */ (small.getContext("2d")).putImageData(image, 0, 0);
  c.clearRect(0, 0, width, height);
  c.drawImage(small, 0, 0, width, height);
  const { columns, rows, xs, ys } = lattice(domain, width, height);
  const coarse = fields.map((field) => field.lattice(xs, ys));
  const leads = coarse.map((one, k) => one.map((value, i) => value - coarse.reduce((most, other, j) => (j === k ? most : Math.max(most, other[i])), -Infinity)));
  c.beginPath();
  for (const lead of leads) traceLevels(c, lead, columns, rows, [NOISE], 0, 0, STEP);
  stroke(c, faint(ink, 0.9), 2);
  leads.forEach((lead, k) => markRegion(c, kind, k, lead, columns));
}
