/** The ends of a picture's axes over points: they rest while points move about among the others, and follow when they must. */

/** @typedef {[number, number, number, number]} Box  x from, to, y from, to */

const ROOM = [0.07, 0.16]; // beyond the points, of their width and their height
const EDGE = 0.025; // of the axis: a point that close to an end is about to leave
const LEAST = 0.45; // of the axis that the points fill at least

export class Ends {
  constructor() {
    /** @type {Box} */
    this.box = [0, 1, 0, 1];
    /** @type {unknown} */
    this.key = undefined;
  }

  /** Whether the ends have moved. @param {ArrayLike<number>} data  x, y, x, y … @param {unknown} key  with another one they
   * begin anew @param {boolean} held  a point is under the finger: nothing moves */
  follow(data, key, held) {
    if (key === this.key && (held || this.rests(data))) return false;
    const before = String(this.box);
    const [x0, x1, y0, y1] = around(data);
    const [dx, dy] = [(x1 - x0 || 1) * ROOM[0], (y1 - y0 || 1) * ROOM[1]];
    this.box = [x0 - dx, x1 + dx, y0 - dy, y1 + dy];
    this.key = key;
    return String(this.box) !== before;
  }

  /** @param {ArrayLike<number>} data */
  rests(data) {
    const points = around(data);
    return [0, 2].every((axis) => {
      const [from, to] = [this.box[axis], this.box[axis + 1]];
      const edge = EDGE * (to - from);
      return points[axis] >= from + edge && points[axis + 1] <= to - edge && points[axis + 1] - points[axis] >= LEAST * (to - from);
    });
  }
}

/** @param {ArrayLike<number>} data @returns {Box} */
function around(data) {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < data.length; i += 2) {
    [x0, x1] = [Math.min(x0, data[i]), Math.max(x1, data[i])];
    [y0, y1] = [Math.min(y0, data[i + 1]), Math.max(y1, data[i + 1])];
  }
  return [x0, x1, y0, y1];
}
