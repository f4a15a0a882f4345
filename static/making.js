/**
 * Asking for a run until there is one: a server that is full or away is asked again, each time a little later, and of a
 * link the part that cannot be is left out.
 *
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {(phase: "full" | "away", until: number, now: () => void) => void} Waits
 * @typedef {object} Found
 * @property {import("./api.js").Made} made
 * @property {Recipe} recipe    that it was made of
 * @property {boolean} part     whether it goes no farther than a part of its changes
 */
import { Refusal, dropRun, fits, makeRun } from "./api.js";
import { beginning, without } from "./recipe.js";
import { rest } from "./throttle.js";

const LONGEST = 15; // seconds between two requests
const FULL = [429, 503];
const PASSING = [0, 502, 504, ...FULL]; // it may be otherwise soon

/**
 * @template Made
 * @param {() => Promise<Made>} ask
 * @param {() => boolean} wanted  whether anybody still waits for it
 * @param {Waits | null} waits  told before each pause; null: ask only once
 * @returns {Promise<Made | null>} null: it is not wanted any more. Throws the Refusal that is there to stay.
 */
async function persist(ask, wanted, waits) {
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

/** @param {import("./types.js").Page} page @param {Recipe} recipe
 * @param {{wanted: () => boolean, waits: Waits | null, noted: ((sentence: string) => void) | null}} asked
 *   noted: told what is left out; null: the recipe is made as it is, or not at all
 * @returns {Promise<Found | null>} null: it is not wanted any more. Throws the Refusal that is there to stay. */
export async function make({ root, lab }, recipe, { wanted, waits, noted }) {
  for (let asked = recipe; ;) {
    const told = beginning(asked, fits);
    try {
      const made = await persist(() => makeRun(root, lab, told), wanted, waits);
      if (made && wanted()) return { made, recipe: { ...told, config: made.config }, part: told !== asked };
      if (made) dropRun(root, made);
      return null;
    } catch (error) {
      const rest = error instanceof Refusal && noted ? without(asked, error.field ?? "") : null;
      if (!rest || !noted) throw error;
      noted(`${/** @type {Refusal} */ (error).message} It is ignored.`);
      asked = rest;
    }
  }
}
