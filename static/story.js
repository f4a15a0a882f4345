/**
 * The story of a starting point: its sentence, what to ask before it is played, and the answer, which is offered once
 * it has been seen. It is told as long as the run is the one that it is about.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Preset} Preset
 */
import { base } from "./api.js";

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
  let told = false;
  let left = !preset || !title || !sentence || !box || !show;

  const label = () => {
    const words = box?.open ? "Hide the answer" : told ? "What happened" : "Show the answer";
    if (show && show.textContent !== words) show.textContent = words;
  };
  box?.addEventListener("toggle", label);
  showCurrent();

  /** @param {string | null} about  the starting point that the run is still about @param {Frame} frame */
  function update(about, frame) {
    if (left) return;
    if (!about) return leave();
    if (told || !seen(/** @type {Preset} */ (preset), frame)) return;
    told = true;
    box?.classList.add("told");
    label();
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
  return { update };
}

/** In the list of starting points, which is longer than its card, the one that is told. */
function showCurrent() {
  const current = /** @type {HTMLElement | null} */ (document.querySelector(".starts [aria-current]"));
  const list = /** @type {HTMLElement | null | undefined} */ (current?.closest(".starts"));
  if (current && list) list.scrollTop = current.offsetTop - list.offsetTop - (list.clientHeight - current.offsetHeight) / 2;
}
