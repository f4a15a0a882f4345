/**
 * What if the input were another? The same network with inputs of the reader's own: what it says now, and for how long
 * its states tell the difference. The first change makes a copy of the sequence that is looked at, and holds on to that one.
 */
import { num } from "../format.js";
import { calmly } from "../throttle.js";
import { put, say } from "../written.js";
import { sequence } from "./rnn-sequence.js";
import * as answer from "./rnn-whatif-answer.js";
import * as difference from "./rnn-whatif-difference.js";
import { felt, sentence } from "./rnn-whatif-felt.js";
import { editorOf, inputsOf } from "./rnn-whatif-inputs.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 */

const GAP = 90; // milliseconds between two of its pictures while it plays

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, said: HTMLElement | null, ends: HTMLElement | null, note: HTMLElement | null}} options
 * @returns {import("../types.js").View} */
export function create(element, { actions, said, ends, note }) {
  element.classList.add("rnn-whatif");
  const [inputs, outcome] = ["inputs", "outcome"].map((className) => element.appendChild(Object.assign(document.createElement("div"), { className })));
  outcome.hidden = true;
  const [told, picture] = ["told", "plot difference"].map((className) => outcome.appendChild(Object.assign(document.createElement("div"), { className })));
  const drawn = difference.create(picture);
  const tell = answer.create(told, (time) => actions.look({ time }));
  const table = behind();
  outcome.append(key(), table.element);
  const back = Object.assign(document.createElement("button"), { type: "button", textContent: "Back to the sequence", hidden: true });
  ends?.append(back);
  back.addEventListener("click", () => actions.look({ inputs: undefined }));
  /** @type {Frame | null} */
  let frame = null;
  /** What the editor shows. @type {{which: number, values: number[]}} */
  let shown = { which: -1, values: [] };
  let task = "";
  /** @type {import("./rnn-whatif-inputs.js").Show | null} */
  let edit = null;

  /** @param {number[]} values */
  function change(values) {
    actions.look({ inputs: values, sequence: shown.which });
  }

  const refresh = calmly(GAP, () => {
    const s = frame && sequence(frame);
    if (!frame || !s) return;
    const kind = String(frame.config.task);
    if (kind !== task) begin(kind);
    const own = /** @type {number[] | undefined} */ (frame.look.inputs);
    const active = Array.isArray(own) && own.length > 0 && fits(own, s);
    say(said, active ? "other inputs, the same network" : "");
    back.hidden = !active;
    outcome.hidden = !active;
    const before = inputsOf(s);
    const held = !active && frame.playing && inputs.contains(document.activeElement); // nothing changes under a hand
    if (!held) {
      shown = { which: s.which, values: active ? own : before };
      edit?.(s, shown.values, before);
    }
    if (active && answers(s, own)) {
      tell(frame, s);
      const differs = felt(s);
      drawn.show(differs, s, !frame.playing);
      table.show(differs.norms, frame.playing);
      if (note) put(note, sentence(differs));
    } else if (!active && note) put(note, editorOf(kind)?.invites ?? "");
    element.toggleAttribute("data-drawn", true);
    element.dataset.answered = String(active && answers(s, own));
  });

  /** @param {string} kind */
  function begin(kind) {
    task = kind;
    inputs.replaceChildren();
    edit = editorOf(kind)?.create(inputs, change, kind) ?? null;
  }

  return {
    update(next) {
      frame = next;
      refresh(next.playing);
    },
    resize: () => drawn.resize(),
  };
}

/** Whether such inputs are of this network. @param {number[]} own @param {Sequence} s */
function fits(own, s) {
  return s.symbolic ? own.length <= s.T && own.every((id) => id < s.n) : own.length === s.T * s.n;
}

/** Whether what has come is the answer to them: a frame may be older than the wish. @param {Sequence} s @param {number[]} own */
function answers(s, own) {
  if (!s.has("other_a") || !s.has("other_x")) return false;
  const given = s.symbolic ? Array.from({ length: s.T }, (_, t) => s.row("other_x", t)[0]).filter((id) => id >= 0) : Array.from({ length: s.T }, (_, t) => [...s.row("other_x", t)]).flat();
  return s.row("other_a", s.T).length === s.H && given.length === own.length && own.every((value, at) => Math.fround(value) === given[at]);
}

/** What the colours mean. */
function key() {
  const element = Object.assign(document.createElement("div"), { className: "key" });
  put(element, '<span><i class="plus"></i><bdi><var>A</var> greater than <var>A</var>′, the state with the other inputs</bdi></span><span><i class="minus"></i>smaller</span><span>indigo: the inputs differ here</span>');
  return element;
}

/** The table behind the picture. */
function behind() {
  const element = Object.assign(document.createElement("details"), { className: "behind" });
  element.innerHTML = '<summary>The difference as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="The difference"><table class="plain"><thead><tr><th scope="col">time step</th><th scope="col" class="r">‖A − A′‖</th></tr></thead><tbody></tbody></table></div>';
  const body = /** @type {HTMLTableElement} */ (element.querySelector("table")).tBodies[0];
  /** @type {number[]} */
  let norms = [];
  function fill() {
    while (body.rows.length > norms.length) body.deleteRow(-1);
    while (body.rows.length < norms.length) {
      const row = body.insertRow();
      row.insertCell().textContent = `t${row.rowIndex - 1}`;
      row.insertCell().className = "r";
    }
    norms.forEach((value, t) => say(body.rows[t].cells[1], num(value)));
  }
  element.addEventListener("toggle", () => element.open && fill());
  return {
    element,
    /** @param {number[]} next @param {boolean} playing */
    show(next, playing) {
      norms = next;
      if (element.open || !playing) fill();
    },
  };
}
