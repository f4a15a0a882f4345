/**
 * What a method that counts once wants of each two words, beside what its vectors say: the two tables that draw together.
 *
 * @typedef {object} Counts
 * @property {string[]} words @property {number} V
 * @property {boolean} glove               else LSA
 * @property {number} epsilon              what the smoothed GloVe adds to every count; of the others 0
 * @property {ArrayLike<number>} table     as it was counted
 * @property {Float32Array} wanted         NaN: the method leaves this cell out
 * @property {Float32Array} says
 * @property {number[] | null} cell        the one in focus, of GloVe
 */
import { num, plain } from "../format.js";
import { isolated } from "./words.js";

const DIGITS = 2; // of what is added to every count: a frame has no more of it, for it tells the logarithm

/** What is added to the counts before their logarithm, as a cell in focus tells.
 * @param {import("../types.js").Config} config @param {ArrayLike<number> | null | undefined} cell */
export function epsilonOf({ method }, cell) {
  return method === "glove-smoothed" && cell ? Number((Math.exp(cell[3]) - cell[2]).toPrecision(DIGITS)) : 0;
}

/** Null where there are more words than are drawn, or before their vectors have come. @param {import("../types.js").Frame} frame
 * @param {string[]} words @returns {Counts | null} */
export function counts({ arrays, config }, words) {
  const { sizes, table, W, C, bw, bc, cell } = arrays;
  const [V, N] = sizes.data;
  if (table?.data.length !== V * V || W?.data.length !== V * N || C?.data.length !== V * N) return null;
  const glove = config.method !== "lsa";
  const epsilon = glove ? epsilonOf(config, cell?.data) : 0;
  const [wanted, says] = [new Float32Array(V * V), new Float32Array(V * V)];
  for (let i = 0, at = 0; i < V; i++)
    for (let j = 0; j < V; j++, at++) {
      let sum = glove ? (bw?.data[i] ?? 0) + (bc?.data[j] ?? 0) : 0;
      for (let n = 0; n < N; n++) sum += W.data[i * N + n] * C.data[j * N + n];
      says[at] = sum;
      wanted[at] = glove ? wish(table.data[at], epsilon, i === j) : table.data[at];
    }
  return { words, V, glove, epsilon, table: table.data, wanted, says, cell: glove && cell ? [...cell.data] : null };
}

/** Of GloVe: as published the logarithm where two words have met; smoothed that of all, but for a word with itself.
 * @param {number} x @param {number} epsilon @param {boolean} itself */
function wish(x, epsilon, itself) {
  return (epsilon ? itself : x === 0) ? NaN : Math.log(x + epsilon);
}

/** "log X", "log(X + 0.1)". @param {number} epsilon */
export const logged = (epsilon) => (epsilon ? `log(X + ${plain(epsilon)})` : "log X");

/** The same as markup. @param {number} epsilon */
export const loggedMarkup = (epsilon) => logged(epsilon).replace("X", "<var>X</var>");

/** What stands in a cell. @param {Counts} counts @param {number} i @param {number} j */
export function cellWords({ words, V, glove, epsilon, table, wanted, says }, i, j) {
  const at = i * V + j;
  const [x, aim] = [table[at], wanted[at]];
  const count = x ? `X = ${plain(Number(x.toPrecision(6)))}` : "never met, X = 0";
  const asked = Number.isNaN(aim) ? `${count}, left out` : `${count}, ${logged(epsilon)} = ${num(aim)}`;
  return `“${isolated(words[i])}”, “${isolated(words[j])}”: ${glove ? asked : `M = ${num(x)}`}; the vectors say ${num(says[at])}`;
}

/** Both tables in a sentence or two. @param {Counts} counts */
export function tableWords({ V, glove, epsilon, wanted, says }) {
  let [sum, n] = [0, 0];
  for (let at = 0; at < V * V; at++) if (!Number.isNaN(wanted[at])) [sum, n] = [sum + Math.abs(wanted[at] - says[at]), n + 1];
  const left = glove ? ` Left out: ${epsilon ? "each word with itself" : "words that have never met"}.` : "";
  return `Two tables of ${V} by ${V} words: ${glove ? `${logged(epsilon)} of what was counted` : "what was counted"}, and what the vectors say of it. They are ${num(sum / (n || 1), 2)} apart on the mean.${left}`;
}
