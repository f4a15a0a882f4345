/** What stands where on a picture, box by box and exactly: labels find a free place with it, and stay in it. */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {{box: Box, soft: boolean, asked: number}} Thing */

const CELL = 32; // pixels

export class Room {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.columns = Math.max(1, Math.ceil(width / CELL));
    this.rows = Math.max(1, Math.ceil(height / CELL));
    this.asked = 0; // questions so far: a thing in several cells is counted once
    /** @type {Thing[][]} */
    this.cells = Array.from({ length: this.columns * this.rows }, () => []);
  }

  /** @param {Box} box @param {boolean} [soft]  a dot that a label may cover where there is no other place */
  add(box, soft = false) {
    const thing = { box, soft, asked: 0 };
    this.each(box, (cell) => void cell.push(thing));
  }

  /** A line, as small boxes along it. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  line(x0, y0, x1, y1) {
    const pieces = Math.min(200, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 6));
    for (let i = 0; i <= pieces; i++) this.add({ x: x0 + ((x1 - x0) * i) / (pieces || 1) - 2, y: y0 + ((y1 - y0) * i) / (pieces || 1) - 2, width: 4, height: 4 });
  }

  /** A circle, in strips. @param {{x: number, y: number, radius: number}} circle */
  circle({ x, y, radius }) {
    const strip = radius / 6;
    for (let top = -radius; top < radius - 1e-6; top += strip) {
      const inner = top < 0 ? Math.max(0, -top - strip) : top; // where the strip is widest
      const half = Math.sqrt(Math.max(0, radius * radius - inner * inner)) + 4;
      this.add({ x: x - half, y: y + top, width: 2 * half, height: strip });
    }
  }

  /** What a box would cover: so many dots; Infinity: what must not be covered, or it is not inside. @param {Box} box
   * @param {number} [margin]  pixels around it that are to be free too; below 0, so many may be covered */
  cost(box, margin = 0) {
    const { x, y, width, height } = box;
    if (x < 2 || y < 2 || x + width > this.width - 2 || y + height > this.height - 2) return Infinity;
    const wide = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
    const now = ++this.asked;
    let [dots, hard] = [0, false];
    this.each(wide, (cell) => {
      for (const thing of cell) {
        if (thing.asked === now || !overlap(wide, thing.box)) continue;
        thing.asked = now;
        if (!thing.soft) return (hard = true);
        dots++;
      }
      return false;
    });
    return hard ? Infinity : dots;
  }

  /** How many things stand in a circle. @param {number} x @param {number} y @param {number} radius */
  inCircle(x, y, radius) {
    const now = ++this.asked;
    let count = 0;
    this.each({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }, (cell) => {
      for (const thing of cell) {
        const { box } = thing;
        const [dx, dy] = [Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height)];
        if (thing.asked === now || Math.hypot(dx, dy) >= radius) continue;
        thing.asked = now;
        count++;
      }
    });
    return count;
  }

  /** @param {Box} box @param {(cell: Thing[]) => boolean | void} act  true: enough */
  each({ x, y, width, height }, act) {
    const [left, right] = [Math.max(0, Math.floor(x / CELL)), Math.min(this.columns - 1, Math.floor((x + width) / CELL))];
    const [top, bottom] = [Math.max(0, Math.floor(y / CELL)), Math.min(this.rows - 1, Math.floor((y + height) / CELL))];
    for (let j = top; j <= bottom; j++) for (let i = left; i <= right; i++) if (act(this.cells[j * this.columns + i])) return;
  }
}

/** @param {Box} a @param {Box} b */
export function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
