/** What is asked of a text before the student asks anything: what is worth asking, as far as its words are there. */

/**
 * @typedef {import("./words.js").Vocabulary} Vocabulary
 * @typedef {"neighbours" | "analogy" | "similarity"} Kind
 * @typedef {Record<Kind, string[]>} Questions   the words of each; none: there is nothing to ask
 */

/** @type {Kind[]} */
export const KINDS = ["neighbours", "analogy", "similarity"];

const ANALOGY = ["king", "man", "woman"];
const NEIGHBOURS = "fox";
const ALIKE = ["king", "queen", "man", "woman", "cat", "dog", "fox", "quick", "brown", "lazy"];
const SOME = 6;
const SHORT = 3; // letters: such words mostly say little

/** @param {Vocabulary} vocabulary @returns {{questions: Questions, kind: Kind}} */
export function firstQuestions({ words, ids }) {
  const long = words.filter((word) => [...word].length > SHORT);
  const telling = long.length ? long : words;
  const planted = ANALOGY.every((word) => ids.has(word));
  const known = ALIKE.filter((word) => ids.has(word));
  return {
    questions: {
      neighbours: [ids.has(NEIGHBOURS) ? NEIGHBOURS : telling[0]],
      analogy: planted ? ANALOGY : [],
      similarity: (known.length >= 2 ? known : telling.length >= 2 ? telling : words).slice(0, SOME),
    },
    kind: planted ? "analogy" : "neighbours",
  };
}

/** The question in a look, where all its words are there. @param {import("../types.js").Look} look @param {Kind} kind
 * @param {Vocabulary} vocabulary @returns {string[] | null} */
export function looked(look, kind, { ids }) {
  const words = [look[kind] ?? []].flat().map(String).filter(Boolean);
  return words.length && words.every((word) => ids.has(word)) ? words : null;
}
