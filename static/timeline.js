/**
 * The timeline: a slider over the whole history, with a line for every change and, where there is room, its name.
 * Changes that stand closer than a finger is wide share one button, which leads to the first of them.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Mark} Mark
 */
import { count } from "./format.js";

const FINGER = 26; // px: a target of 24 and a little air
const LETTER = 7; // px: about the width of a letter of a mark's name
const LINE = 2; // px: the width of a mark's line; what stands closer shares one

/** @param {HTMLElement} root @param {(step: number) => void} seek */
export function timeline(root, seek) {
  const slider = /** @type {HTMLInputElement} */ (root.querySelector("#timeline"));
  const list = /** @type {HTMLElement} */ (root.querySelector("#marks"));
  let width = 0;
  let held = false;
  let drawn = "";
  /** @type {number | null} */
  let wanted = null; // where the student let go: until the run stands there, the slider does not jump back
  new ResizeObserver(([entry]) => {
    width = entry.contentRect.width;
    drawn = "";
  }).observe(root);

  const place = (/** @type {number} */ value) => {
    slider.value = String(value);
    slider.style.setProperty("--v", `${(100 * value) / Math.max(1, Number(slider.max))}%`);
    slider.setAttribute("aria-valuetext", `step ${count(value)} of ${count(Number(slider.max))}`);
  };
  slider.addEventListener("pointerdown", () => (held = true));
  for (const name of ["pointerup", "pointercancel", "blur"]) slider.addEventListener(name, () => (held = false));
  slider.addEventListener("input", () => {
    wanted = Number(slider.value);
    place(wanted);
    seek(wanted);
  });
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) seek(Number(button.dataset.step));
  });

  /** @param {Frame} frame */
  const update = (frame) => {
    slider.max = String(Math.max(1, frame.end));
    if (wanted === frame.step || frame.playing) wanted = null;
    if (!held && wanted === null) place(frame.step);
    const key = `${frame.end}|${width}|${frame.marks.length}|${frame.marks.at(-1)?.step}|${frame.marks.at(-1)?.text}`;
    if (key === drawn) return;
    drawn = key;
    draw(list, frame.marks, Math.max(1, frame.end), width);
  };
  return { update };
}

/** While it plays the marks move with every frame: they stay the same buttons, so that one can be pressed and keep the focus.
 * @param {HTMLElement} list @param {Mark[]} marks @param {number} end @param {number} width */
function draw(list, marks, end, width) {
  const groups = gather(marks, end, width);
  let free = -Infinity; // where the last name ended
  while (list.children.length > groups.length) list.lastElementChild?.remove();
  groups.forEach((group, i) => {
    const item = list.children[i] ?? list.appendChild(blank());
    const [first] = group;
    const at = first.step / end;
    const names = [...new Set(group.map((mark) => mark.short))];
    const name = names.length > 2 ? `${group.length} changes` : names.join(", ");
    const half = (name.length * LETTER) / 2;
    const middle = at * width;
    const crowded = middle - half < free + 4;
    if (!crowded) free = middle + half;
    const button = /** @type {HTMLButtonElement} */ (item.firstElementChild);
    button.classList.toggle("crowded", crowded);
    button.style.setProperty("--at", at.toFixed(5));
    button.dataset.step = String(first.step);
    const words = group.length === 1 ? `Step ${count(first.step)}: ${first.text}` : `Step ${count(first.step)}: ${group.length} changes from here`;
    if (button.title !== words) {
      button.title = words;
      button.setAttribute("aria-label", `Go to ${words.replace("Step", "step")} (${name})`);
    }
    const text = /** @type {HTMLElement} */ (button.firstElementChild);
    if (text.textContent !== name) text.textContent = name;
    button.style.setProperty("--shift", `${Math.max(0, half - middle) + Math.min(0, width - middle - half)}px`); // not over the edge
    const lines = group.filter((mark, k) => !k || Math.floor((mark.step / end) * width / LINE) > Math.floor((group[k - 1].step / end) * width / LINE));
    while (item.children.length > 1 + lines.length) item.lastElementChild?.remove();
    lines.forEach((mark, k) => {
      const line = /** @type {HTMLElement} */ (item.children[1 + k] ?? item.appendChild(document.createElement("i")));
      line.style.setProperty("--at", (mark.step / end).toFixed(5));
    });
  });
}

/** A place on the timeline: the button, and after it a line for each change. */
function blank() {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tick" });
  button.append(document.createElement("span"));
  item.append(button);
  return item;
}

/** @param {Mark[]} marks @param {number} end @param {number} width @returns {Mark[][]} */
function gather(marks, end, width) {
  /** @type {Mark[][]} */
  const groups = [];
  for (const mark of marks) {
    const group = groups.at(-1);
    if (group && ((mark.step - group[0].step) / end) * width < FINGER) group.push(mark);
    else groups.push([mark]);
  }
  return groups;
}
