/**
 * What a knob is if nobody says anything: its default, or the one that a choice brings along (a landscape its own start).
 *
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Knob} Knob
 */

/** Every knob's default where `config` is chosen; the mirror of Run.defaults. @param {Knob[]} knobs @param {Config} config @returns {Config} */
export function defaults(knobs, config) {
  const usual = Object.fromEntries(knobs.map((knob) => [knob.name, knob.default]));
  for (const { name, choices, data, brings } of knobs) {
    const chosen = config[name] ?? usual[name];
    const one = choices.find(({ value }) => value === chosen);
    Object.assign(usual, one ? one.defaults : data && choices.length ? brings : {});
  }
  return usual;
}

/** What suits data that are handed in, which only they tell: what is in force, where it goes with them and somebody has
 * chosen it, and else the best. @param {Knob[]} knobs @param {Knob} knob  that takes them
 * @param {Config} config  in force @param {number} classes  that they name @param {number} before  that those in force name @returns {Config} */
export function suited(knobs, { suits }, config, classes, before) {
  const usual = defaults(knobs, config);
  const same = (/** @type {Config} */ one, /** @type {Config} */ other) => Object.keys(one).every((name) => one[name] === other[name]);
  const [best, ...others] = going(suits, classes);
  const [first] = going(suits, before);
  const chosen = [best, ...others].find((one) => one && same(one, config));
  if (!best || !chosen) return best ?? {};
  return same(chosen, usual) || (first && same(first, config)) ? best : chosen;
}

/** @param {Knob["suits"]} suits @param {number} classes @returns {Config[]} */
function going(suits, classes) {
  const least = Object.keys(suits).map(Number).filter((one) => one <= classes);
  return least.length ? suits[String(Math.max(...least))] : [];
}

/** What was drawn gives way to data that are handed in. @param {Knob[]} knobs @param {Config} config  of a new run @returns {Config} */
export function displaced(knobs, config) {
  const handedIn = knobs.some(({ name, data }) => data && name in config);
  return handedIn ? Object.fromEntries(knobs.filter(({ drawn }) => drawn).map((knob) => [knob.name, knob.default])) : {};
}

/** What goes along when a knob is set: all that any of its choices brings, as this one has it beside the others in force;
 * but where this one brings nothing else than the one before did, what a student has set stays.
 * @param {Knob[]} knobs @param {string} name @param {import("./types.js").Value} value @param {Config} config  in force @returns {Config} */
export function brought(knobs, name, value, config) {
  const [usual, earlier] = [{ ...config, [name]: value }, config].map((one) => defaults(knobs, one));
  const knob = knobs.find((one) => one.name === name);
  const all = knob ? [...knob.choices.flatMap((choice) => Object.keys(choice.defaults)), ...Object.keys(knob.brings)] : [];
  return Object.fromEntries(all.filter((other) => usual[other] !== earlier[other]).map((other) => [other, usual[other]]));
}
