/** A range that is shown glides to the one that is wanted, so that the eye can follow how a map grows. */

const TIME = 240; // milliseconds, ease-out

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @template {number[]} T */
export class Glide {
  constructor() {
    /** @type {T | null} */
    this.from = null;
    /** @type {T | null} */
    this.to = null;
    this.began = -Infinity;
  }

  /** @param {T} to @param {boolean} calm  whether it may take its time */
  aim(to, calm) {
    if (this.to && to.every((value, i) => value === /** @type {T} */ (this.to)[i])) return;
    this.from = this.to ? this.at().value : to;
    this.began = calm && !still.matches ? performance.now() : -Infinity;
    this.to = to;
  }

  /** @returns {{value: T, moving: boolean}} */
  at() {
    const [from, to] = [/** @type {T} */ (this.from), /** @type {T} */ (this.to)];
    const share = Math.min(1, (performance.now() - this.began) / TIME);
    if (share >= 1) return { value: to, moving: false };
    const ease = 1 - (1 - share) ** 3;
    return { value: /** @type {T} */ (to.map((end, i) => from[i] + (end - from[i]) * ease)), moving: true };
  }
}
