/**
 * A run of many parameters as one of two: seen in a plane of their space, its frame is like one of the Descent lab, and
 * the same map and the same relief draw it. What of it does not lie in the plane, `plane.js` says in words.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").Block} Block
 */

import { waysBeside } from "./beside.js";

/** @type {WeakMap<Block, Frame["trail"]>} */
const ways = new WeakMap();
/** @type {WeakMap<Block, Block>} */
const steps = new WeakMap();

/** @param {Frame} frame  of one run @returns {Frame | null} null before a surface has come */
export function inPlane(frame) {
  const { plane_surface: surface, plane_domain: domain, plane_levels: levels, plane_path: path, plane_now: theta, plane_next: next, plane_jumps: jumps, plane_beside: beside } = frame.arrays;
  if (!surface || !domain || !path || !theta || !next) return null;
  const step = frame.scalars.picture ?? frame.step;
  return {
    ...frame,
    step,
    arrays: { surface, domain, levels, theta, direction: direction(theta, next, frame.scalars.learning_rate) },
    trail: way(path, surface, domain),
    ways: waysBeside(beside, step),
    jumps: [Array.from({ length: jumps?.shape[0] ?? 0 }, (_, row) => {
      const [step, p, q] = jumps.data.subarray(3 * row, 3 * row + 3);
      return { step, place: [p, q] };
    })],
    marks: frame.marks.filter((mark) => mark.step <= frame.end),
  };
}

/** d in θ − α d, of an update that is told by where it leads. @param {Block} now @param {Block} next @param {number} rate */
function direction(now, next, rate) {
  const known = steps.get(next);
  if (known) return known;
  const made = { shape: [2], data: Float32Array.from(now.data, (v, i) => (v - next.data[i]) / rate) };
  steps.set(next, made);
  return made;
}

/** The path's rows as a trail has them: step, samples, J, and both coordinates. J is the surface's there: the run itself
 * was beside the plane. @param {Block} path @param {Block} surface @param {Block} domain */
function way(path, surface, domain) {
  const known = ways.get(path);
  if (known) return known;
  const [length] = path.shape;
  const rows = new Float32Array(5 * length);
  for (let row = 0; row < length; row++) {
    const [step, p, q] = path.data.subarray(4 * row, 4 * row + 3);
    rows.set([step, 0, heightAt(surface, domain.data, p, q), p, q], 5 * row);
  }
  const made = [{ rows, length, columns: 5 }];
  ways.set(path, made);
  return made;
}

/** The surface at a place, between its four nearest points. @param {Block} surface @param {Float32Array} domain
 * @param {number} p @param {number} q */
function heightAt({ shape: [rows, columns], data }, [x0, x1, y0, y1], p, q) {
  const x = Math.min(columns - 1.001, Math.max(0, ((p - x0) / (x1 - x0)) * (columns - 1)));
  const y = Math.min(rows - 1.001, Math.max(0, ((q - y0) / (y1 - y0)) * (rows - 1)));
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const between = (/** @type {number} */ row) => data[row * columns + i] + (x - i) * (data[row * columns + i + 1] - data[row * columns + i]);
  return between(j) + (y - j) * (between(j + 1) - between(j));
}
