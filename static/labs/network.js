/** Network: which pictures there are, and what feeds them. */
import { focused } from "../focus.js";
import { together } from "../looking.js";
import { fed, within } from "../pictures.js";
import { OWN } from "../trail.js";
import * as diagram from "../views/diagram.js";
import * as histogram from "../views/histogram.js";
import * as inputs from "../views/inputs.js";
import * as laneKey from "../views/lane-key.js";
import * as loss from "../views/loss.js";
import * as matrices from "../views/matrices.js";
import * as meter from "../views/meter.js";
import * as netline from "../views/netline.js";
import * as norms from "../views/norms.js";
import * as plane from "../views/plane.js";
import * as sampleBar from "../views/sample-bar.js";
import * as squares from "../views/squares.js";
import * as stages from "../views/stage-chips.js";
import * as standing from "../views/standing.js";
import * as units from "../views/units.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").View} View
 */

/** How wide must it be? Every hidden layer of the network as it is, from narrow to wide. @param {Frame} frame
 * @returns {import("../race.js").Race[]} */
export function races({ config }) {
  const layers = Math.max(1, String(config.hidden).split(",").length);
  const widths = layers > 1 ? [2, 4, 8, 16] : [1, 2, 4, 8];
  return [{ name: "hidden", title: "Hidden units", compare: { hidden: widths.map((width) => Array(layers).fill(width).join()) } }];
}

/** @param {HTMLElement} root @param {import("../types.js").Actions} given @param {import("../types.js").Schema} schema
 * @returns {View} */
export function create(root, given, schema) {
  const { knobs } = schema;
  const { actions: several, saw } = together(given);
  /** A sample ends inputs of one's own. @type {import("../types.js").Actions} */
  const actions = { ...several, look: (values) => several.look("sample" in values ? { inputs: undefined, ...values } : values) };
  const { find, made } = within(root);
  const views = made([
    ["loss", (element) => loss.create(element, { knobs, axes: find("[data-axes=loss]"), scale: find("[data-scale=loss]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=loss]")), key: find("[data-key=loss]"), columns: ["J of test"], held: OWN })],
  ]);
  views.push(laneKey.create(root, { knobs }));
  const details = made([ // of one run, also where several stand side by side
    ["diagram", (element) => diagram.create(element, { actions })],
    ["netline", (element) => netline.create(element)],
    ["stages", (element) => stages.create(element)],
    ["matrices", (element) => matrices.create(element, actions)],
    ["inputs", (element) => inputs.create(element, { actions, said: find("[data-said=inputs]"), key: find("[data-key=inputs]"), note: find("[data-note=inputs]"), names: JSON.parse(element.dataset.names ?? "{}") })],
    ["standing", (element) => standing.create(element)],
    ["units", (element) => units.create(element, { said: find("[data-said=units]"), note: find("[data-note=units]") })],
    ["histogram", (element) => histogram.create(element, { note: find("[data-note=histogram]") })],
    ["plane", (element) => plane.create(element, { actions, knobs })],
    ["norms", (element) => norms.create(element, { axes: find("[data-axes=loss]"), note: find("[data-note=norms]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=norms]")) })],
    ["squares", (element) => squares.create(element)],
  ]);
  const slot = /** @type {HTMLElement | null} */ (document.querySelector("[data-slot=learning_rate]"));
  const guide = slot && meter.create(slot, { knobs });
  const around = /** @type {HTMLElement | null} */ (find("[data-view=diagram]")?.parentElement ?? null);
  if (around) details.push(sampleBar.create(around, actions));
  const pictures = fed(views, details);
  return {
    ...pictures,
    update(frame) {
      saw(frame);
      guide?.update(meter.guided(frame, focused(frame)));
      pictures.update(frame);
    },
    refuse: (names, sentence) => [...views, ...details].filter((view) => view.refuse?.(names, sentence)).length > 0,
  };
}
