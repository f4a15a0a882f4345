/**
 * The run in the address bar: the recipe as a query (the mirror of app/recipe.py), so that a copied link brings back
 * this run at this step.
 *
 *   ?learning_rate=0.02&changes=28:learning_rate:0.12,46:batch_size:all&at=64&compare=start_x:1,3;start_y:2,-1
 *    &look=sample:2;plane:W1[0,0],W2[1,0];lane:1
 *
 * @typedef {import("./types.js").Knob} Knob
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {import("./types.js").Schema} Schema
 */
import { defaults } from "./defaults.js";
import { count } from "./format.js";

const LONGEST_QUERY = 8000; // characters; with its headers a request may have 32 KiB

/** @param {Schema} schema @param {Recipe} recipe @returns {URLSearchParams} */
export function query(schema, recipe) {
  const params = new URLSearchParams();
  const preset = schema.presets.find(({ name }) => name === recipe.preset);
  const start = { ...defaults(schema.knobs, { ...preset?.config, ...recipe.config }), ...preset?.config };
  if (preset) params.set("preset", preset.name);
  for (const knob of schema.knobs)
    if (knob.name in recipe.config && recipe.config[knob.name] !== start[knob.name]) params.set(knob.name, spell(recipe.config[knob.name], knob));
  if (!same(recipe.changes, preset?.changes ?? [])) params.set("changes", spellChanges(recipe.changes, schema.knobs));
  if (recipe.at !== null) params.set("at", String(recipe.at));
  if (!same(recipe.compare, preset?.compare ?? null)) params.set("compare", spellCompare(recipe.compare, schema.knobs));
  if (recipe.pace !== null && recipe.pace !== (preset?.pace ?? null)) params.set("pace", String(recipe.pace));
  const look = spellLook(recipe.look, recipe.lane, schema.looks);
  if (look !== spellLook(preset?.look ?? {}, preset?.lane ?? null, schema.looks)) params.set("look", look);
  return params;
}

/** The query as text; `:`, `,`, `;` and brackets may stand in a query as they are and are easier to read.
 * @param {URLSearchParams} params */
export function written(params) {
  const text = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%3B", ";").replaceAll("%7C", "|").replaceAll("%5B", "[").replaceAll("%5D", "]");
  return text && `?${text}`;
}

/** As much of a recipe as goes into an address that every server and browser takes.
 * @param {Schema} schema @param {Recipe} recipe @returns {Recipe} */
export function linkable(schema, recipe) {
  return beginning(recipe, (part) => written(query(schema, part)).length <= LONGEST_QUERY);
}

/** What a link does not bring back. @param {Recipe} told @param {Recipe} whole */
export function partly(told, whole) {
  return `This run has ${count(whole.changes.length)} changes, more than a link can hold. The link leads to step ${count(told.at ?? 0)} of it, with the first ${count(told.changes.length)}.`;
}

/** The recipe itself if it fits, else the longest beginning that does: the same run at an earlier step, or without the
 * changes that come after it; never another run. @param {Recipe} recipe @param {(recipe: Recipe) => boolean} fits @returns {Recipe} */
export function beginning(recipe, fits) {
  if (fits(recipe)) return recipe;
  const { changes, at } = recipe;
  const part = (/** @type {number} */ count) => ({ ...recipe, changes: changes.slice(0, count), at: Math.min(at ?? 0, changes[count].step) || null });
  let [most, beyond] = [0, changes.length]; // so many changes fit; so many do not
  if (!beyond) return recipe;
  while (beyond - most > 1) {
    const middle = (most + beyond) >> 1;
    if (fits(part(middle))) most = middle;
    else beyond = middle;
  }
  return part(most);
}

/** The recipe without what cannot be: a knob of this name, or its changes; null if there is no such thing in it.
 * @param {Recipe} recipe @param {string} name @returns {Recipe | null} */
export function without(recipe, name) {
  const others = (/** @type {object} */ values) => Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
  if (![recipe.config, recipe.compare ?? {}, ...recipe.changes.map(({ values }) => values)].some((values) => name in values)) return null;
  const changes = recipe.changes.map(({ step, values }) => ({ step, values: others(values) })).filter(({ values }) => Object.keys(values).length);
  return { ...recipe, config: others(recipe.config), compare: recipe.compare && name in recipe.compare ? null : recipe.compare, changes };
}

/** A knob's value or a parameter's; the word for a knob's greatest one, if it has any. @param {unknown} value @param {Knob} [knob] */
function spell(value, knob) {
  return knob?.top && value === knob.high ? knob.top : String(value);
}

/** @param {import("./types.js").Change[]} changes @param {Knob[]} knobs */
function spellChanges(changes, knobs) {
  return changes
    .flatMap(({ step, values }) =>
      Object.entries(values).map(([name, value]) => {
        const knob = knobs.find((one) => one.name === name);
        return `${step}:${name}:${[value].flat().map((one) => spell(one, knob)).join("|")}`;
      }),
    )
    .join(",");
}

/** @param {import("./types.js").Compare | null} compare @param {Knob[]} knobs */
function spellCompare(compare, knobs) {
  return Object.entries(compare ?? {})
    .map(([name, values]) => {
      const spelled = values.map((value) => spell(value, knobs.find((knob) => knob.name === name)));
      return `${name}:${spelled.join(spelled.some((text) => text.includes(",")) ? "|" : ",")}`;
    })
    .join(";");
}

/** What is looked at, where it is not what is seen anyway. @param {import("./types.js").Look} look @param {number | null} lane
 * @param {Schema["looks"]} looks */
function spellLook(look, lane, looks) {
  const told = looks.filter(({ name, default: usual }) => name in look && !same(look[name], usual));
  return [...told.map(({ name, words }) => `${name}:${words ? spellWords(look[name]) : look[name]}`), ...(lane ? [`lane:${lane}`] : [])].join(";");
}

/** Words, in which a comma or a semicolon divides nothing. @param {unknown} value */
function spellWords(value) {
  return [value].flat().map((word) => String(word).replace(/[%,;]/g, encodeURIComponent)).join();
}

/** Of what is looked at that which another run has, too. @param {import("./types.js").Look} look @param {Schema["looks"]} looks
 * @param {(knob: string) => boolean} other  whether the run has another value of this knob @returns {import("./types.js").Look} */
export function lasting(look, looks, other) {
  return Object.fromEntries(Object.entries(look).filter(([name]) => !looks.find((one) => one.name === name)?.tied.some(other)));
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
