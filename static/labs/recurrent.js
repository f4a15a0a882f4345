/** Recurrent: which pictures there are, and what feeds them. */
import { together } from "../looking.js";
import { fed, within } from "../pictures.js";
import * as laneKey from "../views/lane-key.js";
import * as loss from "../views/loss.js";
import * as error from "../views/rnn-error.js";
import * as memory from "../views/rnn-memory.js";
import * as numbers from "../views/rnn-numbers.js";
import * as task from "../views/rnn-task.js";
import * as whatIf from "../views/rnn-whatif.js";
import * as standing from "../views/standing.js";
import * as unrolled from "../views/unrolled.js";

/** @typedef {import("../types.js").View} View */

/** Which cell remembers best? @returns {import("../race.js").Race[]} */
export function races() {
  return [{ name: "cell", title: "Cells", compare: { cell: ["elman", "lstm", "gru"] } }];
}

/** @param {HTMLElement} root @param {import("../types.js").Actions} given @param {import("../types.js").Schema} schema
 * @returns {View} */
export function create(root, given, schema) {
  const { knobs } = schema;
  const { actions, saw } = together(given);
  const { find, made } = within(root);
  const views = made([
    ["loss", (element) => loss.create(element, { knobs, axes: find("[data-axes=loss]"), scale: find("[data-scale=loss]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=loss]")), key: find("[data-key=loss]"), columns: ["right"] })],
    ["rnn-error", (element) => error.create(element, { actions, knobs, said: find("[data-said=error]"), note: find("[data-note=error]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=error]")) })], // of all lanes
  ]);
  views.push(laneKey.create(root, { knobs }));
  const details = made([ // of one run, also where several stand side by side
    ["rnn-task", (element) => task.create(element, { actions, knobs, title: find("[data-title=task]"), said: find("[data-said=task]"), ends: find("[data-ends=task]") })],
    ["unrolled", (element) => unrolled.create(element, { actions, said: find("[data-said=unrolled]"), ends: find("[data-ends=unrolled]"), key: find("[data-key=unrolled]") })],
    ["rnn-memory", (element) => memory.create(element, { actions, said: find("[data-said=memory]"), ends: find("[data-ends=memory]"), note: find("[data-note=memory]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=memory]")) })],
    ["rnn-numbers", (element) => numbers.create(element, { actions, said: find("[data-said=numbers]") })],
    ["rnn-whatif", (element) => whatIf.create(element, { actions, said: find("[data-said=whatif]"), ends: find("[data-ends=whatif]"), note: find("[data-note=whatif]") })],
    ["standing", (element) => standing.create(element)],
  ]);
  const pictures = fed(views, details);
  return {
    ...pictures,
    update(frame) {
      saw(frame);
      pictures.update(frame);
    },
  };
}
