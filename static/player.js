/**
 * The transport bar: back to the start, step back, play, step, the timeline, and the pace.
 *
 *   waiting ─► paused ⇄ playing ─► done | diverged | failed ─► (back) paused
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Pace} Pace
 * @typedef {object} Orders
 * @property {(pace?: Pace) => void} play
 * @property {() => void} pause
 * @property {(n: number) => void} step
 * @property {(step: number) => void} seek
 * @property {(pace: Pace) => void} pace      for the next play
 * @property {(pace: Pace) => string} [spoken]    a pace in words
 */
import { clamp } from "./clamp.js";
import { count } from "./format.js";
import { PACES, notch, spoken } from "./pace.js";
import { timeline } from "./timeline.js";
import { say } from "./written.js";

const PlayerState = Object.freeze({
  WAITING: "waiting", // there is no run yet, or no connection to it
  PAUSED: "paused",
  PLAYING: "playing",
  DONE: "done",
  DIVERGED: "diverged",
  FAILED: "failed",
});

/** In which states there is a next update, and in which the run can be moved at all. */
/** @type {ReadonlySet<string>} */
const FORWARD = new Set([PlayerState.PAUSED, PlayerState.PLAYING]);
/** @type {ReadonlySet<string>} */
const MOVABLE = new Set([...FORWARD, PlayerState.DONE, PlayerState.DIVERGED]);

/** @param {HTMLElement} root @param {Orders} orders */
export function createPlayer(root, orders) {
  const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (root.querySelector(`#${id}`));
  const [start, back, play, step] = ["to-start", "step-back", "play", "step-on"].map(find);
  const word = /** @type {HTMLElement} */ (play.querySelector(".word"));
  const slider = /** @type {HTMLInputElement} */ (find("pace"));
  const output = find("pace-text");
  const box = find("pace-box");
  const menu = find("pace-menu");
  const line = timeline(/** @type {HTMLElement} */ (root.querySelector(".timeline")), (to) => MOVABLE.has(state) && orders.seek(to));

  const told = orders.spoken ?? spoken;

  /** @type {string} */
  let state = PlayerState.WAITING;
  let position = 0;
  /** @type {Pace} */
  let pace = 2;

  const can = {
    play: () => FORWARD.has(state),
    back: () => MOVABLE.has(state) && position > 0,
  };
  const toggle = () => {
    if (!can.play()) return;
    if (state === PlayerState.PLAYING) orders.pause();
    else orders.play(pace);
  };
  const forward = (/** @type {number} */ n) => can.play() && orders.step(n);
  const backward = (/** @type {number} */ n) => can.back() && orders.step(-n);
  const toStart = () => can.back() && orders.seek(0);

  play.addEventListener("click", toggle);
  step.addEventListener("click", () => forward(1));
  back.addEventListener("click", () => backward(1));
  start.addEventListener("click", toStart);
  slider.max = String(PACES.length - 1);
  slider.addEventListener("input", () => setPace(PACES[Number(slider.value)]));
  menu.addEventListener("click", () => open(!box.classList.contains("open")));
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !box.contains(event.target)) open(false);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.classList.contains("open")) return;
    open(false);
    menu.focus();
  });

  /** @param {boolean} wide */
  function open(wide) {
    box.classList.toggle("open", wide);
    menu.setAttribute("aria-expanded", String(wide));
  }

  /** @param {Pace} next */
  function setPace(next) {
    pace = next;
    showPace();
    if (state === PlayerState.PLAYING) orders.play(pace);
    else orders.pace(pace);
  }

  function showPace() {
    const at = notch(pace);
    slider.value = String(at);
    slider.style.setProperty("--v", `${(100 * at) / (PACES.length - 1)}%`);
    slider.setAttribute("aria-valuetext", told(pace));
    output.textContent = told(pace);
  }

  /** @param {boolean} yes @param {HTMLElement} button */
  function allow(yes, button) {
    if (yes) button.removeAttribute("aria-disabled");
    else button.setAttribute("aria-disabled", "true");
  }

  /** @param {Frame} frame @param {boolean} there whether the run can be reached */
  function update(frame, there) {
    state = there ? frame.status : PlayerState.WAITING;
    position = frame.step;
    root.dataset.state = state;
    root.classList.toggle("playing", state === PlayerState.PLAYING);
    const text = state === PlayerState.PLAYING ? "Pause" : "Play";
    say(word, text);
    allow(can.play(), play);
    allow(can.play(), step);
    allow(can.back(), back);
    allow(can.back(), start);
    line.update(frame);
    tally(find("count"), frame);
  }

  return {
    update,
    toggle,
    forward,
    backward,
    toStart,
    toEnd: () => MOVABLE.has(state) && orders.seek(Infinity),
    faster: (/** @type {number} */ notches) => setPace(PACES[clamp(notch(pace) + notches, 0, PACES.length - 1)]),
    /** @param {Pace} next */
    showing(next) {
      pace = next;
      showPace();
    },
  };
}

/** "step 64 · samples seen 1 176": those of the run that has come to this step, where another has diverged before it.
 * @param {HTMLElement} element @param {Frame} frame */
function tally(element, frame) {
  const [steps, samples] = element.querySelectorAll("b");
  say(steps, count(frame.step));
  const ahead = leader(frame);
  const seen = frame.scalars[ahead > 0 ? `samples@${ahead}` : "samples"];
  if (samples.parentElement) samples.parentElement.hidden = seen === undefined;
  if (seen !== undefined) say(samples, count(seen));
}

/** Of runs side by side, the first that has made the update to this step: one that has diverged has no loss from there on.
 * @param {Frame} frame */
function leader({ losses, step }) {
  return losses.findIndex((made) => step === 0 || !Number.isNaN(made[step - 1]));
}
