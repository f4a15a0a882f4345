/**
 * A network's letters with the number of their layer: upright and in a colour of its own, for z² is z of layer 2, not z
 * squared. As markup for a caption (`letter`), and as plain text for those who hear it (`plainly`).
 */

import { lifted, unlifted } from "../format.js";

const LAYERED = /([A-Za-zŷδθ])([⁰¹²³⁴-⁹]+)/; // not 10²: a power

/** @param {string} name @param {number} layer @param {string} [after] what stands beside the layer: ⊤ for a transposed matrix */
export function letter(name, layer, after = "") {
  return `<var>${name}</var><sup class="layer" title="${aside(layer)}">${layer}${after}</sup>`;
}

/** One cell: z³ of row 2, column 1. @param {string} markup a letter @param {number} row @param {number} column counted from 0 */
export function indexed(markup, row, column) {
  const apart = row > 8 || column > 8 ? "," : "";
  return `${markup}<sub>${row + 1}${apart}${column + 1}</sub>`;
}

/** @param {string} name @param {number} layer */
export function plainly(name, layer) {
  return name + lifted(String(layer));
}

/** The same for a voice. @param {string} name @param {number} layer */
export function voiced(name, layer) {
  return `${name} of layer ${layer}`;
}

/** What the number of a cell's layer is not, as an aside. @param {number} layer */
export function aside(layer) {
  return `layer ${layer}, not ${power(layer)}`;
}

/** Puts plain text with such letters onto the page, each as `letter` has it. @param {HTMLElement} place @param {string} text */
export function write(place, text) {
  if (place.dataset.said === text) return;
  place.dataset.said = text;
  const pieces = text.split(new RegExp(LAYERED, "g")); // text, letter, layer, text, …
  place.replaceChildren(...pieces.map((piece, at) => {
    if (at % 3 === 0) return piece;
    if (at % 3 === 1) return Object.assign(document.createElement("var"), { textContent: piece });
    const layer = Number(unlifted(piece));
    return Object.assign(document.createElement("sup"), { className: "layer", textContent: String(layer), title: aside(layer) });
  }));
}

/** @param {string} over @param {string} under both markup */
export function slope(over, under) {
  return `∂${over}/∂${under}`;
}

/** What the layer is mistaken for. @param {number} layer */
function power(layer) {
  return { 1: "a power", 2: "squared", 3: "cubed" }[layer] ?? `to the power of ${layer}`;
}
