/** A hand on a map of words: hover names, a click or tap chooses, drag and pinch move what is seen; and the same by keyboard. */
import { towards } from "./map-nearest.js";

/**
 * @typedef {import("./map-pane.js").Pane} Pane
 * @typedef {object} Deeds
 * @property {(v: number, pane: Pane) => void} hover      −1: none
 * @property {(v: number) => void} choose
 * @property {(v: number) => void} pin
 * @property {() => void} letGo
 * @property {() => void} zoomed
 * @property {(v: number) => void} told                    a word reached by keyboard
 */

const MOVED = 5; // pixels: less is a click
const TIMES = 1.5; // of a press of + or −
const WAYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @param {HTMLElement} cover  over the picture @param {Pane} pane @param {Deeds} deeds */
export function listen(cover, pane, deeds) {
  const { shared, stage } = pane;
  /** Fingers on the map. @type {Map<number, import("./drawing.js").Point>} */
  const fingers = new Map();
  let far = 0; // that they have moved
  let cursor = -1;

  const at = (/** @type {PointerEvent | WheelEvent} */ event) => /** @type {import("./drawing.js").Point} */ (Object.values(stage.at(event)));
  const share = (/** @type {import("./drawing.js").Point} */ [x, y]) => /** @type {import("./drawing.js").Point} */ ([x / stage.width, y / stage.height]);

  cover.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!fingers.size) far = 0;
    fingers.set(event.pointerId, at(event));
    cover.setPointerCapture(event.pointerId);
  });
  cover.addEventListener("pointermove", (event) => {
    const to = at(event);
    const from = fingers.get(event.pointerId);
    if (!from) {
      const v = pane.wordAt(to);
      cover.style.cursor = v >= 0 ? "pointer" : shared.zoom.times > 1 ? "grab" : "default";
      deeds.hover(v, pane);
      return pane.lights(to);
    }
    far += Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (far < MOVED) return;
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const middle = share([(to[0] + other[0]) / 2, (to[1] + other[1]) / 2]);
      shared.zoom.by(Math.hypot(to[0] - other[0], to[1] - other[1]) / Math.max(1, Math.hypot(from[0] - other[0], from[1] - other[1])), middle);
    }
    const part = other ? 2 : 1; // of two fingers each moves the map half
    shared.zoom.move((to[0] - from[0]) / stage.width / part, (to[1] - from[1]) / stage.height / part);
    fingers.set(event.pointerId, to);
    deeds.zoomed();
  });
  cover.addEventListener("pointerup", (event) => {
    const down = fingers.delete(event.pointerId);
    if (!down || far >= MOVED || fingers.size) return;
    const v = pane.wordAt(at(event));
    if (v >= 0) deeds.choose((cursor = v));
  });
  cover.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId)); // the page scrolls
  cover.addEventListener("pointerleave", () => {
    deeds.hover(-1, pane);
    pane.lights([-1, -1]);
  });
  cover.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
    event.preventDefault();
    shared.zoom.by(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0025)), share(at(event)));
    deeds.zoomed();
  }, { passive: false });
  cover.addEventListener("blur", () => deeds.hover((cursor = -1), pane));
  cover.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way) {
      const start = cursor >= 0 ? cursor : shared.focus;
      const v = towards(pane.pixels, start, ...way, stage);
      if (v >= 0) {
        deeds.hover((cursor = v), pane);
        deeds.told(v);
      }
    } else if (event.key === "Enter" && cursor >= 0) deeds.choose(cursor);
    else if (event.key.toLowerCase() === "p" && (cursor >= 0 || shared.focus >= 0)) deeds.pin(cursor >= 0 ? cursor : shared.focus);
    else if ("+-=".includes(event.key)) {
      const place = cursor >= 0 ? share(pane.at(cursor)) : undefined;
      shared.zoom.by(event.key === "-" ? 1 / TIMES : TIMES, place);
      deeds.zoomed();
    } else if (event.key === "0") {
      shared.zoom.whole();
      deeds.zoomed();
    } else if (event.key === "Escape") deeds.letGo();
    else return;
    event.preventDefault();
    event.stopPropagation(); // these keys are not the player's here
  });
}
