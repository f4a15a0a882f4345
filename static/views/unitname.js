/** The name of a unit on a canvas, as in a²₃: the layer's number upright and grey, so that it is not read as a power. */
import { palette } from "./palette.js";

const SUP = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUB = "₀₁₂₃₄₅₆₇₈₉";
const digits = (/** @type {number} */ n, /** @type {string} */ signs) => [...String(n)].map((digit) => signs[Number(digit)]).join("");

/** @param {CanvasRenderingContext2D} c @param {number} layer @param {number} j  −1: the whole layer @param {number} top  the last layer
 * @param {number} outputs @param {number} x @param {number} y @param {number} [size] @returns {number} its width */
export function unitName(c, layer, j, top, outputs, x, y, size = 15) {
  const { ink, ink2, card, sans, math } = palette();
  const small = Math.max(10, Math.round(size * 0.68));
  c.textAlign = "left";
  c.textBaseline = "alphabetic";
  const put = (/** @type {string} */ words, /** @type {string} */ font, /** @type {number} */ dx, /** @type {number} */ dy, /** @type {string} */ color) => {
    c.font = font;
    c.strokeStyle = card;
    c.lineWidth = 3.5;
    c.lineJoin = "round";
    c.strokeText(words, x + dx, y + dy);
    c.fillStyle = color;
    c.fillText(words, x + dx, y + dy);
    return c.measureText(words).width;
  };
  const [letter, above, below] = parts(layer, j, top, outputs);
  const width = put(letter, `italic ${size}px ${math}`, 0, 0, ink) + 1;
  const up = above ? put(above, `${small}px ${sans}`, width, -size * 0.36, ink2) : 0;
  const down = below ? put(below, `${small}px ${sans}`, width, size * 0.24, ink) : 0;
  return width + Math.max(up, down);
}

/** @param {CanvasRenderingContext2D} c @param {number} layer @param {number} j @param {number} top @param {number} outputs @param {number} [size] */
export function unitWidth(c, layer, j, top, outputs, size = 15) {
  const { sans, math } = palette();
  const [letter, above, below] = parts(layer, j, top, outputs);
  c.font = `italic ${size}px ${math}`;
  const width = c.measureText(letter).width + 1;
  c.font = `${Math.max(10, Math.round(size * 0.68))}px ${sans}`;
  return width + Math.max(c.measureText(above).width, c.measureText(below).width);
}

/** In a text: a²₃, ŷ. @param {number} layer @param {number} j @param {number} top @param {number} outputs */
export function unitWords(layer, j, top, outputs) {
  const [letter, above, below] = parts(layer, j, top, outputs);
  return letter + (above && digits(Number(above), SUP)) + (below && digits(Number(below), SUB));
}

/** @param {number} layer @param {number} j @param {number} top @param {number} outputs @returns {[string, string, string]} */
function parts(layer, j, top, outputs) {
  if (layer === top) return ["ŷ", "", j >= 0 && outputs > 1 ? String(j + 1) : ""];
  return ["a", String(layer), j >= 0 ? String(j + 1) : ""];
}
