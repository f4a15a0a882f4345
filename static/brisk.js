/** What a student does in quick succession, sent in good time: steps are added up, of seeks and looks the last counts. */
import { throttle } from "./throttle.js";

const MOVES = 60; // milliseconds between two messages
const LOOKS = 120;

/** @param {(message: Record<string, unknown>) => void} tell */
export function brisk(tell) {
  let steps = 0;
  const sendSteps = throttle(MOVES, () => {
    const n = steps;
    steps = 0;
    if (n) tell({ type: "step", n });
  });
  const seek = throttle(MOVES, (/** @type {number} */ step) => tell({ type: "seek", step }));
  const look = throttle(LOOKS, (/** @type {Record<string, unknown>} */ values) => tell({ type: "look", values }));
  return {
    seek,
    look,
    /** @param {number} n */
    step(n) {
      steps += n;
      sendSteps();
    },
    /** What waits was meant for a run that is left. */
    forget() {
      steps = 0;
      for (const send of [sendSteps, seek, look]) send.cancel();
    },
  };
}
