/**
 * The update that comes next, for whatever learning rate is under the student's finger: θ − α d, without asking the
 * server. Under another knob d itself would be another one, which only the server can tell: then there is no next step
 * to show before that knob is let go.
 */

import { gain, scales } from "./rules.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {[number, number]} Pair */
/** @typedef {{theta: Pair, direction: Pair | null, gradient: Pair | null, rate: number, next: Pair | null}} Upcoming */

/** The name of a lane's array or scalar. @param {string} name @param {number} lane */
function laned(name, lane) {
  return lane ? `${name}@${lane}` : name;
}

/** A pair of finite numbers, or null. @param {Frame} frame @param {string} name @param {number} [lane] @returns {Pair | null} */
export function pair(frame, name, lane = 0) {
  const data = frame.arrays[laned(name, lane)]?.data;
  return data && Number.isFinite(data[0]) && Number.isFinite(data[1]) ? [data[0], data[1]] : null;
}

/** α of the next update: previewed, or in force. @param {Frame} frame @param {number} [lane] @returns {number} */
export function rateOf(frame, lane = 0) {
  const preview = scales(frame.lanes[lane] ?? frame.config) ? frame.preview.learning_rate : undefined;
  const wanted = Array.isArray(preview) ? preview[lane] : preview;
  if (typeof wanted === "number" && Number.isFinite(wanted)) return wanted;
  const rate = frame.scalars[laned("learning_rate", lane)];
  return Number.isFinite(rate) ? rate : Number((frame.lanes[lane] ?? frame.config).learning_rate);
}

/** Whether the student holds a knob that the direction depends on. While it plays, what is shown is the step in force.
 * @param {Frame} frame */
export function withheld({ preview, playing }) {
  return !playing && Object.keys(preview).some((name) => name !== "learning_rate");
}

/** Whether the run has ended at the step that is shown: none follows. @param {Frame} frame */
export function ended({ status, step, end }) {
  return step === end && (status === "diverged" || status === "done");
}

/** Whether a lane has diverged on the way to the step that is shown, and made no more updates; for a run alone, here.
 * @param {Frame} frame @param {number} [lane] */
export function diverged(frame, lane = 0) {
  return (ended(frame) && frame.status === "diverged") || Number.isNaN(frame.losses[lane]?.[frame.step - 1]);
}

/** @param {Frame} frame @param {number} [lane] @returns {Upcoming | null} */
export function upcoming(frame, lane = 0) {
  const theta = pair(frame, "theta", lane);
  if (!theta) return null;
  const direction = pair(frame, "direction", lane);
  const rate = rateOf(frame, lane);
  /** @type {Pair | null} */
  const next = direction && !diverged(frame, lane) && !withheld(frame) ? [theta[0] - rate * direction[0], theta[1] - rate * direction[1]] : null;
  return { theta, direction, gradient: pair(frame, "gradient", lane), rate, next: next?.every(Number.isFinite) ? next : null };
}

/** Downhill, where that is not the way of the step: with most rules. @param {Frame} frame @param {number} [lane]
 * @returns {Pair | null} */
export function downhill(frame, lane = 0) {
  const { next, direction, gradient } = upcoming(frame, lane) ?? {};
  if (!next || !direction || !gradient || !Math.hypot(...gradient) || !Math.hypot(...direction)) return null;
  return angle(direction, gradient) > 0.5 ? [-gradient[0], -gradient[1]] : null;
}

/** The step that the same rate would make with the gradient of all the data, unclipped; null where it says nothing new.
 * @param {Frame} frame @returns {Pair | null} */
export function stepOfAll(frame) {
  const { next, direction, gradient, rate } = upcoming(frame) ?? { rate: 0 };
  const full = pair(frame, "gradient_full");
  const share = gain(frame.config);
  if (!next || !direction || !gradient || !full || share === null || !pictured(frame) || !frame.arrays.points || frame.lanes.length > 1) return null;
  const other = [full[0] - gradient[0], full[1] - gradient[1]];
  if (Math.hypot(...other) < 1e-4 * Math.hypot(...full)) return null;
  return [-rate * (direction[0] + share * other[0]), -rate * (direction[1] + share * other[1])]; // the momentum is the same
}

/** Whether the dearer arrays (slice, sample gradients) belong to the step that is shown. @param {Frame} frame */
export function pictured(frame) {
  return frame.scalars.picture === undefined || frame.scalars.picture === frame.step;
}

/** @param {Pair} a @param {Pair} b */
export function angle(a, b) {
  const cosine = (a[0] * b[0] + a[1] * b[1]) / (Math.hypot(...a) * Math.hypot(...b));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}
