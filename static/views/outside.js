/** What lies outside the map: where the next step leaves it, and which way a ball went that has left it. */
import { clamp } from "../clamp.js";
import { count, num } from "../format.js";
import { arrow, text } from "./drawing.js";
import { made } from "./history.js";
import { diverged, pair, upcoming } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./tracks.js").Track} Track
 * @typedef {{width: number, height: number}} Size
 */

/** At the place where the arrow of the next step leaves the picture: where it leads.
 * @param {CanvasRenderingContext2D} c @param {import("./crowd.js").Crowd} crowd @param {import("./labels.js").Labels} labels
 * @param {Frame} frame @param {Track} track @param {Size} size */
export function nextOutside(c, crowd, labels, frame, { now, next, look }, { width, height }) {
  const ahead = upcoming(frame)?.next;
  if (!next || !ahead) return;
  const sizes = [width, height];
  const inside = (/** @type {Point} */ point) => point.every((v, axis) => v >= 0 && v <= sizes[axis]);
  if (inside(next) || !inside(now)) return;
  const shares = sizes.map((size, axis) => (next[axis] === now[axis] ? 1 : (clamp(next[axis], 12, size - 12) - now[axis]) / (next[axis] - now[axis])));
  const share = Math.max(0, Math.min(...shares));
  const [dx, dy] = [next[0] - now[0], next[1] - now[1]];
  const at = /** @type {Point} */ ([now[0] + share * dx, now[1] + share * dy]);
  const length = Math.hypot(dx, dy);
  if (share * length > 30) arrow(c, [at[0] - (24 * dx) / length, at[1] - (24 * dy) / length], at, { color: look.color, width: 3, head: 12 });
  crowd.line(...now, ...at);
  const back = Math.min(70, 0.8 * share * length); // clear of the axis numbers at the edge
  const beside = /** @type {Point} */ ([at[0] - (back * dx) / length, at[1] - (back * dy) / length]);
  labels.put(c, crowd, { at: beside, said: `next: (${num(ahead[0])}, ${num(ahead[1])})`, key: "beyond", color: look.color, bold: true });
}

/** Arrows at the edge for balls that are outside, while the map has not followed.
 * @param {CanvasRenderingContext2D} c @param {Frame} frame @param {Track[]} tracks @param {Size} size */
export function ballsOutside(c, frame, tracks, { width, height }) {
  for (const { now: [x, y], look, lane } of tracks) {
    if (x >= 0 && x <= width && y >= 0 && y <= height) continue;
    const [dx, dy] = [x - width / 2, y - height / 2]; // from the middle of the picture to its edge
    const share = Math.min((width / 2 - 16) / Math.abs(dx || 1), (height / 2 - 16) / Math.abs(dy || 1), 1);
    const at = /** @type {Point} */ ([width / 2 + share * dx, height / 2 + share * dy]);
    const away = Math.atan2(dy, dx);
    arrow(c, [at[0] - 26 * Math.cos(away), at[1] - 26 * Math.sin(away)], at, { color: look.color, width: 3, head: 12 });
    const theta = pair(frame, "theta", lane);
    if (!theta) continue;
    const said = lane && diverged(frame, lane)
      ? `${look.label} diverged at step ${count(made(frame.losses[lane]))}`
      : `${look.label || "θ"} is at (${num(theta[0])}, ${num(theta[1])})`;
    text(c, said, clamp(at[0] - 60 * Math.cos(away), 120, width - 100), clamp(at[1] - 40 * Math.sin(away), 40, height - 50), { color: look.color, bold: true, align: "center" });
  }
}
