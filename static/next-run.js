/**
 * What another run is made of: everything as it is now, but for what is asked for.
 *
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {import("./store.js").Store} Store
 */
import { defaults, displaced } from "./defaults.js";
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

/** With these knobs set, and all others as they are; a race goes on as one, unless it was about them.
 * @param {Store} store @param {import("./types.js").Schema} schema @param {import("./types.js").Pace} pace
 * @param {Config} asked @param {Config} along @returns {Recipe} */
export function restarted(store, schema, pace, asked, along) {
  const { compare } = store;
  const config = { ...along, ...asked };
  const kept = compare && !Object.keys(compare).some((name) => name in config) ? compare : null;
  return another(store, schema, pace, { ...common(store), ...displaced(schema.knobs, config), ...config }, kept);
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
