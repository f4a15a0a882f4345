/** From the words' plane to pixels: the whole map fitted in, one scale for both directions, and what the student has zoomed to. */
import { clamp } from "../clamp.js";

/** @typedef {import("./drawing.js").Point} Point */
/** @typedef {import("./map-range.js").Box} Box */

const MOST = 40; // times larger than the whole map
const EDGE = 18; // pixels around the words

/** What all maps beside one another share: how much larger than the whole, and around which place of it. */
export class Zoom {
  constructor() {
    this.times = 1;
    /** The middle of what is seen, as shares of the whole. @type {Point} */
    this.middle = [0.5, 0.5];
  }

  /** @param {number} factor @param {Point} [around]  which keeps its place, as shares of the picture */
  by(factor, around = [0.5, 0.5]) {
    const times = clamp(this.times * factor, 1, MOST);
    this.middle = /** @type {Point} */ (this.middle.map((m, i) => m + (around[i] - 0.5) * (1 / this.times - 1 / times)));
    this.times = times;
    this.keep();
  }

  /** @param {number} dx @param {number} dy  shares of the picture */
  move(dx, dy) {
    this.middle = [this.middle[0] - dx / this.times, this.middle[1] - dy / this.times];
    this.keep();
  }

  /** Brings a place of the whole into the middle, if it is not to be seen. @param {Point} share */
  show(share) {
    if (share.every((s, i) => Math.abs(s - this.middle[i]) * this.times < 0.45)) return;
    this.middle = share;
    this.keep();
  }

  whole() {
    this.times = 1;
    this.middle = [0.5, 0.5];
  }

  /** What is seen lies within the whole. */
  keep() {
    const half = 0.5 / this.times;
    this.middle = [clamp(this.middle[0], half, 1 - half), clamp(this.middle[1], half, 1 - half)];
  }
}

/** How a box of the plane lies in a picture, before any zoom; `spare` pixels on the right are left for something else.
 * @param {Box} box @param {{width: number, height: number}} size @param {number} [spare] */
export function fitted([x0, x1, y0, y1], { width, height }, spare = 0) {
  const across = Math.max(10, width - spare - 2 * EDGE);
  const scale = Math.min(across / (x1 - x0), Math.max(10, height - 2 * EDGE) / (y1 - y0));
  const [mx, my] = [EDGE + across / 2, height / 2];
  return {
    scale,
    at: (/** @type {number} */ x, /** @type {number} */ y) => /** @type {Point} */ ([mx + scale * (x - (x0 + x1) / 2), my - scale * (y - (y0 + y1) / 2)]),
  };
}

/** Pixels of the whole map as they are seen. @param {Zoom} zoom @param {{width: number, height: number}} size */
export function seen({ times, middle }, { width, height }) {
  return (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([(x - middle[0] * width) * times + width / 2, (y - middle[1] * height) * times + height / 2]);
}
