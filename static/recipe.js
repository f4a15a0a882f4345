/**
 * The run in the address bar: the recipe as a query (the mirror of app/recipe.py), so that a copied link brings back
 * this run at this step.
 *
 *   ?learning_rate=0.02&changes=28:learning_rate:0.12,46:batch_size:4&at=64&compare=momentum:0,0.9
 *
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {import("./types.js").Schema} Schema
 */

/** @param {Schema} schema @param {Recipe} recipe @returns {URLSearchParams} */
export function query(schema, recipe) {
  const params = new URLSearchParams();
  const preset = schema.presets.find(({ name }) => name === recipe.preset);
  const start = { ...Object.fromEntries(schema.knobs.map((knob) => [knob.name, knob.default])), ...preset?.config };
  if (preset) params.set("preset", preset.name);
  for (const { name } of schema.knobs)
    if (name in recipe.config && recipe.config[name] !== start[name]) params.set(name, String(recipe.config[name]));
  if (!same(recipe.changes, preset?.changes ?? [])) params.set("changes", spellChanges(recipe.changes));
  if (recipe.at !== null) params.set("at", String(recipe.at));
  if (!same(recipe.compare, preset?.compare ?? null)) params.set("compare", spellCompare(recipe.compare));
  if (recipe.pace !== null && recipe.pace !== (preset?.pace ?? null)) params.set("pace", String(recipe.pace));
  return params;
}

/** The query as text; `:`, `,` and brackets may stand in a query as they are and are easier to read.
 * @param {URLSearchParams} params */
export function written(params) {
  const text = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%7C", "|").replaceAll("%5B", "[").replaceAll("%5D", "]");
  return text && `?${text}`;
}

/** @param {import("./types.js").Change[]} changes */
function spellChanges(changes) {
  const spell = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.join("|") : String(value));
  return changes
    .flatMap(({ step, values }) => Object.entries(values).map(([name, value]) => `${step}:${name}:${spell(value)}`))
    .join(",");
}

/** @param {import("./types.js").Compare | null} compare */
function spellCompare(compare) {
  return Object.entries(compare ?? {})
    .map(([name, values]) => `${name}:${values.join(values.some((value) => String(value).includes(",")) ? "|" : ",")}`)
    .join("");
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
