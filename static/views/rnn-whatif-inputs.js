/**
 * The inputs of one sequence, to be changed: bits and pixels by a click, words and symbols by choosing, characters and
 * numbers by typing. What stands there is either the sequence that is looked at or the reader's own.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {(values: number[]) => void} Change    the whole sequence: T × n numbers row by row, or the ids of its symbols
 * @typedef {(s: Sequence, values: number[], before: number[]) => void} Show
 * @typedef {{create: (place: HTMLElement, change: Change, task: string) => Show, invites: string}} Editor
 */
import * as bits from "./rnn-whatif-bits.js";
import * as letters from "./rnn-whatif-letters.js";
import * as numbers from "./rnn-whatif-numbers.js";
import * as pixels from "./rnn-whatif-pixels.js";
import * as words from "./rnn-whatif-words.js";

/** @type {Record<string, Editor>} */
const EDITORS = {
  addition: { ...bits, invites: "Click a bit to turn it over: the same network answers at once, and what it remembers differs from there on." },
  counting: { ...bits, invites: "Click a bit to turn it over: the same network answers at once, and what it remembers differs from there on." },
  "moving-dot": { ...pixels, invites: "Click a pixel to switch it: take the dot away in one frame and set it elsewhere, and see for how long that is felt." },
  caption: { ...pixels, invites: "Click a pixel to switch it: the same network describes the new picture at once." },
  negation: { ...words, invites: "Choose another word, or write a sentence of your own: the same network judges it at once." },
  remember: { ...words, invites: "Choose another symbol: the first one is to be kept, and the others are to leave no trace." },
  characters: { ...letters, invites: "Write other characters: from the first one that differs on, what it remembers differs too." },
  linear: { ...numbers, invites: "Write other numbers: each one’s share of the state is multiplied by the recurrent weight at every step." },
};

/** @param {string} task */
export function editorOf(task) {
  return EDITORS[task];
}

/** The numbers of the sequence that is looked at, as a look holds them. @param {Sequence} s */
export function inputsOf(s) {
  if (s.symbolic) return Array.from({ length: s.length }, (_, t) => s.row("x", t)[0]);
  return Array.from({ length: s.T }, (_, t) => [...s.row("x", t)]).flat();
}
