/**
 * "Predict, then run" on the map: the student sets a flag where the ball will be, by pointer or by keys, and sees how far
 * off that was. As long as it is on, `veil` keeps from the pictures what would give the answer away.
 */
import { focused } from "../focus.js";
import { num } from "../format.js";
import * as prediction from "../prediction.js";
import { rowsUntil } from "../trail.js";
import { say } from "../written.js";
import { drawFlag } from "./flag.js";
import { laneLooks } from "./lanes.js";
import { diverged, ended, pair } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../prediction.js").Place} Place
 * @typedef {import("../prediction.js").Prediction} Prediction
 */

/** @type {Record<number, string>} */
const STEPS = { 1: "one step", 5: "five steps", 20: "twenty steps" };
const FIRST = 250; // milliseconds from the flag to the first step
const GAP = 450; // between two of few steps: each can be followed
const ALL = 3000; // many take no longer
const NOTCHES = 40; // of the cross, from one side of the map to the other
const HINT = "Or move the cross with the arrow keys: Enter sets the flag, Esc leaves.";

/** @param {HTMLElement} element  what is said below the map @param {object} options
 * @param {HTMLElement} options.root @param {HTMLElement} options.picture  the map, and what stands over it
 * @param {import("../types.js").Actions} options.actions @param {import("../types.js").Knob[]} options.knobs
 * @returns {import("../types.js").View & {veil: (frame: Frame) => Frame}} */
