/** What the network answers: softmax over all words, or yes and no to a few of them, with the loss of this pair. */
import { count } from "../format.js";
import { best } from "./word-net.js";
import { decisions, softmax } from "./word-sums.js";
import * as table from "./word-table.js";
import { isolated } from "./words.js";

/** @typedef {import("./word-net.js").WordNet} WordNet */
/** @typedef {{say: (text: string) => void}} Actions */

const SHOWN = 7; // words

/** The softmax. @param {HTMLElement} element @param {Actions} actions @returns {(net: WordNet) => void} */
export function ofAll(element, { say }) {
  /** @type {WordNet | null} */
  let net = null;
  const own = table.create(element, { heads: ["word", "score", "", "<var>e</var><sup>score</sup>", "probability"], caption: "The words of the highest scores, and what softmax makes of them", hint: "Drag a score: softmax answers, the run stays as it is.", again: () => net && draw(net), say });
  const power = /** @type {HTMLElement} */ (element.querySelectorAll("thead th")[2]);

  /** @param {WordNet} now */
  function draw(now) {
    net = now;
    const { words, wanted, playing } = now;
    const scores = own.suppose(now.scores, now.id);
    const shown = own.changed ? own.words : best(now, now.V === SHOWN + 1 ? now.V : SHOWN); // a single other word has its own row
    const { rows, others, sum, p, loss, wanted: ofWanted, shift } = softmax(scores, shown, wanted);
    const most = Math.max(...p, 1e-12);
    const head = `<var>e</var><sup>score${shift ? `${shift < 0 ? " + " : " − "}${Math.abs(shift)}` : ""}</sup>`;
    if (power.innerHTML !== head) power.innerHTML = head;
    const lines = rows.map(({ score, e, p: share }, r) => ({ word: shown[r], name: words[shown[r]], title: `“${isolated(words[shown[r]])}”: the product of h and its column of C`, score: scores[shown[r]], cells: [score.text, e.text, share.text], bar: p[r] / most, now: shown[r] === wanted }));
    const feet = [["all together", sum.text, "1"]];
    if (others) feet.unshift([`${count(others.count)} other word${others.count === 1 ? "" : "s"}`, others.e.text, others.p.text]);
    const run = own.changed ? `<span class="run">; the run’s own is ${softmax(now.scores, shown, wanted).loss.text}</span>` : "";
    own.show(lines, feet, `loss of this pair −ln ${ofWanted.text} ≈ <b>${loss.text}</b>${run}<span class="rule">probability = ${head} / ${sum.text}, rounded</span>`, !playing);
  }
  return draw;
}

/** Negative sampling. @param {HTMLElement} element @param {Actions} actions @returns {(net: WordNet) => void} */
export function ofSome(element, { say }) {
  /** @type {WordNet | null} */
  let net = null;
  const own = table.create(element, { heads: ["word", "score <var>u</var>", "", "σ(<var>u</var>)", "wanted", "loss"], caption: "The wanted word and those drawn against it: yes or no to each", hint: "Drag a score: σ and loss answer, the run stays as it is.", again: () => net && draw(net), say });

  /** @param {WordNet} now */
  function draw(now) {
    net = now;
    const { words, candidates, playing } = now;
    const scores = own.suppose(now.scores, now.id);
    const { rows, loss } = decisions(candidates.map((v) => scores[v]));
    const most = Math.max(...rows.map((row) => row.loss.value), 1e-12);
    const lines = rows.map((row, r) => ({ word: candidates[r], name: words[candidates[r]], title: r ? "drawn at random: the network should say no" : "the wanted word: the network should say yes", score: scores[candidates[r]], cells: [row.u.text, row.s.text, r ? "0" : "1", row.loss.text], bar: row.loss.value / most, now: r === 0 }));
    const run = own.changed ? `<span class="run">; the run’s own is ${decisions(candidates.map((v) => now.scores[v])).loss.text}</span>` : "";
    const sum = `loss of this pair ${rows.length <= 8 ? `${rows.map((row) => row.loss.text).join(" + ")} = ` : ""}<b>${loss.text}</b>${run}<span class="rule">−ln σ(<var>u</var>) where yes is wanted, −ln(1 − σ(<var>u</var>)) where no is, rounded</span>`;
    own.show(lines, [], sum, !playing);
  }
  return draw;
}
