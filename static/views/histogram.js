/** How the activations of each layer are spread over all the training data. */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  return { update() { element.hidden = false; } };
}
