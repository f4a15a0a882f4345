/** Methods that count once: the table that they begin with beside what the vectors say of it, and one cell of it in full. */
import { count, num } from "../format.js";
import { put, say as write } from "../written.js";
import { alternative } from "./alternative.js";
import { escaped } from "./columns.js";
import { cellWords, counts as read, epsilonOf, logged, loggedMarkup, tableWords } from "./count-tables.js";
import { symbol, stroke, text, textWidth } from "./drawing.js";
import { paint, reach } from "./heat.js";
import { palette } from "./palette.js";
import { Stage } from "./stage.js";
import { pictured } from "./upcoming.js";
import { isolated, vocabulary } from "./words.js";
import { cellSums } from "./word-sums.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./count-tables.js").Counts} Counts */

const [GAP, TOP, FOOT, SIDE] = [36, 30, 8, 300];
const LEAST = 5; // pixels of a cell's frame

/** @param {HTMLElement} element @returns {{update: (frame: Frame) => void, resize: () => void}} */
export function create(element) {
  element.innerHTML = '<div class="tables" tabindex="0"></div><div><p class="at-cell" aria-live="polite"></p><div class="cell-sums"></div></div>';
  const host = /** @type {HTMLElement} */ (element.firstElementChild);
  const [said, told] = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".at-cell, .cell-sums")]);
  const describe = alternative(host);
  const pictures = [0, 1].map(() => document.createElement("canvas"));
  /** @type {Counts | null} */
  let counts = null;
  /** The cell that is pointed at. @type {[number, number] | null} */
  let pointed = null;
  const stage = new Stage(host, { heights: [120, TOP + SIDE + FOOT], draw });

  /** @param {Frame} frame */
  function update(frame) {
    const glove = frame.config.method !== "lsa";
    const { arrays, scalars } = frame;
    const known = vocabulary(frame);
    if (!known || !arrays.sizes) return;
    const [V, N] = arrays.sizes.data;
    const cell = glove && arrays.cell ? [...arrays.cell.data] : null;
    counts = read(frame, known.words);
    host.hidden = !counts;
    if (counts) {
      stage.show();
      describe(() => (counts ? tableWords(counts) : "Nothing is drawn yet."), !frame.playing);
    }
    put(told, cell ? sums(frame, cell, known.words) : glove ? "" : `<p><var>J</var>, the mean of (<var>M</var> − <var>W</var> · <var>C</var><sup>⊤</sup>)² over all ${count(V)} × ${count(V)} cells, is <b>${num(scalars.loss)}</b>.</p><p>LSA follows no gradient: each step turns the vectors towards those ${count(N)} directions that say most of <var>M</var>.</p>`);
    say(counts ? "" : `The table has ${count(V)} × ${count(V)} cells, too many to be drawn.`);
  }

  /** @param {string} otherwise */
  function say(otherwise) {
    const [i, j] = pointed ?? counts?.cell ?? [-1, -1];
    let words = otherwise;
    if (counts) words = i >= 0 ? cellWords(counts, i, j) : "Point at a cell, or go to the tables with Tab and the arrow keys: here stands what it says.";
    write(said, words);
  }

  function draw() {
    if (!counts) return false;
    const { V, glove, epsilon, wanted, says, cell } = counts;
    const c = stage.clear(0);
    const { ink, ink2, rule, mark } = palette();
    const side = sideOf();
    const full = reach(wanted);
    paint(pictures[0], V, V, (i, j) => wanted[i * V + j], full);
    paint(pictures[1], V, V, (i, j) => (Number.isNaN(wanted[i * V + j]) ? NaN : says[i * V + j]), full);
    c.imageSmoothingEnabled = side < V;
    const heads = glove ? [[logged(epsilon), "", epsilon ? "counted" : "counted; grey: never met"], ["w · c + b + b", "", "the vectors say"]] : [["M", "", "counted"], ["W · Cᵀ", "", "the vectors say"]];
    pictures.forEach((picture, k) => {
      const x = k * (side + GAP);
      c.drawImage(picture, x, TOP, side, side);
      c.beginPath();
      c.rect(x + 0.5, TOP + 0.5, side - 1, side - 1);
      stroke(c, rule, 1);
      const wide = symbol(c, heads[k][0], "", x, 18);
      if (side > wide + 8 + textWidth(c, heads[k][2])) text(c, heads[k][2], x + wide + 8, 17, { color: ink2 });
      for (const [own, color] of /** @type {[number[] | null, string][]} */ ([[cell, ink], [pointed, mark]])) {
        if (!own) continue;
        const [size, i, j] = [side / V, own[0], own[1]];
        const reachOf = Math.max(LEAST, size + 2);
        c.beginPath();
        c.rect(x + (j + 0.5) * size - reachOf / 2, TOP + (i + 0.5) * size - reachOf / 2, reachOf, reachOf);
        stroke(c, color === ink ? palette().card : ink, 4.5);
        stroke(c, color, 2);
      }
    });
    return false;
  }

  const sideOf = () => Math.max(40, Math.min(SIDE, stage.height - TOP - FOOT, (stage.width - GAP) / 2));

  host.addEventListener("pointermove", (event) => {
    if (!counts) return;
    const { x, y } = stage.at(event);
    const side = sideOf();
    const left = x < side + GAP / 2 ? x : x - side - GAP;
    const [i, j] = [Math.floor(((y - TOP) / side) * counts.V), Math.floor((left / side) * counts.V)];
    pointAt(i >= 0 && j >= 0 && i < counts.V && j < counts.V ? [i, j] : null);
  });
  for (const gone of ["pointerleave", "blur"]) host.addEventListener(gone, () => pointAt(null));
  host.addEventListener("keydown", (event) => {
    const way = /** @type {Record<string, [number, number]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] })[event.key];
    if (!counts || !way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [i, j] = pointed ?? counts.cell ?? [0, 0];
    const most = counts.V - 1;
    pointAt([Math.max(0, Math.min(most, i + way[0])), Math.max(0, Math.min(most, j + way[1]))]);
  });

  /** @param {[number, number] | null} at */
  function pointAt(at) {
    if (String(at) === String(pointed)) return;
    pointed = at;
    say(said.textContent ?? "");
    if (counts) stage.request();
  }

  return { update, resize: () => stage.resize() };
}

/** One cell of GloVe, line by line. @param {Frame} frame @param {number[]} cell @param {string[]} words */
function sums(frame, [i, j, x, target, says, weight], words) {
  const { bw, bc } = frame.arrays;
  const own = pictured(frame) && bw && bc ? [bw.data[i], bc.data[j]] : null;
  const { parts, near, ...shown } = cellSums({ x, target, says, weight, parts: own && [says - own[0] - own[1], ...own] });
  const epsilon = epsilonOf(frame.config, frame.arrays.cell.data);
  const signed = (/** @type {string} */ value) => (value.startsWith("−") ? `(${value})` : value);
  const [one, other] = [words[i], words[j]].map((word) => escaped(isolated(word)));
  return `<table class="plain"><caption class="visually-hidden">The cell in focus</caption><tbody>
<tr><th scope="row"><var>X</var>[${one}, ${other}]</th><td></td><td class="r">${shown.x.text}</td></tr>
<tr><th scope="row">wanted: ${loggedMarkup(epsilon)}</th><td></td><td class="r">${shown.target.text}</td></tr>
<tr><th scope="row">now: <var>w</var> · <var>c</var> + <var>b</var> + <var>b</var></th><td>${parts ? `${parts[0].text} + ${signed(parts[1].text)} + ${signed(parts[2].text)} ≈` : ""}</td><td class="r">${shown.says.text}</td></tr>
<tr><th scope="row">error: now − wanted</th><td>${shown.says.text} − ${signed(shown.target.text)} ${near ? "≈" : "="}</td><td class="r">${shown.error.text}</td></tr>
<tr><th scope="row">weight <var>f</var>(<var>X</var>): rare pairs count less</th><td></td><td class="r">${shown.weight.text}</td></tr>
<tr class="now"><th scope="row">loss of this cell: <var>f</var> · error²</th><td>${shown.weight.text} · ${signed(shown.error.text)}² ≈</td><td class="r"><b>${shown.loss.text}</b></td></tr>
</tbody></table>`;
}
