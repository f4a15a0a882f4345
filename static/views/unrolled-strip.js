/** The state of many units as a strip of tints, a dot of a small canvas for each, that stands over the picture. */
import { paint, reach } from "./heat.js";

export { reach };

/** @param {HTMLElement} parent @param {{x: number, y: number, width: number, height: number}} place @param {number} H @param {boolean} flat  from left to right */
export function createStrip(parent, { x, y, width, height }, H, flat) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  canvas.style.cssText = `left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`;
  parent.append(canvas);
  return {
    canvas,
    /** @param {Float32Array | null} values @param {number} full */
    update(values, full) {
      const value = (/** @type {number} */ r, /** @type {number} */ c) => values?.[flat ? c : r] ?? 0;
      if (flat) paint(canvas, H, 1, value, full);
      else paint(canvas, 1, H, value, full);
    },
  };
}
