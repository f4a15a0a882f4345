/**
 * The words of a text by their numbers. Frames carry numbers only: a word comes as the code points of its letters, each
 * word ended by 10 (engine/spelling.py).
 *
 * @typedef {import("../types.js").Block} Block
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {{words: string[], ids: Map<string, number>, counts: Float32Array, kinds: number[], kindNames: string[]}} Vocabulary
 *   kinds: of each word, −1 for none
 */

/** @type {WeakMap<Block, string[]>} */
const spelled = new WeakMap();
/** @type {WeakMap<Block, Vocabulary>} */
const known = new WeakMap();

/** The words of a block of letters. @param {Block | undefined} block @returns {string[]} */
export function read(block) {
  if (!block) return [];
  let words = spelled.get(block);
  if (!words) {
    words = [];
    let word = "";
    for (const letter of block.data)
      if (letter === 10) {
        words.push(word);
        word = "";
      } else word += String.fromCodePoint(letter);
    spelled.set(block, words);
  }
  return words;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A word as it stands in a line of ours, beside arrows, quotes, digits or other words: one that is written from right to
 * left is isolated, so that it turns none of them round. Unlike an element this holds in titles, lists and pictures, too.
 * @param {string} word */
export function isolated(word) {
  return RIGHT_TO_LEFT.test(word) ? `\u2068${word}\u2069` : word;
}

/** All that is known of the text's words; null before the scene has come. @param {Frame} frame @returns {Vocabulary | null} */
export function vocabulary({ arrays }) {
  const block = arrays.words;
  if (!block) return null;
  let found = known.get(block);
  if (!found) {
    const words = read(block);
    const ids = new Map(words.map((word, v) => [word, v]));
    found = { words, ids, counts: arrays.counts.data, kinds: [...arrays.kinds.data], kindNames: read(arrays.kind_names) };
    known.set(block, found);
  }
  return found;
}
