/** Numbers where there is little room: in a unit, on a line, in a sum. Two decimals; slopes, which are smaller, four. */
import { num, power } from "../format.js";

/** @param {number} x */
export function brief(x) {
  if (!Number.isFinite(x)) return num(x);
  const size = Math.abs(x);
  if (size >= 99_999.5) return power(x, 1);
  return size < 0.005 ? "0.00" : minus(x.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0));
}

/** @param {number} x */
export function briefSlope(x) {
  const size = Math.abs(x);
  if (x === 0 || !(size < 1)) return x === 0 ? "0" : brief(x);
  return size < 5e-4 ? power(x, 1) : minus(x.toFixed(size < 0.1 ? 4 : 3));
}

/** One in the middle of a product: in brackets where it is negative. @param {string} text */
export function factor(text) {
  return text.startsWith("−") ? `(${text})` : text;
}

/** @param {string} text */
function minus(text) {
  return text.replace("-", "−");
}
