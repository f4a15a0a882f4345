/** Descent: which pictures there are, and what feeds them. */
import * as fit from "../views/fit.js";
import { DASHES, laneLooks } from "../views/lanes.js";
import * as loss from "../views/loss.js";
import * as meter from "../views/meter.js";
import * as numbers from "../views/numbers.js";
import * as pulls from "../views/pulls.js";
import * as samples from "../views/samples.js";
import * as slice from "../views/slice.js";
import * as surface from "../views/surface.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").View} View
 */

/** @param {HTMLElement} root @param {import("../types.js").Actions} actions @param {import("../types.js").Schema} schema
 * @returns {View} */
export function create(root, actions, schema) {
  const { knobs } = schema;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (root.querySelector(selector));
  /** @type {[string, (element: any) => View][]} */
  const table = [
    ["surface", (element) => surface.create(element, { actions, knobs })],
    ["fit", (element) => fit.create(element, { knobs })],
    ["pulls", (element) => pulls.create(element)],
    ["slice", (element) => slice.create(element, { note: find("[data-note=slice]") })],
    ["loss", (element) => loss.create(element, { knobs, axes: find("[data-axes=loss]"), table: /** @type {HTMLDetailsElement | null} */ (find("[data-table=loss]")), now: find("[data-now=loss]"), key: find("[data-key=loss]"), columns: ["θ₀", "θ₁"] })],
    ["numbers", (element) => numbers.create(element)],
    ["samples", (element) => samples.create(element)],
  ];
  const views = table.flatMap(([name, make]) => [...root.querySelectorAll(`[data-view=${name}]`)].map(make));
  const slot = /** @type {HTMLElement | null} */ (document.querySelector("[data-slot=learning_rate]"));
  if (slot) views.push(meter.create(slot, { knobs }));
  views.push({ update: (frame) => nameLanes(root, frame, schema) });

  return {
    update: (frame) => views.forEach((view) => view.update(frame)),
    resize: () => views.forEach((view) => view.resize?.()),
  };
}

/** Says which run is which when several stand side by side, and of which one the details are.
 * @param {HTMLElement} root @param {Frame} frame @param {import("../types.js").Schema} schema */
function nameLanes(root, frame, { knobs }) {
  const looks = frame.lanes.length > 1 ? laneLooks(frame, knobs) : [];
  const now = looks.map(({ label }) => label).join();
  if ((root.dataset.lanes ?? "") === now) return;
  root.dataset.lanes = now;
  const each = (/** @type {string} */ selector) => /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector));
  for (const part of each("[data-alone]")) part.hidden = looks.length > 0;
  for (const part of each("[data-first-lane]")) {
    part.hidden = !looks.length;
    part.textContent = looks.length ? `for ${looks[0].label}` : "";
  }
  for (const key of each(".lane-key")) {
    key.hidden = !looks.length;
    key.replaceChildren(...looks.map(({ label }, lane) => {
      const item = document.createElement("span");
      item.style.setProperty("--c", `var(--run-${lane + 1})`);
      item.innerHTML = `<svg width="26" height="8" aria-hidden="true"><line x1="1" x2="25" y1="4" y2="4" stroke="var(--c)" stroke-width="3" stroke-dasharray="${DASHES[lane % DASHES.length].join(" ")}"/></svg>`;
      item.append(label);
      return item;
    }));
  }
}
