/** The sentences about why a word moves, for each way of learning. */
import { count, num } from "../format.js";
import { escaped } from "./columns.js";
import { loggedMarkup } from "./count-tables.js";
import { isolated } from "./words.js";

/**
 * @typedef {import("./forces.js").Forces} Forces
 * @typedef {import("./forces.js").Force} Force
 * @typedef {import("./forces.js").Way} Way
 * @typedef {import("../types.js").Config} Config
 */

const [C, f, p, s] = ["C", "f", "p", "σ"].map((letter) => `<var>${letter}</var>`);

/** The heads of the columns between the word and the difference. @param {Forces} forces */
export function heads({ way, epsilon }) {
  return {
    softmax: ["wanted", `now ${p}`],
    negative: ["asked", "wanted", `now ${s}`],
    hierarchical: ["asked", "wanted", `now ${s}`],
    glove: [`${f}(<var>X</var>)`, loggedMarkup(epsilon), "vectors"],
  }[way];
}

/** Whether rows count differently; softmax asks all words in each pair. @param {Way} way */
export function weighed(way) {
  return way !== "softmax";
}

/** What each row is about. @param {Way} way */
export function things(way) {
  return way === "hierarchical" ? "node" : "word";
}

/** "quick pulls". @param {Force} row @param {Forces} forces */
export function said(row, forces) {
  const verb = row.pulls ? "pull" : "push";
  const acts = `${verb}${row.pulls ? "s" : "es"}`;
  if (row.aside) return `<b>${escaped(isolated(row.name))}</b> <small>${acts} ${escaped(row.aside)}</small>`;
  if (!row.rest) return `<b>${escaped(isolated(row.name))}</b> ${acts}`;
  if (weighed(forces.way)) return `${row.name}<small>on average</small>`;
  const one = row.wanted === 0; // then all of them push: p is more than the nothing that is wanted
  return one ? `${row.name} ${verb}` : forces.rows.length > 1 ? `${row.name} together` : row.name;
}

/** Below the table: what is seen in it. @param {Forces} forces @param {Config} config */
export function notes(forces, config) {
  const { way, rows, length, name, words } = forces;
  const word = `<b>${escaped(isolated(name))}</b>`;
  if (!rows.length)
    return [`${word} is not in this batch: no force acts on its vector.${later(config)}`];
  const pushing = rows.find((row) => !row.pulls && !row.rest && row.wanted > 0 && (way === "softmax" || way === "negative"));
  const idle = way === "softmax" && !pushing ? rows.find((row) => !row.pulls && !row.rest && row.wanted === 0 && row.now > Math.max(0.05, 2 / words)) : undefined;
  const seen = pushing && way === "negative" ? `<b>${escaped(isolated(pushing.name))}</b> stands there at one time and is drawn against it at another: on average it pushes.`
    : pushing ? `<b>${escaped(isolated(pushing.name))}</b> is wanted here, and pushes all the same: the network says it too often.`
      : idle ? `<b>${escaped(isolated(idle.name))}</b> is not wanted in this batch, yet the network expects it: it pushes.` : "";
  return [`${averaged(forces, config)} ${acting(forces, config)}`, `The sum is ${num(length)} long.${direction(config)}`, seen]; // the last one's place is kept
}

/** What is wanted, and what is averaged over what. @param {Forces} forces @param {Config} config */
function averaged({ way, name, samples, batch }, { method }) {
  const word = `<b>${escaped(isolated(name))}</b>`;
  const few = count(samples);
  const of = (/** @type {string} */ one) => (batch > 1 ? `${few} of this batch’s ${count(batch)} ${one}s` : `this batch’s one ${one}`);
  if (way === "glove") return batch > 1 ? `${of("cell")} ${samples > 1 ? "are" : "is"} in ${word}’s row of the table.` : `This batch’s one cell is in ${word}’s row of the table.`;
  const cbow = method === "cbow";
  const where = cbow ? `${word} is around in ${of("window")} and counts 1/<var>n</var> each time it stands there, where <var>h</var> is the mean of <var>n</var> words.` : `${word} is the center of ${of("pair")}.`;
  const wish = {
    softmax: samples > 1 && !cbow ? `Wanted is the share of these ${few} that ask for the word.` : "Wanted is 1 for the word that stands there, 0 for all others.",
    negative: "Wanted is 1 for the word that stands there and 0 for those drawn against it.",
    hierarchical: "No word acts here, but the forks of the tree on the way: wanted is 1 for a turn to the right, 0 for one to the left.",
  }[way];
  const shares = cbow && weighed(way) ? " Asked adds these 1/<var>n</var> up." : "";
  if (samples < 2) return `${where} ${wish}${shares}`;
  if (cbow) return `${where} ${wish}${shares} Wanted and ${way === "softmax" ? p : s} are averages over these windows, each counted so.`;
  return way === "softmax" ? `${where} ${wish}` : `${where} ${wish} Where several of the ${few} ask, wanted is their average; ${s} is the same for all.`;
}

