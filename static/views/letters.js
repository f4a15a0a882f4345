/**
 * The lecture's letters wherever they stand: a²₁ is written "{a^2_1}", and the 2 is the number of a layer, no exponent. It
 * is upright and in a colour of its own (class `layer`), and a voice reads "a 1 of layer 2".
 */
import { lifted, lowered } from "../format.js";

const LETTER = /\{([^{}^_]+)(?:\^([^{}_]+))?(?:_([^{}]+))?\}/g;
/** Two indices as one: 13, and 1,12 where they could be misread. They count from 1. @param {number} i @param {number} j */
export function indices(i, j) {
  return i < 9 && j < 9 ? `${i + 1}${j + 1}` : `${i + 1},${j + 1}`;
}

/** @param {number} k @param {number} i @param {number} j */
export const weight = (k, i, j) => (i < 0 ? `{b^${k}_${j + 1}}` : `{w^${k}_${indices(i, j)}}`);

/** For a page; the rest of the text must be safe in HTML. @param {string} text */
export function html(text) {
  return text.replace(LETTER, (_, letter, layer, index) =>
    `<span class="letter"><var>${letter}</var>${layer ? `<sup class="layer">${layer}</sup>` : ""}${index ? `<sub>${index}</sub>` : ""}</span>`);
}

/** As plain text. @param {string} text */
export function text(text) {
  return text.replace(LETTER, (_, letter, layer, index) => letter + lifted(layer ?? "") + lowered(index ?? ""));
}

/** As a voice reads it. @param {string} text */
export function spoken(text) {
  return text.replace(LETTER, (_, letter, layer, index) => letter + (index ? ` ${index}` : "") + (layer ? ` of layer ${layer}` : ""));
}

/** Puts one letter into an SVG text, in pieces. @param {SVGTextElement} place @param {string} text */
export function write(place, text) {
  place.replaceChildren(...[...text.matchAll(LETTER)].flatMap(([, letter, layer, index]) => [
    piece(letter, "letter"),
    ...(layer ? [piece(layer, "layer", "-0.42em")] : []),
    ...(index ? [piece(index, "index", layer ? "0.7em" : "0.28em")] : []),
  ]));
}

/** @param {string} text @param {string} kind @param {string} [dy] of its own type's size */
function piece(text, kind, dy) {
  const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
  span.textContent = text;
  span.setAttribute("class", kind);
  if (dy) span.setAttribute("dy", dy);
  return span;
}
