/**
 * The stages of one update, in the order in which they are worked out: forward, the loss, backward, the update. One of
 * them may be looked at alone; pictures and matrices then show what it is about. Which one is known here, for all views.
 *
 * @typedef {object} Stage
 * @property {string} id                       z2, a2, z3, yhat, J, gW2, gW1, update
 * @property {"sum" | "f" | "loss" | "gradient" | "update"} kind
 * @property {number} layer                    the layer whose z, a or δ it makes; 0 where there is none
 */

/** @param {number[]} sizes  inputs, hidden units, outputs @param {boolean} [made]  whether the update is made: a run that has
 * diverged makes none @returns {Stage[]} */
export function stagesOf(sizes, made = true) {
  const top = sizes.length;
  /** @type {Stage[]} */
  const stages = [];
  for (let layer = 2; layer <= top; layer++)
    stages.push({ id: `z${layer}`, kind: "sum", layer }, { id: layer === top ? "yhat" : `a${layer}`, kind: "f", layer });
  stages.push({ id: "J", kind: "loss", layer: 0 });
  for (let layer = top; layer >= 2; layer--) stages.push({ id: `gW${layer - 1}`, kind: "gradient", layer });
  if (made) stages.push({ id: "update", kind: "update", layer: 0 });
  return stages;
}

/** @type {string | null} */
let current = null;

/** The id of the stage that is looked at; null: all of them. */
export function stage() {
  return current;
}

/** @param {string | null} id */
export function setStage(id) {
  if (id === current) return;
  current = id;
  document.dispatchEvent(new CustomEvent("stagechange"));
}
