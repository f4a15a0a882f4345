/** Where on a picture something already stands, so that labels and lenses find a free place. Coarse, and therefore quick. */

const CELL = 6; // pixels

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

export class Crowd {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.columns = Math.max(1, Math.ceil(width / CELL));
    this.rows = Math.max(1, Math.ceil(height / CELL));
    this.taken = new Uint8Array(this.columns * this.rows);
  }

  /** @param {number} x @param {number} y */
  point(x, y) {
    const [i, j] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    if (i >= 0 && i < this.columns && j >= 0 && j < this.rows) this.taken[j * this.columns + i] = 1;
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  line(x0, y0, x1, y1) {
    const pieces = Math.min(400, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) / CELL));
    for (let i = 0; i <= pieces; i++) this.point(x0 + ((x1 - x0) * i) / (pieces || 1), y0 + ((y1 - y0) * i) / (pieces || 1));
  }

  /** @param {Box} box */
  box({ x, y, width, height }) {
    for (let v = y; v < y + height + CELL; v += CELL) for (let u = x; u < x + width + CELL; u += CELL) this.point(Math.min(u, x + width), Math.min(v, y + height));
  }

  /** How many cells of a circle are taken. @param {number} x @param {number} y @param {number} radius */
  inCircle(x, y, radius) {
    let count = 0;
    for (let j = Math.max(0, Math.floor((y - radius) / CELL)); j < Math.min(this.rows, (y + radius) / CELL); j++) {
      for (let i = Math.max(0, Math.floor((x - radius) / CELL)); i < Math.min(this.columns, (x + radius) / CELL); i++) {
        if (this.taken[j * this.columns + i] && Math.hypot((i + 0.5) * CELL - x, (j + 0.5) * CELL - y) < radius) count++;
      }
    }
    return count;
  }

  /** Whether a box is free and inside the picture. @param {Box} box */
  free({ x, y, width, height }) {
    if (x < 2 || y < 2 || x + width > this.width - 2 || y + height > this.height - 2) return false;
    for (let j = Math.floor(y / CELL); j <= Math.floor((y + height) / CELL); j++) {
      for (let i = Math.floor(x / CELL); i <= Math.floor((x + width) / CELL); i++) if (this.taken[j * this.columns + i]) return false;
    }
    return true;
  }

  /** A free place for a label around a point, tried in order of preference, the last one first so that it does not jump.
   * @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [last]
   * @param {number} [within]  pixels from the point @param {number} [more]  pixels farther from it than usual
   * @returns {(Box & {place: number}) | null} the box, taken from now on */
  place(x, y, width, height, last = -1, within = Infinity, more = 0) {
    const order = PLACES.map((_, place) => place).filter((place) => PLACES[place][2] <= within);
    if (last >= 0) order.unshift(last);
    for (const place of order) {
      const [dx, dy, usual] = PLACES[place];
      const gap = usual + more;
      const box = { x: x + dx * gap + ((dx - 1) / 2) * width, y: y + dy * gap + ((dy - 1) / 2) * height, width, height };
      if (!this.free(box)) continue;
      this.box(box);
      return { ...box, place };
    }
    for (const place of order) { // above or below it, but not in its middle
      const [dx, dy, usual] = PLACES[place];
      for (let aside = CELL; !dx && 2 * aside < width; aside += CELL) for (const way of [1, -1]) {
        const box = { x: x + way * aside - width / 2, y: y + dy * (usual + more) + ((dy - 1) / 2) * height, width, height };
        if (!this.free(box)) continue;
        this.box(box);
        return { ...box, place };
      }
    }
    return null;
  }
}

// direction across, direction down, distance
const PLACES = [
  [1, 0, 13], [1, -1, 9], [1, 1, 9], [-1, 0, 13], [-1, -1, 9], [-1, 1, 9], [0, -1, 14], [0, 1, 14],
  [1, -1, 26], [1, 1, 26], [-1, -1, 26], [-1, 1, 26], [0, -1, 36], [0, 1, 36],
];
