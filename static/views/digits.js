/**
 * Numbers of one matrix, all with the same digits after the point, so that they stand in columns: as many as its largest
 * number needs for three digits, or two where that is exact enough to follow a sum with.
 */
import { num } from "../format.js";

const BEYOND = 1e29; // so high is what the engine tells of a number beyond all measure
const POWERS = -1; // too small or too large to be written out: each as a power of ten, with three digits; −2: with four, and so on

/** Digits after the point. @param {number} largest @param {boolean} [fine] numbers that are small and compared: slopes, losses */
export function places(largest, fine = false) {
  if (largest === 0) return fine ? 4 : 2;
  if (!(largest < BEYOND) || largest < 1e-4 || largest >= 1e5) return POWERS;
  const order = Math.floor(Math.log10(largest));
  const three = Math.max(0, 2 - order);
  return !fine && order >= -1 ? Math.min(2, three) : three;
}

/** @param {number} x @param {number} digits */
export function fixed(x, digits) {
  if (!known(x)) return "–";
  if (digits <= POWERS) return num(x, 2 - digits);
  const text = x.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
}

/** What the eye reads of it. @param {number} x @param {number} digits */
export function rounded(x, digits) {
  return digits <= POWERS ? Number(x.toPrecision(2 - digits)) : Number(x.toFixed(digits));
}

/** One unit of the last digit shown. @param {number} x @param {number} digits */
export function unit(x, digits) {
  return digits <= POWERS ? 10 ** (Math.floor(Math.log10(Math.abs(x) || 1)) - 1 + digits) : 10 ** -digits;
}

const MORE = 5; // digits that a factor gets at most beyond its usual ones

/**
 * A sum as it is written: with as few further digits of its factors as it takes for what is written to come to what is
 * written, to half a unit of its last digit. Where terms cancel, those that are usual do not.
 *
 * @template {{value: number, result: number, unit: number}} T
 * @param {(more: number) => T} write  value: what the factors come to as they are written; result: what is written that they
 * come to; unit: of its last digit @returns {T}
 */
export function addsUp(write) {
  const off = (/** @type {T} */ { value, result, unit: one }) => Math.abs(value - result) / one;
  let best = write(0);
  for (let more = 1; more <= MORE && off(best) > 0.5 + 1e-6; more++) {
    const next = write(more);
    if (off(next) < off(best)) best = next;
  }
  return best;
}

/** Whether it is a number that can be told. @param {number} x */
export function known(x) {
  return Number.isFinite(x) && Math.abs(x) < BEYOND;
}
