/** The window that slides over the text, and the pairs that come out of it, standing in line for their batch. */
import { count, plain } from "../format.js";
import { calmly } from "../throttle.js";
import { put, say } from "../written.js";
import { around, batchWords, between, heading, left, missing, pairWords, passageOf, sides, slides } from "./passage-words.js";
import { sideways } from "./sideways.js";
import * as threads from "./passage-threads.js";
import { whole } from "./whole-line.js";
import { isolated, vocabulary } from "./words.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./passage-words.js").Passage} Passage
 */

const GAP = 90; // milliseconds between two of its pictures while it plays
const GLIDES = 125; // milliseconds between steps: above 8 a second the window does not glide
const PARTS = `<div class="sentence" lang="" dir="auto"><div class="words"><i class="pane"></i><i class="pane middle"></i></div></div>
<div class="threads"></div>
<div class="line"><div class="batch" role="listbox" aria-orientation="horizontal" aria-label="The pairs of this batch"></div><span class="between" dir="ltr"></span><div class="after"></div></div>
<div class="counted" hidden></div><p class="note now"></p><p class="note"></p>`;

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  element.classList.add("passage");
  element.innerHTML = PARTS;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const [sentence, row, line, batch, gap, after, now, note, counted] = [".sentence", ".words", ".line", ".batch", ".between", ".after", ".note.now", ".note:not(.now)", ".counted"].map(find);
  const [pane, middle] = /** @type {HTMLElement[]} */ ([...row.children]);
  const said = element.closest(".card")?.querySelector("[data-said=passage]");
  sideways(sentence, "The sentence");
  const fit = whole(sentence, row);
  const thread = threads.create(find(".threads"));
  /** @type {HTMLElement[]} */
  let words = [];
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Passage | null} */
  let passage = null;
  let spelled = "";
  let [step, stood] = [NaN, -Infinity];
  let pointed = -1; // the pair under the pointer
  let asked = 0;

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    refresh(next.playing);
  }
  const refresh = calmly(GAP, () => draw());

  function draw() {
    passage = frame && passageOf(frame);
    if (!frame || !passage) return;
    const sliding = slides(frame.config);
    for (const part of [sentence, find(".threads"), line, now]) part.hidden = !sliding;
    counted.hidden = sliding;
    if (!sliding) return tellCounts(frame, passage);
    say(said, heading(passage));
    put(now, `<span>${batchWords(passage, frame.config)}</span><span>${sides(passage, frame.config)}</span>`);
    put(note, missing(frame));
    const same = spell(passage);
    fit();
    for (const [place, word] of words.entries()) {
      const n = pairAt(place);
      word.classList.toggle("center", place === passage.center);
      word.classList.toggle("in", n >= 0);
    }
    slide(passage, frame.step, same);
    stand(passage);
    hear(frame, passage);
    tie();
  }

  /** The sentence, anew only where it is another one. @param {Passage} passage @returns {boolean} whether it is the same */
  function spell({ words: spoken, tokens }) {
    const key = JSON.stringify([spoken, tokens]);
    if (key === spelled) return true;
    spelled = key;
    words = spoken.map((word, place) => {
      const out = left(tokens[place]);
      return Object.assign(document.createElement(out ? "s" : "span"), { className: "word", textContent: word, title: out });
    });
    row.replaceChildren(pane, middle, ...words);
    line.dir = getComputedStyle(sentence).direction; // the pairs come as their words do
    return false;
  }

  /** Puts the window where it belongs; single slow steps within a sentence glide. @param {Passage} passage @param {number} at  the step @param {boolean} same */
  function slide({ center, first, last }, at, same) {
    const time = performance.now();
    const moved = at !== step;
    row.classList.toggle("glides", same && (!moved || (Math.abs(at - step) === 1 && time - stood > GLIDES)));
    if (moved) [step, stood] = [at, time];
    pane.hidden = middle.hidden = center < 0;
    if (center < 0) return;
    const [from, to, own] = [words[first], words[last], words[center]];
    span(pane, from, to);
    span(middle, own, own);
    reveal(sentence, from, to);
  }

  /** The pairs in line. @param {Passage} passage */
  function stand(passage) {
    const { pairs, at, cbow, size } = passage;
    const focused = batch.contains(document.activeElement);
    const own = pairs.filter(({ n }) => n >= 0);
    boxes(batch, own.length, "option");
    boxes(after, pairs.length - own.length, "");
    for (const [i, box] of /** @type {HTMLElement[]} */ ([...batch.children, ...after.children]).entries()) {
      const pair = pairs[i];
      const text = pairWords(pair, cbow);
      if (box.dataset.text !== text) {
        box.dataset.text = box.title = text;
        const [from, to] = text.split(" → ");
        box.replaceChildren(part("b", cbow ? "" : from), part("span", cbow ? from : ""), part("i", "→"), part("b", cbow ? to : ""), part("span", cbow ? "" : to));
      }
      if (pair.n < 0) continue;
      box.dataset.n = String(pair.n);
      const own = pair.n === at;
      box.classList.toggle("now", own);
      box.tabIndex = own ? 0 : -1;
      box.setAttribute("aria-selected", String(own));
      box.setAttribute("aria-setsize", String(size));
      box.setAttribute("aria-posinset", String(pair.n + 1));
      if (!own) continue;
      reveal(line, box, box);
      if (focused && box !== document.activeElement) box.focus({ preventScroll: true });
    }
    batch.setAttribute("aria-label", `${cbow ? "The windows" : "The pairs"} of this batch, ${count(size)} in all`);
    say(gap, between(passage));
    after.hidden = !after.children.length;
    batch.hidden = !own.length;
  }

  /** The threads of the pairs that come out of the sentence that is shown. */
  function tie() {
    if (!passage || line.hidden) return;
    const { pairs, at, cbow } = passage;
    const strong = pointed >= 0 && pairs.some(({ n }) => n === pointed) ? pointed : at;
    const boxes = [...batch.children, ...after.children];
    const tied = pairs.flatMap(({ n, center, place }, i) => {
      if (center < 0 || place < 0) return [];
      return [{ words: !cbow ? [center, place] : n === at && passage ? [...around(passage), center] : [center], box: boxes[i], strong: n >= 0 && n === strong }];
    });
    thread(tied, (place) => words[place]);
  }

  /** The pair of this batch that leads from the center to a word, or −1. @param {number} place */
  function pairAt(place) {
    if (!passage || place < 0) return -1;
    const { pairs, center, at, cbow } = passage;
    if (cbow) return pairs.find(({ n, center: own }) => n >= 0 && own === place)?.n ?? -1;
    if (place === center) return at;
    return pairs.find((pair) => pair.n >= 0 && pair.center === center && pair.place === place)?.n ?? -1;
  }

  // ---- which pair is in focus

  /** @param {number} n */
  function look(n) {
    if (!passage || !(n >= 0) || n >= passage.size) return;
    asked = n;
    actions.look({ pair: n });
  }

  /** From which pair the arrows go on: the one that was asked for last, also before it is shown.
   * @param {Frame} frame @param {{at: number, size: number}} passage */
  function hear({ look: { pair } }, { at, size }) {
    asked = typeof pair === "number" ? Math.min(pair, size - 1) : at;
  }

  /** @param {EventTarget | null} target @returns {number} the pair of a box or of a word of the window */
  function pairOf(target) {
    const own = target instanceof Element ? target : null;
    const box = /** @type {HTMLElement | null} */ (own?.closest("[data-n]") ?? null);
    return box ? Number(box.dataset.n) : pairAt(words.indexOf(/** @type {HTMLElement} */ (own?.closest(".word.in"))));
  }

  element.addEventListener("click", (event) => look(pairOf(event.target)));
  element.addEventListener("pointerover", (event) => {
    pointed = pairOf(event.target);
    tie();
  });
  element.addEventListener("pointerleave", () => {
    pointed = -1;
    tie();
  });
  batch.addEventListener("keydown", (event) => {
    if (!passage || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = passage.size - 1;
    const right = line.dir === "rtl" ? -1 : 1;
    const to = /** @type {Record<string, number>} */ ({ ArrowRight: asked + right, ArrowDown: asked + 1, ArrowLeft: asked - right, ArrowUp: asked - 1, Home: 0, End: last })[event.key];
    if (to === undefined) return;
    event.preventDefault();
    look(Math.max(0, Math.min(last, to)));
  });
  for (const scrolled of [sentence, line]) scrolled.addEventListener("scroll", tie, { passive: true });

  // ---- where no window slides

  /** @param {Frame} frame @param {Passage} passage */
  function tellCounts(frame, { at, size }) {
    const known = vocabulary(frame);
    const cell = frame.arrays.cell?.data;
    say(said, "counted once, before the first step");
    if (frame.config.method === "lsa" || !cell || !known) {
      counted.replaceChildren();
      put(note, "LSA has no batch: the window has slid over the text once, and every step looks at the whole table of what stands together. " + missing(frame));
      return;
    }
    hear(frame, { at, size });
    const [i, j] = [known.words[cell[0]], known.words[cell[1]]];
    if (!counted.firstElementChild) counted.innerHTML = '<button type="button" data-by="-1" aria-label="the cell before">←</button><p></p><button type="button" data-by="1" aria-label="the next cell">→</button>';
    const text = /** @type {HTMLElement} */ (counted.querySelector("p"));
    text.replaceChildren(part("span", `the counted pair in focus, ${count(at + 1)} of ${count(size)}`), variable("X"), "[", part("bdi", `${isolated(i)}, ${isolated(j)}`), "] = ", part("b", plain(Number(cell[2].toPrecision(6)))));
    put(note, `GloVe’s window has slid over the text once: a word <var>d</var> places away has counted 1/<var>d</var>. <b>This batch: ${count(size)} ${size === 1 ? "cell" : "cells"}</b> of that table. ${missing(frame)}`);
  }
  counted.addEventListener("click", (event) => {
    const by = event.target instanceof Element && event.target.closest("button")?.dataset.by;
    if (by && passage) look((asked + Number(by) + passage.size) % passage.size);
  });

  new ResizeObserver(() => frame && !frame.playing && draw()).observe(element);
  return { update, resize: () => tie() };
}

