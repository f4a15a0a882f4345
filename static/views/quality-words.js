/** Why fewer words have one of their own kind nearest than before, while more analogies are right. */
import { count } from "../format.js";
import { OWN, STEP, rowsUntil } from "../trail.js";
import { nearest, vectors } from "./map-words.js";
import { isolated } from "./words.js";

const FALLEN = 0.1; // of all words with a kind: less is no more than a word or two to and fro
const FEW = 2; // words that are named

/** The step at which most words had one of their own kind nearest, where there are clearly fewer now though not fewer
 * analogies are right. @param {import("../types.js").Trail} trail @param {number} step  on screen
 * @param {{analogy: number, purity: number}} now @returns {{step: number, purity: number} | null} */
export function fallen(trail, step, { analogy, purity }) {
  const { rows, columns } = trail;
  let best = -1;
  for (let i = 0; i < rowsUntil(trail, step); i++)
    if (best < 0 || rows[i * columns + OWN + 1] > rows[best * columns + OWN + 1]) best = i;
  if (best < 0) return null;
  const [right, most] = [rows[best * columns + OWN], rows[best * columns + OWN + 1]];
  return most - purity > FALLEN && analogy >= right ? { step: rows[best * columns + STEP], purity: most } : null;
}

/** Some words with a kind, the most frequent first, and what is nearest to them though it is not of theirs.
 * @param {import("./words.js").Vocabulary} known @param {number[]} near  of each word @returns {[string, string][]} */
export function strays({ words, kinds, counts }, near) {
  return words.map((_, v) => v).filter((v) => kinds[v] >= 0 && near[v] >= 0 && kinds[near[v]] !== kinds[v])
    .sort((a, b) => counts[b] - counts[a]).slice(0, FEW).map((v) => [words[v], words[near[v]]]);
}

/** Those of a frame: nearest by the vectors whose purity is told. @param {import("../types.js").Frame} frame @param {import("./words.js").Vocabulary} known */
export function strayed(frame, known) {
  const found = vectors(frame);
  return found ? strays(known, nearest(found, known.words.length, found.length / known.words.length)) : [];
}

/** @param {{step: number, purity: number}} best @param {[string, string][]} examples */
export function told({ step, purity }, examples) {
  const such = examples.map(([word, other]) => `${isolated(other)} to ${isolated(word)}`).join(", ");
  return ` It was ${Math.round(100 * purity)} % at step ${count(step)}: words first find their kind, then what tells words of one kind apart grows, `
    + `and now words of another sort are nearest to some${such ? ` (${such})` : ""}.`;
}
