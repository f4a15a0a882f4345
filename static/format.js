/**
 * Numbers and names as a person reads them: few digits, a true minus sign, and never NaN or Infinity. The server's
 * sentences write theirs alike (engine/words.py): one table, tests/fixtures/numbers.json, holds for both.
 */

const MINUS = "−";
const NONE = "–";
const SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUB = "₀₁₂₃₄₅₆₇₈₉";

/** A number with `digits` significant digits. @param {number | null | undefined} x @param {number} [digits] */
export function num(x, digits = 3) {
  if (x === null || x === undefined || !Number.isFinite(x)) return NONE;
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size < 1e-3 || size >= 1e6) return power(x, digits);
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return minus(group(x.toFixed(places)));
}

/** A value in a sentence: whole numbers in full, up to 10¹²; others with four digits at most. @param {unknown} value */
export function plain(value) {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value !== "number") return String(value ?? NONE);
  if (!Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e12) return minus(group(String(value)));
  if (size < 1e-5 || size >= 1e6) return power(value, 3);
  return minus(group(String(Number(Number(value.toPrecision(4)).toFixed(10)))));
}

/** Text for a number field, which can be read back: whole numbers in full, others with six digits at most. @param {number} value */
export function editable(value) {
  return Number.isFinite(value) ? minus(String(Number.isInteger(value) ? value : Number(value.toPrecision(6)))) : "";
}

/** With all the digits that tell a number from its neighbours: 1.0000000000000002. @param {number} value */
export function exact(value) {
  return Number.isFinite(value) ? String(value).replaceAll("-", MINUS) : NONE;
}

/** What a person typed into a number field, or null. @param {string} text @returns {number | null} */
export function parse(text) {
  const spelled = text.replace(/[−–]/g, "-").replace(/\s/g, "").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(spelled)) return null;
  const number = Number(spelled);
  return Number.isFinite(number) ? number : null;
}

/** A whole number with narrow spaces between thousands. @param {number} n */
export function count(n) {
  return Number.isFinite(n) ? group(String(Math.round(n))) : NONE;
}

/** "theta[0]" -> "θ₀"; of a network, whose indices the lecture counts from 1: "W1[0,2]" -> "w¹₁₃", "b2[0]" -> "b²₁", and of
 * one through time "W_aa[0,2]" -> "W_aa₁₃"
 * @param {string} name */
export function parameter(name) {
  const [, matrix, ...places] = /^([Wb]_\w+)\[(\d+)(?:,(\d+))?\]$/.exec(name) ?? [];
  if (matrix) {
    const from1 = places.filter(Boolean).map((i) => Number(i) + 1);
    return matrix + lowered(from1.join(Math.max(...from1) > 9 ? "," : ""));
  }
  const layered = /^([Wb])(\d+)\[(\d+)(?:,(\d+))?\]$/.exec(name);
  if (layered) {
    const [, letter, layer, ...index] = layered;
    const from1 = index.filter(Boolean).map((i) => Number(i) + 1);
    return letter.toLowerCase() + lifted(layer) + lowered(from1.join(Math.max(...from1) > 9 ? "," : ""));
  }
  const [letter, index] = name.replace("]", "").split("[");
  const greek = { theta: "θ" }[letter] ?? letter;
  return greek + lowered(index ?? "");
}

/** And back: "²" -> "2" @param {string} raised */
export const unlifted = (raised) => raised.replace(/[⁰¹²³⁴-⁹]/g, (digit) => String(SUPER.indexOf(digit)));
/** @param {string} digits */
export const lifted = (digits) => digits.replace(/\d/g, (digit) => SUPER[Number(digit)]);
/** @param {string} digits */
export const lowered = (digits) => digits.replace(/\d/g, (digit) => SUB[Number(digit)]);

/** "learning_rate" -> "learning rate" @param {string} name */
export function words(name) {
  return name.replaceAll("_", " ");
}

/** As a power of ten: 1.2·10⁷. @param {number} x @param {number} digits */
export function power(x, digits) {
  const [mantissa, exponent] = x.toExponential(Math.max(0, digits - 1)).split("e");
  const raised = [...String(Number(exponent))].map((c) => SUPER[Number(c)] ?? "⁻").join("");
  return `${minus(mantissa)}·10${raised}`;
}

/** @param {string} text */
function minus(text) {
  return text.replace("-", MINUS);
}

/** @param {string} text */
function group(text) {
  const [whole, rest] = text.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, whole.replace("-", "").length > 4 ? "\u202f" : "");
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}
