/** The training error of the lecture: three predictions to drag, each error drawn as a square. */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  return { update() { element.hidden = false; } };
}
