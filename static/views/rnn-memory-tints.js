/** Numbers as tints: signed ones through the card from orange to blue, gates and shares in one hue. */
import { clamp } from "../clamp.js";
import { palette, rgb } from "./palette.js";

/** @typedef {"signed" | "gate" | "gradient"} Kind */

const DEEPEST = 0.85; // share of the hue

/** A colour for a value where `full` is tinted in full. @param {Kind} kind @param {number} full */
export function tints(kind, full) {
  const { card, sunk, positive, negative, field, gradient } = palette();
  const [zero, none, yes, no] = [card, sunk, kind === "signed" ? positive : kind === "gate" ? field : gradient, negative].map(rgb);
  return (/** @type {number} */ value) => {
    if (Number.isNaN(value)) return none;
    const share = DEEPEST * clamp(Math.abs(value) / full, 0, 1);
    const hue = value < 0 ? no : yes;
    return zero.map((part, k) => Math.round(part + (hue[k] - part) * share));
  };
}

/** @type {HTMLCanvasElement | null} */
let small = null;

/** A matrix of cells: apart from one another where there is room for it, else a dot each, enlarged.
 * @param {CanvasRenderingContext2D} c @param {{x: number, y: number, width: number, height: number, columns: number, rows: number}} box
 * @param {(row: number, column: number) => number} value  NaN: there is none @param {(value: number) => number[]} tint */
export function cells(c, { x, y, width, height, columns, rows }, value, tint) {
  const [wide, high] = [width / columns, height / rows];
  if (wide >= 9 && high >= 9) {
    const gap = Math.min(wide, high) > 18 ? 1 : 0.5;
    for (let r = 0; r < rows; r++)
      for (let k = 0; k < columns; k++) {
        c.fillStyle = `rgb(${tint(value(r, k)).join(" ")})`;
        c.beginPath();
        c.roundRect(x + k * wide + gap, y + r * high + gap, wide - 2 * gap, high - 2 * gap, gap === 1 ? 4 : 2);
        c.fill();
      }
    return;
  }
  small ??= document.createElement("canvas");
  Object.assign(small, { width: columns, height: rows });
  const inner = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  const image = inner.createImageData(columns, rows);
  for (let r = 0, at = 0; r < rows; r++)
    for (let k = 0; k < columns; k++, at += 4) {
      const found = tint(value(r, k));
      for (let part = 0; part < 3; part++) image.data[at + part] = found[part];
      image.data[at + 3] = 255;
    }
  inner.putImageData(image, 0, 0);
  c.imageSmoothingEnabled = false;
  c.drawImage(small, x, y, width, height);
}

/** The round number up to which values of such a size are tinted in full: at least 1. @param {number} most */
export function fullAt(most) {
  if (!(most > 1.05)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((lead) => lead * power >= most * 0.95) ?? 10) * power;
}
