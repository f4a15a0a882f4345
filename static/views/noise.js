/**
 * The noise of mini-batches: other batches of this size have other gradients. In two dimensions their spread is an ellipse,
 * along one direction an interval; both reach two standard deviations from the mean, where most batches are.
 */
import { fill } from "./drawing.js";
import { faint, palette } from "./palette.js";
import { gain } from "./rules.js";
import { pair, pictured, stepOfAll, upcoming } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 */

const REACH = 2; // standard deviations
const CORNERS = 48;

/** The covariance of a batch's gradient, or null where all the data decide, or where clipping makes other steps of it. @param {Frame} frame @returns {[number, number, number] | null} */
function covariance(frame) {
  const data = frame.arrays.noise?.data;
  const all = frame.scalars.dataset_size;
  if (!data || !pictured(frame) || frame.lanes.length > 1 || Number(frame.config.clip) > 0 || !(Number(frame.config.batch_size) < all)) return null;
  return [data[0], data[1], data[3]];
}

/** Points around a middle, two standard deviations away. @param {[number, number, number]} covariance @param {Point} middle @param {number} scale
 * @returns {Point[]} */
function ellipse([xx, xy, yy], middle, scale) {
  const a = Math.sqrt(Math.max(0, xx)); // Σ = L Lᵀ, so that L turns a circle into the ellipse
  const b = a > 0 ? xy / a : 0;
  const d = Math.sqrt(Math.max(0, yy - b * b));
  return Array.from({ length: CORNERS }, (_, i) => {
    const [u, v] = [Math.cos((2 * Math.PI * i) / CORNERS), Math.sin((2 * Math.PI * i) / CORNERS)];
    return [middle[0] + scale * REACH * a * u, middle[1] + scale * REACH * (b * u + d * v)];
  });
}

/** Where the next step would lead with other batches, on the map. @param {CanvasRenderingContext2D} c @param {Frame} frame
 * @param {import("./path.js").Plane} plane */
export function drawLandings(c, frame, plane) {
  const spread = covariance(frame);
  const step = upcoming(frame);
  const share = gain(frame.config);
  if (!spread || !step?.next || share === null) return;
  const mean = stepOfAll(frame) ?? [step.next[0] - step.theta[0], step.next[1] - step.theta[1]];
  const middle = /** @type {Point} */ ([step.theta[0] + mean[0], step.theta[1] + mean[1]]);
  drawEllipse(c, ellipse(spread, middle, step.rate * share).map(([x, y]) => [plane.X(x), plane.Y(y)]));
}

/** @param {CanvasRenderingContext2D} c @param {Point[]} corners  in pixels */
export function drawEllipse(c, corners) {
  if (!corners.every((corner) => corner.every(Number.isFinite))) return;
  fill(c, corners, { fill: faint(palette().gradient, 0.1), edge: palette().gradient, width: 1, dash: [2, 2] });
}

/** Around the gradient of all the data, where those of most batches are. @param {Frame} frame @returns {Point[]} */
export function meansOfOthers(frame) {
  const found = gradients(frame);
  return found ? ellipse(found.spread, found.mean, 1) : [];
}

/** The spread of gradients around the mean of all data, or null. @param {Frame} frame @returns {{spread: [number, number, number], mean: Point} | null} */
function gradients(frame) {
  const spread = covariance(frame);
  const mean = pair(frame, "gradient_full");
  return spread && mean ? { spread, mean } : null;
}

/** Along the step: how far as a share of it the steps of other batches lead, from and to. @param {Frame} frame @returns {[number, number] | null} */
export function along(frame) {
  const found = gradients(frame);
  const step = upcoming(frame);
  const share = gain(frame.config);
  if (!found || !step?.direction || !step.gradient || share === null) return null;
  const { spread: [xx, xy, yy], mean } = found;
  const [x, y] = step.direction;
  const length = x * x + y * y;
  if (!(length > 0)) return null;
  const middle = 1 + (share * ((mean[0] - step.gradient[0]) * x + (mean[1] - step.gradient[1]) * y)) / length;
  const half = (REACH * share * Math.sqrt(Math.max(0, xx * x * x + 2 * xy * x * y + yy * y * y))) / length;
  return [middle - half, middle + half];
}
