/** A single step glides, so that the eye can follow it; at a higher pace, and where motion is not wanted, nothing does. */

const GLIDE = 240; // milliseconds, ease-out
const FASTEST = 125; // milliseconds between frames: above 8 steps a second nothing glides

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Tween {
  constructor() {
    /** @type {number[]} */
    this.from = [];
    /** @type {number[]} */
    this.to = [];
    this.began = -Infinity;
    this.step = NaN;
    this.last = -Infinity;
  }

  /** New places to be at. @param {number[]} to @param {number} step */
  aim(to, step) {
    const now = performance.now();
    const moved = step !== this.step;
    const glide = moved && Math.abs(step - this.step) === 1 && now - this.last > FASTEST && !still.matches && this.to.length === to.length;
    if (glide) {
      this.from = this.at(now).values;
      this.began = now;
    } else if (moved || this.to.length !== to.length) this.began = -Infinity;
    if (moved) this.last = now;
    this.to = to;
    this.step = step;
  }

  /** Where they are, and whether they still move. @param {number} [now] */
  at(now = performance.now()) {
    const share = Math.min(1, (now - this.began) / GLIDE);
    if (share >= 1) return { values: this.to, moving: false };
    const ease = 1 - (1 - share) ** 3;
    return { values: this.to.map((end, i) => this.from[i] + (end - this.from[i]) * ease), moving: true };
  }
}
