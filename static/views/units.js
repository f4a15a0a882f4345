/** Where the units are on f: the activation function, its slope, and a dot for each unit. */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  return { update() { element.hidden = false; } };
}
