/** What is said about a map of words: its header, its text for those who do not see it, and its table. */
import { count, num } from "../format.js";
import { escaped } from "./columns.js";
import { isolated } from "./words.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./words.js").Vocabulary} Vocabulary
 */

/** The header's sentence, in our own words and numbers only. @param {Frame} frame @param {number} V */
export function header(frame, V) {
  const many = `<b>${count(V)}</b> word vectors`;
  if (frame.lanes.length > 1) return `${many} of each run; every map is moved, turned and scaled to lie like the first`;
  const N = frame.arrays.sizes?.data[1] ?? Number(frame.config.dimensions);
  if (N === 1) return `${many} of one number each: all lie on a line`;
  if (N === 2) return `${many} of two numbers each: the map hides nothing`;
  return `${many}, seen along ${directions(frame)}: <b>${percent(frame.arrays.map_share?.data[0])}</b> of the spread`;
}

/** @param {Frame} frame */
function directions(frame) {
  return frame.step < frame.end ? "the end’s widest directions" : "their two widest directions";
}

/** @param {number | undefined} share */
export function percent(share) {
  if (share === undefined || !Number.isFinite(share)) return "–";
  const part = 100 * share;
  return `${part > 99.5 ? "100" : num(part, part < 10 ? 1 : 2)} %`;
}

/** A word with its count and its kind. @param {Vocabulary} known @param {number} v */
export function about(known, v) {
  const times = known.counts[v];
  const kind = known.kindNames[known.kinds[v]];
  return `${count(times)} ${times === 1 ? "time" : "times"}${kind ? ` · ${kind}` : ""}`;
}

/** The map for those who do not see it. @param {Frame} frame  of one run @param {Vocabulary} known @param {number} word  in focus; −1: none
 * @param {string} label  of the run, among several */
export function told(frame, known, word, label) {
  const { map, map_share: share } = frame.arrays;
  const V = known.words.length;
  const begun = `Map of ${V} words${label ? ` of ${label}` : ""} at step ${frame.scalars.picture ?? frame.step}, which shows ${percent(share?.data[0])} of their spread.`;
  if (word < 0 || !map) return begun;
  const far = (/** @type {number} */ v) => Math.hypot(map.data[2 * v] - map.data[2 * word], map.data[2 * v + 1] - map.data[2 * word + 1]);
  const near = Array.from({ length: V }, (_, v) => v).filter((v) => v !== word).sort((a, b) => far(a) - far(b)).slice(0, 3).map((v) => isolated(known.words[v]));
  return `${begun} On it ${isolated(known.words[word])} lies nearest to ${near.join(", ")}.`;
}

/** For each word the one with the greatest cosine, in all dimensions; −1: of a word without direction.
 * @param {ArrayLike<number>} W @param {number} V @param {number} N @returns {number[]} */
export function nearest(W, V, N) {
  const unit = new Float32Array(V * N);
  for (let v = 0; v < V; v++) {
    let square = 0;
    for (let n = 0; n < N; n++) square += W[v * N + n] ** 2;
    for (let n = 0; n < N; n++) unit[v * N + n] = square > 0 ? W[v * N + n] / Math.sqrt(square) : NaN;
  }
  return Array.from({ length: V }, (_, v) => {
    let [best, most] = [-1, -Infinity];
    for (let other = 0; other < V; other++) {
      if (other === v) continue;
      let cosine = 0;
      for (let n = 0; n < N; n++) cosine += unit[v * N + n] * unit[other * N + n];
      if (cosine > most) [best, most] = [other, cosine];
    }
    return best;
  });
}

/** The words' vectors: rows of W; of GloVe those of W + C. @param {Frame} frame  of one run @returns {Float32Array | null} */
export function vectors({ arrays, config }) {
  const { W, C } = arrays;
  if (!W) return null;
  if (!String(config.method).startsWith("glove") || !C || C.data.length !== W.data.length) return W.data;
  return W.data.map((value, i) => value + C.data[i]);
}

/** The table's rows. @param {Frame} frame  of one run @param {Vocabulary} known @param {Set<number>} lit  words in focus or pinned
 * @param {boolean} along  whether there is an axis */
export function rows(frame, known, lit, along) {
  const { map, axis } = frame.arrays;
  const W = vectors(frame);
  const V = known.words.length;
  const N = W ? W.length / V : 0;
  const near = W ? nearest(W, V, N) : [];
  return known.words.map((word, v) => {
    const like = near[v] >= 0 ? escaped(known.words[near[v]]) : "–";
    return `<tr${lit.has(v) ? ' class="chosen"' : ""}><td>${escaped(word)}</td><td class="r">${count(known.counts[v])}</td><td>${escaped(known.kindNames[known.kinds[v]] ?? "–")}</td><td class="r">${num(map?.data[2 * v], 3)}</td><td class="r">${num(map?.data[2 * v + 1], 3)}</td>${along ? `<td class="r">${num(axis?.data[v], 3)}</td>` : ""}<td>${like}</td></tr>`;
  }).join("");
}
