/**
 * What happens, for those who listen: a polite live region that speaks at most every five seconds, and on pause.
 *
 * @typedef {import("./types.js").Frame} Frame
 */
import { count, num } from "./format.js";

const GAP = 5000;
/** A loss that moved by less than this share is steady. */
const STEADY = 0.005;

/** @param {HTMLElement | null} region */
export function announcer(region) {
  let last = performance.now();
  let told = { step: 0, loss: NaN, way: "" };
  let playing = false;
  let status = "";

  /** @param {string} text */
  const say = (text) => {
    if (region) region.textContent = text;
    last = performance.now();
  };

  /** @param {Frame} frame */
  const update = (frame) => {
    const { step, scalars } = frame;
    const loss = scalars.objective ?? scalars.loss;
    const stopped = playing && !frame.playing;
    const started = !playing && frame.playing;
    const due = performance.now() - last >= GAP && step !== told.step;
    const ended = frame.status !== status && (frame.status === "diverged" || frame.status === "done" || frame.status === "failed");
    playing = frame.playing;
    status = frame.status;
    if (started) told = { step, loss, way: "" };
    if (ended || !(stopped || due)) return;
    const way = step === told.step ? told.way : trend(told.loss, loss); // a pause right after it spoke
    say(`Step ${count(step)}: loss ${num(loss)}${way}`);
    told = { step, loss, way };
  };
  return { say, update };
}

/** @param {number} before @param {number} now */
function trend(before, now) {
  if (!Number.isFinite(before) || !Number.isFinite(now)) return "";
  if (Math.abs(now - before) <= STEADY * Math.abs(before)) return ", steady";
  return now < before ? ", falling" : ", rising";
}
