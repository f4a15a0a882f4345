/**
 * Numbers of one matrix, all with the same digits after the point, so that they stand in columns: as many as its largest
 * number needs for three digits, or two where that is exact enough to follow a sum with.
 */
import { num } from "../format.js";

const BEYOND = 1e29; // so high is what the engine tells of a number beyond all measure
const POWERS = -1; // too small or too large to be written out: each as a power of ten

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
  if (digits === POWERS) return num(x, 3);
  const text = x.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
}

/** What the eye reads of it. @param {number} x @param {number} digits */
export function rounded(x, digits) {
  return digits === POWERS ? Number(x.toPrecision(3)) : Number(x.toFixed(digits));
}

/** One unit of the last digit shown. @param {number} x @param {number} digits */
export function unit(x, digits) {
  return digits === POWERS ? 10 ** (Math.floor(Math.log10(Math.abs(x) || 1)) - 2) : 10 ** -digits;
}

/** Whether it is a number that can be told. @param {number} x */
export function known(x) {
  return Number.isFinite(x) && Math.abs(x) < BEYOND;
}
