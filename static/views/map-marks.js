/** The dots of a map of words: their shape tells the kind, so that nobody needs a colour for it. */
import { stroke } from "./drawing.js";

/** @typedef {"circle" | "square" | "triangle" | "diamond" | "ring" | "cross" | "dot"} Shape */

/** @type {Record<string, Shape>} */
const OWN = { people: "circle", places: "square", animals: "triangle", colours: "diamond", "the sentence": "ring" };
/** @type {Shape[]} */
const OTHERS = ["circle", "square", "triangle", "diamond", "ring", "cross"];

/** The shape of each kind: those of the lab's own texts, and for other kinds those that are left. @param {string[]} names @returns {Shape[]} */
export function shapes(names) {
  const taken = new Set(names.map((name) => OWN[name]).filter(Boolean));
  const left = OTHERS.filter((shape) => !taken.has(shape));
  return names.map((name) => OWN[name] ?? left.shift() ?? "circle");
}

/** How far it reaches, in pixels. @param {Shape} shape */
export function reach(shape) {
  return shape === "dot" ? 2 : 5;
}

/** Makes its path. @param {CanvasRenderingContext2D} c @param {Shape} shape @param {number} x @param {number} y @param {number} r */
function trace(c, shape, x, y, r) {
  c.beginPath();
  if (shape === "square") c.rect(x - 0.84 * r, y - 0.84 * r, 1.68 * r, 1.68 * r);
  else if (shape === "triangle" || shape === "diamond") {
    const corners = shape === "triangle" ? [[0, -1.05], [1, 0.8], [-1, 0.8]] : [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]];
    corners.forEach(([dx, dy], i) => (i ? c.lineTo(x + dx * r, y + dy * r) : c.moveTo(x + dx * r, y + dy * r)));
    c.closePath();
  } else if (shape === "cross") {
    for (const way of [1, -1]) (c.moveTo(x - 0.8 * r, y - way * 0.8 * r), c.lineTo(x + 0.8 * r, y + way * 0.8 * r));
  } else c.arc(x, y, shape === "ring" ? 0.9 * r : r, 0, 2 * Math.PI);
}

/** @param {CanvasRenderingContext2D} c @param {Shape} shape @param {number} x @param {number} y @param {{color: string, ground: string, r?: number}} look */
export function mark(c, shape, x, y, { color, ground, r = reach(shape) }) {
  trace(c, shape, x, y, r);
  if (shape === "cross") return stroke(c, color, 2);
  c.fillStyle = shape === "ring" ? ground : color;
  c.fill();
  if (shape === "ring") stroke(c, color, 1.8);
}

/** The same for the key. @param {Shape} shape */
export function svg(shape) {
  const r = reach(shape);
  const path = {
    circle: `<circle cx="7" cy="7" r="${r}"/>`,
    dot: `<circle cx="7" cy="7" r="${r}"/>`,
    ring: `<circle cx="7" cy="7" r="4.5" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
    square: `<rect x="2.8" y="2.8" width="8.4" height="8.4"/>`,
    triangle: `<path d="M7 1.7l5 9.3H2z"/>`,
    diamond: `<path d="M7 1.2L12.8 7 7 12.8 1.2 7z"/>`,
    cross: `<path d="M3 3l8 8M11 3l-8 8" stroke="currentColor" stroke-width="2"/>`,
  }[shape];
  return `<svg width="14" height="14" viewBox="0 0 14 14" fill="currentColor" aria-hidden="true">${path}</svg>`;
}
