/** The pulls and pushes on one word, drawn in the plane in which they are longest: the map's own plane may hide them. */
import { num } from "../format.js";
import * as link from "../link.js";
import { arrow, dot, text, textWidth } from "./drawing.js";
import { palette } from "./palette.js";
import { Room } from "./room.js";
import { distance } from "./spotlight.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./forces.js").Forces} Forces
 * @typedef {{x: number, y: number, radius: number}} Circle
 * @typedef {{link: string, from: Point, to: Point}} Tip
 */

export const TOGETHER = "pull-together";
const NAMED = 8; // pixels: a shorter arrow has no name

/** @param {CanvasRenderingContext2D} c @param {Circle} circle @param {Forces} forces @returns {Tip[]} where its arrows lie */
export function draw(c, circle, forces) {
  const { card, ink, ink2, mark } = palette();
  const { x, y, radius } = circle;
  dot(c, [x, y], radius, { fill: card, edge: ink, width: 1.2 });
  if (!forces.rows.length) {
    text(c, `${short(forces.name)} is not in`, x, y - 4, { color: ink2, align: "center", halo: false });
    text(c, "this batch: no pull", x, y + 13, { color: ink2, align: "center", halo: false });
    return [];
  }
  const wide = radius > 95;
  text(c, !forces.flat ? "all along one line" : wide ? "in the plane of the pulls" : "plane of pulls", x, y - 0.6 * radius, { color: ink2, align: "center", halo: false });
  text(c, shareWords(forces.share, wide), x, y + 0.64 * radius + 9, { color: ink2, align: "center", halo: false });
  const tips = arrows(circle, forces);
  const lit = link.current();
  const order = [...tips].sort((a, b) => Number(a.link === lit) - Number(b.link === lit));
  for (const { link: name, from, to } of order) line(c, from, to, name, forces, name === lit);
  names(c, circle, forces, tips);
  dot(c, [x, y], 5, { fill: mark, edge: ink, width: 1.8 });
  return tips;
}

/** @param {number} share @param {boolean} long */
export function shareWords(share, long = true) {
  const part = 100 * share;
  const said = part > 99.95 ? "all" : `${num(part, part < 10 ? 1 : 2)} %`;
  return `${said} of ${long ? "the forces" : "them"}`;
}

/** @param {Circle} circle @param {Forces} forces @returns {Tip[]} */
function arrows({ x, y, radius }, forces) {
  const all = [...forces.rows, { link: TOGETHER, x: forces.x, y: forces.y }];
  const longest = Math.max(...all.map((one) => Math.hypot(one.x, one.y)));
  const scale = longest > 0 ? (0.52 * radius) / longest : 0;
  return all.map((one) => ({ link: one.link, from: [x, y], to: [x + scale * one.x, y - scale * one.y] }));
}

/** @param {CanvasRenderingContext2D} c @param {Point} from @param {Point} to @param {string} name @param {Forces} forces @param {boolean} lit */
function line(c, from, to, name, forces, lit) {
  const { gradient, ink, mark } = palette();
  const sum = name === TOGETHER;
  const pulls = sum || forces.rows.find((row) => row.link === name)?.pulls;
  if (lit) {
    arrow(c, from, to, { color: ink, width: 9, head: 16 });
    arrow(c, from, to, { color: mark, width: 6.5, head: 13 });
  }
  arrow(c, from, to, { color: gradient, width: sum ? 4 : 1.8, head: sum ? 12 : 8, dash: pulls ? [] : [4, 3] });
}

/** @param {CanvasRenderingContext2D} c @param {Circle} circle @param {Forces} forces @param {Tip[]} tips */
function names(c, { x, y, radius }, forces, tips) {
  const { gradient, card } = palette();
  const room = new Room(x + radius, y + radius);
  for (const { from, to } of tips) room.line(...from, ...to);
  for (const top of [y - 0.6 * radius - 13, y + 0.64 * radius - 4]) room.add({ x: x - 0.75 * radius, y: top, width: 1.5 * radius, height: 17 });
  const said = new Map([[TOGETHER, "together"], ...forces.rows.map((row) => /** @type {[string, string]} */ ([row.link, row.name]))]);
  const longest = [...tips].sort((a, b) => Number(b.link === TOGETHER) - Number(a.link === TOGETHER) || Math.hypot(b.to[0] - x, b.to[1] - y) - Math.hypot(a.to[0] - x, a.to[1] - y));
  for (const { link: name, to } of longest) {
    const way = Math.hypot(to[0] - x, to[1] - y);
    if (way < NAMED) continue;
    const words = short(said.get(name) ?? "");
    const width = textWidth(c, words, { bold: true });
    const [dx, dy] = [(to[0] - x) / way, (to[1] - y) / way];
    for (const [ox, oy] of [[dx, dy], [dx > 0 ? 0.7 : -0.7, dy > 0 ? 0.9 : -0.9], [0, dy > 0 ? 1 : -1], [dx > 0 ? 1 : -1, 0], [0, dy > 0 ? -1 : 1], [dx > 0 ? -1 : 1, 0]]) {
      const box = { x: to[0] + ox * 6 + ((ox - 1) / 2) * width, y: to[1] + oy * 7 + ((oy - 1) / 2) * 13, width, height: 13 };
      const held = [[box.x, box.y], [box.x + width, box.y], [box.x, box.y + 13], [box.x + width, box.y + 13]].every(([px, py]) => Math.hypot(px - x, py - y) < radius - 4);
      if (!held || room.cost(box, 0) > 0) continue;
      room.add(box);
      text(c, words, box.x, box.y + 11, { color: gradient, bold: true, ground: card });
      break;
    }
  }
}

/** @param {string} word */
export function short(word) {
  const letters = [...word];
  return letters.length > 14 ? `${letters.slice(0, 13).join("")}…` : word;
}

/** The arrow under a pointer. @param {Tip[]} tips @param {Point} at @returns {string | null} */
export function arrowAt(tips, at) {
  let [best, near] = [/** @type {string | null} */ (null), 7];
  for (const { link: name, from, to } of tips) {
    const far = distance(at, from, to) - (name === TOGETHER ? 2 : 0);
    if (far < near) [best, near] = [name, far];
  }
  return best;
}
