/** Puts the numbers of a step into the places that a template has laid out for them.
 *
 *   <span data-link="theta-0"></span>       the number of that name, which lights up wherever else it stands
 *   <b data-fact="objective"></b>           the same without a link
 *   <p data-needs="angle ratio">…</p>       shown only when these can be told
 */
import { LATE, facts } from "./facts.js";
import { pictured } from "./upcoming.js";

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  const places = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-fact], [data-link]")]);
  const wanting = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-needs]")]);

  /** @param {import("../types.js").Frame} frame */
  function update(frame) {
    const found = facts(frame);
    for (const place of places) {
      const name = place.dataset.fact ?? place.dataset.link?.split(" ")[0] ?? "";
      const text = found[name] ?? "–";
      if (place.textContent !== text) place.textContent = text;
    }
    for (const place of wanting) {
      const lacking = (place.dataset.needs ?? "").split(" ").filter((name) => !(name in found));
      const told = !lacking.length;
      // What comes with the dearer pictures keeps its place while it is on its way.
      const waits = !told && !pictured(frame) && !place.hidden && lacking.every((name) => LATE.has(name));
      place.hidden = !told && !waits;
      if (waits) place.dataset.late = "";
      else delete place.dataset.late;
    }
  }
  return { update };
}
