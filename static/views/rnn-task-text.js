/** The next character: a passage with what the network makes of each place in it, and text that it goes on with alone. */
import { escaped } from "./columns.js";
import * as grid from "./rnn-task-grid.js";
import { brief, greatest, said } from "./rnn-task-said.js";
import { visible } from "./symbols.js";
import * as writing from "./rnn-task-writing.js";
import { isolated } from "./words.js";

/** @typedef {import("./rnn-sequence.js").Sequence} Sequence */

const TOP = 3;
const BEFORE = 12; // characters that are quoted

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {import("./rnn-task.js").Draw} */
export function create(place, options) {
  place.classList.add("with-text");
  const table = grid.create(place, { label: "The passage, character by character", choose: options.choose });
  const top = Object.assign(document.createElement("p"), { className: "note rnn-top3" });
  place.append(top);
  const write = writing.create(place, options);
  return (frame, s) => {
    const inside = (/** @type {number} */ t) => t < s.length;
    table.show(s.T, [
      { id: "reads", name: "reads", kind: "symbols", cell: (t) => (inside(t) ? { text: visible(s.inputs[s.row("x", t)[0]]), link: `x-${t}-${s.row("x", t)[0]}` } : { text: "", mark: "none" }) },
      { id: "said", name: "expects next", kind: "symbols", small: true, cell: (t) => {
        if (!inside(t)) return { text: "", small: "", mark: "none" };
        const { text, k, p } = said(s, s.row("said", t));
        return { text, small: brief(p), mark: k === s.row("wanted", t)[0] ? "good" : "quiet", link: `y-${t}-${k}` };
      } },
      { id: "right", name: "comes next", kind: "quiet", small: true, cell: (t) => {
        if (!inside(t)) return { text: "", small: "", mark: "none" };
        const [k] = s.row("wanted", t);
        return { text: visible(s.outputs[k]), small: brief(s.row("said", t)[k]), link: `y-${t}-${k}` };
      } },
    ], s.time);
    const told = likely(s);
    if (top.dataset.of !== told) {
      top.dataset.of = told;
      top.innerHTML = told;
    }
    write(frame);
    return "The small numbers are its probabilities: of what it expects, and of what comes. Bold: it expects what comes.";
  };
}

/** What it holds likeliest behind the step in focus: markup. @param {Sequence} s */
function likely(s) {
  const t = Math.min(s.time, s.length - 1);
  const heard = Array.from({ length: t + 1 }, (_, at) => visible(s.inputs[s.row("x", at)[0]])).slice(-BEFORE).join("");
  const row = s.row("said", t);
  const first = greatest(row, TOP).map((k) => `<b>${escaped(isolated(visible(s.outputs[k])))}</b> ${brief(row[k])}`).join(", ");
  return `t${t}, after <span class="heard">${t >= BEFORE ? "…" : ""}${escaped(isolated(heard))}</span>: ${first}`;
}
