/** One update in single steps: forwards through time, the loss, backwards through time, the update; by hand, or in slow motion. */
import { setSlow, slow, walks } from "../slow-motion.js";
import { setStage, stage } from "../stages.js";
import { say } from "../written.js";

const ICONS = {
  first: "M2.500 1.500v9M11 1.500L5 6l6 4.500z", back: "M9.500 1.500L3.500 6l6 4.500z", on: "M3.500 1.500L9.500 6l-6 4.500z", last: "M10.500 1.500v9M2 1.500L8 6l-6 4.500z",
};
const SLOW = "M1 1.500v9l5-4.500zM8 1.500v9l5-4.500z";

/** @param {HTMLElement} element @param {{moved: () => void}} options  `moved`: by hand */
export function createSteps(element, { moved }) {
  /** @type {string[]} */
  let stages = [];
  const bar = element.appendChild(document.createElement("div"));
  bar.className = "rnn-steps";
  const walk = bar.appendChild(document.createElement("div"));
  walk.className = "ways";
  walk.setAttribute("role", "group");
  walk.setAttribute("aria-label", "One update, time step by time step");
  const at = () => stages.indexOf(stage() ?? "");
  const first = button(walk, ICONS.first, "To the first time step forward", () => 0);
  const back = button(walk, ICONS.back, "One time step back", () => (at() < 0 ? stages.length - 1 : at() - 1));
  const place = walk.appendChild(document.createElement("p"));
  place.dataset.where = "";
  const on = button(walk, ICONS.on, "One time step on", () => at() + 1);
  const last = button(walk, ICONS.last, "To the update", () => stages.length - 1);
  const whole = bar.appendChild(document.createElement("button"));
  Object.assign(whole, { type: "button", className: "ghost", textContent: "Show all" });
  whole.dataset.whole = "";
  whole.addEventListener("click", () => {
    setSlow(false);
    setStage(null);
    on.focus();
  });
  const slowly = bar.appendChild(document.createElement("button"));
  Object.assign(slowly, { type: "button", className: "slow", title: "Play walks through the time steps of each update, forwards and backwards" });
  slowly.dataset.slow = "";
  slowly.innerHTML = `<svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true"><path d="${SLOW}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/></svg>Slow motion`;
  slowly.addEventListener("click", () => setSlow(!slow()));

  /** @param {HTMLElement} parent @param {string} icon @param {string} label @param {() => number} to */
  function button(parent, icon, label, to) {
    const made = parent.appendChild(document.createElement("button"));
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.title = label;
    made.innerHTML = `<svg width="13" height="12" viewBox="0 0 13 12" aria-hidden="true"><path d="${icon}" fill="currentColor" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/></svg>`;
    made.addEventListener("click", () => {
      const next = stages[to()];
      if (next === undefined || made.getAttribute("aria-disabled") === "true") return;
      setStage(next);
      moved();
    });
    return made;
  }

  function show() {
    const now = at();
    const id = stage();
    say(place, now < 0 ? "all at once" : id === "J" ? "the loss" : id === "update" ? "the update" : `${id?.startsWith("f") ? "forward" : "backward"} t${id?.slice(1)}`);
    const off = (/** @type {HTMLElement} */ one, /** @type {boolean} */ yes) => (yes ? one.setAttribute("aria-disabled", "true") : one.removeAttribute("aria-disabled"));
    off(first, now === 0);
    off(back, now === 0);
    off(on, now === stages.length - 1);
    off(last, now === stages.length - 1);
    whole.style.visibility = now < 0 ? "hidden" : "";
    slowly.setAttribute("aria-pressed", String(slow()));
    bar.classList.toggle("walking", walks());
  }
  document.addEventListener("stagechange", show);
  document.addEventListener("slowmotionchange", show);

  return {
    /** @param {string[]} ids */
    update(ids) {
      stages = ids;
      show();
    },
  };
}
