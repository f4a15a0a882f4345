/** Asking for a run until there is one: a server that is full or away is asked again, each time a little later. */
import { Refusal } from "./api.js";
import { rest } from "./throttle.js";

const LONGEST = 15; // seconds between two requests
const FULL = [429, 503];
const PASSING = [0, 502, 504, ...FULL]; // it may be otherwise soon

/**
 * @template Made
 * @param {() => Promise<Made>} ask
 * @param {() => boolean} wanted  whether anybody still waits for it
 * @param {((phase: "full" | "away", until: number, now: () => void) => void) | null} waits  told before each pause; null: ask only once
 * @returns {Promise<Made | null>} null: it is not wanted any more. Throws the Refusal that is there to stay.
 */
export async function persist(ask, wanted, waits) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!wanted()) return null;
      if (!waits || !PASSING.includes(error.status)) throw error;
      const pause = 1000 * (error.wait ?? Math.min(LONGEST, 2 ** attempt)) * (1 + 0.5 * Math.random()); // a class does not come back as one
      const { over, skip } = rest(pause);
      waits(FULL.includes(error.status) ? "full" : "away", Date.now() + pause, skip);
      await over;
      if (!wanted()) return null;
    }
  }
}
