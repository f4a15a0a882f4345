/** The pulls and pushes on one word, drawn in the plane in which they are longest: the map's own plane may hide them. */
import { num } from "../format.js";
import * as link from "../link.js";
import { arrow, dot, line, text, textWidth } from "./drawing.js";
import { HIGH, named } from "./lens-names.js";
import { faint, palette } from "./palette.js";
import { distance } from "./spotlight.js";
import { isolated } from "./words.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./forces.js").Forces} Forces
 * @typedef {{x: number, y: number, radius: number}} Circle
 * @typedef {{link: string, from: Point, to: Point}} Tip
 */

export const TOGETHER = "pull-together";
const SHORTEST = 3; // pixels: a shorter arrow is nothing but the word's dot
const [TOP, BOTTOM] = [0.62, 0.76]; // of the radius, above and below the middle: where the words of the lens itself stand

/** @param {CanvasRenderingContext2D} c @param {Circle} circle @param {Forces} forces @returns {Tip[]} where its arrows lie */
export function draw(c, circle, forces) {
  const { card, gradient, ink, ink2, mark } = palette();
  const { x, y, radius } = circle;
  dot(c, [x, y], radius, { fill: card, edge: ink, width: 1.2 });
  if (!forces.rows.length) {
    text(c, `${short(forces.name)} is not in`, x, y - 4, { color: ink2, align: "center", halo: false });
    text(c, "this batch: no pull", x, y + 13, { color: ink2, align: "center", halo: false });
    return [];
  }
  const wide = radius > 95;
  const title = !forces.flat ? "all along one line" : wide ? "in the plane of the pulls" : "plane of pulls";
  text(c, title, x, y - TOP * radius, { color: ink2, align: "center", halo: false });
  text(c, shareWords(forces.share, wide), x, y + BOTTOM * radius, { color: ink2, align: "center", halo: false });
  const lit = link.current();
  const said = new Map([[TOGETHER, "together"], ...forces.rows.map((row) => /** @type {[string, string]} */ ([row.link, short(row.name)]))]);
  const all = arrows(circle, forces);
  const taken = [-TOP * radius - HIGH, BOTTOM * radius - HIGH + 1].map((top) => ({ x: x - 0.72 * radius, y: y + top, width: 1.44 * radius, height: HIGH + 3 }));
  const layout = (/** @type {string | null} */ first) => named(circle, [...all].sort((a, b) => rank(b, first) - rank(a, first) || length(b) - length(a))
    .map(({ link: name, to }) => ({ link: name, to, width: textWidth(c, said.get(name) ?? "", { bold: true }), must: name === TOGETHER })), taken);
  let names = layout(null);
  if (lit && said.has(lit) && !names.some((name) => name.link === lit)) names = layout(lit); // one that had no place until now
  const [tips, aside] = [true, false].map((has) => all.filter((tip) => names.some((name) => name.link === tip.link) === has));
  for (const tip of aside) if (length(tip) >= SHORTEST) unnamed(c, tip, forces);
  for (const { lead } of names) if (lead) line(c, lead, { color: faint(gradient, 0.5), width: 0.8 });
  for (const tip of [...tips].sort((a, b) => Number(a.link === lit) - Number(b.link === lit))) force(c, tip, forces, tip.link === lit);
  for (const { link: name, box } of names) text(c, said.get(name) ?? "", box.x, box.y + HIGH - 2, { color: gradient, bold: true, ground: card });
  dot(c, [x, y], 5, { fill: mark, edge: ink, width: 1.8 });
  return [...tips, ...aside];
}

/** Their sum first. @param {Tip} tip @param {string | null} first  comes after it */
function rank({ link: name }, first) {
  return name === TOGETHER ? 2 : Number(name === first);
}

/** @param {Tip} tip */
function length({ from, to }) {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
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

/** @param {CanvasRenderingContext2D} c @param {Tip} tip @param {Forces} forces @param {boolean} lit */
function force(c, { link: name, from, to }, forces, lit) {
  const { gradient, ink, mark } = palette();
  const sum = name === TOGETHER;
  const pulls = sum || forces.rows.find((row) => row.link === name)?.pulls;
  if (lit) {
    arrow(c, from, to, { color: ink, width: 9, head: 16 });
    arrow(c, from, to, { color: mark, width: 6.5, head: 13 });
  }
  arrow(c, from, to, { color: gradient, width: sum ? 4 : 1.8, head: sum ? 12 : 8, dash: pulls ? [] : [4, 3] });
}

/** One that has no room for a name, or is too short for one: pointed at, it gets both. @param {CanvasRenderingContext2D} c @param {Tip} tip @param {Forces} forces */
function unnamed(c, { link: name, from, to }, forces) {
  const pulls = forces.rows.find((row) => row.link === name)?.pulls;
  arrow(c, from, to, { color: faint(palette().gradient, 0.55), width: 1.2, head: 5, dash: pulls ? [] : [3, 3] });
}

/** @param {string} word */
export function short(word) {
  const letters = [...word];
  return isolated(letters.length > 14 ? `${letters.slice(0, 13).join("")}…` : word);
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
