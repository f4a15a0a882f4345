/** Descent: which pictures there are, and what feeds them. */
import { alone, focused } from "../focus.js";
import { within } from "../pictures.js";
import { oneMore } from "../race.js";
import * as fit from "../views/fit.js";
import * as laneKey from "../views/lane-key.js";
import * as loss from "../views/loss.js";
import * as meter from "../views/meter.js";
import * as numbers from "../views/numbers.js";
import * as predict from "../views/predict.js";
import * as pulls from "../views/pulls.js";
import * as samples from "../views/samples.js";
import * as slice from "../views/slice.js";
import * as solid from "../views/solid.js";
import * as sums from "../views/sums.js";
import * as surface from "../views/surface.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").View} View
 */

/** @param {HTMLElement} root @param {import("../types.js").Actions} actions @param {import("../types.js").Schema} schema
 * @returns {View} */
export function create(root, actions, schema) {
  const { knobs } = schema;
  /** A click on the map: a run that begins there, or one ball more. @param {number} start_x @param {number} start_y @param {Frame} frame */
  function begin(start_x, start_y, frame) {
    const more = oneMore(frame, { start_x, start_y });
    if (more) actions.race(more);
    else actions.restart({ start_x, start_y });
  }

  const { find, made } = within(root);
  const views = made([
    ["surface", (element) => surface.create(element, { knobs, show: (domain) => actions.look({ domain }, true), start: actions.may("start_x", "start_y") ? begin : null })],
    ["solid", (element) => solid.create(element, { knobs, map: /** @type {HTMLElement} */ (find("[data-view=surface]")), choice: find("[data-choice=solid]"), say: actions.say })],
    ["fit", (element) => fit.create(element, { knobs, actions, editor: find("[data-edit=points]") })],
    ["loss", (element) => loss.create(element, { knobs, axes: find("[data-axes=loss]"), scale: find("[data-scale=loss]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=loss]")), key: find("[data-key=loss]"), columns: ["θ₀", "θ₁"] })],
  ]);
  const details = made([ // of one run, also where several stand side by side
    ["pulls", (element) => pulls.create(element, { key: find("[data-key=pulls]") })],
    ["slice", (element) => slice.create(element, { note: find("[data-note=slice]") })],
    ["sums", (element) => sums.create(element, { note: find("[data-note=sums]") })],
    ["numbers", (element) => numbers.create(element)],
    ["samples", (element) => samples.create(element)],
  ]);
  const map = find("[data-view=surface]")?.parentElement;
  const bar = find("[data-view=predict]");
  const guess = bar && map ? predict.create(bar, { root, picture: map, actions, knobs }) : null;
  const slot = /** @type {HTMLElement | null} */ (document.querySelector("[data-slot=learning_rate]"));
  if (slot) views.push(meter.create(slot, { knobs }));
  views.push(laneKey.create(root, { knobs }));

  return {
    update(frame) {
      guess?.update(frame);
      const open = guess?.veil(frame) ?? frame; // what may be seen of it
      views.forEach((view) => view.update(open));
      const one = alone(frame, focused(frame));
      details.forEach((view) => view.update(one));
    },
    resize: () => [...views, ...details, ...(guess ? [guess] : [])].forEach((view) => view.resize?.()),
    refuse: (names, sentence) => views.filter((view) => view.refuse?.(names, sentence)).length > 0,
  };
}

/** Several balls, from the corners of what the map shows. @param {Frame} frame @returns {import("../race.js").Race[]} */
export function races({ arrays }) {
  const domain = arrays.domain?.data;
  if (!domain) return [];
  const [x0, x1, y0, y1] = domain;
  const near = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ share) => {
    const digits = Math.max(0, 1 - Math.floor(Math.log10(to - from)));
    return Math.max(-10, Math.min(10, Number((from + share * (to - from)).toFixed(digits))));
  };
  const places = [[0.15, 0.85], [0.85, 0.85], [0.15, 0.15], [0.85, 0.15], [0.5, 0.6]];
  return [{
    name: "start",
    title: "Starting points",
    compare: { start_x: places.map(([x]) => near(x0, x1, x)), start_y: places.map(([, y]) => near(y0, y1, y)) },
  }];
}
