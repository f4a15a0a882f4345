/** From one loss surface to the next: where the data change, the map becomes the new one before the eye, and is not another picture. */
import { textOf } from "../points.js";
import { Field } from "./field.js";

/** @typedef {{field: Field, levels: ArrayLike<number>}} Ground */

const GLIDE = 240; // milliseconds, ease-out
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Morph {
  constructor() {
    /** @type {Ground | null} */
    this.from = null;
    /** @type {Ground | null} */
    this.to = null;
    this.began = -Infinity;
    this.data = ""; // whose surface it is
    this.run = -1;
  }

  /** Whether the frame brings another surface: of other data, it comes about before the eye. @param {import("../types.js").Frame} frame */
  take(frame) {
    const { surface, domain, levels, floor } = frame.arrays;
    if (!surface || !domain || this.to?.field.source === surface) return false;
    const to = { field: new Field(surface, domain.data, floor?.data[0]), levels: levels?.data ?? [] };
    const now = this.at();
    const data = textOf(frame);
    const alike = now && frame.run === this.run && now.field.source.data.length === surface.data.length && now.levels.length === to.levels.length;
    this.from = alike && data !== this.data && !still.matches ? now : null;
    Object.assign(this, { to, data, run: frame.run, began: performance.now() });
    return true;
  }

  /** The ground of this moment, and whether it still moves. @returns {(Ground & {moving: boolean}) | null} */
  at() {
    const { from, to } = this;
    const share = Math.min(1, (performance.now() - this.began) / GLIDE);
    if (!to || !from || share >= 1) {
      this.from = null;
      return to && { ...to, moving: false };
    }
    const ease = 1 - (1 - share) ** 3;
    const between = (/** @type {ArrayLike<number>} */ a, /** @type {ArrayLike<number>} */ b) => Float32Array.from(b, (end, i) => a[i] + (end - a[i]) * ease);
    const data = between(from.field.source.data, to.field.source.data);
    const field = new Field({ shape: to.field.source.shape, data }, between(from.field.domain, to.field.domain), to.field.floor);
    return { field, levels: between(from.levels, to.levels), moving: true };
  }
}
