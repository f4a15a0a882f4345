/**
 * Sums as one writes them: numbers with what joins them, and what they come to if one reckons with them as they are
 * printed. Where terms cancel they get further digits, until it comes out (views/digits.js).
 *
 * @typedef {{text: string, link?: string, bold?: boolean, grey?: boolean, raised?: boolean}} Piece
 * @typedef {{pieces: Piece[], value: number}} Term
 * @typedef {(more: number) => Term} Making      with so many digits more than usual
 */
import { addsUp } from "./digits.js";
import { brief, briefSlope, read } from "./brief.js";

const MOST = 7; // products that are written out; of more, only the first so many
const FIRST = 4;

/** @param {string} text @param {boolean} [grey] @returns {Piece} */
export const word = (text, grey = false) => ({ text, grey });

/** A number as it is printed. @param {number} x @param {{link?: string, fine?: boolean}} [how]  fine: small ones, as slopes are @returns {Making} */
export function number(x, { link, fine = false } = {}) {
  return (more) => {
    const text = fine ? briefSlope(x, more) : x === 0 ? "0" : brief(x, more);
    return { pieces: [{ text, link }], value: Number.isFinite(x) ? read(text).value : NaN };
  };
}

/** One that is whole, or given: in full. @param {number} x @param {string} [link] @returns {Making} */
export function exactly(x, link) {
  const text = String(Math.round(x * 1e4) / 1e4).replace("-", "−");
  return () => ({ pieces: [{ text, link }], value: Math.round(x * 1e4) / 1e4 });
}

/** @param {Term} term */
function inBrackets({ pieces }) {
  return pieces.length === 1 && pieces[0].text.startsWith("−") ? [word("("), ...pieces, word(")")] : pieces;
}

/** @param {Making[]} factors @returns {Making} */
export function product(...factors) {
  return (more) => {
    const terms = factors.map((make) => make(more));
    return { pieces: terms.flatMap((term, k) => [...(k ? [word(" · ")] : []), ...inBrackets(term)]), value: terms.reduce((so, { value }) => so * value, 1) };
  };
}

/** Of many terms the first few, and what the others come to. @param {Making[]} makings @param {boolean} [fine] @returns {Making} */
export function sum(makings, fine = false) {
  return (more) => {
    const terms = makings.map((make) => make(more));
    const cut = terms.length > MOST ? FIRST : terms.length;
    const pieces = terms.slice(0, cut).flatMap((term, k) => [...(k ? [word(" + ")] : []), ...(k ? inBrackets(term) : term.pieces)]);
    let value = terms.slice(0, cut).reduce((so, one) => so + one.value, 0);
    if (cut < terms.length) {
      const rest = number(makings.slice(cut).reduce((so, make) => so + make(5).value, 0), { fine })(more);
      pieces.push(word(` + … ${terms.length - cut} more terms, `, true), ...inBrackets(rest));
      value += rest.value;
    }
    return { pieces, value };
  };
}

/** A function with its argument written behind it. @param {string} before @param {Making} make @param {string} after @param {(x: number) => number} f
 * @returns {Making} */
export function wrapped(before, make, after, f) {
  return (more) => {
    const { pieces, value } = make(more);
    return { pieces: [word(before), ...(/(^|\(|, )$/.test(before) ? pieces : inBrackets({ pieces, value })), word(after)], value: f(value) };
  };
}

/** (1 − x) @param {Making} make @returns {Making} */
export const rest = (make) => wrapped("(1 − ", make, ")", (x) => 1 - x);
/** (1 − x²) @param {Making} make @returns {Making} */
export const restOfSquare = (make) => wrapped("(1 − ", (more) => bracketed(make(more)), "²)", (x) => 1 - x * x);

/** A power of ten whose square is meant would be read as another power. @param {Term} term @returns {Term} */
function bracketed({ pieces, value }) {
  return { pieces: pieces[0].text.includes("·10") ? [word("("), ...pieces, word(")")] : pieces, value };
}

/** @param {Making} a @param {Making} b @returns {Making} (a − b) */
export function difference(a, b) {
  return (more) => {
    const [left, right] = [a(more), b(more)];
    return { pieces: [word("("), ...left.pieces, word(" − "), ...inBrackets(right), word(")")], value: left.value - right.value };
  };
}

/** A sum and what it comes to. @param {Making} make @param {number} x @param {{link?: string, fine?: boolean}} [how] @returns {Piece[]} */
export function comesTo(make, x, { link, fine = false } = {}) {
  const text = x === 0 ? "0" : fine ? briefSlope(x) : brief(x);
  const printed = Number.isFinite(x) && x ? read(text) : { value: x, unit: 0.01 };
  const { term } = addsUp((more) => {
    const made = make(more);
    return { term: made, value: made.value, result: printed.value, unit: printed.unit };
  });
  return [...term.pieces, word(" = "), { text, link, bold: true }];
}
