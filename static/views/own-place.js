/**
 * Where inputs of the student's own are in the picture of ŷ. What lies beyond it is kept at its edge, with an arrow.
 *
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{at: Point, tip: Point | null}} OwnPlace  tip: of an arrow to where they are in truth, if that is outside
 */
import { clamp } from "../clamp.js";

const EDGE = 28; // pixels for the arrow
const NEAR = 8; // pixels from the edge at which a point still is seen whole

/** @param {import("./net.js").Net} net @param {import("./scales.js").Scale} X @param {import("./scales.js").Scale} Y
 * @param {{width: number, height: number}} size @returns {OwnPlace} */
export function ownPlace(net, X, Y, { width, height }) {
  const [x, y] = [X(net.x(-1, 0)), Y(net.sizes[0] > 1 ? net.x(-1, 1) : net.a(net.top, -1, 0))];
  const kept = (/** @type {number} */ v, /** @type {number} */ size) => (v < 0 || v > size ? clamp(v, EDGE, size - EDGE) : clamp(v, NEAR, size - NEAR));
  const at = /** @type {Point} */ ([kept(x, width), kept(y, height)]);
  if (x >= 0 && x <= width && y >= 0 && y <= height) return { at, tip: null };
  const share = (EDGE - 3) / Math.hypot(x - at[0], y - at[1]);
  return { at, tip: [at[0] + share * (x - at[0]), at[1] + share * (y - at[1])] };
}
