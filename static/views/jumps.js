/**
 * Where changes have put a run: no update led there, so its path is not drawn as if one had. It ends where training
 * arrived, and goes on where the change put θ; between the two lies what a change looks like.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").Trail} Trail
 * @typedef {{step: number, place: [number, number]}} Jump   the step at which it was changed, and where it put both coordinates
 */
import { OWN, STEP, rowsUntil } from "../trail.js";

export const DASH = [5, 4]; // pixels

/** Of a lane, in the order of their steps. @param {Frame} frame @param {number} lane @returns {Jump[]} */
export function jumpsOf(frame, lane) {
  if (frame.jumps) return frame.jumps[lane] ?? [];
  const trail = frame.trail[lane];
  if (!trail?.length) return [];
  return frame.marks.flatMap(({ step, set = {} }) => {
    const [x, y] = ["theta[0]", "theta[1]"].map((name) => set[name]);
    if (x === undefined && y === undefined) return [];
    const row = Math.max(0, rowsUntil(trail, step) - 1) * trail.columns + OWN;
    return [{ step, place: /** @type {[number, number]} */ ([x ?? trail.rows[row], y ?? trail.rows[row + 1]]) }];
  });
}

/** Those that were made after row `row` of a trail and before its next one, `until` a step.
 * @param {Jump[]} jumps @param {Trail} trail @param {number} row @param {number} until */
export function jumpsAfter(jumps, { rows, columns, length }, row, until) {
  const from = rows[row * columns + STEP];
  const to = row + 1 < length ? rows[(row + 1) * columns + STEP] : Infinity;
  return jumps.filter(({ step }) => step >= from && step < to && step < until);
}

/** How many rows lead to where the run stands, and whether a change has put it there.
 * @param {Frame} frame @param {number} lane @param {Jump[]} jumps */
export function behind({ trail, step }, lane, jumps) {
  const put = jumps.some((jump) => jump.step === step);
  return { put, length: trail[lane] ? rowsUntil(trail[lane], put ? step : step - 1) : 0 };
}
