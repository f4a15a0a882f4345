/**
 * Points that a student adds, drags and takes away in the picture itself. A drag is a preview, here in the page, and
 * one change when the point is let go; so is a point added or removed.
 *
 * @typedef {import("../points.js").Point} Point
 * @typedef {{x: number, y: number}} Place  in pixels of the picture
 * @typedef {object} Picture
 * @property {(event: {clientX: number, clientY: number}) => Place} at
 * @property {() => Point[]} points
 * @property {(point: Point) => [number, number]} place
 * @property {(place: Place) => Point} value
 * @property {() => {left: number, right: number, top: number, bottom: number}} inside  where points can be
 * @property {() => boolean} mayEdit
 * @property {() => void} redraw
 * @property {(points: Point[]) => void} preview
 * @property {() => void} forget  the preview
 * @property {(points: Point[]) => void} change
 */

const REACH = { mouse: 12, other: 22 }; // pixels from a point's middle within which it is meant
const STILL = 5; // pixels that a click may slip
const OUT = 10; // pixels beyond the picture: let go there, the point is gone
const TWICE = 400; // milliseconds between the two clicks on a point that remove it
const FIELDS = "input, select, textarea";

/** @param {HTMLElement} element @param {Picture} picture
 * @returns {{busy: () => boolean, held: () => number, chosen: () => number}}  the point under the finger, and the one that
 * Delete removes; −1: none */
export function editPoints(element, picture) {
  /** A point under the finger: which, among which, where it was taken.
   * @type {{i: number, base: Point[], from: Place, moved: boolean, out: boolean} | null} */
  let drag = null;
  /** Where an empty place was pressed. @type {Place | null} */
  let pressed = null;
  let chosen = -1;
  let last = { i: -1, time: -Infinity }; // the click before

  /** The point that is meant there; −1: none. @param {Place} at @param {string} kind of pointer */
  const meant = ({ x, y }, kind) => {
    let [nearest, best] = [-1, kind === "mouse" ? REACH.mouse : REACH.other];
    picture.points().forEach((point, i) => {
      const [px, py] = picture.place(point);
      const far = Math.hypot(px - x, py - y);
      if (far < best) [nearest, best] = [i, far];
    });
    return nearest;
  };
  /** @param {Place} at @param {number} [beyond] pixels */
  const within = ({ x, y }, beyond = 0) => {
    const { left, right, top, bottom } = picture.inside();
    return x >= left - beyond && x <= right + beyond && y >= top - beyond && y <= bottom + beyond;
  };
  /** @param {Place} at */
  const value = ({ x, y }) => {
    const { left, right, top, bottom } = picture.inside();
    return picture.value({ x: Math.min(right, Math.max(left, x)), y: Math.min(bottom, Math.max(top, y)) });
  };
  /** @param {number} i */
  const choose = (i) => {
    chosen = i;
    picture.redraw();
  };
  /** The points with the one under the finger where the finger is, or without it. @param {Place} at */
  const dragged = (at) => {
    if (!drag) return [];
    const { i, base } = drag;
    drag.out = !within(at, OUT);
    return drag.out ? base.filter((_, k) => k !== i) : base.map((point, k) => (k === i ? value(at) : point));
  };
  /** @param {number} i */
  const remove = (i) => {
    choose(-1);
    picture.change(picture.points().filter((_, k) => k !== i));
  };
  const cancel = () => {
    if (drag?.moved) picture.forget();
    drag = pressed = null;
    picture.redraw();
  };
  /** @param {Place} at @param {string} kind */
  const point = (at, kind) => {
    element.style.cursor = !picture.mayEdit() ? "" : drag ? "grabbing" : meant(at, kind) >= 0 ? "grab" : within(at) ? "crosshair" : "";
  };

  element.addEventListener("pointerdown", (event) => {
    if (!picture.mayEdit() || event.button !== 0 || !event.isPrimary) return;
    const at = picture.at(event);
    const i = meant(at, event.pointerType);
    pressed = i < 0 && within(at) ? at : null;
    choose(i);
    if (i < 0) return;
    drag = { i, base: picture.points(), from: at, moved: false, out: false };
    element.setPointerCapture(event.pointerId);
    point(at, event.pointerType);
  });
  element.addEventListener("pointermove", (event) => {
    const at = picture.at(event);
    if (drag && event.isPrimary) {
      drag.moved ||= far(at, drag.from) > STILL;
      if (drag.moved) picture.preview(dragged(at));
    }
    point(at, event.pointerType);
  });
  element.addEventListener("pointerup", (event) => {
    if (!event.isPrimary) return;
    const at = picture.at(event);
    if (drag) {
      const { i, moved } = drag;
      const points = moved ? dragged(at) : [];
      const twice = last.i === i && event.timeStamp - last.time < TWICE;
      if (moved && drag.out) chosen = -1;
      last = moved || twice ? { i: -1, time: -Infinity } : { i, time: event.timeStamp };
      drag = null;
      if (moved) picture.change(points);
      else if (twice) remove(i);
    } else if (pressed && far(at, pressed) <= STILL) {
      last = { i: -1, time: -Infinity };
      const points = [...picture.points(), value(at)];
      chosen = points.length - 1;
      picture.change(points);
    }
    pressed = null;
    point(at, event.pointerType);
  });
  element.addEventListener("pointercancel", cancel);
  element.addEventListener("lostpointercapture", () => drag && cancel());
  element.addEventListener("touchstart", (event) => { // on a point a finger drags it, elsewhere it moves the page
    const [touch] = event.touches;
    if (picture.mayEdit() && event.touches.length === 1 && meant(picture.at(touch), "touch") >= 0) event.preventDefault();
  }, { passive: false });
  document.addEventListener("pointerdown", (event) => {
    if (chosen >= 0 && !(event.target instanceof Node && element.contains(event.target))) choose(-1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) cancel();
    else if (event.key === "Escape" && chosen >= 0) choose(-1);
    else if ((event.key === "Delete" || event.key === "Backspace") && chosen >= 0 && !drag && picture.mayEdit() && !(event.target instanceof Element && event.target.matches(FIELDS))) {
      event.preventDefault();
      remove(chosen);
    }
  });

  return { busy: () => drag !== null, held: () => (drag?.moved && !drag.out ? drag.i : -1), chosen: () => (chosen < picture.points().length ? chosen : -1) };
}

/** @param {Place} a @param {Place} b */
function far(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
