/**
 * The Huffman tree, and the way down it to one word: the whole tree where there is room for it, else only the way with
 * what it passes by.
 *
 * @typedef {{x: number, y: number, node: number, word: number, on: boolean, parent: number}} Spot   node or word: −1 if it is none;
 *   parent: the place of the spot above it in the list
 */
import { make } from "./svg.js";
import { isolated } from "./words.js";

const WHOLE = 40; // words up to which the whole tree is drawn
const ROW = 30;
const [TOP, EDGE] = [12, 6];
const NAMED = 44; // pixels for each leaf with which all of them have their names

/** Where everything is, in a picture of a width. @param {ArrayLike<number>} children  left and right of each node @param {number} V
 * @param {number[][]} way  node, turn, σ @param {number} wanted @param {number} width @returns {Spot[]} */
export function spots(children, V, way, wanted, width) {
  return V <= WHOLE ? whole(children, V, way, wanted, width) : alone(children, V, way, wanted, width);
}

/** @type {typeof spots} */
function whole(children, V, way, wanted, width) {
  /** @type {Spot[]} */
  const found = [];
  const on = new Set(way.map(([node]) => node));
  let leaves = 0;
  /** @param {number} child @param {number} depth @param {number} parent @returns {number} */
  const lay = (child, depth, parent) => {
    const node = child >= V ? child - V : -1;
    const spot = { x: 0, y: TOP + depth * ROW, node, word: node < 0 ? child : -1, on: node < 0 ? child === wanted : on.has(node), parent };
    const at = found.push(spot) - 1;
    if (node < 0) {
      spot.x = EDGE + ((width - 2 * EDGE) * (leaves + 0.5)) / V;
      leaves++;
      return spot.x;
    }
    const [left, right] = [0, 1].map((turn) => lay(children[2 * node + turn], depth + 1, at));
    return (spot.x = (left + right) / 2);
  };
  lay(V + V - 2, 0, -1);
  return found;
}

/** @type {typeof spots} */
function alone(children, V, way, wanted, width) {
  const turns = way.map(([, turn]) => (turn ? 1 : -1));
  const places = turns.reduce((all, turn) => [...all, all[all.length - 1] + turn], [0]);
  const [low, high] = [Math.min(...places) - 1, Math.max(...places) + 1];
  const pace = Math.min(44, (width - 2 * EDGE) / (high - low));
  const x = (/** @type {number} */ place) => width / 2 + (place - (low + high) / 2) * pace;
  /** @type {Spot[]} */
  const found = [];
  way.forEach(([node, turn], k) => {
    found.push({ x: x(places[k]), y: TOP + k * ROW, node, word: -1, on: true, parent: k ? found.findIndex((spot) => spot.node === way[k - 1][0]) : -1 });
    const other = children[2 * node + 1 - turn];
    found.push({ x: x(places[k] - turns[k]), y: TOP + (k + 1) * ROW, node: other >= V ? other - V : -1, word: other < V ? other : -1, on: false, parent: found.length - 1 });
  });
  found.push({ x: x(places[way.length]), y: TOP + way.length * ROW, node: -1, word: wanted, on: true, parent: found.findIndex((spot) => spot.node === way[way.length - 1]?.[0]) });
  return found;
}

/** The longest way from the root to a word. @param {ArrayLike<number>} children @param {number} V */
export function deepest(children, V) {
  const depths = new Int32Array(V - 1); // a node is made after what is below it
  for (let node = 0; node < V - 1; node++)
    for (const child of [children[2 * node], children[2 * node + 1]]) depths[node] = Math.max(depths[node], 1 + (child >= V ? depths[child - V] : 0));
  return V > 1 ? depths[V - 2] : 0;
}

/** The height of a tree's picture. @param {number} deep */
export const heightOf = (deep) => TOP + deep * ROW + 22;

/** @param {HTMLElement} element @returns {(children: ArrayLike<number>, words: string[], way: number[][], wanted: number) => void} */
export function create(element) {
  let drawn = "";
  return (children, words, way, wanted) => {
    const width = element.clientWidth;
    const key = JSON.stringify([width, way.map(([node, turn]) => [node, turn]), wanted, words.length, words[wanted]]);
    if (!width || key === drawn) return;
    drawn = key;
    const V = words.length;
    const found = spots(children, V, way, wanted, width);
    const height = heightOf(Math.round((Math.max(...found.map(({ y }) => y)) - TOP) / ROW));
    element.style.minHeight = `${heightOf(deepest(children, V))}px`; // whichever word comes next
    const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": `The way down the tree to “${isolated(words[wanted])}”: ${way.map(([, turn]) => (turn ? "right" : "left")).join(", ")}.` });
    for (const spot of [...found].sort((a, b) => Number(a.on) - Number(b.on))) {
      const up = found[spot.parent];
      if (up) make("path", { d: `M${up.x} ${up.y}L${spot.x} ${spot.y}`, class: spot.on && up.on ? "on" : "" }, svg);
    }
    for (const { x, y, node, word, on } of found) {
      const mark = node >= 0 ? make("circle", { cx: x, cy: y, r: on ? 5 : 3, class: on ? "on" : "", "data-link": `node-${node}` }, svg) : make("rect", { x: x - 3.5, y: y - 3.5, width: 7, height: 7, class: on ? "on" : "", "data-link": `word-${word}` }, svg);
      make("title", {}, mark).textContent = node >= 0 ? `node ${node + 1}` : words[word];
      const named = word >= 0 && (on || width >= NAMED * V || V > WHOLE);
      if (named) make("text", { x, y: y + 17, "text-anchor": x > width - 20 ? "end" : x < 20 ? "start" : "middle", class: on ? "on" : "" }, svg).textContent = clipped(words[word]);
    }
    element.replaceChildren(svg);
  };
}

/** @param {string} word */
const clipped = (word) => isolated(word.length > 12 ? `${word.slice(0, 11)}…` : word);
