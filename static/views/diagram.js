/** The network as a picture: units as circles, weights as lines, and what flows through them. */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  return { update() { element.hidden = false; } };
}
