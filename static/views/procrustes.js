/**
 * Two maps of the same words, laid over each other: the second is moved, turned, mirrored and scaled so that its words
 * come as near as they can to those of the first (orthogonal Procrustes; in two dimensions the turn is one angle).
 *
 * @typedef {{turn: [number, number, number, number], mirrored: boolean, from: [number, number], to: [number, number]}} Moved
 *   x ↦ turn · (x − from) + to; `turn` row by row, with its scale
 */

const CLEARLY = 1.05; // how much better the mirror image must fit before a map turns over

/** @type {Moved} */
export const STILL = { turn: [1, 0, 0, 1], mirrored: false, from: [0, 0], to: [0, 0] };

/** @param {ArrayLike<number>} to  x and y of each word @param {ArrayLike<number>} from  the same words
 * @param {boolean} [mirrored]  as it was before @returns {Moved} */
export function aligned(to, from, mirrored) {
  const both = [];
  for (let i = 0; i + 1 < Math.min(to.length, from.length); i += 2) if ([to[i], to[i + 1], from[i], from[i + 1]].every(Number.isFinite)) both.push(i);
  if (!both.length) return STILL;
  const [a, b] = [middle(to, both), middle(from, both)];
  let [straight0, straight1, mirror0, mirror1, spreadA, spreadB] = [0, 0, 0, 0, 0, 0];
  for (const i of both) {
    const [ax, ay, bx, by] = [to[i] - a[0], to[i + 1] - a[1], from[i] - b[0], from[i + 1] - b[1]];
    straight0 += bx * ax + by * ay;
    straight1 += bx * ay - by * ax;
    mirror0 += bx * ax - by * ay;
    mirror1 += bx * ay + by * ax;
    spreadA += ax * ax + ay * ay;
    spreadB += bx * bx + by * by;
  }
  const [straight, mirror] = [Math.hypot(straight0, straight1), Math.hypot(mirror0, mirror1)];
  const flip = mirrored === undefined ? mirror > straight : mirrored ? mirror * CLEARLY > straight : mirror > straight * CLEARLY;
  const scale = spreadA > 0 && spreadB > 0 ? Math.sqrt(spreadA / spreadB) : 1;
  const [c, s, length] = flip ? [mirror0, mirror1, mirror] : [straight0, straight1, straight];
  const [cos, sin] = length > 0 ? [(scale * c) / length, (scale * s) / length] : [scale, 0];
  return { turn: flip ? [cos, sin, sin, -cos] : [cos, -sin, sin, cos], mirrored: flip, from: b, to: a };
}

/** A place of the second map on the first. @param {Moved} moved @param {number} x @param {number} y @returns {[number, number]} */
export function moved({ turn: [a, b, c, d], from, to }, x, y) {
  const [dx, dy] = [x - from[0], y - from[1]];
  return [a * dx + b * dy + to[0], c * dx + d * dy + to[1]];
}

/** @param {ArrayLike<number>} places @param {number[]} some @returns {[number, number]} */
function middle(places, some) {
  return [some.reduce((sum, i) => sum + places[i], 0) / some.length, some.reduce((sum, i) => sum + places[i + 1], 0) / some.length];
}
