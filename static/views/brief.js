/** Numbers where there is little room: in a unit, on a line, in a sum. Two decimals; slopes, which are smaller, four. */
import { num, power, unlifted } from "../format.js";

/** @param {number} x @param {number} [more]  digits, where a sum would not come out */
export function brief(x, more = 0) {
  if (!Number.isFinite(x)) return num(x);
  const size = Math.abs(x);
  if (size >= 99_999.5) return power(x, 1 + more);
  if (size < 0.005) return more && x ? power(x, more) : "0.00";
  return fixed(x, size < 9.995 ? 2 : size < 99.95 ? 1 : 0, more);
}

/** @param {number} x @param {number} [more] */
export function briefSlope(x, more = 0) {
  const size = Math.abs(x);
  if (x === 0 || !(size < 1)) return x === 0 ? "0" : brief(x, more);
  return size < 5e-4 ? power(x, 1 + more) : fixed(x, size < 0.1 ? 4 : 3, more);
}

/** One in the middle of a product: in brackets where it is negative. @param {string} text */
export function factor(text) {
  return text.startsWith("−") ? `(${text})` : text;
}

/** Such a number as one reads it, and one unit of its last digit. @param {string} text @returns {{value: number, unit: number}} */
export function read(text) {
  const [digits, raised = "0"] = text.replace("−", "-").split("·10");
  const ten = 10 ** Number(unlifted(raised).replace("⁻", "-"));
  return { value: Number(digits) * ten, unit: ten * 10 ** -(digits.split(".")[1]?.length ?? 0) };
}

/** Of further digits no zeros at the end. @param {number} x @param {number} digits @param {number} more */
function fixed(x, digits, more) {
  const text = x.toFixed(digits + more).replace("-", "−");
  const shortest = text.length - more;
  return (text.slice(0, shortest) + text.slice(shortest).replace(/0+$/, "")).replace(/\.$/, ""); // 146.0 is 146
}
