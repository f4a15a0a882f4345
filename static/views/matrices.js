/** This step as matrices: forward, backward by the chain rule, and the update, every number in its place. */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  return { update() { element.hidden = false; } };
}
