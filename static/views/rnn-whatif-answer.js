/** What the network says of the other inputs, beside what it said before, and what would be right if anybody knows. */
import { put } from "../written.js";
import { escaped } from "./columns.js";
import { decimal } from "./rnn-task-sum.js";
import * as bars from "./rnn-task-bars.js";
import * as grid from "./rnn-task-grid.js";
import { brief, isRight, rightly, said } from "./rnn-task-said.js";

/** @typedef {import("./rnn-sequence.js").Sequence} Sequence */
/** @typedef {import("../types.js").Frame} Frame */

/** @param {HTMLElement} place @param {(t: number) => void} choose @returns {(frame: Frame, s: Sequence) => void} */
export function create(place, choose) {
  const note = Object.assign(document.createElement("p"), { className: "note rnn-now" });
  const classes = document.createElement("div");
  const steps = document.createElement("div");
  steps.className = "rnn-steps";
  place.append(note, classes, steps);
  const show = bars.create(classes);
  const table = grid.create(steps, { label: "What it says now and said before, step by step", choose });
  return (frame, s) => {
    classes.hidden = !s.atLast || !s.classes;
    steps.hidden = s.atLast;
    put(note, s.atLast ? atTheEnd(s, show) : stepByStep(frame, s, table));
  };
}

/** How many steps a sequence has. @param {Sequence} s @param {string} name */
function lengthOf(s, name) {
  if (!s.symbolic) return s.T;
  let t = 0;
  while (t < s.T && s.row(name, t)[0] >= 0) t++;
  return t;
}

/** Whether somebody knows what is right at a step. @param {Sequence} s @param {number} t */
function answered(s, t) {
  return s.row("other_mask", t)[0] > 0 && s.has("other_wanted");
}

/** @param {Sequence} s @param {ReturnType<typeof bars.create>} show */
function atTheEnd(s, show) {
  const [was, is] = [lengthOf(s, "x") - 1, lengthOf(s, "other_x") - 1];
  const [before, now] = [said(s, s.row("said", was)), said(s, s.row("other_said", is))];
  const known = answered(s, is);
  const wanted = known ? s.row("other_wanted", is) : null;
  if (s.classes) show(s.outputs, s.row("other_said", is), wanted ? wanted[0] : -1, -1);
  const told = (/** @type {import("./rnn-task-said.js").Said} */ { text, p }) => `<b>${escaped(text)}</b>${Number.isFinite(p) ? ` with ${brief(p)}` : ""}`;
  const right = wanted ? (isRight(s, s.row("other_said", is), wanted) ? " That is right." : ` Right would be <b>${escaped(rightly(s, wanted))}</b>.`) : " What is right of this nobody can say.";
  return `At t${is} it says ${told(now)}; before it was ${told(before)}.${right}`;
}

/** @param {Frame} frame @param {Sequence} s @param {grid.Grid} table */
function stepByStep({ config }, s, table) {
  const [was, is] = [lengthOf(s, "x"), lengthOf(s, "other_x")];
  const bits = config.task === "addition";
  const first = config.task === "moving-dot" ? 1 : 0;
  const end = config.task === "caption" ? s.outputs.indexOf(".") : -1;
  /** @param {string} name @param {number} length */
  const told = (name, length) => {
    const all = [];
    for (let t = 0; t < length; t++) {
      all.push(said(s, s.row(name, t)));
      if (all[t].k === end) break; // behind the full stop nothing is said
    }
    return all;
  };
  const [before, now] = [told("said", was), told("other_said", is)];
  const known = (/** @type {number} */ t) => t < is && answered(s, t);
  const number = (/** @type {{text: string}[]} */ all) => (bits ? ` ${decimal(all.map(({ text }) => Number(text)))}` : "");
  const right = Array.from({ length: s.T }, (_, t) => (known(t) ? rightly(s, s.row("other_wanted", t)) : ""));
  const none = /** @type {const} */ ({ text: "", small: "", mark: "none" });
  table.element.classList.toggle("words", ["caption", "moving-dot"].includes(String(config.task)));
  table.show(s.T, [
    { id: "now", name: `now${number(now)}`, kind: "symbols", small: true, cell: (t) => {
      if (t >= now.length || t < first) return none;
      const mark = known(t) ? (isRight(s, s.row("other_said", t), s.row("other_wanted", t)) ? "good" : "wrong") : "";
      return { text: now[t].text, small: brief(now[t].p), mark };
    } },
    { id: "before", name: `before${number(before)}`, kind: "quiet", small: true, cell: (t) => (t < before.length && t >= first ? { text: before[t].text, small: brief(before[t].p) } : none) },
    ...(!right.some(Boolean) ? [] : [{ id: "right", name: `right:${bits ? ` ${decimal(right.map(Number))}` : ""}`, kind: "quiet", cell: (/** @type {number} */ t) => ({ text: right[t] }) }]),
  ], s.time);
  const other = [];
  for (let t = first; t < Math.min(before.length, now.length); t++) if (before[t].text !== now[t].text) other.push(t);
  const ends = before.length === now.length ? "" : ` Now it has ${now.length} ${now.length === 1 ? "step" : "steps"}, before ${before.length}.`;
  const differs = other.length ? `It says something else at ${other.length > 6 ? `${other.length} steps, first at t${other[0]}` : other.map((t) => `t${t}`).join(", ")}.` : "It says the same as before at every step.";
  return `${differs}${ends}${right.some(Boolean) || config.task === "characters" ? "" : " What is right of this nobody can say."}`;
}
