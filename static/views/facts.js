/** Every number and short phrase that stands beside the pictures, by name: made from a frame, put wherever it is asked for. */
import { count, num, plain } from "../format.js";
import { OBJECTIVE } from "../trail.js";
import { quadratic } from "./landscapes.js";
import { curveOf, valueAt } from "./section.js";
import { angle, diverged, ended, pair, pictured, upcoming } from "./upcoming.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {Record<string, string>} Facts  what cannot be told is absent */

const ROUNDING = 1e-12; // of the loss at the start: what is smaller has been left over by rounding
const NAMED = 12; // samples of a batch that are told one by one
/** What comes with the dearer pictures, and therefore a little later than the step itself. */
export const LATE = new Set(["predicted", "angle", "ratio", "unclipped"]);

/** @param {Frame} frame @returns {Facts} */
export function facts(frame) {
  const { scalars, step } = frame;
  /** @type {Facts} */
  const found = { step: count(step) };
  if (!ended(frame)) found["next-step"] = count(step + 1);
  if (diverged(frame)) found.diverged = "";
  const put = (/** @type {string} */ name, /** @type {number | null | undefined} */ value, /** @type {number} */ digits = 3) => {
    if (value !== null && value !== undefined && Number.isFinite(value)) found[name] = num(value, digits);
  };
  put("loss", scalars.loss);
  put("objective", scalars.objective);
  const [least, first] = [frame.arrays.minima?.data[2], frame.trail[0]?.rows[OBJECTIVE]];
  put("least", least !== undefined && least < ROUNDING * Math.max(first || 0, scalars.objective || 0) ? 0 : least);
  put("gradient-norm", scalars.gradient_norm);
  const now = upcoming(frame);
  if (!now) return found;
  if (Number.isFinite(now.rate)) found.learning_rate = plain(now.rate);
  const { theta, next, direction, gradient, rate } = now;
  const places = decimals(direction ? Math.max(...direction.map((d) => Math.abs(rate * d))) : 0);
  const both = (/** @type {string} */ name, /** @type {number[] | null} */ values, /** @type {(v: number) => string} */ said) =>
    values?.forEach((value, i) => { if (Number.isFinite(value)) found[`${name}-${i}`] = said(value); });
  const fixed = (/** @type {number} */ value) => aligned(value, places);
  both("theta", theta, fixed);
  both("next", next, fixed);
  const slopes = [...(gradient ?? []), ...(direction ?? [])].map(Math.abs);
  const slope = columnOf(Math.max(0, ...slopes));
  both("gradient", gradient, slope);
  both("direction", direction, slope);
  remembered(found, frame, slope);
  if (gradient) clipped(found, frame, gradient);
  if (next) predicted(found, frame, rate);
  batch(found, frame);
  return found;
}

/** What the optimizer remembers, before this step and after it, and what stands between that and d.
 * @param {Facts} found @param {Frame} frame @param {(value: number) => string} slope */
function remembered(found, frame, slope) {
  const put = (/** @type {string} */ name, /** @type {number[] | null} */ values, /** @type {(value: number) => string} */ said) =>
    values?.forEach((value, i) => { if (Number.isFinite(value)) found[`${name}-${i}`] = said(value); });
  const column = (/** @type {number[]} */ ...values) => columnOf(Math.max(0, ...values.map(Math.abs)));
  const { optimizer } = frame.config;
  const gradient = pair(frame, "gradient") ?? [NaN, NaN];
  if (optimizer === "momentum" || optimizer === "nesterov") {
    found.momentum = plain(Number(frame.config.momentum));
    for (const name of ["velocity", "velocity_next"]) put(name, pair(frame, name), slope);
  } else if (optimizer === "adagrad" || optimizer === "rmsprop") {
    const name = optimizer === "adagrad" ? "square_sum" : "square_mean";
    const [before, after] = [pair(frame, name), pair(frame, `${name}_next`)];
    const squares = gradient.map((g) => g * g);
    const said = column(...squares, ...(after ?? []));
    put(name, before, said);
    put("squared", squares, said);
    put(`${name}_next`, after, said);
  } else if (optimizer === "rprop") {
    const [before, after, kept] = ["step_size", "step_size_next", "kept_gradient_next"].map((array) => pair(frame, array));
    const first = frame.step === 0;
    const said = column(...(before ?? []), ...(after ?? []));
    put("step_size", first ? after : before, said);
    put("step_size_next", after, said);
    put("step", after && kept && after.map((delta, i) => Math.sign(kept[i]) * delta), said);
    put("factor", after && before && after.map((delta, i) => (first ? 1 : delta / before[i])), (value) => num(value, 2));
  } else if (optimizer === "adam" || optimizer === "adamw") {
    const t = frame.step + 1; // updates, this one included
    put("m_hat", pair(frame, "first_moment_next")?.map((m) => m / (1 - 0.9 ** t)) ?? null, slope);
    put("root", pair(frame, "second_moment_next")?.map((s) => Math.sqrt(s / (1 - 0.999 ** t))) ?? null, slope);
  }
}

