/** Long curves in few points: the least and the greatest value of every column of pixels, so that no peak is lost. */

/** @typedef {{x: number[], y: number[]}} Points */

/** @param {number} length @param {(i: number) => number} xOf @param {(i: number) => number} yOf @param {number} columns
 * @returns {Points} in the order of x; values that are not finite are left out */
export function thinned(length, xOf, yOf, columns) {
  /** @type {Points} */
  const points = { x: [], y: [] };
  const put = (/** @type {number} */ i) => {
    points.x.push(xOf(i));
    points.y.push(yOf(i));
  };
  if (length <= 2 * columns) {
    for (let i = 0; i < length; i++) if (Number.isFinite(yOf(i))) put(i);
    return points;
  }
  for (let column = 0; column < columns; column++) {
    const [from, to] = [Math.floor((column * length) / columns), Math.floor(((column + 1) * length) / columns)];
    let [low, high] = [-1, -1];
    for (let i = from; i < to; i++) {
      const y = yOf(i);
      if (!Number.isFinite(y)) continue;
      if (low < 0 || y < yOf(low)) low = i;
      if (high < 0 || y > yOf(high)) high = i;
    }
    if (low < 0) continue;
    put(Math.min(low, high));
    if (low !== high) put(Math.max(low, high));
  }
  return points;
}

/** An axis that rests while values come: it begins at `least` and doubles whenever it is too short.
 * @param {number} end @param {number} [least] */
export function doubled(end, least = 32) {
  let length = least;
  while (length < end) length *= 2;
  return length;
}
