/** One line under the diagram where there is room for no more: J, and ŷ and the target of the sample that is looked at. */
import { num } from "../format.js";
import { say } from "../written.js";
import { brief } from "./brief.js";
import { read } from "./net.js";

const FEW = 3; // outputs that are told

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  return {
    update(frame) {
      const net = read(frame);
      if (!net) return;
      const row = net.focusRow;
      const outputs = net.sizes[net.top - 1];
      const list = (/** @type {(k: number) => number} */ value) => Array.from({ length: Math.min(FEW, outputs) }, (_, k) => brief(value(k))).join(", ") + (outputs > FEW ? ", …" : "");
      say(find("[data-fact=J]"), num(frame.scalars.objective));
      say(find("[data-whose]"), net.focus < 0 ? "ŷ of your own inputs" : "ŷ");
      say(find("[data-fact=yhat]"), list((k) => net.a(net.top, row, k)));
      find("[data-wanted]").hidden = net.focus < 0;
      if (net.focus >= 0) say(find("[data-fact=y]"), list((k) => net.y(row, k)));
    },
  };
}
