/**
 * Slow motion: one update as its stages, then the update itself, and the same again. While it is on, Play walks through
 * the stages instead of training, and a step is a stage. Whoever asked for no motion goes from stage to stage by hand.
 *
 *   off ⇄ resting at a stage ⇄ walking ─► (after the last stage) waiting for the update ─► walking
 */
import { plain } from "./format.js";
import { stage, setStage } from "./stages.js";

const STAGE = 600; // milliseconds: long enough to find what has lit up
const UPDATE = 1800; // at one update a second each stage takes so long; slower paces in proportion

let on = false;
let walking = false;
/** @type {string[]} */
let stages = [];
let last = false; // the last stage is meant, whichever the step that just came has

/** Whether slow motion is on. */
export const slow = () => on;

/** Whether it goes from stage to stage by itself just now. */
export const walks = () => walking;

/** @param {boolean} yes */
export function setSlow(yes) {
  if (yes === on) return;
  on = yes;
  if (!on) walking = false;
  setStage(on ? (stage() ?? stages[0] ?? null) : null);
  tell();
}

/** How long a stage lasts, in milliseconds. @param {import("./types.js").Pace} pace of the player */
const lasts = (pace) => Math.max(STAGE, pace === "max" ? 0 : UPDATE / pace);

/** The player's pace in slow motion, in words. @param {import("./types.js").Pace} pace */
export const spokenSlow = (pace) => `1 stage in ${plain(lasts(pace) / 1000)} s`;

/** Which stages there are. @param {string[]} ids */
export function setStages(ids) {
  stages = ids;
  const now = stage();
  if (last && on) setStage(ids.at(-1) ?? null);
  else if (now !== null && !ids.includes(now)) setStage(on ? ids[0] : null);
}

function tell() {
  document.dispatchEvent(new CustomEvent("slowmotionchange"));
}

/** What moves it on, for the page that owns the run.
 * @param {{step: (n: number) => void, pace: () => import("./types.js").Pace}} run */
export function walker({ step, pace }) {
  let timer = 0;
  /** The step that an update was asked for at, and the stage to be at when it has come. @type {{from: number, then: "first" | "last", walk: boolean} | null} */
  let awaited = null;
  let at = 0;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  document.addEventListener("slowmotionchange", () => {
    if (!walking) stop();
  });

  function stop() {
    clearTimeout(timer);
    if (awaited) awaited.walk = false;
    if (!walking) return;
    walking = false;
    tell();
  }

  const wait = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => go(1, true), lasts(pace()));
  };

  /** To the next or the last stage, beyond the ends to another update. @param {1 | -1} way @param {boolean} walk */
  function go(way, walk) {
    if (awaited) {
      awaited.walk ||= walk; // it goes on when the update has come
      return;
    }
    const to = stages.indexOf(stage() ?? "") + way;
    if (to >= 0 && to < stages.length) {
      setStage(stages[to]);
      if (walk) wait();
    } else if (way > 0 || at > 0) {
      awaited = { from: at, then: way > 0 ? "first" : "last", walk };
      step(way);
    }
  }

  function play() {
    if (still.matches) return go(1, false);
    if (walking) return wait(); // at another pace
    walking = true;
    tell();
    if (stage() === null) setStage(stages[0] ?? null);
    wait();
  }

  return {
    play,
    /** It was switched on while the run played: what plays goes on, slowly. */
    goOn() {
      if (!still.matches) play();
    },
    pause: stop,
    /** @param {1 | -1} way */
    move(way) {
      stop();
      go(way, false);
    },
    /** With each picture of the run. @param {import("./types.js").Frame} frame @param {boolean} there whether the run can be reached */
    update(frame, there) {
      at = frame.step;
      last = false;
      if (!on) {
        awaited = null;
        return;
      }
      const ended = frame.status !== "paused" && frame.status !== "playing";
      if (awaited && frame.step !== awaited.from) {
        const { then, walk } = awaited;
        awaited = null;
        last = then === "last";
        setStage((then === "first" ? stages[0] : stages.at(-1)) ?? null);
        if (walk && walking) wait();
      }
      if (!there || ended) {
        awaited = null;
        stop();
      }
    },
  };
}
