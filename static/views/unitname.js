/** The name of a unit on a canvas, as in a²₃: the layer's number upright and grey, so that it is not read as a power. */
import { lifted, lowered } from "../format.js";
import { onTheme, palette } from "./palette.js";

const EDGE = 2; // pixels around a name, for its halo

/** Names as small pictures: a halo takes too long to be drawn anew sixty times a second.
 * @type {Map<string, {canvas: HTMLCanvasElement, width: number}>} */
const drawn = new Map();
onTheme(() => drawn.clear());

/** @param {CanvasRenderingContext2D} c @param {number} layer @param {number} j  −1: the whole layer @param {number} top  the last layer
 * @param {number} outputs @param {number} x @param {number} y  of the line @param {number} [size] */
export function unitName(c, layer, j, top, outputs, x, y, size = 15) {
  const { canvas } = picture(c, parts(layer, j, top, outputs), size);
  const ratio = c.getTransform().a || 1;
  c.drawImage(canvas, x - EDGE, y - size - EDGE, canvas.width / ratio, canvas.height / ratio);
}

/** @param {CanvasRenderingContext2D} c @param {number} layer @param {number} j @param {number} top @param {number} outputs @param {number} [size] */
export function unitWidth(c, layer, j, top, outputs, size = 15) {
  return picture(c, parts(layer, j, top, outputs), size).width;
}

/** @param {CanvasRenderingContext2D} c  where it will stand @param {[string, string, string]} name @param {number} size */
function picture(c, [letter, above, below], size) {
  const ratio = c.getTransform().a || 1;
  const key = [letter, above, below, size, ratio].join(" ");
  const known = drawn.get(key);
  if (known) return known;
  const { ink, ink2, card, sans, math } = palette();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.ceil(3.4 * size * ratio), Math.ceil((1.5 * size + 2 * EDGE) * ratio)];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(ratio, ratio);
  const [italic, upright] = [`italic ${size}px ${math}`, `${Math.max(10, Math.round(size * 0.68))}px ${sans}`];
  pen.font = italic;
  const first = pen.measureText(letter).width + 1;
  pen.font = upright;
  const width = first + Math.max(pen.measureText(above).width, pen.measureText(below).width);
  const put = (/** @type {string} */ words, /** @type {string} */ font, /** @type {number} */ dx, /** @type {number} */ dy, /** @type {string} */ color) => {
    Object.assign(pen, { font, strokeStyle: card, lineWidth: 3.5, lineJoin: "round", fillStyle: color });
    pen.strokeText(words, EDGE + dx, EDGE + size + dy);
    pen.fillText(words, EDGE + dx, EDGE + size + dy);
  };
  put(letter, italic, 0, 0, ink);
  put(above, upright, first, -size * 0.36, ink2);
  put(below, upright, first, size * 0.24, ink);
  drawn.set(key, { canvas, width });
  return { canvas, width };
}

/** In a text: a²₃, ŷ. @param {number} layer @param {number} j @param {number} top @param {number} outputs */
export function unitWords(layer, j, top, outputs) {
  const [letter, above, below] = parts(layer, j, top, outputs);
  return letter + lifted(above) + lowered(below);
}

/** @param {number} layer @param {number} j @param {number} top @param {number} outputs @returns {[string, string, string]} */
function parts(layer, j, top, outputs) {
  if (layer === top) return ["ŷ", "", j >= 0 && outputs > 1 ? String(j + 1) : ""];
  return ["a", String(layer), j >= 0 ? String(j + 1) : ""];
}
