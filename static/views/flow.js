/** The ideal path beside the real one: where gradient descent would go in infinitely small steps. */
import { line } from "./drawing.js";
import { faint, palette } from "./palette.js";

/** @typedef {import("./drawing.js").Point} Point */

/** @param {CanvasRenderingContext2D} c @param {import("../types.js").Frame} frame @param {import("./path.js").Plane} plane */
export function drawFlow(c, frame, plane) {
  const { card, ink } = palette();
  for (let lane = 0; lane < frame.lanes.length; lane++) {
    const data = frame.arrays[lane ? `flow@${lane}` : "flow"]?.data; // lanes with one start have one ideal path
    if (!data) continue;
    const points = Array.from({ length: data.length / 2 }, (_, i) => /** @type {Point} */ ([plane.X(data[2 * i]), plane.Y(data[2 * i + 1])]));
    line(c, points, { color: faint(card, 0.7), width: 3.2 });
    line(c, points, { color: faint(ink, 0.75), width: 1.1 });
  }
}
