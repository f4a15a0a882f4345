/** The loss along one direction, known at a few rates: values between them, its lowest point, where it is back up. */

/** @typedef {{rates: number[], values: number[], quadratic: boolean}} Curve  in the order of the rates, all finite */

const STEEPEST = 4; // times the flatter of two neighbouring slopes: beyond, a curve between wild values would swing

/** One row of the `slice` array against its first. @param {import("../types.js").Block} block @param {number} row
 * @param {boolean} quadratic  whether it is a parabola, as on a quadratic surface @returns {Curve} */
export function curveOf({ shape, data }, row, quadratic) {
  const [rates, values] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let k = 0; k < shape[1]; k++) {
    const value = data[row * shape[1] + k];
    if (!Number.isFinite(value) || data[k] === data[k - 1]) continue; // α may be one of the fixed rates
    rates.push(data[k]);
    values.push(value);
  }
  return { rates, values, quadratic };
}

/** The loss at a rate: cubics between the known ones, with the slope that the parabola through three neighbours has there;
 * exact where the loss is a quadratic. @param {Curve} curve @param {number} rate */
export function valueAt(curve, rate) {
  const { rates, values } = curve;
  if (rates.length < 3) return NaN;
  const i = Math.max(0, Math.min(rates.length - 2, above(rates, rate) - 1));
  const h = rates[i + 1] - rates[i];
  const t = (rate - rates[i]) / h;
  const [from, to] = [h * slopeAt(curve, i), h * slopeAt(curve, i + 1)];
  const rise = values[i + 1] - values[i];
  return values[i] + t * (from + t * (3 * rise - 2 * from - to + t * (from + to - 2 * rise)));
}

/** @param {Curve} curve @param {number} i */
function slopeAt({ rates, values, quadratic }, i) {
  const k = Math.max(1, Math.min(rates.length - 2, i));
  const [left, right] = [rates[k] - rates[k - 1], rates[k + 1] - rates[k]];
  const [a, b] = [(values[k] - values[k - 1]) / left, (values[k + 1] - values[k]) / right];
  if (i < k) return a - (left * (b - a)) / (left + right);
  if (i > k) return b + (right * (b - a)) / (left + right);
  const slope = (right * a + left * b) / (left + right);
  const most = STEEPEST * Math.min(Math.abs(a), Math.abs(b));
  return quadratic ? slope : Math.max(-most, Math.min(most, slope));
}

/** The first place of a rate that lies above. @param {number[]} rates @param {number} rate */
function above(rates, rate) {
  let [low, high] = [0, rates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rates[middle] <= rate) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rate of the first valley ahead; null where the loss only rises, or only falls. What lies beyond a rise is another
 * story: on a surface with many valleys a step may come out anywhere. @param {Curve} curve @returns {number | null} */
export function lowest({ rates, values, quadratic }) {
  const zero = rates.indexOf(0);
  let best = zero;
  for (let i = zero; i < rates.length; i++) {
    if (values[i] < values[best]) best = i;
    else if (best > zero && values[i] - values[best] > 0.01 * (values[zero] - values[best])) break;
  }
  if (zero < 1 || best >= rates.length - 1) return null;
  // Of a parabola from well-spaced neighbours: close to the minimum all values are almost the same.
  const [a, b] = quadratic ? [Math.max(zero, best - 12), Math.min(rates.length - 1, best + 6)] : [best - 1, best + 1];
  const middle = best === zero || best === a ? Math.min(a + 6, b - 1) : best;
  const vertex = lowestOf(rates[a], values[a], rates[middle], values[middle], rates[b], values[b]);
  return vertex !== null && vertex > 0 ? vertex : null;
}

/** The rate beyond the lowest at which the loss is back where it began. @param {Curve} curve @param {number} best @returns {number | null} */
export function backUp(curve, best) {
  const start = valueAt(curve, 0);
  let [low, high] = [best, best];
  do [low, high] = [high, high * 1.2];
  while (high < 90 && valueAt(curve, high) < start);
  if (!(valueAt(curve, high) >= start)) return null;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (valueAt(curve, middle) < start) low = middle;
    else high = middle;
  }
  return high;
}

/** Where the parabola through three points is lowest; null where it has no lowest point. @param {number} x0 @param {number} y0
 * @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function lowestOf(x0, y0, x1, y1, x2, y2) {
  const first = (y1 - y0) / (x1 - x0); // Newton's divided differences
  const second = ((y2 - y1) / (x2 - x1) - first) / (x2 - x0);
  return second > 0 ? (x0 + x1) / 2 - first / (2 * second) : null;
}
