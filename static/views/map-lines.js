/** The lines of a map of words: trails that fade with age, the axis between two groups of words, and the two ways of an analogy. */
import { arrow, line, stroke } from "./drawing.js";
import { faint, palette } from "./palette.js";

/** @typedef {import("./drawing.js").Point} Point */

const RIM = 6; // pixels from a word's middle, where an arrow begins and ends

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

const AGES = [0.3, 0.55, 0.8, 1]; // how strong each quarter of a trail is, the oldest first

/** Trails, the older the fainter; each is a part of its words' ways. @param {CanvasRenderingContext2D} c @param {Point[][]} ways
 * @param {string} color @param {number} share  of the colour, where a trail is newest @param {number} width */
export function fading(c, ways, color, share, width) {
  for (const [age, part] of AGES.entries()) {
    c.beginPath();
    for (const way of ways) {
      const [from, to] = [age, age + 1].map((quarter) => Math.round(((way.length - 1) * quarter) / AGES.length));
      if (to > from) trace(c, way.slice(from, to + 1));
    }
    stroke(c, faint(color, part * share), width);
  }
}

/** From one word to another, and from a third to the answer: the same way? What they cover. @param {CanvasRenderingContext2D} c
 * @param {(v: number) => Point} at @param {import("./map-asked.js").Analogy | null} analogy @returns {[Point, Point][]} */
export function sameWay(c, at, analogy) {
  if (!analogy) return [];
  const [a, b, third, answer] = analogy;
  return [[b, a], [third, answer]].flatMap(([start, end]) => {
    const [[x0, y0], [x1, y1]] = [at(start), at(end)];
    const far = Math.hypot(x1 - x0, y1 - y0);
    if (!(far > 2 * RIM + 4 && far < 5000)) return [];
    const [dx, dy] = [(RIM * (x1 - x0)) / far, (RIM * (y1 - y0)) / far];
    /** @type {[Point, Point]} */
    const way = [[x0 + dx, y0 + dy], [x1 - dx, y1 - dy]];
    arrow(c, ...way, { color: palette().ink, width: 1.4, head: 9 });
    return [way];
  });
}
