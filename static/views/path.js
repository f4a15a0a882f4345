/** Where a run has been, is, and goes next, drawn on any plane of θ₀ and θ₁: the map, and the lens above it. */
import { OWN, STEP, rowsUntil } from "../trail.js";
import { arrow, ghostDot, line, nowDot, stroke } from "./drawing.js";
import { DASH, jumpsAfter } from "./jumps.js";
import { faint, palette } from "./palette.js";

/**
 * @typedef {import("../types.js").Trail} Trail
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{X: (v: number) => number, Y: (v: number) => number}} Plane  from θ to pixels
 * @typedef {{color: string, dash: number[], label: string, mark: string}} LaneLook   `mark`: its number
 */

const [ACROSS, UP] = [OWN, OWN + 1]; // where a row of the trail has θ₀ and θ₁
const READABLE = 300; // points of a path that still get a dot each
const LONG = 100; // points of a path that may cross itself so often that its end would be lost in it
const RECENT = 12; // points at the end of such a path, which stand out
const APART = 3.5; // pixels between two dots

/** θ at a step: from its row, or between its neighbours where the trail is thinned.
 * @param {Trail} trail @param {number} step @returns {Point | null} */
export function placeAt(trail, step) {
  const after = rowsUntil(trail, step);
  if (!after) return null;
  const { rows, columns, length } = trail;
  const [a, b] = [(after - 1) * columns, Math.min(after, length - 1) * columns];
  const span = rows[b + STEP] - rows[a + STEP];
  const share = span > 0 ? Math.min(1, (step - rows[a + STEP]) / span) : 0;
  const between = (/** @type {number} */ column) => rows[a + column] + share * (rows[b + column] - rows[a + column]);
  return [between(ACROSS), between(UP)];
}

/** Every θ of a trail. @param {Trail} trail @returns {Point[]} */
export function points({ rows, length, columns }) {
  return Array.from({ length }, (_, row) => [rows[row * columns + ACROSS], rows[row * columns + UP]]);
}

/** Rows `from` to `to` of a trail in pixels; what moves less than half a pixel is left out.
 * @param {Plane} plane @param {Trail} trail @param {number} from @param {number} to
 * @param {import("./jumps.js").Jump[]} [jumps] @param {number} [until]  a step before which they were made
 * @param {Set<Point>} [leaps]  takes those of the points to which no update led, but a change @returns {Point[]} */
export function corners(plane, trail, from, to, jumps = [], until = Infinity, leaps = new Set()) {
  const { rows, columns } = trail;
  /** @type {Point[]} */
  const points = [];
  let [x0, y0] = [NaN, NaN];
  for (let row = from; row < to; row++) {
    const x = plane.X(rows[row * columns + ACROSS]);
    const y = plane.Y(rows[row * columns + UP]);
    const there = Number.isFinite(x) && Number.isFinite(y);
    if (there && !(Math.abs(x - x0) < 0.5 && Math.abs(y - y0) < 0.5)) {
      points.push([x, y]);
      [x0, y0] = [x, y];
    }
    for (const { place } of jumps.length ? jumpsAfter(jumps, trail, row, until) : []) {
      const put = /** @type {Point} */ ([plane.X(place[0]), plane.Y(place[1])]);
      points.push(put);
      leaps.add(put);
      [x0, y0] = put;
    }
  }
  return points;
}

/** The path so far, ending at `now`, with a dot for each step while they can be told apart.
 * @param {CanvasRenderingContext2D} c @param {Point[]} past @param {Point} now @param {LaneLook} look
 * @param {Set<Point>} leaps  points to which a change led, and no update @param {number} [scale] */
