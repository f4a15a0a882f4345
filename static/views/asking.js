/** What the vectors know: neighbours, analogies and likeness, asked of them as they are. */

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  void actions;
  return { update: () => void element.toggleAttribute("data-drawn", true) };
}
