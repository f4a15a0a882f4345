/** The sentences about why a word moves, for each way of learning. */
import { num } from "../format.js";
import { escaped } from "./columns.js";
import { loggedMarkup } from "./count-tables.js";
import { isolated } from "./words.js";

/**
 * @typedef {import("./forces.js").Forces} Forces
 * @typedef {import("./forces.js").Force} Force
 * @typedef {import("./forces.js").Way} Way
 */

const C = "<var>C</var>";
const p = "<var>p</var>";

/** The heads of the columns: what is wanted, and what is there now. @param {Forces} forces */
export function heads({ way, epsilon }) {
  return {
    softmax: ["wanted", `now ${p}`],
    negative: ["wanted", "now <var>σ</var>"],
    hierarchical: ["wanted", "now <var>σ</var>"],
    glove: [loggedMarkup(epsilon), "vectors say"],
  }[way];
}

/** What each row is about. @param {Way} way */
export function things(way) {
  return way === "hierarchical" ? "node" : "word";
}

/** "quick pulls". @param {Force} row @param {Forces} forces */
export function said(row, forces) {
  const verb = row.pulls ? "pull" : "push";
  if (!row.rest) return `<b>${escaped(isolated(row.name))}</b> ${verb}${row.pulls ? "s" : "es"}${row.aside ? ` <small>${escaped(row.aside)}</small>` : ""}`;
  const one = forces.way === "softmax" && row.wanted === 0; // then all of them push: p is more than the nothing that is wanted
  return one ? `all others ${verb}` : `all others together`;
}

/** Below the table: what is seen in it. @param {Forces} forces @param {import("../types.js").Config} config */
export function notes(forces, config) {
  const { way, rows, length, name, words, epsilon } = forces;
  const lines = [];
  const word = `<b>${escaped(isolated(name))}</b>`;
  if (!rows.length)
    return [`${word} is not in this batch: no force acts on its vector.${later(config)}`];
  lines.push({
    softmax: `Each acts along its own column of ${C}, as strongly as the difference: ${word} moves along these columns, not towards the words beside it.`,
    negative: `Wanted is 1 for the word that stands there and 0 for those drawn against it. Each acts along its own column of ${C}: ${word} moves along these, not towards the words beside it.`,
    hierarchical: `No word acts here, but the forks of the tree on the way: wanted is 1 for a turn to the right, 0 for one to the left. Each acts along its own column of ${C}.`,
    glove: `Where the vectors say less than ${loggedMarkup(epsilon)}, the partner pulls along its column of ${C}, else it pushes; how strongly, its weight <var>f</var>(<var>X</var>) tells too. On the map lies <var>w</var> + <var>c</var>: its vector in ${C} moves alike, along the rows of <var>W</var>.`,
  }[way]);
  const pushing = rows.find((row) => !row.pulls && !row.rest && row.wanted > 0 && (way === "softmax" || way === "negative"));
  if (pushing) lines.push(`<b>${escaped(isolated(pushing.name))}</b> is wanted here, and pushes all the same: the network says it too often.`);
  const idle = way === "softmax" && !pushing ? rows.find((row) => !row.pulls && !row.rest && row.wanted === 0 && row.now > Math.max(0.05, 2 / words)) : undefined;
  if (idle) lines.push(`<b>${escaped(isolated(idle.name))}</b> is not wanted in this batch, yet the network expects it: it pushes.`);
  lines.splice(1, 0, `The sum is ${num(length)} long.${direction(config)}`);
  return lines.length < 3 ? [...lines, ""] : lines; // the last one's place is kept
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
