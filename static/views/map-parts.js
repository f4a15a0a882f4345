/** The parts of the page around a map of words: its tools, one place for each run's map, and the key below. */
import { focusOn } from "../focus.js";
import { put, say } from "../written.js";
import { escaped } from "./columns.js";
import { swatch } from "./lanes.js";
import { svg } from "./map-marks.js";

/** @typedef {{place: HTMLElement, name: HTMLButtonElement, share: HTMLElement, host: HTMLElement, cover: HTMLElement, tip: HTMLElement}} Place */

const KEYS = "The arrow keys go from word to word, Enter focuses one, P pins it, plus and minus zoom, 0 shows the whole map, Escape lets go.";

/** @param {HTMLElement} element */
export function tools(element) {
  element.innerHTML = `<div class="map-tools"><div data-do="find"></div><button type="button" data-do="pin" hidden></button><button type="button" data-do="axis" aria-expanded="false">Draw an axis</button>
    <span class="pins"></span><span class="zooms"><button type="button" data-do="out" aria-label="Zoom out" title="Zoom out">−</button><button type="button" data-do="in" aria-label="Zoom in" title="Zoom in (or Ctrl and the wheel)">+</button><button type="button" data-do="whole" hidden>Whole map</button></span></div>
    <div data-part="axis-form"></div><div class="axis-strip" hidden></div><div class="panes"></div>
    <div class="lens-below" hidden><div></div></div>
    <details class="behind"><summary>The words as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="The words as a table"><table class="plain"><thead><tr><th>word</th><th class="r">count</th><th>kind</th><th class="r">x</th><th class="r">y</th><th class="r" data-part="along" hidden>along the axis</th><th>nearest (cosine)</th></tr></thead><tbody></tbody></table></div></details>`;
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const act = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (part(`[data-do=${name}]`));
  return {
    find: part("[data-do=find]"), pin: act("pin"), axis: act("axis"), pins: part(".pins"), out: act("out"), in: act("in"), whole: act("whole"),
    form: part("[data-part=axis-form]"), panes: part(".panes"), strip: part(".axis-strip"), below: part(".lens-below"), lens: part(".lens-below > div"),
    table: /** @type {HTMLDetailsElement} */ (part("details")), body: part("tbody"), along: part("[data-part=along]"),
  };
}

/** A place for one run's map. @param {HTMLElement} panes @param {number} lane @returns {Place} */
export function place(panes, lane) {
  const element = document.createElement("div");
  element.className = "pane";
  element.style.setProperty("--lane", `var(--run-${lane + 1})`);
  element.innerHTML = `<p class="pane-name"><button type="button" class="ghost"></button><span></span></p><div class="pane-box"><div class="map-ground"></div><div class="cover" tabindex="0" role="application"></div><div class="tip" hidden></div></div>`;
  panes.append(element);
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const name = /** @type {HTMLButtonElement} */ (part("button"));
  name.addEventListener("click", () => focusOn(lane));
  return { place: element, name, share: part(".pane-name span"), host: part(".map-ground"), cover: part(".cover"), tip: part(".tip") };
}

/** @param {Place} parts @param {import("./lanes.js").LaneLook | null} look  null: it is the only run @param {number} lane
 * @param {boolean} chosen @param {string} share */
export function nameRun({ place: element, name, share: aside, cover }, look, lane, chosen, share) {
  const words = `The map${look ? ` of ${look.label}` : ""}. ${KEYS}`;
  if (cover.getAttribute("aria-label") !== words) cover.setAttribute("aria-label", words);
  /** @type {HTMLElement} */ (element.firstElementChild).hidden = !look;
  if (!look) return;
  if (name.dataset.label !== look.label) {
    name.dataset.label = look.label;
    name.innerHTML = `<b>${look.mark}</b>${swatch(lane)}${escaped(look.label)}`;
    name.title = `Show the details of ${look.label}`;
  }
  name.setAttribute("aria-pressed", String(chosen));
  say(aside, share);
}

/** @param {HTMLElement} place @param {string[]} names @param {import("./map-marks.js").Shape[]} shapes @param {boolean} others  whether some words have no kind
 * @param {{word: string, next: boolean, analogy: boolean, axis: boolean}} lines  what is drawn; word: in the lens, "" for none */
export function key(place, names, shapes, others, { word, next, analogy, axis }) {
  const marks = names.map((name, i) => `<span>${svg(shapes[i])}${escaped(name)}</span>`);
  if (names.length && others) marks.push(`<span class="faint">${svg("dot")}of no kind</span>`);
  const drawn = (/** @type {string} */ inside) => `<svg width="24" height="10" viewBox="0 0 24 10" aria-hidden="true">${inside}</svg>`;
  const stroke = (/** @type {string} */ look) => drawn(`<line x1="1" x2="23" y1="5" y2="5" ${look}/>`);
  if (word) {
    marks.push(`<span class="g">${stroke('stroke="currentColor" stroke-width="2"')}pulls ${escaped(word)}</span>`);
    marks.push(`<span class="g">${stroke('stroke="currentColor" stroke-width="2" stroke-dasharray="4 3"')}pushes ${escaped(word)}</span>`);
  }
  if (next) marks.push(`<span class="g">${drawn('<line x1="1" x2="13" y1="5" y2="5" stroke="currentColor" stroke-width="2"/><circle cx="18.5" cy="5" r="4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 1.6"/>')}next step</span>`);
  if (analogy) marks.push(`<span>${drawn('<path d="M1 5H17" stroke="currentColor" stroke-width="1.4"/><path d="M23 5l-7 -3v6z" fill="currentColor"/>')}the same way?</span>`);
  if (axis) marks.push(`<span>${stroke('stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 4"')}the axis</span>`);
  marks.push(`<span>${stroke('stroke="var(--ink-2)" stroke-opacity=".5"')}trail of 150 steps</span>`);
  const said = marks.join("");
  put(place, said);
}

/** A word's name beside it. @param {HTMLElement} tip @param {string} words  "": none @param {import("./drawing.js").Point} at @param {number} width */
export function tell(tip, words, [x, y], width) {
  tip.hidden = !words;
  if (!words) return;
  say(tip, words);
  const left = Math.max(2, Math.min(width - tip.offsetWidth - 2, x - tip.offsetWidth / 2));
  const top = y > tip.offsetHeight + 16 ? y - tip.offsetHeight - 14 : y + 16;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