/** As many boxes as that. @param {HTMLElement} place @param {number} many @param {string} role */
function boxes(place, many, role) {
  while (place.children.length > many) place.lastElementChild?.remove();
  while (place.children.length < many) {
    const box = document.createElement("div");
    box.className = "box";
    box.dir = "ltr"; // an arrow leads to the right
    if (role) box.setAttribute("role", role);
    place.append(box);
  }
}

/** From one word to another, whichever way the text runs. @param {HTMLElement} pane @param {HTMLElement} from @param {HTMLElement} to */
function span(pane, from, to) {
  const left = Math.min(from.offsetLeft, to.offsetLeft);
  pane.style.left = `${left}px`;
  pane.style.width = `${Math.max(from.offsetLeft + from.offsetWidth, to.offsetLeft + to.offsetWidth) - left}px`;
}

/** Scrolls sideways only, and only if it must. @param {HTMLElement} place @param {HTMLElement} from @param {HTMLElement} to */
function reveal(place, from, to) {
  const [box, one, other] = [place, from, to].map((element) => element.getBoundingClientRect());
  const [left, right] = [Math.min(one.left, other.left), Math.max(one.right, other.right)];
  if (left < box.left || right > box.right) place.scrollLeft += (left + right - box.left - box.right) / 2;
}

/** @param {string} kind @param {string} text */
function part(kind, text) {
  return Object.assign(document.createElement(kind), { textContent: text });
}

/** @param {string} letter */
const variable = (letter) => part("var", letter);
