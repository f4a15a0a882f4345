/** How far the loss chart reaches: ends that rest, so that what is drawn keeps its place. x doubles, y grows in leaps. */
import { OBJECTIVE } from "../trail.js";
import { CEILING, FLOOR } from "./history.js";
import { decades, tickText, ticks } from "./scales.js";
import { doubled } from "./thinning.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./history.js").Curve} Curve
 * @typedef {{x: number, low: number, high: number, key: string}} Range  low and high as the axis counts: powers of ten, or J itself
 */

const LEAST = 1; // decades that a log axis has at least: what hardly moves shall not look as if it did
const BESIDE = 1.5; // decades above the start up to which a race is drawn: one that diverges must not flatten the others

/** The range for these curves, grown out of the one before; another run, another axis, and it begins anew.
 * @param {Range} range @param {Frame} frame @param {Curve[]} list @param {number} end @param {{axis: import("./history.js").Axis, linear: boolean}} kind
 * @returns {Range} */
export function stretched(range, frame, list, end, { axis, linear }) {
  const key = `${axis} ${linear} ${frame.history} ${frame.run}`;
  const next = key === range.key ? { ...range } : { x: 0, low: NaN, high: NaN, key };
  next.x = doubled(end, next.x || (axis === "samples" ? 32 * (frame.scalars.dataset_size ?? 1) : 32));
  const main = list.filter(({ width }) => width > 1.5).flatMap(({ y }) => y);
  const now = Math.min(frame.scalars.objective ?? NaN, CEILING);
  if (now > 0) main.push(now); // not yet a row of its own, after a change that is in force at once
  const noisy = list.filter(({ width }) => width <= 1.5).flatMap(({ y }) => y);
  const start = frame.lanes.length > 1 ? Math.max(frame.trail[0]?.rows[OBJECTIVE] ?? 1, FLOOR) : Infinity;
  (linear ? plainly : inDecades)(next, main, noisy, start);
  return next;
}

/** From 0 on; single batches far above the curves are left out. @param {Range} range @param {number[]} main @param {number[]} noisy @param {number} start */
function plainly(range, main, noisy, start) {
  const most = extreme(Math.max, main) || 1;
  const high = Math.min(Math.max(most, Math.min(extreme(Math.max, noisy) || 0, 1.4 * most)), 3 * start);
  range.low = 0;
  if (!(range.high >= high)) range.high = 1.15 * high;
}

/** By half a decade. @param {Range} range @param {number[]} main @param {number[]} noisy @param {number} start */
function inDecades(range, main, noisy, start) {
  const logs = (/** @type {number[]} */ values) => values.map((value) => Math.log10(Math.max(value, FLOOR)));
  const low = Math.min(extreme(Math.min, logs(main)), Math.max(extreme(Math.min, logs(noisy)), extreme(Math.min, logs(main)) - 1));
  const high = Math.min(extreme(Math.max, logs([...main, ...noisy])), Math.log10(start) + BESIDE);
  const [down, up] = [Math.floor(2 * (low - 0.08)) / 2, Math.ceil(2 * (high + 0.12)) / 2];
  if (!(range.low <= low)) range.low = Number.isFinite(range.low) ? Math.min(down, range.low - 0.3 * (range.high - range.low)) : Math.min(down, up - LEAST);
  if (!(range.high >= high)) range.high = up;
  range.low = Math.max(range.low, Math.log10(FLOOR));
}

/** @param {(...v: number[]) => number} pick @param {number[]} values */
function extreme(pick, values) {
  return values.reduce((a, b) => pick(a, b), values[0] ?? 0);
}

/** Round values along the axis, and their words. @param {[number, number]} y @param {boolean} linear */
export function levels(y, linear) {
  if (!linear) return decades(y);
  const { values, digits } = ticks(Math.max(0, y[0]), y[1], 4);
  return { values, words: values.map((value) => tickText(value, digits)) };
}
