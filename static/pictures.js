/**
 * The pictures of a lab's page: some are of all runs side by side, the others of one run, also where there are several.
 *
 * @typedef {import("./types.js").View} View
 */
import { alone, focused } from "./focus.js";

/** Where they stand, by the attributes of the page's elements. @param {HTMLElement} root */
export function within(root) {
  return {
    find: (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (root.querySelector(selector)),
    /** The views of a table, for each element that has one's name. @type {(table: [string, (element: any) => View][]) => View[]} */
    made: (table) => table.flatMap(([name, make]) => [...root.querySelectorAll(`[data-view=${name}]`)].map(make)),
  };
}

/** All of them as one view. @param {View[]} views  of all runs @param {View[]} details  of the run in focus */
export function fed(views, details) {
  return {
    update(/** @type {import("./types.js").Frame} */ frame) {
      views.forEach((view) => view.update(frame));
      const one = alone(frame, focused(frame));
      details.forEach((view) => view.update(one));
    },
    resize: () => [...views, ...details].forEach((view) => view.resize?.()),
  };
}
