/** How well the vectors answer while they are trained: analogies and neighbours of a kind, from step to step. */

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  void actions;
  return { update: () => void element.toggleAttribute("data-drawn", true) };
}