/** @param {Facts} found @param {Frame} frame @param {import("./upcoming.js").Pair} gradient */
function clipped(found, frame, gradient) {
  const clip = Number(frame.config.clip);
  const length = Math.hypot(...gradient);
  if (!(clip > 0) || length < clip * 0.999) return;
  found.clip = plain(clip);
  const raw = batchMean(frame);
  if (raw) found.unclipped = num(Math.hypot(...raw));
}

/** The mean of the batch's own gradients, unclipped; null where some are not sent. @param {Frame} frame @returns {import("./upcoming.js").Pair | null} */
function batchMean(frame) {
  const samples = frame.arrays.sample_gradients?.data;
  const batch = frame.arrays.batch?.data;
  if (!pictured(frame)) return null;
  if (!samples || !batch?.length) return pair(frame, "gradient_full");
  if (batch.some((i) => 2 * i >= samples.length)) return null;
  const sum = batch.reduce((total, i) => [total[0] + samples[2 * i], total[1] + samples[2 * i + 1]], /** @type {any} */ ([0, 0]));
  return [sum[0] / batch.length, sum[1] / batch.length];
}

/** The batch's loss after the step. @param {Facts} found @param {Frame} frame @param {number} rate */
function predicted(found, frame, rate) {
  const slice = frame.arrays.slice;
  if (!slice || !pictured(frame)) return;
  const value = valueAt(curveOf(slice, 1, quadratic(frame.config)), rate);
  if (Number.isFinite(value)) found.predicted = num(Math.max(0, value));
}

/** Which samples, and how far their mean is from the mean of all. @param {Facts} found @param {Frame} frame */
function batch(found, frame) {
  const indices = frame.arrays.batch?.data;
  const all = frame.scalars.dataset_size;
  if (!indices?.length || !Number.isFinite(all)) {
    if (!Number.isFinite(all)) found.whole = ""; // no data: J is one and the same for every step
    return;
  }
  const sorted = Array.from(indices, (i) => i + 1).sort((a, b) => a - b);
  const some = sorted.length < all;
  found[some ? "some" : "whole"] = "";
  found.batch = !some ? `all ${count(all)} samples`
    : sorted.length === 1 ? `sample ${sorted[0]}`
    : sorted.length <= NAMED ? `batch of ${sorted.length}: samples ${sorted.join(", ")}`
    : `batch of ${count(sorted.length)} of ${count(all)} samples`;
  const [own, full] = [batchMean(frame), pair(frame, "gradient_full")];
  if (!some || !own || !full || !(Math.hypot(...own) > 0) || !(Math.hypot(...full) > 0)) return;
  found.angle = `${num(angle(own, full), angle(own, full) >= 100 ? 3 : 2)}°`;
  found.ratio = `${num(Math.hypot(...own) / Math.hypot(...full), 2)}×`;
}

/** Decimals that show the step in θ and what it adds up to. @param {number} step */
function decimals(step) {
  return step > 0 && Number.isFinite(step) ? Math.min(6, Math.max(3, Math.ceil(-Math.log10(step)) + 1)) : 3;
}

/** How the numbers of one column are written, with as many decimals as its greatest needs: points below one another, and
 * a sum that comes out to the last digit. @param {number} greatest @returns {(value: number) => string} */
function columnOf(greatest) {
  if (!(greatest >= 1e-4) || greatest >= 1e5) return (value) => num(value, 3);
  const places = Math.max(3, 2 - Math.floor(Math.log10(greatest)));
  return (value) => aligned(value, places);
}

/** @param {number} value @param {number} places */
function aligned(value, places) {
  const size = Math.abs(value);
  if (size >= 1e5) return num(value, 4);
  const text = value.toFixed(size >= 100 ? Math.min(places, 2) : places);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}
