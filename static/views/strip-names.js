/** Where names stand along a line in rows above and below it, each with a thin line to its foot: no name on another, no line through one. */
import { overlap } from "./room.js";

/**
 * @typedef {import("./room.js").Box} Box
 * @typedef {{id: number, foot: number, width: number}} Wanted
 * @typedef {{row: number, side: number}} Way      side: how much of the name is left of its foot
 * @typedef {Wanted & Way & {box: Box, lead: Box}} Named
 * @typedef {{line: number, gap: number, high: number, below: number, above: number, width: number}} Strip
 *   `line`: its height; `gap`: to the first row; `high`: of a row; how many rows there are on either side
 */

const SIDES = [0.5, 0.06, 0.94];
const SPARE = 4; // pixels between two names

/** @param {Wanted[]} first  all of them, if that can be @param {Wanted[]} others  where there is room left, the most important first
 * @param {Strip} strip @param {Box[]} taken @param {Map<number, Way>} last  where they were: there they stay while that will do
 * @returns {Named[]} */
export function named(first, others, strip, taken, last) {
  const kept = tried(first, others, strip, taken, last);
  const missed = (/** @type {Named[]} */ names) => first.filter(({ id }) => !names.some((one) => one.id === id)).length;
  if (!last.size || !missed(kept)) return kept;
  const anew = tried(first, others, strip, taken, new Map()); // where names stay, others may find no place
  return missed(anew) < missed(kept) ? anew : kept;
}

/** @param {Wanted[]} first @param {Wanted[]} others @param {Strip} strip @param {Box[]} taken @param {Map<number, Way>} last @returns {Named[]} */
function tried(first, others, strip, taken, last) {
  /** @type {Map<number, Named>} */
  const found = new Map();
  const rows = Array.from({ length: strip.below + strip.above }, (_, i) => i); // those below the line, then those above it
  const near = [...rows].sort((a, b) => depth(a, strip) - depth(b, strip) || a - b);
  const put = (/** @type {Wanted} */ one, /** @type {Way[]} */ ways) => {
    const before = found.get(one.id);
    found.delete(one.id);
    const way = ways.map((each) => placed(one, each, strip)).find((each) => free(each, [...found.values()], taken, strip)) ?? before;
    if (way) found.set(one.id, way);
  };
  const ways = (/** @type {number[]} */ order) => order.flatMap((row) => SIDES.map((side) => ({ row, side })));
  for (const one of first) put(one, [last.get(one.id) ?? []].flat());
  const fresh = first.filter(({ id }) => !found.has(id)).sort((a, b) => a.foot - b.foot);
  for (const one of fresh) put(one, ways([...near].reverse())); // from the left the farthest row first: no line to a later name is cut off
  for (let again = 0; again < 2; again++) for (const one of [...fresh].reverse()) put(one, ways(near)); // then as near as may be
  for (const one of others) put(one, [...[last.get(one.id) ?? []].flat(), ...ways(near)]);
  return [...found.values()];
}

/** How many rows lie between it and the line. @param {number} row @param {Strip} strip */
function depth(row, { below }) {
  return row < below ? row : row - below;
}

/** @param {Wanted} one @param {Way} way @param {Strip} strip @returns {Named} */
function placed(one, { row, side }, strip) {
  const { line, gap, high, below, width } = strip;
  const far = gap + depth(row, strip) * high;
  const x = Math.max(3, Math.min(width - one.width - 3, one.foot - side * one.width));
  const y = row < below ? line + far : line - far - high;
  return { ...one, row, side, box: { x, y, width: one.width, height: high - 1 }, lead: { x: one.foot - 0.5, y: row < below ? line : line - far, width: 1, height: far } };
}

/** @param {Named} one @param {Named[]} others @param {Box[]} taken @param {Strip} strip */
function free({ box, lead }, others, taken, { width }) {
  const wide = { ...box, x: box.x - SPARE, width: box.width + 2 * SPARE };
  const near = { ...lead, x: lead.x - 2, width: 5 };
  if (lead.x < 2 || lead.x > width - 2 || taken.some((each) => overlap(wide, each))) return false;
  return others.every((other) => !overlap(wide, other.box) && !overlap(box, other.lead) && !overlap(near, other.box));
}
