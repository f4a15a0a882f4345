/**
 * Pointing, clicking and walking in the unrolled network: which time step and unit is meant, what its numbers are, and
 * where the same number is lit that another card shows.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {{t: number, j: number | null}} Spot
 */
import * as link from "../link.js";
import { createTip } from "./unrolled-tip.js";

/** @param {HTMLElement} element @param {{svg: SVGSVGElement, sheet: HTMLElement, strips: HTMLElement, scroller: HTMLElement}} parts
 * @param {{now: () => {seq: Sequence | null, plan: import("./unrolled-plan.js").Plan | null, backward: boolean, time: number, unit: number},
 *   look: (t: number, j: number | null) => void, walk: (key: string) => boolean}} acts */
export function createPlaces(element, { svg, sheet, strips, scroller }, { now, look, walk }) {
  const tip = createTip(element);
  /** @type {Spot | null} */
  let over = null;
  let keyed = false; // the focus is there, by keyboard
  const marks = ["chosen", "lit"].map((name) => Object.assign(document.createElement("div"), { className: name, hidden: true }));

  /** @param {Event & {clientY?: number}} event @returns {Spot | null} */
  function spotAt(event) {
    const place = event.target instanceof Element ? /** @type {SVGElement | null} */ (event.target.closest("[data-t]")) : null;
    const { plan, seq } = now();
    if (!place || !plan || !seq) return null;
    const { t, j, strip } = place.dataset;
    if (strip === undefined) return { t: Number(t), j: j === undefined ? null : Number(j) };
    const row = Math.floor(((event.clientY ?? 0) - sheet.getBoundingClientRect().top - plan.y.cells) / plan.cell);
    return { t: Number(t), j: Math.max(0, Math.min(seq.H - 1, row)) };
  }

  svg.addEventListener("pointermove", (event) => point(spotAt(event)));
  svg.addEventListener("pointerleave", () => point(null));
  svg.addEventListener("click", (event) => {
    const spot = spotAt(event);
    if (spot) look(spot.t, spot.j);
  });
  scroller.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { time, unit } = now();
    if (event.key === "Enter") link.keep(`a-${time}-${unit}`);
    else if (!walk(event.key)) return;
    keyed = true;
    event.preventDefault();
    update();
  });
  scroller.addEventListener("blur", () => {
    keyed = false;
    update();
  });

  /** @param {Spot | null} spot */
  function point(spot) {
    if (spot?.t === over?.t && spot?.j === over?.j) return;
    over = spot;
    const { plan } = now();
    if (plan && !plan.told) link.set(spot && spot.j !== null ? `a-${spot.t}-${spot.j}` : null);
    update();
  }

  /** A unit's row in a strip, in pixels of the sheet. @param {number} t @param {number} j */
  function rowOf(t, j) {
    const { plan } = now();
    const column = plan?.columns.find((one) => one.t === t);
    if (!plan || !column || j * plan.cell > 176.5) return null;
    const high = Math.max(3, plan.cell);
    return { left: column.x - plan.box / 2 + 4, top: plan.y.cells + (j + 0.5) * plan.cell - high / 2, width: plan.box - 8, height: high };
  }

  /** @param {HTMLElement} mark @param {ReturnType<typeof rowOf>} row */
  function put(mark, row) {
    mark.hidden = !row;
    if (!row) return;
    if (mark.parentElement !== strips) strips.append(mark);
    mark.style.cssText = `left: ${row.left}px; top: ${row.top}px; width: ${row.width}px; height: ${row.height}px`;
  }

  function lit() {
    const { plan } = now();
    const found = plan && !plan.told ? /^(?:a|da|own)-(\d+)-(\d+)$/.exec(link.current() ?? "") : null;
    put(marks[1], found ? rowOf(Number(found[1]), Number(found[2])) : null);
  }

  function update() {
    const { seq, plan, backward, time, unit } = now();
    put(marks[0], plan && !plan.told && seq && time < seq.length ? rowOf(time, unit) : null);
    lit();
    const spot = over?.j !== null && over ? { t: over.t, j: /** @type {number} */ (over.j) } : keyed ? { t: time, j: unit } : null;
    const row = spot && seq && spot.t < seq.length ? rowOf(spot.t, spot.j) : null;
    if (!row) return tip(null, null, null, false);
    const around = sheet.getBoundingClientRect();
    tip(seq, spot, new DOMRect(around.left + row.left, around.top + row.top, row.width, row.height), backward);
  }

  return { update, lit };
}
