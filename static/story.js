/**
 * The story of a starting point: its sentence, what to ask before it is played, and the answer, which is offered once
 * it has been seen. It is told as long as the run is the one that it is about.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Preset} Preset
 */
import { base } from "./api.js";
import { rowsUntil } from "./trail.js";

const BEFORE = "Before you press play:"; // the longest of what stands before a question

/** Whether the story has been seen: the run has been made as far as it goes, wherever it stands now.
 * @param {Preset} preset @param {Frame} frame */
export function seen({ until }, { end, status }) {
  return end >= until || status === "diverged" || status === "done";
}

/** @param {import("./types.js").Page} page */
export function createStory({ recipe, schema, embed, root }) {
  const preset = schema.presets.find(({ name }) => name === recipe.preset);
  const title = document.querySelector(".intro h1, .embed > header h1");
  const sentence = title?.parentElement?.querySelector("p");
  const box = /** @type {HTMLDetailsElement | null} */ (document.getElementById("story"));
  const show = box?.querySelector(".show");
  const lead = box?.querySelector(".question b");
  let told = false;
  let reach = 0; // the farthest step that was shown here
  let left = !preset || !title || !sentence || !box || !show;

  const other = document.createElement("b"); // before the answer, if this run has become another
  box?.querySelector("p")?.prepend(other);
  let begun = false; // it stands at its start no more

  const label = () => {
    const words = box?.open ? "Hide the answer" : told ? "What happened" : "Show the answer";
    const before = told ? "The question was:" : begun || box?.open ? "The question:" : BEFORE;
    if (lead && lead.textContent !== before) lead.textContent = before;
    if (show && show.textContent !== words) show.textContent = words;
  };
  box?.addEventListener("toggle", label);
  if (box) keepRoom(box);
  showCurrent();

  /** @param {string | null} about  the starting point that the run is still about @param {Frame} frame */
  function update(about, frame) {
    if (left) return;
    if (!about) return leave();
    const words = frame.marks.length === preset?.changes.length ? "" : "Without your changes: ";
    if (other.textContent !== words) other.textContent = words;
    if (told) return;
    told = seen(/** @type {Preset} */ (preset), frame);
    begun = frame.step > 0 || frame.playing;
    if (told) box?.classList.add("told");
    label();
  }

  /** A story with changes on its way is known to its end before it is played. What lies ahead is kept from the pictures until
   * the student has been there. @param {Frame} frame @returns {Frame} */
  function veil(frame) {
    reach = Math.max(reach, frame.step);
    if (left || told || !preset?.changes.length || recipe.at || reach >= frame.end) return frame;
    return {
      ...frame,
      end: reach,
      trail: frame.trail.map((trail) => ({ ...trail, length: rowsUntil(trail, reach) })),
      losses: frame.losses.map((losses) => losses.subarray(0, reach)),
      marks: frame.marks.filter(({ step }) => step <= reach),
    };
  }

  /** The run is another one now. The words keep their place, so that nothing moves under the student's hand. */
  function leave() {
    if (!title || !sentence || !box) return;
    left = true;
    const { height } = box.getBoundingClientRect();
    title.textContent = schema.title;
    sentence.textContent = schema.summary;
    document.title = `${schema.title} · Unrolled`;
    document.querySelector(".starts [aria-current]")?.removeAttribute("aria-current");
    const rest = Object.assign(document.createElement("p"), { className: "story left", id: box.id });
    const back = document.createElement("a");
    back.href = embed ? location.href : `${base(root)}/labs/${schema.lab}?preset=${preset?.name}`;
    back.textContent = "Back to it";
    rest.append(`This run is no longer “${preset?.title}”. `, back);
    rest.style.minHeight = `${height}px`;
    box.replaceWith(rest);
  }
  return { update, veil };
}

/** The question has as many lines as with the longest words before it, so that nothing below it moves when they change.
 * @param {HTMLElement} box */
function keepRoom(box) {
  const lead = /** @type {HTMLElement} */ (box.querySelector(".question b"));
  const places = [".question", "summary"].map((name) => /** @type {HTMLElement} */ (box.querySelector(name)));
  let wide = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === wide) return;
    wide = box.clientWidth;
    const now = lead.textContent;
    lead.textContent = BEFORE;
    for (const { style } of places) style.minHeight = "";
    const heights = places.map((place) => place.getBoundingClientRect().height);
    places.forEach(({ style }, i) => (style.minHeight = `${heights[i]}px`));
    lead.textContent = now;
  }).observe(box);
}

/** In the list of starting points, which is longer than its card, the one that is told. */
function showCurrent() {
  const current = /** @type {HTMLElement | null} */ (document.querySelector(".starts [aria-current]"));
  const list = /** @type {HTMLElement | null | undefined} */ (current?.closest(".starts"));
  if (current && list) list.scrollTop = current.offsetTop - list.offsetTop - (list.clientHeight - current.offsetHeight) / 2;
}
