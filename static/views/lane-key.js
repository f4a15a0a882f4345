/** Which run is which when several stand side by side, and of which one the details are: to be chosen wherever they are. */
import { focused, focusOn } from "../focus.js";
import { num } from "../format.js";
import { laneLooks, swatch } from "./lanes.js";
import { diverged } from "./upcoming.js";

/** @typedef {import("../types.js").Frame} Frame */

/** @param {HTMLElement} root @param {{knobs: import("../types.js").Knob[]}} options @returns {import("../types.js").View} */
export function create(root, { knobs }) {
  return { update: (frame) => nameLanes(root, frame, knobs) };
}

/** @param {HTMLElement} root @param {Frame} frame @param {import("../types.js").Knob[]} knobs */
function nameLanes(root, frame, knobs) {
  const looks = frame.lanes.length > 1 ? laneLooks(frame, knobs) : [];
  const now = looks.map(({ label }) => label).join() + focused(frame);
  if ((root.dataset.lanes ?? "") === now) return tellLosses(root, frame);
  root.dataset.lanes = now;
  const each = (/** @type {string} */ selector) => /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector));
  for (const part of each("[data-alone]")) part.hidden = looks.length > 0;
  for (const part of each("[data-first-lane]")) {
    part.hidden = !looks.length;
    const list = part.querySelector("select");
    if (list && list.length === looks.length) [...list.options].forEach((option, lane) => (option.text = looks[lane].label)); // it may have the focus
    else part.replaceChildren(...(looks.length ? ["for ", chooser(looks)] : []));
    const chosen = part.querySelector("select");
    if (!chosen) continue;
    chosen.value = String(focused(frame));
    chosen.style.setProperty("--lane", `var(--run-${focused(frame) + 1})`);
  }
  for (const key of each(".lane-key")) {
    const held = [...key.querySelectorAll("button")].indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    key.hidden = !looks.length;
    key.replaceChildren(...looks.map(({ label, mark }, lane) => {
      const item = document.createElement("button");
      Object.assign(item, { type: "button", className: "ghost", title: `Show the details of ${label}` });
      item.setAttribute("aria-pressed", String(lane === focused(frame)));
      item.innerHTML = `<b>${mark}</b>${swatch(lane)}`;
      item.append(label);
      if ("losses" in key.dataset) item.append(Object.assign(document.createElement("span"), { className: "loss", innerHTML: "<var>J</var> <b></b>" }));
      item.addEventListener("click", () => focusOn(lane));
      return item;
    }));
    if (held >= 0) key.querySelectorAll("button")[held]?.focus();
  }
  tellLosses(root, frame);
}

/** A list of the runs, in a card that shows the details of one. @param {import("./lanes.js").LaneLook[]} looks */
function chooser(looks) {
  const list = Object.assign(document.createElement("select"), { className: "of-run", autocomplete: "off" });
  list.setAttribute("aria-label", "Run whose details are shown");
  list.append(...looks.map(({ label }, lane) => new Option(label, String(lane))));
  list.addEventListener("change", () => focusOn(Number(list.value)));
  return list;
}

/** Where there is no loss chart: J of each run beside its name. @param {HTMLElement} root @param {Frame} frame */
function tellLosses(root, frame) {
  root.querySelectorAll(".lane-key[data-losses] .loss b").forEach((place, lane) => {
    const said = diverged(frame, lane) ? "diverged" : num(frame.scalars[lane ? `objective@${lane}` : "objective"]);
    if (place.textContent !== said) place.textContent = said;
  });
}
