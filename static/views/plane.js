/**
 * The real loss surface of a network: which plane of its parameters' space is shown, what lies outside of it, and, where
 * the plane is that of two weights, a ball that can be taken and put elsewhere.
 */
import { clamp } from "../clamp.js";
import { lifted, lowered, num } from "../format.js";
import { say } from "../written.js";
import { inPlane } from "./inplane.js";
import { parameterOf } from "./net-stage.js";
import { read } from "./net.js";
import * as solid from "./solid.js";
import * as surface from "./surface.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./landscapes.js").Letter} Letter
 * @typedef {[number, number]} Place
 */

const NEAR = 22; // pixels from the ball at which it can be taken
const NOTCHES = 40; // of an arrow key's step, from one side of the picture to the other
const MOST = 400; // weights to choose from; of larger networks only those of the first units
const LAMBDA = "<var>λ</var><sub>max</sub>";

/** @param {HTMLElement} element  holds everything: [data-part=map], solid, choice, first, second, note
 * @param {{actions: import("../types.js").Actions, knobs: import("../types.js").Knob[]}} options @returns {import("../types.js").View} */
export function create(element, { actions, knobs }) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`[data-part=${name}]`));
  const [map, relief, note, hint] = ["map", "solid", "note", "hint"].map(part);
  const [which, first, second] = ["which", "first", "second"].map((name) => /** @type {HTMLSelectElement} */ (part(name)));
  const letters = () => /** @type {[Letter, Letter]} */ (two() ? [letter(first.value), letter(second.value)] : [["p", ""], ["q", ""]]);
  const flat = surface.create(map, { knobs, show: () => {}, start: null, axes: letters });
  const raised = solid.create(relief, { knobs, map, choice: part("choice"), say: actions.say, axes: letters });
  const pane = Object.assign(document.createElement("div"), { className: "grab", tabIndex: 0, hidden: true });
  pane.setAttribute("role", "application");
  const mark = pane.appendChild(Object.assign(document.createElement("i"), { className: "held", hidden: true }));
  const words = mark.appendChild(document.createElement("b"));
  map.parentElement?.append(pane);
  /** @type {Frame | null} */
  let frame = null;
  let said = "";
  let listed = ""; // the network whose weights the lists hold
  /** All weights and biases of the network. @type {Set<string>} */
  let there = new Set();
  let followed = ""; // the plane that was asked for, here or elsewhere
  /** @type {Place | null} */
  let held = null; // where the ball is being put
  /** @type {Place | null} */
  let taken = null; // where it was taken up, as long as the pointer has not moved
  let pulled = false; // by the pointer
  /** The surface of before another plane was asked for: its coordinates are not these weights. @type {unknown} */
  let stale = null;

  const wished = () => which.value === "weights";
  /** Whether the weights that are wished for are this network's: in a race another may be smaller. */
  const two = () => wished() && [first, second].every(({ value }) => there.has(value));

  /** @param {Frame} next */
  function update(next) {
    if (held && !pulled && frame?.step !== next.step) held = null; // the run has gone on
    frame = next;
    list(next);
    follow(next.look.plane);
    const seen = inPlane(next);
    if (!seen) return;
    flat.update(seen);
    raised.update(seen);
    offer();
    pane.setAttribute("aria-label", `The ball on the surface. The arrow keys move it, Enter puts it there.`);
    tell(next);
    show();
  }

  /** The weights to choose from. @param {Frame} now */
  function list(now) {
    const net = read(now);
    if (!net || listed === net.sizes.join()) return;
    listed = net.sizes.join();
    followed = ""; // what was asked for is looked up anew
    const all = net.weights.flatMap(({ k, n, h }) => Array.from({ length: n * h }, (_, at) => parameterOf({ k, i: Math.floor(at / h), j: at % h })));
    const names = all.slice(0, MOST);
    there = new Set([...all, ...net.weights.flatMap(({ k, h, biasAt }) => (biasAt < 0 ? [] : Array.from({ length: h }, (_, j) => `b${k}[${j}]`)))]);
    const chosen = [first.value, second.value];
    [first, second].forEach((select, i) => {
      select.replaceChildren(...names.map((name) => new Option(called(name), name)));
      select.value = names.includes(chosen[i]) ? chosen[i] : names[i ? names.length - 1 : 0] ?? "";
    });
    const enough = names.length > 1;
    /** @type {HTMLOptionElement} */ (which.options[1]).disabled = !enough;
  }

  /** What is looked at may have been asked for elsewhere: by a link, or by a new run, which begins as ever. @param {unknown} wish */
  function follow(wish) {
    if (String(wish) === followed) return;
    followed = String(wish);
    const pair = Array.isArray(wish) ? wish : null;
    which.value = pair ? "weights" : "path";
    pair?.forEach((name, i) => {
      const select = [first, second][i];
      if (![...select.options].some(({ value }) => value === name)) select.append(new Option(called(name), name)); // beyond those that are listed
      select.value = name;
    });
    arrange();
  }

  function arrange() {
    for (const select of [first, second]) /** @type {HTMLElement} */ (select.closest(".of")).hidden = !wished();
  }

  /** The ball can be taken on the map of two weights, and nowhere else. */
  function offer() {
    pane.hidden = !two() || frame?.arrays.plane_surface === stale || Boolean(map.hidden) || !actions.may("weights");
    hint.hidden = pane.hidden;
    const all = frame?.beside ? `, in all runs${frame.uneven ? " that have them" : ""}` : "";
    say(hint, `Take the ball and put it elsewhere: the network then has those two weights${all}.`);
  }

  function ask() {
    if (first.value === second.value) second.selectedIndex = (second.selectedIndex + 1) % second.options.length;
    arrange();
    [stale, held] = [frame?.arrays.plane_surface ?? null, null];
    pane.hidden = true; // until the plane that is asked for has come
    const wish = wished() ? [first.value, second.value] : "path";
    followed = String(wish);
    actions.look({ plane: wish });
  }

  /** What the picture leaves out. @param {Frame} now */
  function tell(now) {
    const { plane_path: path, plane_share: share, plane_samples: samples } = now.arrays;
    const start = path?.data[3] ?? 0;
    const begun = (path?.shape[0] ?? 0) > 1;
    const steepest = now.arrays.curvature?.data[0] ?? 0;
    const part = 100 * (share?.data[0] ?? 1);
    const held = `${part > 99.95 ? "all" : `${num(part, 3)} %`} of`;
    const lost = wished() ? [first, second].map(({ value }) => value).filter((name) => !there.has(name)) : [];
    const words = [
      lost.length > 0 && `This run’s network has no ${lost.map(called).join(" and no ")}.`,
      two() ? "<var>J</var> over two weights; all others as they are now." : begun ? `<var>J</var> over the two directions in which the path moved most: they hold ${held} its movement.` : "The path has not begun: across lies the direction of its first step.",
      two() && begun && `Along these two lies ${held} the path’s movement.`,
      steepest > 1e-9 && `The loss bends here by at most ${LAMBDA} = ${num(steepest)}${now.config.optimizer === "sgd" ? `: 2/${LAMBDA} = ${num(2 / steepest)} is a guide for <var>α</var> at this place` : ""}.`,
      start > 1e-3 && `The start lies beside this slice, at a distance of ${num(start, 2)} in the space of all weights.`,
      (now.arrays.plane_beside?.data.length ?? 0) > 0 && "Thin, with their numbers: the other runs, as they are seen in this plane; each has a surface of its own.",
      samples && samples.data[0] < (now.scalars.dataset_size ?? 0) && `The surface is made of ${samples.data[0]} of the ${now.scalars.dataset_size} samples.`,
    ].filter(Boolean).join(" ");
    if (said !== words) note.innerHTML = said = words; // our own words and numbers only
  }

  // ---- the ball in the hand

  /** From values to pixels and back. */
  function scale() {
    const domain = frame?.arrays.plane_domain?.data;
    const { clientWidth: width, clientHeight: height } = map;
    if (!domain || !width || !height) return null;
    const [x0, x1, y0, y1] = domain;
    return {
      at: (/** @type {Place} */ [x, y]) => /** @type {Place} */ ([((x - x0) / (x1 - x0)) * width, ((y1 - y) / (y1 - y0)) * height]),
      place: (/** @type {number} */ x, /** @type {number} */ y) => /** @type {Place} */ ([x0 + (x / width) * (x1 - x0), y1 - (y / height) * (y1 - y0)]),
      notch: /** @type {Place} */ ([(x1 - x0) / NOTCHES, (y1 - y0) / NOTCHES]),
      domain,
    };
  }

  const ball = () => /** @type {Place | null} */ (frame?.arrays.plane_now ? [frame.arrays.plane_now.data[0], frame.arrays.plane_now.data[1]] : null);

  function show() {
    const now = scale();
    mark.hidden = !held || !now;
    if (!held || !now) return;
    const [x, y] = now.at(held);
    mark.style.translate = `${x}px ${y}px`;
    say(words, values(held));
    mark.classList.toggle("low", y < 40);
    words.style.translate = `${clamp(x - words.offsetWidth / 2, 4, Math.max(4, map.clientWidth - words.offsetWidth - 4)) - x}px`;
  }

  /** Both weights as the ball would have them. @param {Place} place */
  function values([x, y]) {
    return `${called(first.value)} = ${num(x)}, ${called(second.value)} = ${num(y)}`;
  }

  /** The ball stays where it is in the run. */
  function letGo() {
    held = null;
    pulled = false;
    show();
  }

  /** @param {Place} place */
  function put([x, y]) {
    const digits = (/** @type {number} */ span) => Math.max(0, 3 - Math.floor(Math.log10(span)));
    const now = scale();
    if (!now) return;
    const [x0, x1, y0, y1] = now.domain;
    held = null;
    actions.change({ [first.value]: Number(x.toFixed(digits(x1 - x0))), [second.value]: Number(y.toFixed(digits(y1 - y0))) });
    show();
  }

  pane.addEventListener("pointerdown", (event) => {
    const [now, from] = [scale(), ball()];
    if (!now || !from) return;
    const box = pane.getBoundingClientRect();
    const [x, y] = now.at(from);
    if (Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y) > NEAR) return;
    if (frame?.playing) actions.pause();
    pane.setPointerCapture(event.pointerId);
    pulled = true;
    held = taken = from;
    event.preventDefault();
    pane.focus({ preventScroll: true });
    show();
  });
  pane.addEventListener("pointermove", (event) => {
    const now = scale();
    const box = pane.getBoundingClientRect();
    if (held && now && pane.hasPointerCapture(event.pointerId)) held = now.place(event.clientX - box.left, event.clientY - box.top);
    else if (now) {
      const from = ball();
      const [x, y] = from ? now.at(from) : [NaN, NaN];
      pane.style.cursor = Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y) <= NEAR ? "grab" : "default";
    }
    show();
  });
  pane.addEventListener("pointerup", (event) => {
    pulled = false;
    if (!held || !pane.hasPointerCapture(event.pointerId)) return;
    if (held !== taken) return put(held);
    letGo(); // a click alone changes nothing
  });
  for (const left of ["pointercancel", "blur"]) pane.addEventListener(left, letGo);
  pane.addEventListener("keydown", (event) => {
    const [now, from] = [scale(), held ?? ball()];
    if (!now || !from || event.ctrlKey || event.metaKey || event.altKey) return;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (dx || dy) {
      const part = event.shiftKey ? 0.2 : 1;
      held = [from[0] + dx * part * now.notch[0], from[1] + dy * part * now.notch[1]];
      actions.say(values(held));
      show();
    } else if (event.key === "Enter" && held) put(held);
    else if (event.key === "Escape" && held) letGo();
    else return;
    event.preventDefault();
    event.stopPropagation(); // these keys are not the player's here
  });
  for (const select of [which, first, second]) select.addEventListener("change", ask);
  part("choice").addEventListener("change", offer); // the relief, which listens first, has taken the map's place by then

  return {
    update,
    resize: () => {
      flat.resize?.();
      raised.resize?.();
      show();
    },
  };
}

/** W1[0,2] as an axis has it: w¹ with the index 13. @param {string} name @returns {Letter} */
function letter(name) {
  const [, k, i, j] = /^W(\d+)\[(\d+),(\d+)\]$/.exec(name) ?? [];
  return k ? [`w${lifted(k)}`, `${Number(i) + 1}${Number(i) > 8 || Number(j) > 8 ? "," : ""}${Number(j) + 1}`] : [name, ""];
}

/** In words: w¹₁₃. @param {string} name */
function called(name) {
  const [w, index] = letter(name);
  return w + lowered(index);
}
