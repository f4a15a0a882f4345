/**
 * The task's result in plain sight: what the network makes of the sequence that is looked at, and how many come out right.
 * Each task has a renderer of its own, which says in a sentence what is to be seen.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {(frame: Frame, s: Sequence) => string} Draw   the sentence is markup, with what is a student's escaped
 * @typedef {{actions: import("../types.js").Actions, choose: (t: number) => void, surface: string}} Options   surface: the address of the landscape of two weights
 */
import { count } from "../format.js";
import { calmly } from "../throttle.js";
import { put, say } from "../written.js";
import { sequence } from "./rnn-sequence.js";
import * as caption from "./rnn-task-caption.js";
import * as classes from "./rnn-task-class.js";
import * as frames from "./rnn-task-frames.js";
import * as linear from "./rnn-task-linear.js";
import * as sum from "./rnn-task-sum.js";
import * as text from "./rnn-task-text.js";
import { scores, wordsOf } from "./rnn-task-words.js";

const GAP = 90; // milliseconds between two of its pictures while it plays
/** @type {Record<string, {create: (place: HTMLElement, options: Options) => Draw}>} */
const RENDERERS = { addition: sum, "moving-dot": frames, characters: text, negation: classes, remember: classes, counting: classes, caption, linear };

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, knobs: import("../types.js").Knob[], title: HTMLElement | null, said: HTMLElement | null, ends: HTMLElement | null}} options
 * @returns {import("../types.js").View} */
export function create(element, { actions, title, said, ends }) {
  element.classList.add("rnn-task");
  const choose = (/** @type {number} */ time) => actions.look({ time });
  const surface = element.dataset.surface ?? "";
  const notes = document.createElement("div");
  notes.className = "notes";
  const [now, all, which] = Array.from({ length: 3 }, () => notes.appendChild(Object.assign(document.createElement("p"), { className: "note" })));
  which.classList.add("which");
  const another = Object.assign(document.createElement("button"), { type: "button" });
  const first = Object.assign(document.createElement("button"), { type: "button", textContent: "Batch’s first", className: "ghost" });
  ends?.append(first, another);
  let task = "";
  /** @type {Draw | null} */
  let draw = null;
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Sequence | null} */
  let s = null;

  another.addEventListener("click", () => {
    if (!s || s.m < 2) return;
    const other = Math.floor(Math.random() * (s.m - 1));
    actions.look({ sequence: other < s.which ? other : other + 1 });
  });
  first.addEventListener("click", () => actions.look({ sequence: undefined }));

  const refresh = calmly(GAP, () => {
    s = frame && sequence(frame);
    if (!frame || !s) return;
    const words = wordsOf(frame);
    const kind = String(frame.config.task);
    if (kind !== task) begin(kind);
    say(title, words.title);
    say(said, words.line);
    say(another, `Another ${words.one}`);
    first.hidden = Number(frame.look.sequence ?? -1) < 0;
    put(now, draw?.(frame, s) ?? "");
    put(all, scores(frame));
    say(which, `This is ${words.one} ${count(s.which + 1)} of ${count(s.m)}${Number(frame.look.sequence ?? -1) < 0 ? ", the batch’s first" : ""}.`);
    element.toggleAttribute("data-drawn", true);
  });

  /** @param {string} kind */
  function begin(kind) {
    task = kind;
    element.dataset.task = kind;
    const main = document.createElement("div");
    main.className = "main";
    element.replaceChildren(main, notes);
    draw = RENDERERS[kind]?.create(main, { actions, choose, surface }) ?? null;
  }

  return {
    update(next) {
      frame = next;
      refresh(next.playing);
    },
  };
}
