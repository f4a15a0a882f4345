/**
 * Where a value stands on a slider: logarithmic for quantities over decades, so that each decade has the same room.
 *
 * @typedef {object} Scale
 * @property {number} notches                      the slider goes from 0 to this
 * @property {(value: number) => number} position  value -> notch
 * @property {(position: number) => number} value  notch -> value, rounded to what a person would write
 * @property {{at: number, text: string}[]} ticks  with their share of the way
 */
import { clamp } from "./clamp.js";
import { plain } from "./format.js";

/** A logarithmic slider that includes 0 gives it the first notch and begins this far below its top. */
const DECADES_ABOVE_ZERO = 3;

/** @param {{low: number, high: number, log: boolean, whole: boolean}} range @returns {Scale} */
export function scale(range) {
  if (range.high <= range.low) return { notches: 1, position: () => 0, value: () => range.low, ticks: [] };
  return range.log ? logarithmic(range) : linear(range);
}

/** @param {{low: number, high: number, whole: boolean}} range @returns {Scale} */
function linear({ low, high, whole }) {
  const span = high - low;
  const notches = whole && span <= 1000 ? span : 200;
  const unit = 10 ** Math.floor(Math.log10(span / notches));
  return {
    notches,
    position: (value) => (clamp(value, low, high) - low) / span * notches,
    value: (position) => {
      const value = low + (position / notches) * span;
      return whole ? Math.round(value) : clamp(Number((Math.round(value / unit) * unit).toPrecision(6)), low, high);
    },
    ticks: [{ at: 0, text: plain(low) }, { at: 1, text: plain(high) }],
  };
}

/** @param {{low: number, high: number, whole: boolean}} range @returns {Scale} */
function logarithmic({ low, high, whole }) {
  const bottom = low > 0 ? low : whole ? 1 : high / 10 ** DECADES_ABOVE_ZERO;
  const zero = low > 0 ? 0 : 1; // a notch of its own for 0
  const decades = Math.log10(high / bottom);
  const notches = zero + Math.max(20, Math.round(decades * 40));
  const share = (/** @type {number} */ value) => Math.log10(value / bottom) / decades;
  return {
    notches,
    position: (value) => (value <= low ? 0 : zero + share(clamp(value, bottom, high)) * (notches - zero)),
    value: (position) => {
      if (position < zero) return low;
      const value = bottom * 10 ** ((decades * (position - zero)) / (notches - zero));
      return clamp(whole ? Math.round(value) : Number(value.toPrecision(2)), low, high);
    },
    ticks: zero
      ? [{ at: 0, text: plain(low) }, ...decadeTicks(bottom, high, share, zero / notches).filter(({ at }) => at > 0.15)]
      : decadeTicks(bottom, high, share, 0),
  };
}

/** At most five whole decades. @param {number} bottom @param {number} high @param {(value: number) => number} share @param {number} first */
function decadeTicks(bottom, high, share, first) {
  const from = Math.ceil(Math.log10(bottom) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((to - from) / 4));
  const ticks = [];
  for (let power = from; power <= to; power += stride)
    ticks.push({ at: first + share(10 ** power) * (1 - first), text: plain(Number(`1e${power}`)) });
  if (to - from < 1) return [{ at: 0, text: plain(bottom) }, { at: 1, text: plain(high) }];
  return ticks;
}
