/** Embedding: which pictures there are, and what feeds them. */
import { together } from "../looking.js";
import { fed, within } from "../pictures.js";
import * as asking from "../views/asking.js";
import * as laneKey from "../views/lane-key.js";
import * as loss from "../views/loss.js";
import * as oneHot from "../views/one-hot.js";
import * as passage from "../views/passage.js";
import * as quality from "../views/quality.js";
import * as standing from "../views/standing.js";
import * as whyMoves from "../views/why-moves.js";
import * as wordMap from "../views/word-map.js";

/** @typedef {import("../types.js").View} View */

/** @param {HTMLElement} root @param {import("../types.js").Actions} given @param {import("../types.js").Schema} schema
 * @returns {View} */
export function create(root, given, schema) {
  const { knobs } = schema;
  const { actions, saw } = together(given);
  const { find, made } = within(root);
  const views = made([
    ["loss", (element) => loss.create(element, { knobs, axes: find("[data-axes=loss]"), scale: find("[data-scale=loss]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=loss]")), key: find("[data-key=loss]"), columns: ["analogies right", "neighbours of a kind"] })],
    ["word-map", (element) => wordMap.create(element, { actions, knobs })], // of all lanes: each has a map of its own
    ["quality", (element) => quality.create(element, { knobs, axes: find("[data-axes=loss]"), note: find("[data-note=quality]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=quality]")) })],
  ]);
  views.push(laneKey.create(root, { knobs }));
  const details = made([ // of one run, also where several stand side by side
    ["passage", (element) => passage.create(element, { actions })],
    ["one-hot", (element) => oneHot.create(element, { actions })],
    ["why-moves", (element) => whyMoves.create(element, { actions })],
    ["asking", (element) => asking.create(element, { actions })],
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
