/** What moves the explained word in the next step: the pulls and pushes of engine/pulls.py, with their words. */
import { epsilonOf } from "./count-tables.js";
import { isolated, vocabulary } from "./words.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {"softmax" | "negative" | "hierarchical" | "glove"} Way
 * @typedef {object} Force
 * @property {string} link       "pull-3": one force, everywhere the same; "pull-rest" of all others
 * @property {string} also       the word or node itself, as it is called elsewhere: "word-3"
 * @property {string} name       the word (or node) along whose vector it acts
 * @property {string} aside      of a node: where it points to
 * @property {boolean} pulls
 * @property {number} wanted @property {number} now  on average over those of the word's samples that ask this row
 * @property {number} weight      how many ask it, each counted by the word's share of h; of GloVe f(X)
 * @property {number} strength
 * @property {number} x @property {number} y
 * @property {boolean} rest
 * @typedef {object} Forces
 * @property {number} word @property {string} name @property {Way} way
 * @property {Force[]} rows
 * @property {number} x @property {number} y  of their sum
 * @property {number} length @property {number} share
 * @property {number} samples @property {number} batch  in how many of the batch's samples the word is, of how many
 * @property {number} words      V
 * @property {number} epsilon     what the smoothed GloVe adds to a count before its logarithm; else 0
 * @property {boolean} flat       whether the words have more than one dimension
 */

/** @param {import("../types.js").Config} config @returns {Way | "lsa"} */
export function wayOf({ method, objective }) {
  if (method === "lsa") return "lsa";
  if (String(method).startsWith("glove")) return "glove";
  return /** @type {Way} */ (objective);
}

/** Of one run. Null where no gradient moves a word, or before any has come. @param {Frame} frame @returns {Forces | null} */
export function forcesOf(frame) {
  const known = vocabulary(frame);
  const { pulls, pull } = frame.arrays;
  const way = wayOf(frame.config);
  const word = explained(frame);
  if (!known || !pulls || !pull || way === "lsa" || word < 0) return null;
  const rows = [];
  const [many, wide] = pulls.shape;
  for (let r = 0; r < many; r++) {
    const [row, wanted, now, strength, x, y, weight] = pulls.data.subarray(r * wide, (r + 1) * wide);
    const rest = row < 0;
    const node = way === "hierarchical";
    rows.push({
      link: rest ? "pull-rest" : `pull-${row}`,
      also: rest ? "" : `${node ? "node" : "word"}-${row}`,
      name: rest ? (many > 1 ? "all others" : "all together") : node ? `node ${row + 1}` : known.words[row] ?? "",
      aside: node && !rest ? towards(frame, row, wanted - now > 0 ? 1 : 0, known.words) : "",
      pulls: strength > 0, wanted, now, weight, strength, x, y, rest,
    });
  }
  const [x, y, length, share, samples, batch] = pull.data;
  return rows.every((row) => Number.isFinite(row.x + row.y + row.strength)) && Number.isFinite(x + y + length)
    ? { word, name: known.words[word] ?? "", way, rows, x, y, length, share, samples, batch, words: known.words.length, epsilon: epsilonOf(frame.config, frame.arrays.cell?.data), flat: frame.arrays.sizes?.data[1] !== 1 } : null;
}

/** The word whose movement is explained; −1 where there is none. @param {Frame} frame */
export function explained(frame) {
  const { arrays, config, look } = frame;
  const asked = vocabulary(frame)?.ids.get(String(look.word ?? "")) ?? -1;
  return config.method === "lsa" ? asked : (arrays.explained?.data[0] ?? asked);
}

/** The most frequent word on one side of a node. @param {Frame} frame @param {number} node @param {0 | 1} turn @param {string[]} words */
function towards(frame, node, turn, words) {
  const tree = frame.arrays.tree?.data;
  if (!tree) return "";
  const V = words.length;
  let [least, more] = [Infinity, 0];
  const waiting = [tree[2 * node + turn]];
  while (waiting.length) {
    const one = /** @type {number} */ (waiting.pop());
    if (one < V) [least, more] = [Math.min(least, one), more + 1];
    else waiting.push(tree[2 * (one - V)], tree[2 * (one - V) + 1]);
    if (more > V) return "";
  }
  return least < V ? `to ${isolated(words[least])}${more > 1 ? "\u00a0…" : ""}` : "";
}
