/** A time step in numbers: the lecture's equations for one unit, with what stands in them, forwards and backwards. */
import { refresh } from "../link.js";
import { stage } from "../stages.js";
import { throttle } from "../throttle.js";
import { say } from "../written.js";
import { segment } from "./rnn-memory-segment.js";
import { backwards } from "./rnn-numbers-back.js";
import { forwards } from "./rnn-numbers-forward.js";
import { weights } from "./rnn-numbers-params.js";
import { stepper } from "./rnn-numbers-steppers.js";
import { sequence } from "./rnn-sequence.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-numbers-forward.js").Line} Line
 * @typedef {{element: HTMLElement, rule: HTMLElement, numbers: HTMLElement, note: HTMLElement, name: string, said: string}} Place
 */

const PAUSE = 100; // milliseconds between two writings while it plays

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, said: HTMLElement | null}} options @returns {import("../types.js").View} */
export function create(element, { actions, said }) {
  const formulas = /** @type {HTMLTemplateElement | null} */ (element.parentElement?.querySelector("template[data-formulas]"));
  const time = stepper("Time", { first: 0, say: (count) => `of t0 to t${count - 1}`, choose: (n) => actions.look({ time: n }) });
  const unit = stepper("Unit", { first: 1, say: (count) => `of ${count}`, choose: (n) => actions.look({ unit: n }) });
  const head = Object.assign(document.createElement("div"), { className: "rnn-where" });
  head.append(time.element, unit.element);
  const [forward, back] = ["Forward", "Backward, by the chain rule"].map((title) => {
    const part = Object.assign(document.createElement("div"), { className: "rnn-pass" });
    part.append(Object.assign(document.createElement("h3"), { textContent: title }));
    return part;
  });
  const way = segment("Which pass is shown", [["forward", "Forward"], ["back", "Backward"]], (value) => {
    shown = /** @type {"forward" | "back"} */ (value);
    choose();
  });
  head.append(way.element);
  const passes = Object.assign(document.createElement("div"), { className: "rnn-passes" });
  passes.append(forward, back);
  element.append(head, passes);
  /** Of a cell with gates one pass at a time: there are many lines. @type {"forward" | "back"} */
  let shown = "forward";
  let several = false;
  /** @type {Place[]} */
  let places = [];
  let made = "";
  let reserved = "";
  /** @type {Frame | null} */
  let frame = null;
  const show = throttle(PAUSE, () => frame && write(frame));

  function choose() {
    way.element.hidden = !several;
    way.offer([["forward", "Forward"], ["back", "Backward"]], shown);
    forward.toggleAttribute("data-off", several && shown === "back"); // where there is room both are shown
    back.toggleAttribute("data-off", several && shown === "forward");
    if (frame) reserve(made);
  }

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    show();
    if (!next.playing) show.flush();
  }

  /** @param {Frame} now */
  function write(now) {
    const at = sequence(now);
    const w = at && weights(now, at);
    if (!at || !w || !now.arrays.sums || now.arrays.sums.data.length !== at.letters.length * at.H) return;
    const all = { at, w, frame: now, t: at.time, u: at.unit };
    time.update(at.time, at.length);
    unit.update(at.unit, at.H);
    say(said, `t${at.time}, unit ${at.unit + 1} of ${at.H}`);
    if (several !== at.letters.length > 1) {
      several = at.letters.length > 1;
      choose();
    }
    const lines = [...forwards(all), ...backwards(all)];
    const shape = `${now.run} ${lines.map(({ rule, back: b }) => `${rule}${b ? "'" : ""}`).join()}`;
    const lasting = shape.replace(/l-\w+/, ""); // the loss has other formulas at other steps
    if (lasting !== made) {
      made = lasting;
      build(lines);
    }
    lines.forEach((line, k) => fill(places[k], line));
    reserve(made);
    element.toggleAttribute("data-drawn", true);
    refresh();
  }

  /** @param {Line[]} lines */
  function build(lines) {
    for (const { element: line } of places) line.remove();
    places = lines.map(({ back: b }) => {
      const [line, rule, numbers, note] = ["rnn-line", "rule", "with", "aside"].map((name) => Object.assign(document.createElement("div"), { className: name }));
      if (b) line.classList.add("g");
      line.append(rule, numbers, note);
      (b ? back : forward).append(line);
      return { element: line, rule, numbers, note, name: "", said: "" };
    });
    reserved = "";
  }

  /** @param {Place} place @param {Line} line */
  function fill(place, { rule, pieces, note = "" }) {
    if (place.name !== rule) {
      place.name = rule;
      const formula = formulas?.content.querySelector(`[data-rule="${rule}"]`);
      place.rule.replaceChildren(...(formula ? [...formula.cloneNode(true).childNodes] : []));
      place.element.dataset.rule = rule;
    }
    say(place.note, note);
    const key = JSON.stringify(pieces);
    if (place.said === key) return;
    place.said = key;
    place.numbers.replaceChildren(...pieces.map(({ text, link, bold, grey, raised }) => {
      if (!link && !bold && !grey && !raised) return document.createTextNode(text);
      const piece = Object.assign(document.createElement(raised ? "sup" : bold ? "b" : "span"), { textContent: text });
      if (link) piece.dataset.link = link;
      if (grey) piece.className = "grey";
      return piece;
    }));
  }

  /** Each line is as high as it has been: from step to step nothing moves. @param {string} lines */
  function reserve(lines) {
    const key = `${lines} ${element.clientWidth}`;
    if (key !== reserved) for (const { element: line } of places) line.style.minHeight = "";
    reserved = key;
    const heights = places.map(({ element: line }) => Math.ceil(line.getBoundingClientRect().height));
    places.forEach(({ element: line }, k) => {
      if (heights[k] > (parseFloat(line.style.minHeight) || 0)) line.style.minHeight = `${heights[k]}px`;
    });
  }

  choose();
  document.addEventListener("stagechange", () => {
    const [kind] = stage() ?? "";
    if (kind !== "f" && kind !== "b") return;
    shown = kind === "f" ? "forward" : "back";
    choose();
  });
  return { update, resize: () => frame && write(frame) };
}
