/**
 * A loss surface between the grid's points, and its picture: filled bands of one hue with level lines above them.
 * Where J spans many decades a `floor` comes with it: heights are then log(1 + J/floor), here and between the points.
 */
import { clamp } from "../clamp.js";
import { faint, mix, palette, rgb } from "./palette.js";

/** @typedef {import("../types.js").Block} Block */

/** The four weights of a Catmull-Rom spline at t, 0 ≤ t ≤ 1, for the points before, at, after and beyond.
 * Exact for quadratics. @param {number} t @returns {[number, number, number, number]} */
function catmullRom(t) {
  const [t2, t3] = [t * t, t * t * t];
  return [-t / 2 + t2 - t3 / 2, 1 - 2.5 * t2 + 1.5 * t3, t / 2 + 2 * t2 - 1.5 * t3, -t2 / 2 + t3 / 2];
}

export class Field {
  /** @param {Block} surface (ny, nx), row 0 the lowest θ₁ @param {ArrayLike<number>} domain @param {number} [floor]
   * @param {boolean} [kinked]  the surface may have kinks, beside which a spline swings: it is kept between its four points */
  constructor(surface, domain, floor = 0, kinked = false) {
    this.source = surface;
    this.floor = floor;
    this.kinked = kinked;
    this.domain = domain;
    const [ny, nx] = surface.shape;
    this.ny = ny;
    this.nx = nx;
    this.x0 = domain[0];
    this.x1 = domain[1];
    this.y0 = domain[2];
    this.y1 = domain[3];
    // One more row and column on each side, continued as a parabola, so that the spline holds up to the edge.
    const wide = nx + 2;
    const values = new Float64Array(wide * (ny + 2));
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) values[(j + 1) * wide + i + 1] = this.height(surface.data[j * nx + i]);
    /** @param {number} at @param {number} stride inwards */
    const extend = (at, stride) => {
      values[at] = 3 * values[at + stride] - 3 * values[at + 2 * stride] + values[at + 3 * stride];
    };
    for (let j = 1; j <= ny; j++) {
      extend(j * wide, 1);
      extend(j * wide + nx + 1, -1);
    }
    for (let i = 0; i < wide; i++) {
      extend(i, wide);
      extend((ny + 1) * wide + i, -wide);
    }
    this.values = values;
  }

  /** How high a loss is in the picture. @param {number} J */
  height(J) {
    return this.floor ? Math.log1p(Math.max(0, J) / this.floor) : J;
  }

  /** The loss at a height. @param {number} height */
  loss(height) {
    return this.floor ? this.floor * Math.expm1(height) : height;
  }

  /** Heights on a lattice of places, (rows × columns), row after row.
   * @param {Float64Array} xs @param {Float64Array} ys @returns {Float64Array} */
  lattice(xs, ys) {
    const { nx, ny, values } = this;
    const wide = nx + 2;
    const across = spread(xs, this.x0, this.x1, nx);
    const down = spread(ys, this.y0, this.y1, ny);
    const out = new Float64Array(xs.length * ys.length);
    const row = new Float64Array(wide);
    const between = (/** @type {number} */ value, /** @type {number} */ at) => {
      const [a, b, c, d] = [values[at], values[at + 1], values[at + wide], values[at + wide + 1]];
      return clamp(value, Math.min(a, b, c, d), Math.max(a, b, c, d));
    };
    for (let j = 0; j < ys.length; j++) {
      const [a, b, c, d] = [down.weights[4 * j], down.weights[4 * j + 1], down.weights[4 * j + 2], down.weights[4 * j + 3]];
      const top = down.cells[j] * wide;
      for (let i = 0; i < wide; i++) row[i] = a * values[top + i] + b * values[top + wide + i] + c * values[top + 2 * wide + i] + d * values[top + 3 * wide + i];
      const { weights, cells } = across;
      for (let i = 0, w = 0, o = j * xs.length; i < xs.length; i++, w += 4, o++) {
        const k = cells[i];
        out[o] = weights[w] * row[k] + weights[w + 1] * row[k + 1] + weights[w + 2] * row[k + 2] + weights[w + 3] * row[k + 3];
        if (this.kinked) out[o] = between(out[o], top + wide + k + 1);
      }
    }
    return out;
  }
}

/** Cell and weights of each place along one axis. @param {Float64Array} places @param {number} from @param {number} to @param {number} n */
function spread(places, from, to, n) {
  const cells = new Int32Array(places.length);
  const weights = new Float64Array(4 * places.length);
  places.forEach((place, i) => {
    const at = ((place - from) / (to - from)) * (n - 1);
    cells[i] = Math.min(n - 2, Math.max(0, Math.floor(at)));
    weights.set(catmullRom(at - cells[i]), 4 * i);
  });
  return { cells, weights };
}

