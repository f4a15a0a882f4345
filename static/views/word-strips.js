/** The word network drawn: the one-hot row, its row of W lit, h in numbers, and C with the column of the wanted word lit. */
import * as link from "../link.js";
import { alternative } from "./alternative.js";
import { apart, roomBeside } from "./apart.js";
import { arrow, stroke, symbol, symbolWidth, text, textWidth } from "./drawing.js";
import { fixed, places } from "./digits.js";
import { paint, reach } from "./heat.js";
import { mix, palette } from "./palette.js";
import { Stage } from "./stage.js";
import { heightOf, layout, NUMBERED } from "./word-layout.js";
import { entry, pairOf } from "./word-net.js";
import { isolated } from "./words.js";

/**
 * @typedef {import("./word-net.js").WordNet} WordNet
 * @typedef {import("./word-layout.js").Box} Box
 */

const [NUMBERS, TINTS] = [0.5, 0.85]; // of a hue: under a number, and where none stands
const [W, C] = [0, 1];
const FRACTION = 15; // pixels of ¼, whose figures are small; of a longer one less, for it has to fit into its cell

/** @param {HTMLElement} element @returns {{update: (net: WordNet) => void, resize: () => void}} */
export function create(element) {
  const describe = alternative(element);
  const pictures = [W, C].map(() => document.createElement("canvas"));
  /** @type {WordNet | null} */
  let net = null;
  let painted = /** @type {unknown[]} */ ([]);
  const stage = new Stage(element, { heights: [320, 320], draw });
  stage.heightFor = (width) => (net ? heightOf(net, width) : 320); // what stands under one another is higher

  /** @param {WordNet} next */
  function update(next) {
    net = next;
    stage.resize();
    stage.show();
    describe(words, !next.playing);
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    const now = net;
    if (!now) return false;
    const c = stage.clear(0);
    const { ink, ink2, rule, edge, sunk } = palette();
    const places = layout(now, stage.width);
    const { hot, w, h, out, stacked, low } = places;
    const lit = lighted(now);
    const full = reach(now.W ?? [], now.C ?? [], now.h);
    tinted(fresh, full);
    c.globalAlpha = now.late && !now.playing ? 0.6 : 1; // of an earlier step: faint rather than wrong
    c.imageSmoothingEnabled = w.rows > w.height;
    if (now.W) c.drawImage(pictures[W], w.x, w.y, w.width, w.height);
    if (now.C) {
      c.imageSmoothingEnabled = out.columns > out.width;
      c.drawImage(pictures[C], out.x, out.y, out.width, out.height);
    }
    if (w.numbers && now.W) written(c, w, now.W, (r, k) => r * w.columns + k);
    if (out.numbers && now.C) written(c, out, now.C, (r, k) => k * out.rows + r);
    c.globalAlpha = 1;
    // the one-hot row, standing
    c.fillStyle = sunk;
    c.fillRect(hot.x, hot.y, hot.width, hot.height);
    c.beginPath();
    c.rect(hot.x, hot.y, hot.width, hot.height);
    stroke(c, rule, 1);
    const tall = Math.max(4, hot.height / hot.rows);
    const middle = (/** @type {Box} */ box, /** @type {number} */ r) => box.y + ((r + 0.5) * box.height) / box.rows;
    let lowest = -Infinity;
    for (const v of [...new Set(now.inputs)].sort((a, b) => a - b)) {
      const y = middle(hot, v);
      c.fillStyle = ink;
      c.fillRect(hot.x - 1, y - tall / 2, hot.width + 2, tall);
      const at = Math.max(y + 4, lowest + 13);
      lowest = at;
      text(c, short(c, now.words[v], hot.x - 10), hot.x - 5, at, { bold: true, align: "right" });
      frame(c, w.x - 1, y - tall / 2 - 1, w.width + 2, tall + 2);
      const end = [h.x - 6, h.y + h.height / 2];
      c.beginPath();
      c.moveTo(w.x + w.width + 3, y);
      if (stacked) for (const [corner, next] of /** @type {[number, number][][]} */ ([[[w.x + w.width + 14, y], [w.x + w.width + 14, low]], [[w.x + w.width + 14, low - 2], [w.x, low - 2]], [[8, low - 2], [8, end[1]]], [[8, end[1]], end]])) c.arcTo(...corner, ...next, 8);
      else c.bezierCurveTo(w.x + w.width + 22, y, end[0] - 22, end[1], end[0] - 4, end[1]);
      stroke(c, ink, 1.4);
    }
    if (hot.rows <= NUMBERED) for (let v = 0; v < hot.rows; v++) {
      const said = entry(now, v);
      const on = now.inputs.includes(v);
      text(c, said, hot.x + hot.width / 2, middle(hot, v) + 4, { align: "center", halo: false, color: on ? palette().card : ink2, bold: on, ...(said.length > 1 && { size: FRACTION - 2 * (said.length - 3) }) });
    }
    arrow(c, [h.x - 12, h.y + h.height / 2], [h.x - 3, h.y + h.height / 2], { color: ink, width: 1.4, head: 7 });
    // h
    now.h.forEach((value, n) => {
      const [y, height] = [h.y + (n * h.height) / h.rows, h.height / h.rows];
      c.fillStyle = lit.dimension === n ? palette().mark : mix(value < 0 ? palette().negative : palette().positive, palette().card, NUMBERS * Math.min(1, Math.abs(value) / full));
      c.beginPath();
      c.roundRect(h.x, y + 0.5, h.width, height - 1, h.numbers ? 3 : 0);
      c.fill();
      if (lit.dimension === n) stroke(c, ink, 1.5);
      if (h.numbers) text(c, fixed(value, digits(now.h)), h.x + h.width - 6, y + height / 2 + 4.5, { align: "right", halo: false });
    });
    text(c, "·", (h.x + h.width + out.x) / 2, h.y + h.height / 2 + 7, { size: 22, align: "center" });
    // the column of the wanted word, or of the nodes on the way
    const column = out.width / out.columns;
    const at = (/** @type {number} */ k) => out.x + (k + 0.5) * column;
    const wide = Math.max(4, column);
    const own = now.kind === "hierarchical" ? now.way.map(([node]) => node) : [now.wanted];
    for (const k of now.candidates.slice(1)) frame(c, at(k) - wide / 2 - 1, out.y - 2, wide + 2, out.height + 4, [3, 2], edge);
    for (const k of own) frame(c, at(k) - wide / 2 - 1, out.y - 2, wide + 2, out.height + 4);
    if (!stacked) arrow(c, [out.x + out.width + 6, h.y + h.height / 2], [out.x + out.width + 21, h.y + h.height / 2], { color: ink, width: 1.4, head: 7 });
    captions(c, places, own, at);
    lamp(c, places, lit, at, middle);
    return false;
  }

  /** Names above, shapes below. @param {CanvasRenderingContext2D} c @param {ReturnType<typeof layout>} places @param {number[]} own @param {(k: number) => number} at */
  function captions(c, { hot, w, h, out, upper, foot, low }, own, at) {
    if (!net) return;
    const { ink2 } = palette();
    const many = net.inputs.length;
    const middle = (/** @type {Box} */ box) => box.x + box.width / 2;
    for (const [letter, box, above] of /** @type {[string, Box, number][]} */ ([["x", hot, 0], ["W", w, 0], ["h", h, low], ["C", out, low]])) symbol(c, letter, "", middle(box) - symbolWidth(c, letter, "") / 2, above + 16);
    const shapes = [
      { words: `1×${net.V}`, at: middle(hot), y: upper },
      { words: `${net.V}×${net.N}`, at: middle(w), y: upper },
      { words: `1×${net.N}`, at: middle(h), y: foot },
      { words: `${net.N}×${net.columns}`, at: middle(out), y: foot },
    ];
    const [first, ...others] = new Set(net.inputs);
    const each = others.length === many - 1; // no word is there twice
    const aside = [
      { words: many < 2 ? "one-hot" : each ? `n-hot, ${entry(net, first)} each` : "n-hot", at: middle(hot), y: 33 },
      { words: many > 1 ? `mean of ${many} rows` : "a row of W", at: middle(h), y: low + 33 },
    ];
    const nodes = net.kind === "hierarchical";
    const room = roomBeside(aside.filter(({ y }) => y === low + 33).map(({ words }) => textWidth(c, words)), stage.width);
    const wanted = { words: short(c, nodes ? "the nodes on the way" : net.words[net.wanted], room), at: nodes ? middle(out) : at(own[0]), y: low + 33, bold: true };
    side(c, shapes, ink2);
    side(c, [...aside, wanted], ink2);
  }

  /** Names side by side, those at one height apart from each other. @param {CanvasRenderingContext2D} c
   * @param {{words: string, at: number, y: number, bold?: boolean}[]} names @param {string} color  of those that are not bold */
  function side(c, names, color) {
    for (const height of new Set(names.map(({ y }) => y))) {
      const row = names.filter(({ y }) => y === height);
      const middles = apart(row.map(({ words, at, bold }) => ({ at, width: textWidth(c, words, { bold }) })), 1, stage.width - 1);
      row.forEach(({ words, bold }, i) => text(c, words, middles[i], height, { bold, align: "center", ...(bold ? {} : { color }) }));
    }
  }

  /** What is pointed at, here or elsewhere. @param {CanvasRenderingContext2D} c @param {ReturnType<typeof layout>} places @param {ReturnType<typeof lighted>} lit
   * @param {(k: number) => number} at @param {(box: Box, r: number) => number} middle */
  function lamp(c, { hot, w, out }, lit, at, middle) {
    if (!net) return;
    const { word, node, dimension } = lit;
    const column = net.kind === "hierarchical" ? node : word;
    const wide = Math.max(3, out.width / out.columns);
    if (column >= 0) glow(c, at(column) - wide / 2, out.y, wide, out.height);
    if (dimension >= 0) glow(c, out.x, out.y + (dimension * out.height) / out.rows, out.width, out.height / out.rows);
    if (word >= 0) {
      const tall = Math.max(3, w.height / w.rows);
      glow(c, w.x, middle(w, word) - tall / 2, w.width, tall);
    }
    const said = node >= 0 ? `node ${node + 1}` : word >= 0 ? net.words[word] : "";
    if (!said) return;
    if (word >= 0) tag(c, said, hot.x - 5, middle(hot, word), "right");
    if (column >= 0) tag(c, said, at(column), out.y + out.height + 11, "center");
  }

  /** A name in the highlighter's colour. @param {CanvasRenderingContext2D} c @param {string} words @param {number} x @param {number} y @param {"right" | "center"} align */
  function tag(c, words, x, y, align) {
    const { mark, ink } = palette();
    const width = textWidth(c, words, { bold: true }) + 10;
    const left = Math.max(1, Math.min(stage.width - width - 1, align === "right" ? x - width : x - width / 2));
    c.beginPath();
    c.roundRect(left, y - 9, width, 18, 3);
    c.fillStyle = mark;
    c.fill();
    stroke(c, ink, 1.5);
    text(c, words, left + 5, y + 4, { bold: true, halo: false });
  }

  /** W and C in tints, anew only where they are others. @param {boolean} fresh @param {number} full */
  function tinted(fresh, full) {
    if (!net || (!fresh && painted[W] === net.W && painted[C] === net.C && painted[2] === full)) return;
    const { W: rows, C: columns, N } = net;
    painted = [rows, columns, full];
    const { w, out } = layout(net, stage.width);
    if (rows) paint(pictures[W], N, net.V, (r, k) => rows[r * N + k], full, w.numbers ? NUMBERS : TINTS);
    if (columns) paint(pictures[C], net.columns, N, (r, k) => columns[k * N + r], full, out.numbers ? NUMBERS : TINTS);
  }

  function words() {
    if (!net) return "Nothing is drawn yet.";
    const from = net.inputs.map((v) => `“${/** @type {WordNet} */ (net).words[v]}”`);
    const row = from.length > 1 ? `x has 1/${from.length} for each of its words, so that h = x W is the mean of the rows of ${from.join(", ")} in W` : `The one-hot row of ${from[0]} picks its row of W as h`;
    const h = net.h.slice(0, 12).map((value) => fixed(value, digits(/** @type {WordNet} */ (net).h))).join(", ");
    return `The network for ${pairOf(net)}. ${row}: ${h}${net.h.length > 12 ? " and so on" : ""}. h times C gives a score for each of ${net.columns} ${net.kind === "hierarchical" ? "nodes of the tree" : "words"}.`;
  }

  /** @param {PointerEvent | null} event */
  function point(event) {
    if (!net || !event) return link.set(null);
    const { x, y } = stage.at(event);
    const { hot, w, h, out } = layout(net, stage.width);
    const inside = (/** @type {Box} */ box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
    const row = (/** @type {Box} */ box) => Math.floor(((y - box.y) / box.height) * box.rows);
    if (inside(w) || inside(hot)) link.set(`word-${row(w)}`);
    else if (inside(h)) link.set(`h-${row(h)}`);
    else if (inside(out)) link.set(`${net.kind === "hierarchical" ? "node" : "word"}-${Math.floor(((x - out.x) / out.width) * out.columns)}`);
    else link.set(null);
  }
  element.addEventListener("pointermove", point);
  element.addEventListener("pointerleave", () => point(null));
  document.addEventListener("linkchange", () => net && stage.request());

  return { update, resize: () => stage.resize() };
}

/** The word, node or dimension that is lit on the whole page; −1: none. @param {WordNet} net */
function lighted(net) {
  const [, kind, number] = /^(word|node|h)-(\d+)$/.exec(link.current() ?? "") ?? [];
  const of = (/** @type {string} */ own, /** @type {number} */ most) => (kind === own && Number(number) < most ? Number(number) : -1);
  return { word: of("word", net.V), node: net.kind === "hierarchical" ? of("node", net.columns) : -1, dimension: of("h", net.N) };
}

/** @param {ArrayLike<number>} values */
function digits(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return places(most);
}

/** The numbers of a small matrix in its cells. @param {CanvasRenderingContext2D} c @param {Box} box @param {ArrayLike<number>} values @param {(r: number, k: number) => number} index */
function written(c, box, values, index) {
  const after = digits(values);
  const [wide, tall] = [box.width / box.columns, box.height / box.rows];
  let longest = 0;
  for (let i = 0; i < box.rows * box.columns; i++) longest = Math.max(longest, fixed(values[i], after).length);
  if (textWidth(c, "0".repeat(longest)) > wide + 6) return; // of a run that diverges: the tints are told all the same
  for (let r = 0; r < box.rows; r++) for (let k = 0; k < box.columns; k++) text(c, fixed(values[index(r, k)], after), box.x + (k + 1) * wide - 3, box.y + (r + 0.5) * tall + 4, { align: "right", halo: false });
}

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y @param {number} width @param {number} height @param {number[]} [dash] @param {string} [color] */
function frame(c, x, y, width, height, dash = [], color = palette().ink) {
  c.beginPath();
  c.roundRect(x, y, width, height, 1.5);
  stroke(c, palette().card, 4);
  stroke(c, color, 1.8, dash);
}

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y @param {number} width @param {number} height */
function glow(c, x, y, width, height) {
  const { mark, ink } = palette();
  c.beginPath();
  c.rect(x - 1.5, y - 1.5, width + 3, height + 3);
  stroke(c, ink, 4.5);
  stroke(c, mark, 2.5);
}

/** A word, cut where it takes more room than there is. @param {CanvasRenderingContext2D} c @param {string} word @param {number} room */
function short(c, word, room) {
  if (textWidth(c, word, { bold: true }) <= room) return isolated(word);
  const letters = [...word]; // no sign of any script is cut in two
  while (letters.length > 1 && textWidth(c, `${letters.join("")}…`, { bold: true }) > room) letters.pop();
  return isolated(`${letters.join("")}…`);
}
