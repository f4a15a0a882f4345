/** The other runs of a race on a surface that is one run's: thin, each in its own colour and dash, with its number at its end. */
import { line, text } from "./drawing.js";
import { DASH } from "./jumps.js";
import { DASHES } from "./lanes.js";
import { palette } from "./palette.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{place: Point, put: boolean}} Stop   `put`: no update led there, but a change
 * @typedef {{lane: number, stops: Stop[]}} Way
 */

const COLUMNS = 5; // of plane_beside: lane, step, both coordinates, and whether a change put it there

/** As far as they have come at a step. @param {import("../types.js").Block | undefined} block @param {number} step @returns {Way[]} */
export function waysBeside(block, step) {
  /** @type {Way[]} */
  const ways = [];
  for (let row = 0; row < (block?.shape[0] ?? 0); row++) {
    const [lane, at, p, q, put] = /** @type {import("../types.js").Block} */ (block).data.subarray(COLUMNS * row, COLUMNS * (row + 1));
    if (ways.at(-1)?.lane !== lane) ways.push({ lane, stops: [] });
    if (at <= step) ways[ways.length - 1].stops.push({ place: [p, q], put: put === 1 });
  }
  return ways.filter(({ stops }) => stops.length);
}

/** A lane's colour. @param {number} lane */
export const colorOf = (lane) => palette().runs[lane % palette().runs.length];

/** The parts of a way that updates made, and those that changes did. @param {Way} way */
export function partsOf({ stops }) {
  /** @type {Point[][]} */
  const made = [];
  /** @type {Point[][]} */
  const changed = [];
  stops.forEach(({ place, put }, i) => {
    if (put && i) changed.push([stops[i - 1].place, place]);
    if (put || !i) made.push([]);
    made[made.length - 1].push(place);
  });
  return { made, changed };
}

/** @param {CanvasRenderingContext2D} c @param {Way[]} ways @param {import("./path.js").Plane} plane */
export function drawBeside(c, ways, { X, Y }) {
  const { accent, card } = palette();
  for (const way of ways) {
    const at = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([X(x), Y(y)]);
    const { made, changed } = partsOf(way);
    for (const part of made) line(c, part.map(at), { color: card, width: 3.5 });
    for (const part of made) line(c, part.map(at), { color: colorOf(way.lane), width: 1.4, dash: DASHES[way.lane % DASHES.length] });
    for (const part of changed) line(c, part.map(at), { color: accent, width: 1.2, dash: DASH });
  }
  for (const { lane, stops } of ways) {
    const [x, y] = stops[stops.length - 1].place;
    text(c, String(lane + 1), X(x), Y(y) + 4, { color: colorOf(lane), bold: true, align: "center" });
  }
}