/** `count` places in equal distances. @param {number} from @param {number} to @param {number} count */
export function places(from, to, count) {
  return Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Fills a canvas with the field: the valley is the card's own colour, in both themes.
 * @param {CanvasRenderingContext2D} context @param {Field} field @param {ArrayLike<number>} losses  at which to draw a line
 * @param {number} width @param {number} height @param {number} ratio */
export function paintField(context, field, losses, width, height, ratio) {
  const levels = Array.from(losses, (J) => field.height(J));
  const { card, field: hue } = palette();
  const colors = Array.from({ length: levels.length + 1 }, (_, i) => mix(hue, card, bandShare(i, levels.length)));
  paintBands(context, field, levels, colors, width, height, ratio);
}

/** How much of the hue is in a band of a field. @param {number} band @param {number} levels  between the bands */
export function bandShare(band, levels) {
  return 0.02 + (0.36 * band) / Math.max(1, levels);
}

/** Bands between heights, and thin lines at these. @param {CanvasRenderingContext2D} context @param {Field} field
 * @param {number[]} levels  ascending @param {string[]} hues  of the bands, one more than levels
 * @param {number} width @param {number} height @param {number} ratio */
export function paintBands(context, field, levels, hues, width, height, ratio) {
  const [w, h] = [context.canvas.width, context.canvas.height];
  const half = 0.5 / ratio;
  const lastX = width - half;
  const lastY = height - half;
  const toX = (/** @type {number} */ px) => field.x0 + (px / width) * (field.x1 - field.x0);
  const toY = (/** @type {number} */ py) => field.y1 - (py / height) * (field.y1 - field.y0);
  const values = field.lattice(places(toX(half), toX(lastX), w), places(toY(half), toY(lastY), h));
  const count = levels.length;
  const colors = Uint32Array.from(hues, (hue) => {
    const [r, g, b] = rgb(hue);
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
  const image = context.createImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  let band = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i];
    while (band < count && value > levels[band]) band++;
    while (band > 0 && value <= levels[band - 1]) band--;
    pixels[i] = colors[band];
  }
  context.putImageData(image, 0, 0);
  strokeLevels(context, field, levels, width, height, faint(palette().ink, 0.2), 0.9);
}

/** Lines at heights. @param {CanvasRenderingContext2D} context @param {Field} field @param {number[]} levels @param {number} width
 * @param {number} height @param {string} color @param {number} thick */
export function strokeLevels(context, field, levels, width, height, color, thick) {
  const step = 3;
  const [columns, rows] = [Math.ceil(width / step) + 1, Math.ceil(height / step) + 1];
  const x = (/** @type {number} */ px) => field.x0 + (px / width) * (field.x1 - field.x0);
  const y = (/** @type {number} */ py) => field.y1 - (py / height) * (field.y1 - field.y0);
  const lattice = field.lattice(places(x(0), x((columns - 1) * step), columns), places(y(0), y((rows - 1) * step), rows));
  context.beginPath();
  traceLevels(context, lattice, columns, rows, levels, 0, 0, step);
  context.strokeStyle = color;
  context.lineWidth = thick;
  context.stroke();
}

/** Adds level lines to the current path, by marching squares. `levels` ascend.
 * @param {CanvasRenderingContext2D} context @param {Float64Array} values @param {number} columns @param {number} rows
 * @param {ArrayLike<number>} levels @param {number} left @param {number} top @param {number} step  pixels between two values */
export function traceLevels(context, values, columns, rows, levels, left, top, step) {
  const cut = new Float64Array(8);
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const o = j * columns + i;
      const a = values[o];
      const b = values[o + 1];
      const c = values[o + columns + 1];
      const d = values[o + columns];
      const low = Math.min(a, b, c, d);
      const high = Math.max(a, b, c, d);
      for (let k = 0; k < levels.length && levels[k] < high; k++) {
        const level = levels[k];
        if (level < low) continue;
        let n = 0;
        const cross = (/** @type {number} */ x, /** @type {number} */ y) => {
          cut[n++] = left + x * step;
          cut[n++] = top + y * step;
        };
        if (a > level !== b > level) cross(i + (level - a) / (b - a), j);
        if (b > level !== c > level) cross(i + 1, j + (level - b) / (c - b));
        if (d > level !== c > level) cross(i + (level - d) / (c - d), j + 1);
        if (a > level !== d > level) cross(i, j + (level - a) / (d - a));
        for (let m = 0; m + 3 < n; m += 4) {
          context.moveTo(cut[m], cut[m + 1]);
          context.lineTo(cut[m + 2], cut[m + 3]);
        }
      }
    }
  }
}
