/** Pixels to be switched: a film frame by frame, or the one picture of a caption. */
import { rove } from "./rnn-task-rove.js";
import { SIDE } from "./rnn-task-pixels.js";
import { sideways } from "./sideways.js";

/** @param {HTMLElement} place @param {import("./rnn-whatif-inputs.js").Change} change @param {string} task @returns {import("./rnn-whatif-inputs.js").Show} */
export function create(place, change, task) {
  const list = document.createElement("div");
  list.className = "rnn-canvas-row";
  place.append(list);
  sideways(list, "The frames");
  /** @type {HTMLButtonElement[]} */
  let pixels = [];
  /** @type {number[]} */
  let now = [];
  let made = -1;
  list.addEventListener("click", ({ target }) => {
    const pixel = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("button.pixel")) : null;
    if (pixel) change(now.map((value, at) => (at === Number(pixel.dataset.at) ? (value > 0.5 ? 0 : 1) : value)));
  });

  return (s, values, before) => {
    now = values;
    const frames = task === "caption" ? 1 : s.T;
    if (frames !== made) {
      made = frames;
      pixels = [];
      list.classList.toggle("long", frames > 12);
      list.replaceChildren(...Array.from({ length: frames }, (_, t) => {
        const frame = document.createElement("div");
        frame.setAttribute("role", "group");
        frame.setAttribute("aria-label", `frame t${t}`);
        const name = Object.assign(document.createElement("span"), { textContent: `t${t}`, className: "sub" });
        const grid = document.createElement("div");
        grid.className = "pixels";
        for (let i = 0; i < SIDE * SIDE; i++) {
          const pixel = Object.assign(document.createElement("button"), { type: "button", className: "pixel", tabIndex: i ? -1 : 0 });
          pixel.dataset.at = String(t * s.n + i);
          pixel.setAttribute("aria-label", `t${t}, row ${Math.floor(i / SIDE) + 1}, column ${(i % SIDE) + 1}`);
          pixels.push(pixel);
          grid.append(pixel);
        }
        rove(grid, "button.pixel", () => SIDE);
        frame.append(name, grid);
        return frame;
      }));
    }
    for (const pixel of pixels) {
      const at = Number(pixel.dataset.at);
      const lit = String(values[at] > 0.5);
      if (pixel.getAttribute("aria-pressed") !== lit) pixel.setAttribute("aria-pressed", lit);
      pixel.classList.toggle("changed", values[at] !== before[at]);
    }
  };
}