/** How a force comes out of the differences. @param {Forces} forces @param {Config} config */
function acting({ way, name, rows, batch, epsilon }, { method }) {
  const word = `<b>${escaped(isolated(name))}</b>`;
  const many = count(batch);
  if (way === "glove") return `A partner that the vectors say less of than ${loggedMarkup(epsilon)} pulls along its column of ${C}, else it pushes: by 2 ${f}(<var>X</var>) × difference ÷ ${many}. On the map lies <var>w</var> + <var>c</var>: its vector in ${C} moves alike, along the rows of <var>W</var>.`;
  const [{ weight }] = rows;
  const factor = way !== "softmax" ? "asked × difference" : `difference × ${method === "cbow" ? num(weight) : count(Math.round(weight))}`;
  const along = `Each acts along its own column of ${C}, by ${factor} ÷ ${many}`;
  return way === "hierarchical" ? `${along}.` : `${along}: ${word} moves along these, not towards the words beside it.`;
}

const MOST = 8; // forces that the engine tells one by one
const HUGE = -1.234e-5; // a number that the room is measured for

/** As much as may come to be said in such a set-up: what the room for it is measured with. @param {Way} way @param {string[]} words
 * @param {number} letters  of a word, at most @param {number} batch  samples in one @param {number} epsilon @returns {Forces} */
export function fullest(way, words, letters, batch, epsilon) {
  const name = "n".repeat(Math.min(letters, words.reduce((most, word) => Math.max(most, word.length), 0)));
  const row = { link: "", also: "", name, aside: way === "hierarchical" ? `towards ${name} …` : "", pulls: false, wanted: 0.1, now: 0.2, weight: 10.25, strength: -0.1, x: 0, y: 0, rest: false };
  const rows = Array.from({ length: Math.min(MOST, words.length) }, () => row);
  if (words.length > MOST) rows.push({ ...row, name: "all others", aside: "", rest: true });
  return { word: 0, name, way, rows, x: 0, y: 0, length: HUGE, share: 1, samples: Math.max(2, Math.ceil(batch / 10)), batch, words: words.length, epsilon, flat: true };
}

/** What the rule makes of the sum. @param {import("../types.js").Config} config */
function direction({ optimizer, learning_rate: rate, clip, row_limit: limit }) {
  if (optimizer === "sgd" && !(Number(clip) > 0) && !(Number(limit) > 0)) return ` The step is <var>α</var> = ${num(Number(rate))} times this sum.`;
  if (optimizer === "sgd") return " The step goes along this sum, shortened where the clip or the row limit asks for it.";
  if (optimizer === "momentum" || optimizer === "nesterov") return " Momentum adds what is left of earlier steps; other words move on from them, too.";
  if (optimizer === "adam" || optimizer === "adamw") return " Adam turns and stretches this sum per coordinate; other words move on from earlier updates.";
  return " The optimizer stretches this sum per coordinate, so that the step may turn away from it.";
}

/** @param {import("../types.js").Config} config */
function later({ optimizer }) {
  if (optimizer === "adam" || optimizer === "adamw") return " With Adam it moves on all the same, from earlier updates.";
  return optimizer === "momentum" || optimizer === "nesterov" ? " With momentum it moves on all the same, from earlier updates." : " This update leaves it where it is.";
}
