/** What the pictures must know of the update rules (engine/optimizers.py). */

/** @typedef {import("../types.js").Frame} Frame */

/** How much of a difference in the gradient stands in the direction; null where a rule divides by the gradient's size, so
 * that no such number is. @param {import("../types.js").Config} config @returns {number | null} */
export function gain({ optimizer, momentum }) {
  if (optimizer === "sgd" || optimizer === "momentum") return 1;
  return optimizer === "nesterov" ? 1 + Number(momentum) : null;
}

/** Whether a step is α times its direction for every α; Rprop's steps have lengths of their own. @param {import("../types.js").Config} config */
export function scales({ optimizer }) {
  return optimizer !== "rprop";
}
