/** The course of a run as curves: batch loss and objective of every lane, over updates or over samples seen. */
import { OBJECTIVE, SAMPLES, STEP, rowsUntil } from "../trail.js";
import { laneLooks } from "./lanes.js";
import { palette } from "./palette.js";
import { thinned } from "./thinning.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").Trail} Trail
 * @typedef {"steps" | "samples"} Axis
 * @typedef {{name: string, x: number[], y: number[], color: string, width: number, dash: number[], held?: boolean}} Curve  held: of the test data
 */

const POINTS = 2000; // in all curves together: what a chart draws quickly
export const FLOOR = 1e-30; // a loss of exactly 0 has no logarithm
export const CEILING = 1e30; // what a trail is told of a loss beyond all measure

/** @param {Frame} frame @param {import("../types.js").Knob[]} knobs @param {Axis} axis @param {number} width  in pixels
 * @param {number} [held]  the trail's column of the test data's loss, where there are any @returns {Curve[]} */
export function curves(frame, knobs, axis, width, held) {
  const { ink, ink2 } = palette();
  const looks = laneLooks(frame, knobs);
  const single = looks.length === 1;
  const some = single && distinct(frame);
  const tested = single && held !== undefined && Number.isFinite(frame.scalars.test);
  const columns = Math.max(50, Math.min(width, Math.floor(POINTS / (2 * (looks.length + Number(single) + Number(tested))))));
  return looks.flatMap((look, lane) => {
    const trail = frame.trail[lane];
    if (!trail) return [];
    const at = (/** @type {number} */ step) => (axis === "samples" ? samplesAt(trail, step) : step);
    const losses = frame.losses[lane] ?? new Float32Array();
    const known = rowsUntil(trail, endOf(frame, lane));
    /** @type {Curve[]} */
    const list = [];
    if (some) {
      const points = thinned(losses.length, (i) => i, (i) => Math.max(losses[i], FLOOR), columns);
      list.push({ name: "batch loss", x: points.x.map(at), y: points.y, color: ink2, width: 1.1, dash: [] });
    }
    const { rows, columns: wide } = trail;
    const course = (/** @type {number} */ column) => thinned(known, (i) => rows[i * wide + STEP], (i) => Math.max(rows[i * wide + column], FLOOR), columns);
    if (tested) {
      const points = course(held);
      list.push({ name: "test data", x: points.x.map(at), y: points.y, color: ink, width: 2, dash: [6, 4], held: true });
    }
    const points = course(OBJECTIVE);
    list.push({ name: look.label || (tested ? "training data" : some ? "all data" : "J"), x: points.x.map(at), y: points.y, color: single ? ink : look.color, width: 2, dash: look.dash });
    return list;
  });
}

/** The step at which a lane ends, be it that it has diverged there. @param {Frame} frame @param {number} lane */
export function endOf({ losses, end }, lane) {
  const own = losses[lane] ?? new Float32Array();
  const updates = made(own);
  return updates < own.length ? updates : end;
}

/** How many updates a lane has made: one that diverged makes no more. @param {Float32Array} losses */
export function made(losses) {
  let count = losses.length;
  while (count > 0 && Number.isNaN(losses[count - 1])) count--;
  return count;
}

/** Whether the batch's loss differs from the objective: full batches tell the same twice. @param {Frame} frame */
function distinct({ scalars, marks, config, losses, trail }) {
  const size = scalars.dataset_size;
  if (!Number.isFinite(size)) return false;
  if (Number(config.batch_size) < size || marks.some(({ short }) => short.includes("batch"))) return true;
  return trail[0]?.length > 0 && losses[0]?.length > 0 && Math.abs(losses[0][0] - trail[0].rows[OBJECTIVE]) > 1e-4 * Math.abs(losses[0][0]);
}

/** How many samples had been seen at a step. @param {Trail} trail @param {number} step */
export function samplesAt(trail, step) {
  const { rows, columns, length } = trail;
  const after = rowsUntil(trail, step);
  if (!after) return step;
  const [a, b] = [(after - 1) * columns, Math.min(after, length - 1) * columns];
  const pace = (/** @type {number} */ from, /** @type {number} */ to) => {
    const span = rows[to + STEP] - rows[from + STEP];
    return span > 0 ? (rows[to + SAMPLES] - rows[from + SAMPLES]) / span : 0;
  };
  const rate = a === b ? pace(Math.max(0, a - columns), a) : pace(a, b); // beyond the last row: on at the pace of the last one
  return rows[a + SAMPLES] + rate * (step - rows[a + STEP]);
}
