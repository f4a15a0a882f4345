/**
 * What another run is made of: everything as it is now, but for what is asked for.
 *
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {import("./store.js").Store} Store
 */
import { defaults } from "./defaults.js";
import { lasting } from "./recipe.js";

/** A run with every knob at its default. @param {import("./types.js").Pace} pace @returns {Recipe} */
export function fresh(pace) {
  return { config: {}, changes: [], at: null, compare: null, preset: null, pace, look: {}, lane: null };
}

/** The knobs in force now; of those in which lanes differ, what they were before the race. @param {Store} store @returns {Config} */
export function common({ initial, compare, frame }) {
  const before = Object.fromEntries(Object.keys(compare ?? {}).map((name) => [name, initial[name]]));
  return { ...frame.config, ...before };
}

/** Another run, which begins with what of this one's looks it has, too.
 * @param {Store} store @param {import("./types.js").Schema} schema @param {import("./types.js").Pace} pace
 * @param {Config} config @param {Compare | null} compare @returns {Recipe} */
export function another(store, { knobs, looks }, pace, config, compare) {
  const complete = { ...defaults(knobs, config), ...config };
  const before = common(store);
  const differ = (/** @type {string} */ name) => before[name] !== complete[name] || Boolean(compare?.[name]);
  return { ...fresh(pace), config, compare, look: lasting(store.frame.look, looks, differ) };
}
