/**
 * What the reader of this page may touch. The author of a page around a frame names it in `controls=`: knobs, and the
 * player ("play") or only parts of it, "predict", and "weights", a model's parameters themselves. Everywhere else everything is allowed.
 *
 * Hidden is not enough: a click on the map, a key and the way out of a state come to the same acts. So all of them
 * pass through here.
 *
 * @typedef {import("./types.js").Values} Values
 * @typedef {import("./types.js").Actions} Actions
 * @typedef {import("./player.js").Orders} Orders
 * @typedef {Actions & Orders & {changeAt: (step: number, values: Values) => void}} Acts
 */

const PLAYER = ["step", "back", "restart", "timeline", "pace"];

/** Whether all of these knobs and parts of the player may be touched. @typedef {(...names: string[]) => boolean} May */

/** @param {string[] | null} controls @returns {May} */
export function rights(controls) {
  if (controls === null) return () => true;
  const given = new Set(controls.includes("play") ? [...controls, ...PLAYER] : controls);
  return (...names) => names.every((name) => given.has(name));
}

/** The acts of a page, without those that its reader has no right to. @param {May} may @param {Acts} acts @returns {Acts} */
export function within(may, acts) {
  const knobs = (/** @type {Values} */ values) => may(...Object.keys(values).map((name) => (name.includes("[") ? "weights" : name)));
  const goes = (/** @type {number} */ step) => may("timeline") || (step === 0 && may("restart"));
  return {
    ...acts,
    change: (values) => void (knobs(values) && acts.change(values)),
    preview: (values) => void (knobs(values ?? {}) && acts.preview(values)),
    restart: (config, along) => void (knobs(config) && acts.restart(config, along)),
    race: (compare, config) => void (knobs({ ...compare, ...config }) && acts.race(compare, config)),
    changeAt: (step, values) => void (knobs(values) && acts.changeAt(step, values)),
    play: (pace) => void (may("play") && acts.play(pace)),
    pause: () => void (may("play") && acts.pause()),
    step: (n) => void (may(n < 0 ? "back" : "step") && acts.step(n)),
    seek: (step) => void (goes(step) && acts.seek(step)),
    pace: (pace) => void (may("pace") && acts.pace(pace)),
    predict: (n) => (may("predict") ? acts.predict(n) : () => {}),
  };
}
