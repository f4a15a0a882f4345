/** From numbers to places and back, and the round numbers that belong beside an axis. */
import { count, num, power } from "../format.js";

/** @typedef {((value: number) => number) & { invert: (place: number) => number, from: number, to: number }} Scale */

/** A linear scale: `from` lies at `start`, `to` at `end`. @returns {Scale}
 * @param {number} from @param {number} to @param {number} start @param {number} end */
export function linear(from, to, start, end) {
  const span = to - from || 1;
  const factor = (end - start) / span;
  const scale = (/** @type {number} */ value) => start + (value - from) * factor;
  return Object.assign(scale, { invert: (/** @type {number} */ place) => from + (place - start) / factor, from, to });
}

/** About `count` round values between two ends, and the decimals that they need; below 0, digits that they can do without.
 * @param {number} from @param {number} to @param {number} count */
export function ticks(from, to, count) {
  const step = niceStep((to - from) / Math.max(1, count));
  /** @type {number[]} */
  const values = [];
  if (!(step > 0) || !Number.isFinite(to - from)) return { values, digits: 0, step: 1 };
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9 && values.length < 50; i++) values.push(i * step);
  return { values, digits: -Math.floor(Math.log10(step) + 1e-9), step };
}

/** The round step nearest to a raw one: 1, 2 or 5 times a power of ten. @param {number} raw */
export function niceStep(raw) {
  if (!(raw > 0) || !Number.isFinite(raw)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
}

/** A tick's text, with a true minus sign: as many digits as tell it from its neighbours, and powers of ten where that would
 * be a row of zeros. @param {number} value @param {number} digits */
export function tickText(value, digits) {
  const size = Math.abs(value);
  if (size < 0.5 * 10 ** -digits) return "0";
  const leading = Math.min(15, Math.max(1, Math.floor(Math.log10(size) + 1e-9) + digits + 1));
  if (size >= 1e6 || (size < 1e-3 && digits > 5)) return power(value, leading).replace(/\.?0+·/, "·");
  if (size >= 1e5) return num(value, 2);
  return value.toFixed(Math.min(15, Math.max(0, digits))).replace("-", "−");
}

/** A tick where the next one is ten times as much: 0.01, 1000, 10⁵. @param {number} value */
export function decadeText(value) {
  if (value < 1e-3 || value >= 1e5) return power(value, 1).replace(/^1·/, "");
  return value < 1 ? String(value) : count(value);
}

/** Decades, or 1 and 3, or 1, 2 and 5 of each where there are few; with their words. @param {[number, number]} y  in powers of ten */
export function decades([low, high]) {
  const leads = high - low < 1.3 ? [1, 2, 5] : high - low < 2.6 ? [1, 3] : [1];
  const stride = Math.max(1, Math.ceil((high - low) / 6));
  const values = [];
  for (let power = Math.floor(low); power <= high; power++)
    for (const lead of leads) if (power % stride === 0 || leads.length > 1) values.push(Number(`${lead}e${power}`));
  const inside = values.filter((value) => Math.log10(value) >= low + 0.04 * (high - low) && Math.log10(value) <= high + 1e-9);
  return { values: inside, words: inside.map(decadeText) };
}
