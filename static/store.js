/**
 * What the page knows about its run: every loss, the newest of each array, the changes, and the knobs in force.
 * A step is shown together with its arrays: it comes with a frame, and messages that run ahead of theirs do not set it.
 * Messages go in, the frame that the views are given comes out. Nothing here touches the page or the network.
 *
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Values} Values
 * @typedef {import("./types.js").Change} Change
 * @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./protocol.js").WireFrame} WireFrame
 * @typedef {import("./protocol.js").Message} Message
 *
 * @typedef {object} Store
 * @property {import("./types.js").Knob[]} knobs
 * @property {Config} initial              the configuration that the run began with
 * @property {Change[]} changes            in the order of their steps
 * @property {Compare | null} compare
 * @property {Growing[]} kept              per lane: its losses
 * @property {unknown[]} described         what frame.marks tells of
 * @property {Change[]} answered           in force from a step on that is not shown yet: until then they stay previewed
 * @property {Frame} frame
 */
import { defaults } from "./defaults.js";
import { Growing } from "./growing.js";
import { describe } from "./marks.js";
import { ProtocolError } from "./protocol.js";
import * as trails from "./trail.js";

/** @param {import("./types.js").Knob[]} knobs @param {import("./types.js").Recipe} recipe @param {number} [run] which of this page's
 * @returns {Store} */
export function create(knobs, recipe, run = 0) {
  /** @type {Store} */
  const store = {
    knobs,
    initial: { ...defaults(knobs, recipe.config), ...recipe.config },
    changes: recipe.changes,
    compare: recipe.compare,
    kept: [],
    described: [],
    answered: [],
    frame: {
      run, step: 0, end: 0, history: 0, status: "paused", message: "", playing: false,
      scalars: {}, arrays: {}, config: {}, lanes: [], compare: null, look: recipe.look, preview: {}, losses: [], trail: [], marks: [],
    },
  };
  layLanes(store);
  return refresh(store);
}

/** The first message of a connection: what the run is, and which losses will follow.
 * @param {Store} store @param {Message} message @returns {Store} */
export function welcome(store, message) {
  const { frame } = store;
  store.initial = message.config;
  store.changes = joined(message.changes ?? []);
  store.compare = message.compare ?? null;
  layLanes(store);
  for (const losses of store.kept) losses.cut(message.from);
  for (const trail of frame.trail) trails.cut(trail, message.history === frame.history ? message.end : -1);
  const first = Object.keys(frame.arrays).length === 0;
  Object.assign(frame, { history: message.history, end: message.end, step: first ? message.step : frame.step });
  setStatus(frame, message.status, frame.message);
  return refresh(store);
}

/** @param {Store} store @param {WireFrame} wire @returns {Store} */
export function receive(store, wire) {
  const { frame } = store;
  for (const [lane, losses] of store.kept.entries()) {
    const more = wire.arrays.get(lane ? `loss@${lane}` : "loss");
    if (!more || more.data.length === 0) continue;
    if (wire.from > losses.length)
      throw new ProtocolError("gap", `The losses ${losses.length} to ${wire.from - 1} did not arrive.`);
    losses.cut(wire.from);
    losses.push(more.data);
  }
  for (const [name, block] of wire.arrays) {
    const [plain, lane = "0"] = name.split("@");
    if (plain === "loss") continue;
    const trail = plain === "trail" && frame.trail[Number(lane)];
    if (trail) trails.extend(trail, block);
    else if (plain !== "trail") frame.arrays[name] = block;
  }
  const picture = frame.scalars.picture;
  frame.scalars = Object.fromEntries(Object.entries(wire.scalars).map(([name, value]) => [name, value ?? NaN]));
  if (!("picture" in frame.scalars) && picture !== undefined) frame.scalars.picture = picture;
  if (wire.step < frame.step) answer(store, Infinity); // what is shown from here on may never reach their steps
  Object.assign(frame, { step: wire.step, end: wire.end, history: wire.history });
  setStatus(frame, wire.status, frame.message);
  return refresh(store);
}

/** Somebody changed something: it governs the updates from `step` on, and stays previewed until that step is shown.
 * @param {Store} store @param {Message} message @returns {Store} */
export function changed(store, { step, values }) {
  store.changes = joined([...store.changes, { step, values }]);
  store.answered.push({ step, values });
  return refresh(store);
}

