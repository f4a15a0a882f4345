/** What lies outside the map: where the next step leaves it, and which way a ball went that has left it. */
import { clamp } from "../clamp.js";
import { count, num } from "../format.js";
import { Crowd } from "./crowd.js";
import { arrow, nowDot } from "./drawing.js";
import { made } from "./history.js";
import { diverged, pair, upcoming } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./tracks.js").Track} Track
 * @typedef {import("./crowd.js").Box} Box
 * @typedef {{width: number, height: number}} Size
 * @typedef {{track: Track, tip: Point, tail: Point}} Outsider
 */

const STEM = 26; // pixels
const AXES = 28; // pixels from the edge, where the numbers of the axes stand
const SHIFTS = [0, 36, -36, 72, -72, 108, -108, 144, -144, 180, -180]; // along the edge, for what leaves it at one place

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

/** The arrows at the edge for balls that are outside, while the map has not followed: each beside the others, and clear of
 * what lies over the picture. Their places are taken from now on.
 * @param {import("./crowd.js").Crowd} crowd @param {Track[]} tracks @param {Size} size
 * @param {Box | null} over  a button at the edge @returns {Outsider[]} */
export function outsiders(crowd, tracks, { width, height }, over) {
  const edge = new Crowd(width, height);
  if (over) edge.box(over);
  return tracks.filter(({ now: [x, y] }) => x < 0 || x > width || y < 0 || y > height).map((track) => {
    const [dx, dy] = [track.now[0] - width / 2, track.now[1] - height / 2]; // from the middle of the picture to its edge
    const shares = [(width / 2 - AXES) / Math.abs(dx || 1), (height / 2 - AXES) / Math.abs(dy || 1)];
    const share = Math.min(...shares, 1);
    const away = Math.atan2(dy, dx);
    const unit = [Math.cos(away), Math.sin(away)];
    const along = shares[0] < shares[1] ? [0, 1] : [1, 0]; // the edge that it has crossed
    const spots = SHIFTS.map((shift) => {
      const tip = [width / 2 + share * dx + shift * along[0], height / 2 + share * dy + shift * along[1]];
      const tail = [tip[0] - STEM * unit[0], tip[1] - STEM * unit[1]];
      const box = { x: Math.min(tip[0], tail[0]) - 9, y: Math.min(tip[1], tail[1]) - 9, width: Math.abs(tip[0] - tail[0]) + 18, height: Math.abs(tip[1] - tail[1]) + 18 };
      return { tip: /** @type {Point} */ (tip), tail: /** @type {Point} */ (tail), box };
    });
    const { tip, tail, box } = spots.find((spot) => edge.free(spot.box)) ?? spots[0];
    for (const taken of [edge, crowd]) taken.box(box);
    return { track, tip, tail };
  });
}

/** Draws them; of several, each with its number, and where there is room with what became of it.
 * @param {CanvasRenderingContext2D} c @param {import("./crowd.js").Crowd} crowd @param {import("./labels.js").Labels} labels
 * @param {Frame} frame @param {Outsider[]} found */
export function ballsOutside(c, crowd, labels, frame, found) {
  for (const { track: { look: { color, mark } }, tip, tail } of found) {
    arrow(c, tail, tip, { color, width: 3, head: 12 });
    if (mark) nowDot(c, tail, color, 9, mark);
  }
  for (const { track: { look: { label, color }, lane }, tail } of found) {
    const theta = pair(frame, "theta", lane);
    if (!theta) continue;
    const place = `is at (${num(theta[0])}, ${num(theta[1])})`;
    const end = label && diverged(frame, lane) ? `diverged at step ${count(made(frame.losses[lane]))}` : "";
    const wordings = end ? [`${label} ${end}`, end, "diverged"] : [`${label || "θ"} ${place}`, ...(label ? [place] : [])];
    wordings.some((said) => labels.put(c, crowd, { at: tail, said, key: `outside ${lane}`, color, bold: true }));
  }
}
