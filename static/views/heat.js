/** A matrix as a picture of tints: positive through the card to negative, a cell of the matrix a dot of a small canvas. One without a number is grey. */
import { palette, rgb } from "./palette.js";

/** The greatest size of a matrix's numbers, and what is tinted in full: a little less, so that the middling are seen.
 * @param {ArrayLike<number>[]} parts */
export function reach(...parts) {
  let most = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) most = Math.max(most, Math.abs(part[i]) || 0);
  return 0.75 * most || 1;
}

/** @param {HTMLCanvasElement} canvas @param {number} columns @param {number} rows @param {(r: number, c: number) => number} value @param {number} full
 * @param {number} [deepest] share of a hue, at most: less where numbers are written over it */
export function paint(canvas, columns, rows, value, full, deepest = 0.85) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = c.createImageData(columns, rows);
  const { card, positive, negative, rule } = palette();
  const [zero, yes, no, grey] = [card, positive, negative, rule].map(rgb);
  for (let r = 0, at = 0; r < rows; r++)
    for (let k = 0; k < columns; k++, at += 4) {
      const x = value(r, k) / full;
      const none = Number.isNaN(x);
      const share = none ? 1 : Math.min(1, Math.abs(x)) * deepest;
      const hue = none ? grey : x < 0 ? no : yes;
      for (let part = 0; part < 3; part++) image.data[at + part] = zero[part] + (hue[part] - zero[part]) * share;
      image.data[at + 3] = 255;
    }
  c.putImageData(image, 0, 0);
  return canvas;
}
