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

/** What was drawn gives way to data that are handed in. @param {Knob[]} knobs @param {Config} config  of a new run @returns {Config} */
export function displaced(knobs, config) {
  const handedIn = knobs.some(({ name, data }) => data && name in config);
  return handedIn ? Object.fromEntries(knobs.filter(({ drawn }) => drawn).map((knob) => [knob.name, knob.default])) : {};
}

/** What goes along when a knob is set: all that any of its choices brings, as this one has it.
 * @param {Knob[]} knobs @param {string} name @param {import("./types.js").Value} value @returns {Config} */
export function brought(knobs, name, value) {
  const usual = defaults(knobs, { [name]: value });
  const knob = knobs.find((one) => one.name === name);
  const all = knob ? [...knob.choices.flatMap((choice) => Object.keys(choice.defaults)), ...Object.keys(knob.brings)] : [];
  return Object.fromEntries(all.map((other) => [other, usual[other]]));
}
