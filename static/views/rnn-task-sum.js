/** Binary addition as on paper, but from left to right: the least significant bit comes first, and the carries above it. */
import { count } from "../format.js";
import * as grid from "./rnn-task-grid.js";
import { brief, isRight, said } from "./rnn-task-said.js";

/** @typedef {import("./rnn-sequence.js").Sequence} Sequence */

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {import("./rnn-task.js").Draw} */
export function create(place, { choose }) {
  const table = grid.create(place, { label: "The sum, column by column", choose });
  return (_, s) => {
    const { T } = s;
    const first = Array.from({ length: T }, (_, t) => s.row("x", t)[0]);
    const second = Array.from({ length: T }, (_, t) => s.row("x", t)[1]);
    const right = Array.from({ length: T }, (_, t) => s.row("wanted", t)[0]);
    const told = Array.from({ length: T }, (_, t) => said(s, s.row("said", t)));
    const carry = carries(first, second);
    const good = (/** @type {number} */ t) => isRight(s, s.row("said", t), s.row("wanted", t));
    const bit = (/** @type {number[]} */ bits, name = "") => (/** @type {number} */ t) => ({ text: String(bits[t]), link: name && `x-${t}-${name}` });
    table.show(T, [
      { id: "carry", name: "carry in", kind: "quiet", cell: (t) => ({ text: t ? String(carry[t]) : "" }) },
      { id: "first", name: decimal(first), cell: bit(first, "0") },
      { id: "second", name: `+ ${decimal(second)}`, cell: bit(second, "1") },
      { id: "said", name: `network says ${decimal(told.map(({ text }) => Number(text)))}`, kind: "ruled", small: true, cell: (t) => ({ text: told[t].text, small: brief(told[t].p), mark: good(t) ? "good" : "wrong", link: `y-${t}-0` }) },
      { id: "right", name: `right: ${decimal(right)}`, kind: "quiet", cell: bit(right) },
    ], s.time);
    return sentence(told, right, carry, good);
  };
}

/** The carry into each column. @param {ArrayLike<number>} first @param {ArrayLike<number>} second */
export function carries(first, second) {
  const into = [0];
  for (let t = 0; t < first.length; t++) into.push(first[t] + second[t] + into[t] > 1 ? 1 : 0);
  return into;
}

/** @param {ArrayLike<number>} bits  the least significant first */
export function decimal(bits) {
  return count(Array.from(bits).reduce((sum, bit, t) => sum + bit * 2 ** t, 0));
}

/** Where it errs, or where it is least sure. @param {import("./rnn-task-said.js").Said[]} told @param {number[]} right @param {number[]} carry @param {(t: number) => boolean} good */
function sentence(told, right, carry, good) {
  const wrong = told.map((_, t) => t).filter((t) => !good(t));
  if (!wrong.length) {
    const least = told.reduce((at, { p }, t) => (p < told[at].p ? t : at), 0);
    return `Every bit is right. It is least sure at t${least}: <b>${told[least].text}</b> with ${brief(told[least].p)}.`;
  }
  const [t] = wrong;
  const why = carry[t] ? `a carry comes from t${t - 1}` : t ? `no carry comes from t${t - 1}` : "there is no carry yet";
  const more = wrong.length > 1 ? ` ${wrong.length - 1} more ${wrong.length > 2 ? "bits are" : "bit is"} wrong.` : "";
  return `At t${t} it says <b>${told[t].text}</b> with ${brief(told[t].p)}; right is ${right[t]}, for ${why}.${more}`;
}
