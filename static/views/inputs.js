/** What the network says for every input: ŷ over the plane of two inputs, with the data. */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  return { update() { element.hidden = false; } };
}
