/** What joins the picture of the points to the knob `points`: a hand in the picture, a table under it, and what is refused. */
import { applies } from "../controls.js";
import { count } from "../format.js";
import { blockOf, listed, read, textOf, write } from "../points.js";
import { editPoints } from "./edit-points.js";
import { pointsTable } from "./points-table.js";

/** @typedef {import("../points.js").Point} Point */

/**
 * @param {HTMLElement} element  the picture
 * @param {HTMLElement | null} under  what stands under it
 * @param {{stage: import("./stage.js").Stage, scales: () => {X: import("./scales.js").Scale, Y: import("./scales.js").Scale},
 *   actions: import("../types.js").Actions, knob: import("../types.js").Knob | undefined}} options
 */
export function pointsEditor(element, under, { stage, scales, actions, knob }) {
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (under?.querySelector(selector));
  const [hint, refusal] = [part(".hint"), part(".refusal")];
  const details = /** @type {HTMLDetailsElement | null} */ (part("details"));
  const words = hint?.textContent ?? "";
  const most = knob?.drawn ?? 0;
  /** @type {import("../types.js").Frame | null} */
  let frame = null;
  const given = most > 0 && actions.may("points");
  const may = () => given && !!knob && !!frame && applies(knob, frame.config); // a neuron's data are not the student's
  /** The text that is shown, and its points with the digits that they are written with. @type {{text: string | null, points: Point[]}} */
  let shown = { text: null, points: [] };
  let told = ""; // the text that the refusal stands beside

  const points = () => {
    const text = frame ? textOf(frame) : "";
    const block = frame?.arrays.points && frame && blockOf(frame);
    if (!text) return read(write(listed(block)));
    if (text !== shown.text) shown = { text, points: read(text) };
    return shown.points;
  };

  /** @param {string} sentence */
  const say = (sentence) => {
    if (refusal && refusal.textContent !== sentence) refusal.textContent = sentence;
    told = frame ? textOf(frame) : "";
  };
  /** @param {string} text */
  const change = (text) => {
    say("");
    if (frame && text === String(frame.config.points)) actions.preview(null);
    else actions.change({ points: text });
  };

  const hand = editPoints(element, {
    at: (event) => stage.at(event),
    points,
    place: ([x, y]) => [scales().X(x), scales().Y(y)],
    value: ({ x, y }) => [scales().X.invert(x), scales().Y.invert(y)],
    inside: () => {
      const { X, Y } = scales();
      return { left: X(X.from), right: X(X.to), top: Y(Y.to), bottom: Y(Y.from) };
    },
    mayEdit: () => may() && !!frame?.arrays.points && points().length <= most,
    redraw: () => frame?.arrays.points && stage.request(),
    preview: (list) => actions.preview({ points: write(list) }),
    forget: () => actions.preview(null),
    change: (list) => change(write(list)),
  });
  const table = details && pointsTable(details, {
    points,
    change: (list) => change(write(list)),
    first: () => change(""),
    refuse: say,
  });
  if (under) under.hidden = !given;

  return {
    held: hand.held,
    busy: hand.busy,
    chosen: hand.chosen,

    /** @param {import("../types.js").Frame} next */
    update(next) {
      frame = next;
      if (under) under.hidden = !may();
      if (!may() || !next.arrays.points) return;
      const { length } = points();
      if (hint) hint.textContent = length <= most ? words : `These are ${count(length)} points; up to ${most} can be set here.`;
      if (details) details.hidden = length > most;
      if (length <= most) table?.update(textOf(next) !== "");
      if (refusal?.textContent && !hand.busy() && textOf(next) !== told) say("");
    },

    /** @param {string[]} names @param {string} sentence */
    refuse(names, sentence) {
      if (!may() || !names.includes("points")) return false;
      say(sentence);
      return true;
    },
  };
}