export function create(element, { root, picture, actions, knobs }) {
  const p = prediction.create();
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const [ask, label, said, ways, again, done] = [".ask", "label", ".said", ".ways", "[data-again]", "[data-done]"].map(find);
  const count = /** @type {HTMLSelectElement} */ (find("select"));
  const button = /** @type {HTMLButtonElement} */ (root.querySelector("button.predict"));
  const pane = document.createElement("div");
  Object.assign(pane, { className: "aim", tabIndex: 0, hidden: true });
  pane.setAttribute("role", "application");
  picture.append(pane);
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Place | null} */
  let cross = null; // moved by keys; a pointer needs none
  let refused = false; // the student asked for what the run cannot do any more
  let timer = 0;
  let due = -1; // the step from which the timer goes on

  const lane = () => (frame ? focused(frame) : 0);
  const ball = () => /** @type {Place | null} */ (frame && pair(frame, "theta", lane()));
  const domain = () => frame?.arrays.domain?.data;
  const away = () => !!frame && diverged(frame, lane());
  const over = () => !!frame && (ended(frame) || away());
  const changed = () => document.dispatchEvent(new CustomEvent("predictionchange"));

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const place = ball();
    const { mode } = p;
    if (place) prediction.see(p, next, lane(), place, { over: over(), away: away() });
    if (p.mode === "told" && mode === "running") actions.say(`${verdict()} ${tally()}`);
    if (!over()) refused = false;
    goOn(next);
    const held = pane.contains(document.activeElement);
    show();
    if (held && p.mode === "told" && mode === "running") (over() ? done : again).focus({ preventScroll: true });
  }

  /** The next step of those that were predicted, once the one before it has been seen. @param {Frame} now */
  function goOn(now) {
    if (p.mode !== "running" || now.status !== "paused" || now.step >= prediction.due(p)) {
      clearTimeout(timer);
      due = -1;
      return;
    }
    if (due === now.step) return;
    clearTimeout(timer);
    due = now.step;
    timer = window.setTimeout(actions.predict(1), now.step === p.from ? FIRST : Math.min(GAP, ALL / p.count));
  }

  function show() {
    const on = p.mode !== "off";
    if (on) root.dataset.predicting = p.mode; // what would give the next answer away is hidden until this one is told
    else delete root.dataset.predicting;
    button.setAttribute("aria-pressed", String(on));
    const stopped = over() && !on;
    if (stopped) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    button.title = stopped ? reason() : "Set a flag where the ball will be, then see how far off you were";
    pane.hidden = !on;
    pane.classList.toggle("told", p.mode === "told");
    pane.setAttribute("aria-label", p.mode === "told" ? `The map. ${verdict()}` : `The map. ${asked()} ${STEPS[p.count]}. The arrow keys move a cross, Enter sets the flag, Escape leaves.`);
    element.hidden = !on && !(stopped && refused);
    const asks = p.mode === "aiming" && !over();
    ask.hidden = !asks;
    const held = ways.contains(document.activeElement);
    ways.hidden = !on || p.mode === "running" || asks;
    again.hidden = over();
    if (held && on && ways.hidden) pane.focus({ preventScroll: true });
    say(label, `${asked()} `);
    say(said, words(asks));
    const box = domain();
    if (on && box && frame) drawFlag(pane, box, { p, cross: asks ? cross : null });
  }

  /** Of several balls, which. */
  function asked() {
    const looks = frame && frame.lanes.length > 1 ? laneLooks(frame, knobs) : null;
    return `Click where ${looks ? `ball ${lane() + 1} (${looks[lane()].label})` : "the ball"} will be after`;
  }

  /** @param {boolean} asks */
  function words(asks) {
    if (p.mode === "running") return `The ball makes ${p.count === 1 ? "its step" : `its ${STEPS[p.count]}`} …`;
    return [verdict() || (asks ? HINT : ""), asks || !over() ? tally() : reason()].filter(Boolean).join(" ");
  }

  /** How far off the flag was. */
  function verdict() {
    const { result, count: steps } = p;
    if (!result) return "";
    if (result.away) return `The ball ran away: the run diverged ${result.steps ? `after ${result.steps} of ${STEPS[steps]}` : "at once"}.`;
    const early = result.steps < steps;
    const moved = result.moved > 0
      ? `The ball moved ${num(result.moved, 2)} in ${early ? `${result.steps} of ` : ""}${STEPS[steps]}: off by ${share(result.off / result.moved)}.`
      : "The ball did not move.";
    return `You were ${num(result.off, 2)} off. ${moved}`;
  }

  function tally() {
    const { shares } = p;
    return shares.length > 1 ? `${shares.length} predictions, the median off by ${share(prediction.median(shares))}.` : "";
  }

  function reason() {
    return frame && !ended(frame) ? "This run has diverged: choose another one, or go back to predict." : "The run has ended here: go back, or start a new one, to predict.";
  }

  function start() {
    if (over()) {
      refused = true;
      actions.say(reason());
      return show();
    }
    if (frame?.playing) actions.pause();
    cross = null;
    prediction.aim(p);
    changed();
    show(); // at once, so that the map can be given the focus
    pane.focus();
    actions.say(`${asked()} ${STEPS[p.count]}. ${HINT}`);
  }

  function leave() {
    prediction.leave(p);
    cross = null;
    if (pane.contains(document.activeElement) || element.contains(document.activeElement)) button.focus({ preventScroll: true });
    changed();
  }

  /** @param {Place} flag */
  function set(flag) {
    const place = ball();
    if (!frame || !place || p.mode !== "aiming" || over()) return;
    prediction.set(p, frame, lane(), flag, place);
    changed();
  }

  /** @param {KeyboardEvent} event */
  function steer(event) {
    const box = domain();
    const place = cross ?? ball();
    if (!box || !place || p.mode !== "aiming" || event.ctrlKey || event.metaKey || event.altKey) return;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (dx || dy) {
      const part = event.shiftKey ? 5 * NOTCHES : NOTCHES;
      cross = [within(place[0] + (dx * (box[1] - box[0])) / part, box[0], box[1]), within(place[1] + (dy * (box[3] - box[2])) / part, box[2], box[3])];
      actions.say(`θ₀ ${num(cross[0])}, θ₁ ${num(cross[1])}`);
      show();
    } else if (event.key === "Enter" || event.key === " ") set(place);
    else return;
    event.preventDefault();
  }

  button.addEventListener("click", () => (p.mode === "off" ? start() : leave()));
  again.addEventListener("click", start);
  done.addEventListener("click", leave);
  count.addEventListener("change", () => {
    p.count = Number(count.value);
    prediction.aim(p);
    changed();
  });
  pane.addEventListener("click", (event) => {
    const box = domain();
    const { left, top, width, height } = pane.getBoundingClientRect();
    if (!box || !width || !height) return;
    cross = null;
    set([box[0] + ((event.clientX - left) / width) * (box[1] - box[0]), box[3] - ((event.clientY - top) / height) * (box[3] - box[2])]);
  });
  pane.addEventListener("keydown", steer);
  for (const part of [pane, element, button])
    part.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && p.mode !== "off") leave();
    });

  return {
    update,
    resize: show,
    /** The frame without the next step, the ideal path, and the part of the history that lies ahead. @param {Frame} now */
    veil(now) {
      if (p.mode === "off") return now;
      const arrays = Object.fromEntries(Object.entries(now.arrays).filter(([name]) => !/^(direction|flow|noise)(@|$)/.test(name)));
      return { ...now, arrays, trail: now.trail.map((trail) => ({ ...trail, length: rowsUntil(trail, now.step) })) };
    },
  };
}

/** A part of the way, in words. @param {number} part */
function share(part) {
  if (part >= 10) return `${num(part, 2)} times its way`;
  return `${part < 0.005 ? "less than 1" : Math.round(100 * part)} % of its way`;
}

/** @param {number} value @param {number} low @param {number} high */
function within(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
