/** The loss along one direction, known at a few rates: values between them, its slope, its lowest point, where it is back up. */

/** @typedef {{rates: number[], values: number[]}} Curve  in the order of the rates, all finite */

/** One row of the `slice` array against its first. @param {import("../types.js").Block} block @param {number} row @returns {Curve} */
export function curveOf({ shape, data }, row) {
  const [rates, values] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let k = 0; k < shape[1]; k++) {
    const value = data[row * shape[1] + k];
    if (!Number.isFinite(value)) continue;
    rates.push(data[k]);
    values.push(value);
  }
  return { rates, values };
}

/** The loss at a rate: the parabola through the three nearest known ones, exact where the loss is a quadratic.
 * @param {Curve} curve @param {number} rate */
export function valueAt({ rates, values }, rate) {
  if (rates.length < 3) return NaN;
  const [i, j, k] = around(rates, rate);
  return parabola(rates[i], values[i], rates[j], values[j], rates[k], values[k]).at(rate);
}

/** The slope at 0, over a distance of about `reach`: neighbours that are too close would only show rounding.
 * @param {Curve} curve @param {number} reach */
export function slopeAtZero({ rates, values }, reach) {
  const zero = rates.indexOf(0);
  if (zero < 1 || zero > rates.length - 2) return NaN;
  const nearest = (/** @type {number} */ rate) => rates.reduce((best, r, i) =>
    Math.sign(r) === Math.sign(rate) && Math.abs(r - rate) < Math.abs(rates[best] - rate) ? i : best, rate < 0 ? 0 : rates.length - 1);
  const [a, b] = [nearest(-reach), nearest(reach)];
  return parabola(rates[a], values[a], 0, values[zero], rates[b], values[b]).slope(0);
}

/** The rate ahead with the lowest loss; null where the loss only rises. @param {Curve} curve @returns {number | null} */
export function lowest({ rates, values }) {
  const zero = rates.indexOf(0);
  let best = zero;
  for (let i = zero; i < rates.length; i++) if (values[i] < values[best]) best = i;
  if (zero < 1 || best >= rates.length - 1) return null;
  // From well-spaced neighbours: close to the minimum all values are almost the same.
  const [a, b] = [Math.max(zero, best - 12), Math.min(rates.length - 1, best + 6)];
  const middle = best === zero || best === a ? Math.min(a + 6, b - 1) : best;
  const { vertex } = parabola(rates[a], values[a], rates[middle], values[middle], rates[b], values[b]);
  return vertex !== null && vertex > 0 ? vertex : null;
}

/** The rate beyond the lowest at which the loss is back where it began. @param {Curve} curve @param {number} best @returns {number | null} */
export function backUp(curve, best) {
  const start = valueAt(curve, 0);
  let [low, high] = [best, best];
  do high *= 1.5;
  while (high < 90 && valueAt(curve, high) < start);
  if (!(valueAt(curve, high) >= start)) return null;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (valueAt(curve, middle) < start) low = middle;
    else high = middle;
  }
  return high;
}

/** Indices of three neighbours of a place. @param {number[]} rates @param {number} rate @returns {[number, number, number]} */
function around(rates, rate) {
  let [low, high] = [0, rates.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rates[middle] <= rate) low = middle;
    else high = middle;
  }
  const first = low > 0 && rate - rates[low] < rates[high] - rate ? low - 1 : low;
  const at = Math.min(first, rates.length - 3);
  return [at, at + 1, at + 2];
}

/** The parabola through three points. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1
 * @param {number} x2 @param {number} y2 */
function parabola(x0, y0, x1, y1, x2, y2) {
  const first = (y1 - y0) / (x1 - x0); // Newton's divided differences
  const second = ((y2 - y1) / (x2 - x1) - first) / (x2 - x0);
  return {
    at: (/** @type {number} */ x) => y0 + first * (x - x0) + second * (x - x0) * (x - x1),
    slope: (/** @type {number} */ x) => first + second * (2 * x - x0 - x1),
    vertex: second > 0 ? (x0 + x1) / 2 - first / (2 * second) : null,
  };
}
