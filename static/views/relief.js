/** The loss surface as a landscape with a height: log(1 + J/floor) where J spans many decades, elsewhere J itself. */
import { num } from "../format.js";
import { traceLevels } from "./field.js";
import { decadeText, tickText, ticks } from "./scales.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {{x: (number | null)[], y: (number | null)[], z: (number | null)[]}} Places  in space; null: a gap in a line */

const USUAL = 0.95; // the share of the grid's points that decides how high the picture is …
const TOWERING = 2.5; // … where the others rise higher than this many times as high
const ROOM = 1.08; // above the ball's start, where the picture is cut off
const ABOVE = 0.016; // of the height: level lines over the surface that they lie on
const CORNER = 0.08; // of the height: there the other axis has its own words

export class Relief {
  /** @param {Frame} frame  with a surface */
  constructor({ arrays, trail }) {
    const { shape: [ny, nx], data } = arrays.surface;
    const [x0, x1, y0, y1] = arrays.domain.data;
    this.source = arrays.surface;
    this.nx = nx;
    this.ny = ny;
    this.domain = /** @type {[number, number, number, number]} */ ([x0, x1, y0, y1]);
    this.floor = arrays.floor?.data[0] ?? null;
    this.levels = arrays.levels?.data ?? new Float32Array(0);
    this.heights = Float64Array.from(data, (J) => this.height(J));
    const sorted = this.heights.toSorted();
    this.low = sorted[0];
    this.high = sorted[sorted.length - 1];
    const usual = sorted[Math.floor(USUAL * (sorted.length - 1))];
    const start = trail[0]?.length ? this.height(trail[0].rows[2]) : this.low;
    const enough = this.low + ROOM * (Math.max(usual, Math.min(start, this.high)) - this.low);
    this.cut = this.floor === null && this.high - this.low > TOWERING * (enough - this.low);
    this.top = this.cut ? enough : Math.max(this.high, this.low + 1e-9);
    this.span = this.top - this.low;
  }

  /** How high a loss stands. @param {number} J */
  height(J) {
    return this.floor === null ? J : Math.log10(1 + Math.max(0, J) / this.floor);
  }

  /** The loss that stands so high. @param {number} height */
  loss(height) {
    return this.floor === null ? height : this.floor * (10 ** height - 1);
  }

  /** θ of the grid's columns and rows. */
  get axes() {
    const [x0, x1, y0, y1] = this.domain;
    const along = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ count) => Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
    return { x: along(x0, x1, this.nx), y: along(y0, y1, this.ny) };
  }

  /** The grid's heights, row by row. */
  get rows() {
    return Array.from({ length: this.ny }, (_, j) => this.heights.subarray(j * this.nx, (j + 1) * this.nx));
  }

  /** How high the drawn surface is at θ: between four points of the grid. @param {number} x @param {number} y */
  at(x, y) {
    const { nx, ny, heights, domain: [x0, x1, y0, y1] } = this;
    const cell = (/** @type {number} */ share, /** @type {number} */ count) => {
      const place = Math.min(1, Math.max(0, share)) * (count - 1);
      const first = Math.min(count - 2, Math.floor(place));
      return [first, place - first];
    };
    const [i, u] = cell((x - x0) / (x1 - x0), nx);
    const [j, v] = cell((y - y0) / (y1 - y0), ny);
    const o = j * nx + i;
    return (1 - v) * ((1 - u) * heights[o] + u * heights[o + 1]) + v * ((1 - u) * heights[o + nx] + u * heights[o + nx + 1]);
  }

  /** @param {number} x @param {number} y */
  holds(x, y) {
    const [x0, x1, y0, y1] = this.domain;
    return x >= x0 && x <= x1 && y >= y0 && y <= y1;
  }

  /** The lines of equal loss, on the surface. @returns {Places} */
  lines() {
    const { nx, ny, heights, domain: [x0, x1, y0, y1] } = this;
    /** @type {Places} */
    const lines = { x: [], y: [], z: [] };
    for (const level of this.levels) {
      const height = this.height(level);
      const put = (/** @type {number} */ i, /** @type {number} */ j) => {
        lines.x.push(x0 + ((x1 - x0) * i) / (nx - 1));
        lines.y.push(y0 + ((y1 - y0) * j) / (ny - 1));
        lines.z.push(height + ABOVE * this.span);
      };
      const pen = { moveTo: put, lineTo: (/** @type {number} */ i, /** @type {number} */ j) => {
        put(i, j);
        for (const one of [lines.x, lines.y, lines.z]) one.push(null);
      } };
      traceLevels(/** @type {any} */ (pen), heights, nx, ny, [height], 0, 0, 1);
    }
    return lines;
  }

  /** Heights that have a round loss, and that loss in words.
   * @param {number} most  of them @returns {{values: number[], words: string[]}} */
  ticks(most) {
    if (this.floor === null) {
      const { values, digits } = ticks(this.low, this.top, most);
      const free = values.filter((value) => value - this.low > CORNER * this.span);
      return { values: free, words: free.map((value) => tickText(value, digits)) };
    }
    /** @type {{values: number[], words: string[]}} */
    const found = { values: [], words: [] };
    for (let power = -20; power < 40; power++) {
      const loss = 10 ** power;
      const height = this.height(loss);
      if (height > this.top || height - this.low < CORNER * this.span || height - (found.values.at(-1) ?? -Infinity) < this.span / (1.5 * most)) continue;
      found.values.push(height);
      found.words.push(decadeText(loss));
    }
    return found;
  }

  /** What the height says, where it is not simply J; "" where it is. */
  get words() {
    if (this.floor !== null) return `Height: log(1 + J/${num(this.floor, 1)})`;
    return this.cut ? `Cut off at J = ${num(this.top)}` : "";
  }
}
