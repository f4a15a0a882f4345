/** The lines of a map of words: a trail, and the axis between two groups of words. */
import { arrow, line } from "./drawing.js";
import { faint, palette } from "./palette.js";

/** @typedef {import("./drawing.js").Point} Point */

/** Adds a way to the path. @param {CanvasRenderingContext2D} c @param {Point[]} points */
export function trace(c, points) {
  let down = false; // what is beyond all measure has no place
  for (const [x, y] of points) {
    if (!(Math.abs(x) < 1e5 && Math.abs(y) < 1e5)) down = false;
    else if (down) c.lineTo(x, y);
    else (c.moveTo(x, y), (down = true));
  }
}

/** From the middle of one group of words to that of the other, and beyond. @param {CanvasRenderingContext2D} c @param {ArrayLike<number>} places
 * @param {[number[], number[]] | null} groups @param {{width: number, height: number}} size */
export function axisLine(c, places, groups, { width, height }) {
  if (!groups) return;
  const [[x0, y0], [x1, y1]] = groups.map((group) => [0, 1].map((i) => group.reduce((sum, v) => sum + places[2 * v + i], 0) / group.length));
  if (!Number.isFinite(x0 + y0 + x1 + y1)) return;
  const { ink } = palette();
  const far = (width + height) / Math.max(1, Math.hypot(x1 - x0, y1 - y0));
  line(c, [[x0 - far * (x1 - x0), y0 - far * (y1 - y0)], [x1 + far * (x1 - x0), y1 + far * (y1 - y0)]], { color: faint(ink, 0.4), width: 1.2, dash: [2, 4] });
  arrow(c, [x0, y0], [x1, y1], { color: faint(ink, 0.75), width: 1.6, head: 9 });
}
