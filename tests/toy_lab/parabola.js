/** The parabola's page: one number. */
import { num } from "../format.js";

/** @param {HTMLElement} root @returns {import("../types.js").View} */
export function create(root) {
  const theta = /** @type {HTMLElement} */ (root.querySelector("#theta"));
  return {
    update(frame) {
      const { theta: block } = frame.arrays;
      if (block) theta.textContent = num(block.data[0], 4);
    },
  };
}