export function drawPast(c, past, now, { color, dash }, leaps, scale = 1) {
  const { accent, card } = palette();
  trace(c, past, now, leaps);
  stroke(c, faint(card, 0.7), 4.5 * scale);
  const old = past.length > LONG ? past.length - RECENT : 0;
  if (old) {
    trace(c, past.slice(0, old + 1), past[old], leaps);
    stroke(c, faint(color, 0.6), 1.5 * scale, dash);
  }
  trace(c, past.slice(old), now, leaps);
  stroke(c, color, 2 * scale, dash);
  [...past, now].forEach((to, i) => {
    if (!i || !leaps.has(to)) return;
    line(c, [past[i - 1], to], { color: faint(card, 0.7), width: 4.5 * scale });
    line(c, [past[i - 1], to], { color: accent, width: 1.8 * scale, dash: DASH });
  });
  if (past.length > READABLE) return;
  let [x0, y0] = [NaN, NaN];
  for (const [from, to, tone] of /** @type {[number, number, string][]} */ ([[0, old, faint(color, 0.6)], [old, past.length, color]])) {
    c.beginPath();
    for (const [x, y] of past.slice(from, to)) {
      if (Math.abs(x - x0) < APART && Math.abs(y - y0) < APART) continue;
      c.moveTo(x + 2.2 * scale, y);
      c.arc(x, y, 2.2 * scale, 0, 2 * Math.PI);
      [x0, y0] = [x, y];
    }
    c.fillStyle = tone;
    c.fill();
  }
}

/** The part of the history beyond the step that is shown. @param {CanvasRenderingContext2D} c
 * @param {Point[]} future @param {Point} now @param {string} color
 * @param {Set<Point>} leaps */
export function drawFuture(c, future, now, color, leaps) {
  if (!future.length) return;
  c.beginPath();
  c.moveTo(...now);
  for (const point of future) leaps.has(point) ? c.moveTo(...point) : c.lineTo(...point);
  stroke(c, faint(color, 0.35), 1.5);
  future.forEach((to, i) => leaps.has(to) && line(c, [future[i - 1] ?? now, to], { color: faint(palette().accent, 0.45), width: 1.5, dash: DASH }));
}

/** @param {CanvasRenderingContext2D} c @param {Point[]} points @param {Point} end @param {Set<Point>} leaps */
function trace(c, points, end, leaps) {
  c.beginPath();
  points.forEach((point, i) => (i && !leaps.has(point) ? c.lineTo(...point) : c.moveTo(...point)));
  if (!points.length) c.moveTo(...end);
  if (!leaps.has(end)) c.lineTo(...end);
}

/** So far in pixels a slope is drawn: its direction tells, its length is the number beside it. */
const SLOPE = 44;

/** A point on the way from `from` to `to`, always equally far. @param {Point} from @param {Point} to @returns {Point} */
export function toward(from, to) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [from[0] + (SLOPE * (to[0] - from[0])) / length, from[1] + (SLOPE * (to[1] - from[1])) / length];
}

/** @typedef {{now: Point, next: Point | null, full: Point | null, slope: Point | null, look: LaneLook, norm: number}} Step */

/** Keeps the step apart from the path under it; drawn before whatever lies along the step.
 * @param {CanvasRenderingContext2D} c @param {Step} step @param {number} [scale] */
export function drawGap(c, { now, next, norm }, scale = 1) {
  if (next) line(c, [now, next], { color: palette().card, width: thickness(norm) * scale + 4 });
}

/** The arrows of one step: dashed, with all the data; downhill, where the step goes another way; and the step.
 * @param {CanvasRenderingContext2D} c @param {Step} step @param {number} [scale] */
export function drawArrows(c, { now, next, full, slope, look: { color }, norm }, scale = 1) {
  if (full) arrow(c, now, full, { color: palette().ink, width: 1.6, head: 8, dash: [4, 3] });
  if (slope) arrow(c, now, slope, { color, width: 1.4, head: 7 });
  if (!next) return;
  const length = Math.hypot(next[0] - now[0], next[1] - now[1]);
  const share = Math.max(0.5, 1 - (6.5 * scale) / length); // up to the hollow dot's edge; its middle is where the step ends
  arrow(c, now, [now[0] + share * (next[0] - now[0]), now[1] + share * (next[1] - now[1])], { color, width: thickness(norm) * scale, head: 10 * scale });
}

/** An arrow's thickness tells its norm. @param {number} norm */
function thickness(norm) {
  return Math.min(4.5, 1.8 + 0.9 * Math.log10(1 + Math.max(0, norm)));
}

/** Where the step begins and where it ends. @param {CanvasRenderingContext2D} c @param {Step} step @param {number} [scale] */
export function drawEnds(c, { now, next, look: { color, mark } }, scale = 1) {
  if (next) ghostDot(c, next, color, 6.5 * scale);
  nowDot(c, now, color, (mark ? 9 : 6) * scale, mark);
}
