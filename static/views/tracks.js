/** Where the runs are on the map, in pixels: the path of each, now, next, and the ways that its next step does not take. */
import { rowsUntil } from "../trail.js";
import { behind, jumpsOf } from "./jumps.js";
import { laneLooks } from "./lanes.js";
import { corners, toward } from "./path.js";
import { diverged, downhill, pair, stepOfAll, upcoming } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./path.js").Plane} Plane
 * @typedef {object} Track
 * @property {number} lane
 * @property {import("./path.js").LaneLook} look
 * @property {Point} now
 * @property {Point | null} next
 * @property {Point | null} full   where the same rate would lead with all the data
 * @property {Point | null} slope  a point downhill, where the step goes another way
 * @property {number} norm         of the gradient
 * @property {Point[]} past
 * @property {Set<Point>} leaps    those of past, now and future to which a change led, and no update
 * @property {Point[]} future      of the history, beyond the step that is shown
 */

/** What glides from one frame to the next: θ now and next of every lane.
 * @param {Frame} frame @returns {number[]} */
export function gliding(frame) {
  return frame.lanes.flatMap((_, lane) => {
    const step = upcoming(frame, lane);
    return step ? [...step.theta, ...(step.next ?? step.theta)] : [NaN, NaN, NaN, NaN];
  });
}

/** @param {Frame} frame @param {import("../types.js").Knob[]} knobs @param {Plane} plane
 * @param {number[]} values  what glides, at this moment @returns {Track[]} */
export function tracksOf(frame, knobs, plane, values) {
  return laneLooks(frame, knobs).flatMap((look, lane) => {
    const [x, y, nextX, nextY] = values.slice(4 * lane);
    const theta = pair(frame, "theta", lane);
    if (!theta || ![x, y].every(Number.isFinite)) return [];
    const at = (/** @type {number} */ a, /** @type {number} */ b) => /** @type {Point} */ ([plane.X(a), plane.Y(b)]);
    const now = at(x, y);
    const [down, all] = [downhill(frame, lane), lane ? null : stepOfAll(frame)];
    const trail = frame.trail[lane];
    const jumps = jumpsOf(frame, lane);
    const way = pastOf(frame, plane, lane, now);
    return [{
      lane, look, now,
      next: upcoming(frame, lane)?.next ? at(nextX, nextY) : null,
      full: all && at(x + all[0], y + all[1]),
      slope: down && toward(now, at(x + down[0], y + down[1])),
      norm: Math.hypot(...(pair(frame, "gradient", lane) ?? [0])),
      ...way,
      future: trail ? corners(plane, trail, rowsUntil(trail, frame.step), trail.length, jumps, Infinity, way.leaps) : [],
    }];
  });
}

/** The way of a lane to where it stands, or the newest part of it.
 * @param {Frame} frame @param {Plane} plane @param {number} lane @param {Point} now @param {number} [most]  rows */
export function pastOf(frame, plane, lane, now, most = Infinity) {
  const jumps = jumpsOf(frame, lane);
  const { put, length } = behind(frame, lane, jumps);
  /** @type {Set<Point>} */
  const leaps = new Set(put ? [now] : []);
  const trail = frame.trail[lane];
  return { leaps, past: trail ? corners(plane, trail, Math.max(0, length - most), length, jumps, frame.step, leaps) : [] };
}

/** θ₀, θ₁ and J of each minimum. @param {Frame | null} frame @returns {[number, number, number][]} */
export function minima(frame) {
  const block = frame?.arrays.minima;
  if (!block) return [];
  return Array.from({ length: block.shape[0] }, (_, i) => [block.data[3 * i], block.data[3 * i + 1], block.data[3 * i + 2]]);
}

/** The length of the next step, in pixels. @param {Track} track */
export function stride({ now, next }) {
  return next ? Math.hypot(next[0] - now[0], next[1] - now[1]) : 0;
}

/** Where the balls are: those of a race that have not run away, or the one that is alone. @param {Frame} frame */
export function staying(frame) {
  return frame.lanes.flatMap((_, lane) => {
    const theta = pair(frame, "theta", lane);
    return theta && (frame.lanes.length < 2 || !diverged(frame, lane)) ? [{ lane, theta }] : [];
  });
}
