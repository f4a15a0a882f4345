/**
 * What a frame says of the text around the pair in focus, and how that is put into words.
 *
 * @typedef {object} Pair      one that stands in line
 * @property {number} n        its place in the batch; −1: it comes after it
 * @property {number} center   the place of its center in the sentence that is shown; −1: in another one
 * @property {number} place    the same of the word that is predicted
 * @property {string} wanted   the word that is predicted
 * @property {string[]} from   the words that predict it
 *
 * @typedef {object} Passage
 * @property {string[]} words     as the text has them
 * @property {number[]} tokens    which word of the vocabulary each is; −1: none, −2: left out by subsampling
 * @property {number} at          the pair in focus: its place in the batch
 * @property {number} size        of the batch
 * @property {number} center @property {number} first @property {number} last   places in the sentence; −1: no window
 * @property {number} before @property {number} after   the words of the window on either side of its center
 * @property {number} sentence @property {number} sentences @property {number} windows
 * @property {Pair[]} pairs
 * @property {boolean} cbow
 */
import { count } from "../format.js";
import { isolated, read, vocabulary } from "./words.js";

const OUT = /** @type {Record<string, string>} */ ({ "-1": "not in the vocabulary: the window passes over it", "-2": "left out by subsampling in this epoch" });

/** Whether a window slides over the text, or it was counted once. @param {import("../types.js").Config} config */
export const slides = ({ method }) => method === "skip-gram" || method === "cbow";

/** @param {import("../types.js").Frame} frame @returns {Passage | null} */
export function passageOf(frame) {
  const { passage, tokens, focus, pairs } = frame.arrays;
  const vocabularyOf = vocabulary(frame);
  if (!passage || !tokens || !focus || !pairs || !vocabularyOf) return null;
  const [at, size, center, first, last, sentence, sentences, , , windows, before, after] = focus.data;
  const [rows, columns] = pairs.shape;
  const word = (/** @type {number} */ v) => vocabularyOf.words[v] ?? "";
  const line = Array.from({ length: rows }, (_, r) => {
    const [n, , own, place, wanted, ...from] = pairs.data.subarray(r * columns, (r + 1) * columns);
    return { n, center: own, place, wanted: word(wanted), from: [...from].filter((v) => v >= 0).map(word) };
  });
  return { words: read(passage), tokens: [...tokens.data], at, size, center, first, last, sentence, sentences, windows, before, after, pairs: line, cbow: frame.config.method === "cbow" };
}

/** Why a word takes no part; "" where it does. @param {number} token */
export const left = (token) => OUT[token] ?? "";

/** The words of the window that take part, but for its center. @param {Passage} passage @returns {number[]} their places */
export function around({ tokens, center, first, last }) {
  return tokens.map((_, place) => place).filter((place) => place >= first && place <= last && place !== center && tokens[place] >= 0);
}

/** @param {number} n @param {string} one @param {string} [many] */
const counted = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** Where the window is: a line that has room on every page. @param {Passage} passage */
export function heading(passage) {
  const { sentence, sentences, center, tokens } = passage;
  const where = `sentence ${count(sentence + 1)} of ${count(sentences)}`;
  return center < 0 ? where : `${where} · center “${isolated(bare(passage, tokens[center], center))}”`;
}

/** What the window holds: "Window 2: 2 words on each side." @param {Passage} passage @param {import("../types.js").Config} config */
export function sides(passage, config) {
  const { center, before, after } = passage;
  if (center < 0) return "";
  const each = before && after ? `${counted(before, "word")} before, ${after} after` : before ? `${counted(before, "word")} before` : `${counted(after, "word")} after`;
  return `Window ${config.window}: ${before === after ? `${counted(before, "word")} on each side` : each}.`;
}

/** The center as a word, without the marks of its sentence. @param {Passage} passage @param {number} token @param {number} place */
function bare({ words, pairs, cbow, at }, token, place) {
  const own = pairs.find(({ n }) => n === at);
  return (cbow ? own?.wanted : own?.from[0]) ?? (token >= 0 ? words[place] : "");
}

/** What the batch is. @param {Passage} passage @param {import("../types.js").Config} config */
export function batchWords({ size, windows, cbow }, config) {
  if (!size) return "Subsampling has left no pair in this epoch: this step changes nothing.";
  const whole = cbow ? counted(windows, "window") : config.batch_of === "windows" ? `${counted(windows, "window")}, ${counted(size, "pair")}` : counted(size, "pair");
  const from = cbow ? ", a center in each" : config.batch_of === "windows" ? "" : ` of ${counted(windows, "window")}`;
  return `<b>This batch: ${whole}</b>${from}.`;
}

/** What stands between the batch's pairs and those that come after it. @param {Passage} passage */
export function between({ size, pairs, cbow }) {
  const shown = pairs.filter(({ n }) => n >= 0).length;
  return shown < size ? `${shown} of ${counted(size, cbow ? "window" : "pair")} are shown` : shown < pairs.length ? "next" : "";
}

/** Which of the text's words have no part in it; "" if all have. @param {import("../types.js").Frame} frame */
export function missing({ arrays, config }) {
  const [V, , , , , rare, beyond] = arrays.sizes?.data ?? [];
  if (!(rare + beyond > 0)) return "";
  const why = [rare > 0 && `${count(rare)} occur less than ${counted(Number(config.min_count), "time")}`, beyond > 0 && `for ${count(beyond)} there is no room (most words <var>V</var>)`].filter(Boolean).join(", ");
  return `Of ${count(V + rare + beyond)} different words ${count(V)} take part: ${why}.`;
}

/** A pair in words: "fox → jumps". @param {Pair} pair @param {boolean} cbow */
export function pairWords({ from, wanted }, cbow) {
  return `${cbow ? `(${from.map(isolated).join(", ")})` : isolated(from[0] ?? "")} → ${isolated(wanted)}`;
}
