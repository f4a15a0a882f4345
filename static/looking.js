/**
 * A look replaces the one before, and on one page several views look: each tells its own part, and the others' parts
 * stay.
 *
 * @typedef {import("./types.js").Look} Look
 */

/** Actions whose `look` is joined with what is looked at already: `undefined` ends a part. What is looked at `passing`,
 * though nobody asks for it, stays beside what somebody asks for, and no link tells of it. `saw` is to hear each frame.
 * @param {import("./types.js").Actions} given
 * @returns {{actions: import("./types.js").Actions, saw: (frame: import("./types.js").Frame) => void}} */
export function together(given) {
  /** @type {Look} */
  let asked = {};
  /** @type {Look} */
  let usual = {};
  return {
    actions: { ...given, look(values, passing = false) {
      if (!passing) given.look((asked = joined(asked, values)));
      usual = joined(usual, passing ? values : Object.fromEntries(Object.keys(values).map((name) => [name, undefined])));
      if (passing || Object.keys(usual).length) given.look({ ...asked, ...usual }, true);
    } },
    saw: ({ look }) => {
      asked = look;
    },
  };
}

/** @param {Look} before @param {Look} values @returns {Look} */
function joined(before, values) {
  return Object.fromEntries(Object.entries({ ...before, ...values }).filter(([, value]) => value !== undefined));
}
