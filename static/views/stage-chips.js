/** The stages of one update as a row of steps: which are done, which is looked at, and the way to each of them. */
import { setSlow, setStages, slow, walks } from "../slow-motion.js";
import { setStage, stage, stagesOf } from "../stages.js";
import { letter } from "./layer-letters.js";
import { read } from "./net.js";
import { gradientOf, letterOfA, outputSign } from "./step-sums.js";
import { diverged } from "./upcoming.js";

/** @typedef {import("../stages.js").Stage} Stage */

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  const row = /** @type {HTMLElement} */ (element.querySelector(".stages"));
  const switched = /** @type {HTMLElement} */ (element.querySelector("[data-slow]"));
  let key = "";
  /** @type {HTMLButtonElement[]} */
  let chips = [];

  /** @param {import("../types.js").Frame} frame */
  function update(frame) {
    const net = read(frame);
    const over = diverged(frame);
    const made = net ? `${net.sizes}|${net.bias}|${frame.config.output}|${over}` : key;
    if (!net || made === key) return;
    key = made;
    const stages = stagesOf(net.sizes, !over);
    chips = stages.map((each) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.dataset.stage = each.id;
      chip.classList.toggle("back", each.kind === "gradient" || each.kind === "update");
      chip.innerHTML = `<span>${spell(each, net, frame.config)}</span>`;
      chip.addEventListener("click", () => setStage(stage() === each.id && !slow() ? null : each.id));
      return chip;
    });
    row.replaceChildren(...chips);
    setStages(stages.map(({ id }) => id));
    show();
  }

  function show() {
    const now = chips.findIndex(({ dataset }) => dataset.stage === stage());
    chips.forEach((chip, at) => {
      chip.classList.toggle("done", at < now);
      chip.tabIndex = at === Math.max(0, now) ? 0 : -1;
      if (at === now) chip.setAttribute("aria-current", "step");
      else chip.removeAttribute("aria-current");
    });
    switched.setAttribute("aria-pressed", String(slow()));
    element.classList.toggle("walking", walks());
    const chip = chips[now];
    if (!chip) return;
    const [left, right] = [chip.offsetLeft - row.offsetLeft - 24, chip.offsetLeft - row.offsetLeft + chip.offsetWidth + 24];
    if (left < row.scrollLeft) row.scrollLeft = left;
    else if (right > row.scrollLeft + row.clientWidth) row.scrollLeft = right - row.clientWidth;
  }

  row.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !slow()) return setStage(null);
    const at = chips.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: chips.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const chip = chips[Math.max(0, Math.min(chips.length - 1, to))];
    setStage(chip.dataset.stage ?? null);
    chip.focus();
  });
  switched.addEventListener("click", () => setSlow(!slow()));
  document.addEventListener("stagechange", show);
  document.addEventListener("slowmotionchange", show);

  return { update, resize: show };
}

/** A stage in the lecture's letters: a² W² = z³. @param {Stage} stage @param {import("./net.js").Net} net @param {import("../types.js").Config} config */
export function spell({ id, kind, layer }, net, config) {
  const out = outputSign(config);
  const of = letterOfA(net, layer);
  if (kind === "sum") return `${letterOfA(net, layer - 1)}${letter("W", layer - 1)}${net.bias ? ` + ${letter("b", layer - 1)}` : ""} = ${letter("z", layer)}`;
  if (kind === "f" && layer === net.top && !out) return `${letter("z", layer)} = ${of}`;
  if (kind === "f") return `${layer === net.top ? out : "<var>f</var>"}(${letter("z", layer)}) = ${of}`;
  if (kind === "gradient") return gradientOf(letter("W", layer - 1));
  return kind === "loss" ? "<var>J</var>" : id;
}
