/** The network of word2vec with its numbers: one-hot row, W, h, C, scores, and what softmax makes of them. */
import { count } from "../format.js";
import { calmly } from "../throttle.js";
import * as answers from "./word-answers.js";
import * as counts from "./word-counts.js";
import { kindOf, pairOf, wordNet } from "./word-net.js";
import { sideways } from "./sideways.js";
import * as strips from "./word-strips.js";
import * as way from "./word-way.js";

/** @typedef {import("../types.js").Frame} Frame */

const GAP = 90; // milliseconds between two of its pictures while it plays
const PARTS = `<div class="flow" hidden><div class="strips"></div><div class="tree"></div></div>
<div class="answer" data-kind="softmax" hidden></div><div class="answer" data-kind="negative" hidden></div><div class="answer" data-kind="hierarchical" hidden></div>
<div class="counts" hidden></div><p class="note" hidden></p>`;
const LACKING = {
  empty: "Subsampling has left no two words side by side in this epoch: there is no pair to answer, and this step changes nothing.",
  beyond: "Numbers of this step are beyond all measure: the run has diverged. Go back some steps, or begin with a smaller learning rate.",
};

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  element.classList.add("word-net");
  element.innerHTML = PARTS;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const [flow, table, note] = [".flow", ".counts", ".note"].map(find);
  const said = element.closest(".card")?.querySelector("[data-said=network]");
  const places = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".answer")]);
  const drawn = strips.create(find(".strips"));
  const counted = counts.create(table);
  const [ofAll, ofSome, ofWay] = [answers.ofAll(places[0], actions), answers.ofSome(places[1], actions), way.create(places[2], find(".tree"))];
  sideways(flow, "The network from left to right");
  for (const place of places) sideways(place, "The answers");
  /** @type {Frame | null} */
  let frame = null;

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    refresh(next.playing);
  }
  const refresh = calmly(GAP, () => draw());

  function draw() {
    if (!frame) return;
    const kind = kindOf(frame.config);
    const counting = kind === "glove" || kind === "lsa";
    const net = counting ? null : wordNet(frame);
    const there = net !== null && typeof net === "object";
    if (!counting && net === null) return;
    table.hidden = !counting;
    flow.hidden = !there;
    for (const place of places) place.hidden = !there || place.dataset.kind !== kind;
    find(".tree").hidden = kind !== "hierarchical";
    note.hidden = typeof net !== "string";
    if (typeof net === "string") note.textContent = LACKING[net];
    const [V, N] = frame.arrays.sizes?.data ?? [];
    const size = V ? `V = ${count(V)} words, N = ${N}` : "";
    tell(there ? pairOf(net) : "", there ? ` · ${size}` : counting ? `the table of counts · ${size}` : size);
    if (counting) return counted.update(frame);
    if (!there) return;
    drawn.update(net);
    if (kind === "softmax") ofAll(net);
    else if (kind === "negative") ofSome(net);
    else ofWay(net, frame.arrays.tree?.data);
  }

  /** @param {string} pair  in bold: its words are words, also where they are "the" and "of" @param {string} text */
  function tell(pair, text) {
    if (!said || said.textContent === (pair && `pair ${pair}`) + text) return;
    said.replaceChildren(...(pair ? ["pair ", Object.assign(document.createElement("b"), { textContent: pair })] : []), text);
  }

  return {
    update,
    resize() {
      drawn.resize();
      counted.resize();
    },
  };
}
