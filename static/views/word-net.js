/**
 * What a frame says of the word network's way for the pair in focus, by whichever method.
 *
 * @typedef {"softmax" | "negative" | "hierarchical" | "glove" | "lsa"} Kind
 * @typedef {object} WordNet
 * @property {Kind} kind
 * @property {string[]} words        of the vocabulary
 * @property {number} V @property {number} N
 * @property {number} columns        of C as the lecture has it, N × columns: a word each, or a node of the tree
 * @property {ArrayLike<number> | null} W @property {ArrayLike<number> | null} C   null before they have come
 * @property {number[]} h
 * @property {number[]} inputs       the words whose rows h is the mean of
 * @property {number} wanted
 * @property {ArrayLike<number>} scores
 * @property {number[]} candidates   of negative sampling
 * @property {number[][]} way        of hierarchical softmax: node, turn, σ
 * @property {boolean} late          W and C belong to an earlier step
 * @property {boolean} playing
 * @property {string} id             of this pair at this step
 */
import { lifted, lowered } from "../format.js";
import { known } from "./digits.js";
import { slides } from "./passage-words.js";
import { pictured } from "./upcoming.js";
import { isolated, vocabulary } from "./words.js";

/** @param {import("../types.js").Config} config @returns {Kind} */
export function kindOf(config) {
  if (config.method === "lsa") return "lsa";
  if (!slides(config)) return "glove";
  return config.objective === "negative" || config.objective === "hierarchical" ? config.objective : "softmax";
}

/** @param {import("../types.js").Frame} frame @returns {WordNet | "empty" | "beyond" | null}  empty: no pair in this epoch; beyond: numbers beyond all measure */
export function wordNet(frame) {
  const { arrays, config, run, step, playing } = frame;
  const found = vocabulary(frame);
  const { focus, pairs, h, scores, sizes } = arrays;
  if (!found || !focus || !pairs || !sizes) return null;
  if (!focus.data[1] || focus.data[2] < 0) return "empty";
  if (!h || !scores) return null;
  const kind = kindOf(config);
  const [V, N, columns] = sizes.data;
  const [rows, wide] = pairs.shape;
  const at = Array.from({ length: rows }, (_, r) => r).find((r) => pairs.data[r * wide] === focus.data[0]) ?? 0;
  const [, , , , wanted, ...from] = pairs.data.subarray(at * wide, (at + 1) * wide);
  if (![...h.data].every(known) || !scores.data.every(known)) return "beyond";
  const block = (/** @type {string} */ name, /** @type {number} */ size) => (arrays[name]?.data.length === size ? arrays[name].data : null);
  return {
    kind, words: found.words, V, N, columns, wanted, playing,
    W: block("W", V * N), C: block("C", columns * N), h: [...h.data], scores: scores.data,
    inputs: from.filter((v) => v >= 0),
    candidates: kind === "negative" ? [...(arrays.candidates?.data ?? [])] : [],
    way: kind === "hierarchical" ? Array.from({ length: arrays.way?.shape[0] ?? 0 }, (_, r) => [...arrays.way.data.subarray(3 * r, 3 * r + 3)]) : [],
    late: !pictured(frame),
    id: [run, frame.lane ?? 0, step, focus.data[0]].join("/"),
  };
}

/** The words of the highest scores, the best first, with the wanted one always among them. @param {WordNet} net @param {number} most */
export function best({ scores, wanted, V }, most) {
  const order = Array.from({ length: V }, (_, v) => v).sort((a, b) => scores[b] - scores[a] || a - b);
  const first = order.slice(0, most);
  return first.includes(wanted) ? first : [...first.slice(0, -1), wanted];
}

/** What x has for a word, so that x W is the mean of the rows of its inputs: of four of them ¼, and two quarters of one that
 * is there twice. @param {Pick<WordNet, "inputs">} net @param {number} v */
export function entry({ inputs }, v) {
  const times = inputs.filter((input) => input === v).length;
  return times === 0 || times === inputs.length ? String(Math.sign(times)) : `${lifted(String(times))}⁄${lowered(String(inputs.length))}`;
}

/** "fox → jumps". @param {WordNet} net */
export function pairOf({ words, inputs, wanted }) {
  const from = inputs.map((v) => isolated(words[v])).join(", ");
  return `${inputs.length > 1 ? `(${from})` : from} → ${isolated(words[wanted])}`;
}
