/** From where a solid is looked at: turned by keys, by buttons and by hand, never upside down nor out of sight. */
import { clamp } from "../clamp.js";

/** @typedef {{x: number, y: number, z: number}} Vector */
/** @typedef {{azimuth: number, elevation: number, distance: number}} View  in degrees, and in widths of the picture */

const STEP = 10; // degrees
const NEARER = 0.87;
const [LOWEST, HIGHEST] = [4, 86]; // degrees: from the side, and from above, where it would be the map
const [NEAREST, FARTHEST] = [0.7, 4];
const [STEEP, FARTHER] = [[35, 55], 0.25]; // degrees: looked at from above, the names of the axes need room above and below it
const CENTRE = { x: 0, y: 0, z: -0.24 };

/** @type {Record<string, string>} */
const KEYS = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
  "+": "in", "=": "in", "-": "out", "−": "out", 0: "reset", Home: "reset",
};
export const HINT = "Arrow keys turn it, + and − zoom, 0 brings the first view back.";

/** @type {[act: string, label: string, path: string][]} */
const BUTTONS = [
  ["left", "Turn left", "M9 3L4 7l5 4"], ["right", "Turn right", "M5 3l5 4-5 4"],
  ["up", "Look from higher up", "M3 9l4-5 4 5"], ["down", "Look from lower down", "M3 5l4 5 4-5"],
  ["in", "Nearer", "M7 2.500v9M2.500 7h9"], ["out", "Farther", "M2.500 7h9"],
  ["reset", "First view", "M3 4.500A5 5 0 1 1 2.200 8M2.500 1.500v3.300h3.300"],
];

export class Camera {
  /** @param {View} first */
  constructor(first) {
    this.first = first;
    this.view = { ...first };
    this.center = CENTRE;
    this.scale = 1; // farther, where a picture is small for its words
    this.raised = 0; // and higher up
  }

  /** As Plotly wants it. */
  get plotly() {
    const { azimuth, elevation } = this.view;
    const distance = this.view.distance * this.scale * farther(elevation);
    const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
    const { x, y } = this.center;
    const z = this.center.z - this.raised;
    return {
      up: { x: 0, y: 0, z: 1 },
      center: { x, y, z },
      eye: { x: x + distance * Math.cos(e) * Math.cos(a), y: y + distance * Math.cos(e) * Math.sin(a), z: z + distance * Math.sin(e) },
    };
  }

  /** After it was turned by hand. @param {{eye: Vector, center: Vector}} camera */
  take({ eye, center }) {
    const [x, y, z] = [eye.x - center.x, eye.y - center.y, eye.z - center.z];
    this.center = { ...center, z: center.z + this.raised };
    const elevation = (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI;
    this.view = { azimuth: (Math.atan2(y, x) * 180) / Math.PI, elevation, distance: Math.hypot(x, y, z) / (this.scale * farther(elevation)) };
  }

  /** @param {string} act */
  move(act) {
    const { view } = this;
    const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Math.min(high, Math.max(low, value));
    if (act === "left") view.azimuth += STEP;
    if (act === "right") view.azimuth -= STEP;
    if (act === "up") view.elevation = within(view.elevation + STEP, LOWEST, HIGHEST);
    if (act === "down") view.elevation = within(view.elevation - STEP, LOWEST, HIGHEST);
    if (act === "in") view.distance = within(view.distance * NEARER, NEAREST, FARTHEST);
    if (act === "out") view.distance = within(view.distance / NEARER, NEAREST, FARTHEST);
    if (act === "reset") [this.view, this.center] = [{ ...this.first }, CENTRE];
  }
}

/** @param {number} elevation */
function farther(elevation) {
  return 1 + FARTHER * clamp((elevation - STEEP[0]) / (STEEP[1] - STEEP[0]), 0, 1);
}

/** Keys on everything in `element`, which come before the page's own; wheel and fingers where `figure` has the focus, so that
 * it does not catch who scrolls the page; and buttons. @param {HTMLElement} element @param {HTMLElement} figure
 * @param {(act: string) => void} act @returns {HTMLElement} the buttons */
export function turnable(element, figure, act) {
  element.addEventListener("keydown", (event) => {
    const wanted = KEYS[event.key];
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act(wanted);
  });
  // Plotly keeps wheel and fingers from scrolling the page whether it uses them or not; it hears of them once it has the focus.
  const off = () => document.activeElement !== figure;
  figure.addEventListener("wheel", (event) => {
    event.stopPropagation();
    if (off() || event.ctrlKey) return;
    event.preventDefault();
    act(event.deltaY < 0 ? "in" : "out");
  }, { passive: false, capture: true });
  for (const name of ["touchstart", "touchmove", "touchend"]) figure.addEventListener(name, (event) => off() && event.stopPropagation(), { passive: true, capture: true });
  figure.addEventListener("pointerdown", ({ pointerType }) => pointerType === "mouse" && figure.focus({ preventScroll: true }));
  figure.addEventListener("click", () => figure.focus({ preventScroll: true }));
  const buttons = document.createElement("div");
  buttons.className = "turns";
  for (const [name, label, path] of BUTTONS) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: label });
    button.dataset.turn = name;
    button.setAttribute("aria-label", label);
    button.innerHTML = `<svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`;
    button.addEventListener("click", () => act(name));
    buttons.append(button);
  }
  return buttons;
}
