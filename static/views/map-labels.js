/** Which words of a map are written, and on which side of their dot: greedily, and as they were while that will do. */
import { overlap } from "./room.js";

/**
 * @typedef {import("./room.js").Box} Box
 * @typedef {{id: number, x: number, y: number, r: number, width: number, height: number, must?: boolean}} Wanted
 *   `r`: of its dot; `must`: written even where it covers something, if it is no word
 * @typedef {Box & {side: number, away?: boolean}} Placed   `away`: farther from its dot than usual
 */

// direction across and down
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];
const GAP = 4; // pixels between a dot and its word
const MANY = 4; // dots that a word which must be written may cover
const AWAY = [12, 24, 36, 54]; // pixels farther off
const CLEAR = 2; // pixels around a new word; one that was there may come closer, so that it does not come and go
const [ASIDE, ABOVE] = [5, 2]; // pixels around a written word into which no other comes: two words are not read as one

/** @param {Wanted[]} wanted  in the order of their importance @param {import("./room.js").Room} room  what must be kept clear
 * @param {Map<number, number>} last  the sides on which words stood before @param {number} [dots]  that a word may cover
 * @returns {Map<number, Placed>} */
export function place(wanted, room, last, dots = 0) {
  /** @type {Map<number, Placed>} */
  const found = new Map();
  for (const one of wanted) {
    const box = sideOf(one, room, last.get(one.id), dots, [...found.values()]);
    if (!box) continue;
    room.add(around(box));
    found.set(one.id, box);
  }
  return found;
}

/** @param {Wanted} one @param {import("./room.js").Room} room @param {number | undefined} before @param {number} dots
 * @param {Placed[]} written @returns {Placed | null} */
function sideOf(one, room, before, dots, written) {
  if (before !== undefined) {
    const box = beside(one, before);
    if (room.cost(box, -CLEAR) <= dots) return box;
  }
  /** @type {Placed | null} */
  let best = null;
  let least = Infinity;
  for (let side = 0; side < SIDES.length && least > 0; side++) {
    const box = beside(one, side);
    const cost = room.cost(box, CLEAR);
    if (cost < least && cost <= (one.must ? MANY : dots)) [best, least] = [box, cost];
  }
  if (best || !one.must) return best;
  for (const away of AWAY) // rather than over another; the line to its dot runs over no word
    for (let side = 0; side < SIDES.length; side++) {
      const box = beside(one, side, away);
      if (room.cost(box, CLEAR) <= 1 && !written.some((other) => between(one, box, other))) return { ...box, away: true };
    }
  for (const away of [0, ...AWAY]) // over dots and lines, yet over no word; where that cannot be, it is left out
    for (let side = 0; side < SIDES.length; side++) {
      const box = kept(beside(one, side, away), room);
      if (!written.some((other) => overlap(box, around(other)) || between(one, box, other))) return { ...box, away: away > 0 };
    }
  return null;
}

/** A word with what is kept free around it. @param {Box} box @returns {Box} */
function around({ x, y, width, height }) {
  return { x: x - ASIDE, y: y - ABOVE, width: width + 2 * ASIDE, height: height + 2 * ABOVE };
}

/** @param {Wanted} one @param {number} side @param {number} [more]  pixels farther off than usual @returns {Placed} */
export function beside({ x, y, r, width, height }, side, more = 0) {
  const [dx, dy] = SIDES[side];
  const away = (dx && dy ? 0.75 * (r + GAP) : r + GAP) + more;
  return { x: x + dx * away + ((dx - 1) / 2) * width, y: y + dy * away + ((dy - 1) / 2) * height, width, height, side };
}

/** The place of a word's edge that is nearest to its dot. @param {Box} box @param {import("./drawing.js").Point} at @returns {import("./drawing.js").Point} */
export function nearestOf(box, [x, y]) {
  return [Math.max(box.x, Math.min(box.x + box.width, x)), Math.max(box.y + 2, Math.min(box.y + box.height - 2, y))];
}

/** Whether a word stands on the way from a dot to its own word. @param {Wanted} one @param {Placed} box @param {Placed} other */
function between(one, box, other) {
  const [x, y] = nearestOf(box, [one.x, one.y]);
  return Array.from({ length: 11 }, (_, i) => i / 10).some((t) => overlap(other, { x: one.x + t * (x - one.x) - 1, y: one.y + t * (y - one.y) - 1, width: 2, height: 2 }));
}

/** Inside the picture. @param {Placed} box @param {import("./room.js").Room} room @returns {Placed} */
function kept(box, room) {
  return { ...box, x: Math.max(3, Math.min(room.width - box.width - 3, box.x)), y: Math.max(3, Math.min(room.height - box.height - 3, box.y)) };
}

/** In which order words want to be written: the strong ones, then those of a kind, then the most frequent; among equals
 * those that were. @param {number} V @param {(v: number) => boolean} strong @param {number[]} kinds @param {Map<number, number>} last
 * @returns {number[]} */
export function order(V, strong, kinds, last) {
  const rank = Float64Array.from({ length: V }, (_, v) => (strong(v) ? 0 : kinds[v] >= 0 ? 2 : 4) + (last.has(v) ? 0 : 1));
  return Array.from({ length: V }, (_, v) => v).sort((a, b) => rank[a] - rank[b] || a - b); // by frequency: as the words come
}
