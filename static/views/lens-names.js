/** Which arrows of a lens have names, and where these stand: no name on an arrow that has one, or on another. */
import { overlap, Room } from "./room.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./room.js").Box} Box
 * @typedef {{x: number, y: number, radius: number}} Circle
 * @typedef {{link: string, to: Point, width: number, must: boolean}} Arrow   from the middle; `width` of its name, which it must have or not
 * @typedef {{link: string, box: Box, lead: [Point, Point] | null}} Name        `lead`: a thin line to a name that stands apart
 */

export const HIGH = 13; // pixels: a line of letters
const APART = 4; // pixels between two names in a line: they are not read as one
const MOST = 8; // arrows with a name
const LEAST = 11; // pixels: what goes a shorter way is not told from others
const NEAR = 9; // pixels from its tip, up to which a name needs no line to it
const LONGEST = 0.4; // of the radius: a name that stands farther from its tip is not seen to be of it
const TURNS = [0, 0.25, -0.25, 0.5, -0.5, 0.8, -0.8, 1.15, -1.15, 1.6, -1.6, 2.1, -2.1, 2.6, -2.6, Math.PI]; // radians away from the arrow
const SHARES = [0.6, 0.72, 0.84]; // of the radius: where a name's middle may stand

/** @param {Circle} circle @param {Arrow[]} arrows  the most important first @param {Box[]} taken  what else stands in it @returns {Name[]} */
export function named(circle, arrows, taken) {
  let drawn = arrows.filter(({ to, must }) => must || Math.hypot(to[0] - circle.x, to[1] - circle.y) >= LEAST).slice(0, MOST);
  for (;;) {
    const names = tried(circle, drawn, taken);
    if (names.length === drawn.length) return names;
    drawn = drawn.filter(({ link }) => names.some((name) => name.link === link)); // the others' arrows make room
  }
}

/** @param {Circle} circle @param {Arrow[]} arrows @param {Box[]} taken @returns {Name[]} */
function tried(circle, arrows, taken) {
  const { x, y, radius } = circle;
  const [lines, words] = [0, 1].map(() => new Room(x + radius, y + radius));
  for (const box of taken) words.add(box);
  words.add({ x: x - 7, y: y - 7, width: 14, height: 14 }); // the word itself
  for (const { to } of arrows) lines.line(x, y, ...to);
  /** @type {Name[]} */
  const names = [];
  for (const arrow of arrows) {
    const found = placeOf(arrow, circle, lines, words, names) ?? (arrow.must ? forced(arrow, circle, words) : null);
    if (!found) continue;
    names.push(found);
    words.add({ ...found.box, x: found.box.x - APART, width: found.box.width + 2 * APART });
    if (found.lead) lines.line(...found.lead[0], ...found.lead[1]);
  }
  return names;
}

/** @param {Arrow} arrow @param {Circle} circle @param {Room} lines @param {Room} words @param {Name[]} names @returns {Name | null} */
function placeOf({ link, to, width }, circle, lines, words, names) {
  const free = (/** @type {Box} */ box) => held(box, circle) && lines.cost(box, 1) === 0 && words.cost(box, 1) === 0;
  const besides = beside(to, circle, width).find(free);
  if (besides) return { link, box: besides, lead: null };
  const angle = Math.atan2(to[1] - circle.y, to[0] - circle.x);
  for (const turn of TURNS)
    for (const share of SHARES) {
      const box = around(circle, angle + turn, share * circle.radius, width);
      if (!free(box)) continue;
      const lead = leader(to, box);
      if (lead && Math.hypot(lead[1][0] - to[0], lead[1][1] - to[1]) > LONGEST * circle.radius) continue;
      if (!lead || (!names.some((name) => crosses(lead, name.box)) && clear(lead, lines))) return { link, box, lead };
    }
  return null;
}

/** Where nothing is free: over arrows, but over no word. @param {Arrow} arrow @param {Circle} circle @param {Room} words @returns {Name} */
function forced({ link, to, width }, circle, words) {
  const angle = Math.atan2(to[1] - circle.y, to[0] - circle.x);
  const all = [...beside(to, circle, width), ...TURNS.map((turn) => around(circle, angle + turn, 0.5 * circle.radius, width))];
  return { link, box: all.find((box) => words.cost(box, 0) === 0 && held(box, circle)) ?? all[0], lead: null };
}

/** Around an arrow's tip. @param {Point} to @param {Circle} circle @param {number} width @returns {Box[]} */
function beside([tx, ty], { x, y }, width) {
  const way = Math.hypot(tx - x, ty - y) || 1;
  const [dx, dy] = [(tx - x) / way, (ty - y) / way];
  const ways = [[dx, dy], [dx > 0 ? 0.7 : -0.7, dy > 0 ? 0.9 : -0.9], [0, dy > 0 ? 1 : -1], [dx > 0 ? 1 : -1, 0], [0, dy > 0 ? -1 : 1]];
  return ways.map(([ox, oy]) => ({ x: tx + ox * 6 + ((ox - 1) / 2) * width, y: ty + oy * 7 + ((oy - 1) / 2) * HIGH, width, height: HIGH }));
}

/** @param {Circle} circle @param {number} angle @param {number} far @param {number} width @returns {Box} */
function around({ x, y }, angle, far, width) {
  return { x: x + far * Math.cos(angle) - width / 2, y: y + far * Math.sin(angle) - HIGH / 2, width, height: HIGH };
}

/** Wholly inside. @param {Box} box @param {Circle} circle */
function held({ x: left, y: top, width, height }, { x, y, radius }) {
  return [[left, top], [left + width, top], [left, top + height], [left + width, top + height]].every(([px, py]) => Math.hypot(px - x, py - y) < radius - 4);
}

/** From a tip to the nearest edge of its name. @param {Point} tip @param {Box} box @returns {[Point, Point] | null} */
function leader(tip, { x, y, width, height }) {
  /** @type {Point} */
  const edge = [Math.max(x - 2, Math.min(x + width + 2, tip[0])), Math.max(y, Math.min(y + height, tip[1]))];
  return Math.hypot(edge[0] - tip[0], edge[1] - tip[1]) > NEAR ? [tip, edge] : null;
}

/** @param {[Point, Point]} line @param {Box} box */
function crosses(line, box) {
  return along(line).some((piece) => overlap(box, piece));
}

/** Over no arrow, but for the end of its own. @param {[Point, Point]} line @param {Room} lines */
function clear(line, lines) {
  const [[x, y]] = line;
  return along(line).every((piece) => Math.hypot(piece.x + 1 - x, piece.y + 1 - y) < 7 || lines.cost(piece) === 0);
}

/** @param {[Point, Point]} line @returns {Box[]} */
function along([[x0, y0], [x1, y1]]) {
  return Array.from({ length: 17 }, (_, i) => ({ x: x0 + ((x1 - x0) * i) / 16 - 1, y: y0 + ((y1 - y0) * i) / 16 - 1, width: 2, height: 2 }));
}
