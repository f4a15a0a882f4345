/**
 * A run's way so far, as rows in the order of their steps. Every lab's rows begin with the same three columns; what
 * follows them is what the lab draws.
 *
 * @typedef {import("./types.js").Trail} Trail
 * @typedef {import("./types.js").Block} Block
 */

/** The columns of a row. */
export const STEP = 0;
export const SAMPLES = 1;
export const OBJECTIVE = 2; // J of all the data
export const OWN = 3; // from here on the lab's own

/** The rows that are kept for drawing; beyond, the older half is thinned. */
const MOST = 4096;
/** As the engine thins: its first steps never, for there the eye follows one by one; and by an odd number, for of a zigzag
 * every second row would be a line that was never walked. */
const BEGINNING = 300; // steps
const THINNING = 3;

/** @returns {Trail} */
export function empty() {
  return { rows: new Float32Array(0), length: 0, columns: 1 };
}

/** How many rows belong to steps up to `step`. @param {Trail} trail @param {number} step */
export function rowsUntil({ rows, length, columns }, step) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle * columns] <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** New rows replace those of the same step and later. @param {Trail} trail @param {Block} block */
export function extend(trail, { shape, data }) {
  if (data.length === 0) return;
  const [rows, columns] = shape;
  trail.columns = columns;
  cut(trail, data[STEP] - 1);
  const length = trail.length + rows;
  if (length * columns > trail.rows.length) {
    const room = new Float32Array(2 * length * columns);
    room.set(trail.rows.subarray(0, trail.length * columns));
    trail.rows = room;
  }
  trail.rows.set(data, trail.length * columns);
  trail.length = length;
  if (length > MOST) thin(trail);
}

/** Forgets what lies beyond `end`; the place at `end` itself stays true. @param {Trail} trail @param {number} end */
export function cut(trail, end) {
  trail.length = rowsUntil(trail, end);
}

/** Keeps the beginning, and every third row of the older half after it. @param {Trail} trail */
function thin(trail) {
  const { rows, columns, length } = trail;
  const first = Math.max(0, rowsUntil(trail, BEGINNING) - 1); // from this row on only every third one
  const half = first + THINNING * Math.floor((length - first) / 2 / THINNING); // so that the gap to the newer half is a third row's as well
  let kept = first;
  for (let row = first; row < length; row += row < half ? THINNING : 1)
    rows.copyWithin(kept++ * columns, row * columns, (row + 1) * columns);
  trail.length = kept;
}