/** Lets go of previewed values that are in force already, once they are shown. @param {Store} store @returns {Store} */
export function release(store) {
  store.answered.push({ step: store.changes.at(-1)?.step ?? 0, values: inForce(store) });
  return refresh(store);
}

/** Lets go of what was answered for a step that is shown. @param {Store} store @param {number} shown */
function answer(store, shown) {
  for (const { step, values } of store.answered) if (step <= shown) settle(store, values);
  store.answered = store.answered.filter(({ step }) => step > shown);
}

/** The history from `end` on is void.
 * @param {Store} store @param {Message} message @returns {Store} */
export function moved(store, message) {
  const { frame } = store;
  for (const losses of store.kept) losses.cut(message.end);
  for (const trail of frame.trail) trails.cut(trail, message.end);
  store.changes = store.changes.filter((change) => change.step <= message.end);
  answer(store, Infinity);
  Object.assign(frame, { history: message.history, end: message.end });
  return refresh(store);
}

/** @param {Store} store @param {Message} message @returns {Store} */
export function status(store, message) {
  if (message.lane === undefined || message.lane === null || store.kept.length === 1)
    setStatus(store.frame, message.status, message.message ?? "");
  return refresh(store);
}

/** One change for each step, in the order of the steps: of what was set twice there, the last counts.
 * @param {Change[]} changes @returns {Change[]} */
function joined(changes) {
  /** @type {Map<number, Values>} */
  const steps = new Map();
  for (const { step, values } of changes) steps.set(step, { ...steps.get(step), ...values });
  return [...steps].map(([step, values]) => ({ step, values })).sort((a, b) => a.step - b.step);
}

/** Values under the student's finger; null lets all of them go.
 * @param {Store} store @param {Values | null} values @returns {Store} */
export function preview(store, values) {
  store.frame.preview = values === null ? {} : { ...store.frame.preview, ...values };
  return store;
}

/** Lets go of those previewed values that are now in force, or that were refused.
 * @param {Store} store @param {Values} values @returns {Store} */
export function settle(store, values) {
  const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);
  store.frame.preview = Object.fromEntries(
    Object.entries(store.frame.preview).filter(([name, value]) => !(name in values && same(values[name], value))),
  );
  return store;
}

/** What the next change would replace: every knob, and every parameter that was set, as the newest update takes it.
 * @param {Store} store @returns {Values} */
export function inForce({ initial, compare, changes }) {
  return Object.assign({ ...initial, ...compare }, ...changes.map(({ values }) => values));
}

/** The knobs in force for the update `step` → `step + 1`, per lane.
 * @param {Store} store @param {number} step @returns {Config[]} */
export function configsAt(store, step) {
  return store.kept.map((_, lane) => {
    const config = { ...store.initial };
    const put = (/** @type {Values | Compare} */ values) => {
      for (const [name, value] of Object.entries(values))
        if (name in config) config[name] = Array.isArray(value) ? value[lane] : value;
    };
    if (store.compare) put(store.compare);
    for (const change of store.changes) if (change.step <= step) put(change.values);
    return config;
  });
}

/** What is derived from the rest, after anything has happened. @param {Store} store */
function refresh(store) {
  const { frame } = store;
  answer(store, frame.step);
  frame.lanes = configsAt(store, frame.step);
  frame.config = frame.lanes[0];
  frame.compare = store.compare;
  frame.losses = store.kept.map((losses) => losses.view);
  const told = [store.changes, ...store.knobs.filter(({ drawn }) => drawn).map(({ name }) => frame.arrays[`own_${name}`])];
  if (told.some((part, i) => part !== store.described[i])) {
    store.described = told;
    frame.marks = describe(store);
  }
  return store;
}

/** @param {Store} store */
function layLanes(store) {
  const count = store.compare ? Object.values(store.compare)[0].length : 1;
  while (store.kept.length < count) store.kept.push(new Growing());
  store.kept.length = count;
  const { trail } = store.frame;
  while (trail.length < count) trail.push(trails.empty());
  trail.length = count;
}

/** @param {Frame} frame @param {import("./types.js").Status} status @param {string} message */
function setStatus(frame, status, message) {
  frame.status = status;
  frame.playing = status === "playing";
  frame.message = status === "diverged" || status === "failed" || status === "done" ? message : "";
}
