/**
 * What the page knows about its run: every loss, the newest of each array, the changes, and the knobs in force.
 * Messages go in, the frame that the views are given comes out. Nothing here touches the page or the network.
 *
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Values} Values
 * @typedef {import("./types.js").Change} Change
 * @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Trail} Trail
 * @typedef {import("./protocol.js").WireFrame} WireFrame
 * @typedef {import("./protocol.js").Message} Message
 *
 * @typedef {object} Store
 * @property {import("./types.js").Knob[]} knobs
 * @property {Config} initial              the configuration that the run began with
 * @property {Change[]} changes            in the order of their steps
 * @property {Compare | null} compare
 * @property {Growing[]} kept              per lane: its losses
 * @property {Change[] | null} described  those that frame.marks tells of
 * @property {Frame} frame
 */
import { Growing } from "./growing.js";
import { describe } from "./marks.js";
import { ProtocolError } from "./protocol.js";

/** The rows of a trail that are kept for drawing; beyond, the older half is thinned. */
const TRAIL_ROWS = 4096;

/** @param {import("./types.js").Knob[]} knobs @param {import("./types.js").Recipe} recipe @returns {Store} */
export function create(knobs, recipe) {
  const defaults = Object.fromEntries(knobs.map((knob) => [knob.name, knob.default]));
  /** @type {Store} */
  const store = {
    knobs,
    initial: { ...defaults, ...recipe.config },
    changes: recipe.changes,
    compare: recipe.compare,
    kept: [],
    described: null,
    frame: {
      step: 0, end: 0, history: 0, status: "paused", message: "", playing: false,
      scalars: {}, arrays: {}, config: {}, lanes: [], preview: {}, losses: [], trail: [], marks: [],
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
  store.changes = message.changes ?? [];
  store.compare = message.compare ?? null;
  layLanes(store);
  for (const losses of store.kept) losses.cut(message.from);
  cutTrails(frame, message.history === frame.history ? message.end : -1);
  Object.assign(frame, { history: message.history, step: message.step, end: message.end });
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
    if (plain === "trail") extend(frame.trail[Number(lane)], block);
    else frame.arrays[name] = block;
  }
  const picture = frame.scalars.picture;
  frame.scalars = Object.fromEntries(Object.entries(wire.scalars).map(([name, value]) => [name, value ?? NaN]));
  if (!("picture" in frame.scalars) && picture !== undefined) frame.scalars.picture = picture;
  Object.assign(frame, { step: wire.step, end: wire.end, history: wire.history });
  setStatus(frame, wire.status, frame.message);
  return refresh(store);
}

/** Somebody changed something: it governs the updates from `step` on.
 * @param {Store} store @param {Message} message @returns {Store} */
export function changed(store, message) {
  const others = store.changes.filter((change) => change.step !== message.step);
  const same = store.changes.filter((change) => change.step === message.step);
  const values = Object.assign({}, ...same.map((change) => change.values), message.values);
  store.changes = [...others, { step: message.step, values }].sort((a, b) => a.step - b.step);
  return refresh(store);
}

/** The history from `end` on is void.
 * @param {Store} store @param {Message} message @returns {Store} */
export function moved(store, message) {
  const { frame } = store;
  for (const losses of store.kept) losses.cut(message.end);
  cutTrails(frame, message.end);
  store.changes = store.changes.filter((change) => change.step <= message.end);
  Object.assign(frame, { history: message.history, step: message.step, end: message.end });
  return refresh(store);
}

/** @param {Store} store @param {Message} message @returns {Store} */
export function status(store, message) {
  if (message.lane === undefined || message.lane === null || store.kept.length === 1) {
    setStatus(store.frame, message.status, message.message ?? "");
    if (Number.isInteger(message.step)) store.frame.step = message.step;
  }
  return refresh(store);
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
  frame.lanes = configsAt(store, frame.step);
  frame.config = frame.lanes[0];
  frame.losses = store.kept.map((losses) => losses.view);
  if (store.described !== store.changes) {
    store.described = store.changes;
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
  while (trail.length < count) trail.push({ rows: new Float32Array(0), length: 0, columns: 1 });
  trail.length = count;
}

/** @param {Frame} frame @param {import("./types.js").Status} status @param {string} message */
function setStatus(frame, status, message) {
  frame.status = status;
  frame.playing = status === "playing";
  frame.message = status === "diverged" || status === "failed" || status === "done" ? message : "";
}

/** New rows replace those of the same step and later. @param {Trail | undefined} trail
 * @param {import("./types.js").Block} block */
function extend(trail, { shape, data }) {
  if (!trail || data.length === 0) return;
  const [rows, columns] = shape;
  trail.columns = columns;
  trail.length = rowsBefore(trail, data[0]);
  const length = trail.length + rows;
  if (length * columns > trail.rows.length) {
    const room = new Float32Array(2 * length * columns);
    room.set(trail.rows.subarray(0, trail.length * columns));
    trail.rows = room;
  }
  trail.rows.set(data, trail.length * columns);
  trail.length = length;
  if (length > TRAIL_ROWS) thin(trail);
}

/** Drops every other row of the older half. @param {Trail} trail */
function thin(trail) {
  const { rows, columns } = trail;
  const half = trail.length >> 1;
  let kept = 0;
  for (let row = 0; row < trail.length; row++) {
    if (row < half && row % 2) continue;
    rows.copyWithin(kept * columns, row * columns, (row + 1) * columns);
    kept++;
  }
  trail.length = kept;
}

/** Beyond `end` there is nothing; the position at `end` itself stays true. @param {Frame} frame @param {number} end */
function cutTrails(frame, end) {
  for (const trail of frame.trail) trail.length = rowsBefore(trail, end + 1);
}

/** How many rows belong to steps before `step`. @param {Trail} trail @param {number} step */
function rowsBefore(trail, step) {
  let [low, high] = [0, trail.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (trail.rows[middle * trail.columns] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
