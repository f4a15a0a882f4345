/** What each task is called on its card, what one of its sequences is, and how many of them come out right. */
import { count } from "../format.js";
import { percent } from "./rnn-task-said.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {{title: string, line: string, one: string, many: string, each?: string, whole?: string}} Words
 *   each: what a single step of it is called; whole: right as a whole
 */

/** @type {Record<string, Words>} */
const TASKS = {
  addition: { title: "The task: add two numbers, one column at a time", line: "least significant bit first", one: "pair", many: "pairs", each: "Single bits", whole: "in every bit" },
  "moving-dot": { title: "The task: which way did the dot move?", line: "asked at every frame but the first", one: "film", many: "films", each: "Single frames", whole: "at every frame" },
  characters: { title: "The task: which character comes next?", line: "asked after every character", one: "passage", many: "passages", each: "characters" },
  negation: { title: "The task: is the sentence praise?", line: "asked after its last word", one: "sentence", many: "sentences" },
  remember: { title: "The task: which symbol came first?", line: "asked after the last one", one: "sequence", many: "sequences" },
  counting: { title: "The task: how many ones were there?", line: "asked after the last bit", one: "sequence", many: "sequences" },
  caption: { title: "The task: describe a picture, word by word", line: "it is seen at t0 only", one: "picture", many: "pictures", each: "Single words", whole: "in every word" },
  linear: { title: "The task: add up bits with two weights", line: "asked after the last bit", one: "sequence", many: "sequences", whole: "to within a half" },
};

/** @param {Frame} frame */
export function wordsOf(frame) {
  return TASKS[String(frame.config.task)] ?? TASKS.addition;
}

/** How much is right, over all sequences: markup. @param {Frame} frame */
export function scores(frame) {
  const { arrays, scalars } = frame;
  const { many, each, whole } = wordsOf(frame);
  const [, , , , m, held, told] = arrays.sizes?.data ?? [];
  if (!m || !Number.isFinite(scalars.accuracy)) return "";
  const bold = (/** @type {number} */ share) => `<b>${percent(share)}</b>`;
  const of = told < m ? `the first ${count(told)} ${many} it learns from` : held ? `the ${count(m)} ${many} it learns from` : `all ${count(m)} ${many}`;
  if (!whole && each) {
    const unseen = held ? ` In ${many} it never saw: ${bold(scalars.test_accuracy)}.` : "";
    return `Of all ${each} in ${of}, ${bold(scalars.accuracy)} are what it holds likeliest.${unseen}`;
  }
  const unseen = held ? ` Of ${many} it never saw: ${bold(scalars.test_exact)}.` : "";
  const single = each ? ` ${each}: ${bold(scalars.accuracy)}.` : "";
  return `Right${whole ? ` ${whole}` : ""}: ${bold(scalars.exact)} of ${of}.${single}${unseen}`;
}
