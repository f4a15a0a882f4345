/** What a student does in quick succession, sent in good time: steps are added up, of seeks and looks the last counts. */
import { throttle } from "./throttle.js";

const MOVES = 60; // milliseconds between two messages
const LOOKS = 120;

/** @param {(message: Record<string, unknown>) => void} tell */
export function brisk(tell) {
  /** Where to, and how many steps on from there. */
  let [place, steps] = [/** @type {number | null} */ (null), 0];
  const move = throttle(MOVES, () => {
    const [step, n] = [place, steps];
    [place, steps] = [null, 0];
    if (step !== null) tell({ type: "seek", step });
    if (n) tell({ type: "step", n });
  });
  const look = throttle(LOOKS, (/** @type {Record<string, unknown>} */ values) => tell({ type: "look", values }));
  return {
    look,
    /** The moves before it do not matter any more. @param {number} step */
    seek(step) {
      [place, steps] = [step, 0];
      move();
    },
    /** @param {number} n */
    step(n) {
      steps += n;
      move();
    },
    /** Before anything else is told: what was done first is told first. */
    flush: move.flush,
    /** What waits was meant for a run that is left. */
    forget() {
      [place, steps] = [null, 0];
      move.cancel();
      look.cancel();
    },
  };
}
