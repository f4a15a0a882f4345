/** Where the matrices show one stage at a time: which it is, and the way to the one before and to the next. */
import { setStage, stagesOf } from "../stages.js";
import { spell } from "./stage-chips.js";

/** What a stage does, for those who hear it. @type {Record<import("../stages.js").Stage["kind"], (layer: number) => string>} */
const SPOKEN = {
  sum: (layer) => `the sums z of layer ${layer}`,
  f: (layer) => `f of the sums of layer ${layer}`,
  loss: () => "the loss J",
  gradient: (layer) => `the gradient of the weights W of layer ${layer - 1}`,
  update: () => "the update",
};

/** @param {HTMLElement} element @param {{say: (text: string) => void}} actions */
export function create(element, { say }) {
  const [before, next] = /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button"));
  const place = /** @type {HTMLElement} */ (element.querySelector("[data-where]"));
  /** @type {import("../stages.js").Stage[]} */
  let stages = [];
  let at = 0;

  for (const [button, way] of /** @type {[HTMLButtonElement, number][]} */ ([[before, -1], [next, 1]]))
    button.addEventListener("click", () => {
      const to = stages[at + way];
      if (!to) return;
      setStage(to.id);
      say(`Stage ${at + 1} of ${stages.length}: ${SPOKEN[to.kind](to.layer)}.`);
    });

  /** @param {import("./step-sums.js").Now} now @param {string | null} only  null: all are shown */
  return ({ net, config, made }, only) => {
    element.hidden = only === null;
    if (only === null) return;
    stages = stagesOf(net.sizes, made);
    at = Math.max(0, stages.findIndex(({ id }) => id === only));
    before.setAttribute("aria-disabled", String(at === 0)); // not `disabled`: whoever walks by keyboard would lose the focus
    next.setAttribute("aria-disabled", String(at === stages.length - 1));
    const said = `<b>Stage ${at + 1} of ${stages.length}</b> <span>${spell(stages[at], net, config)}</span>`;
    if (place.dataset.said === said) return;
    place.dataset.said = said;
    place.innerHTML = said;
  };
}
