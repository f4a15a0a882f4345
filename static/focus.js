/**
 * Of several runs side by side, the one whose details are shown: its numbers, its samples' pulls, its step from the
 * side. Those pictures are made for one run; `alone` gives them a frame in which this run is the only one.
 *
 * @typedef {import("./types.js").Frame} Frame
 */

let focus = 0;

/** The lane whose details are shown. @param {Frame} frame */
export function focused(frame) {
  return focus < frame.lanes.length ? focus : 0;
}

/** @param {number} lane */
export function focusOn(lane) {
  focus = lane;
  document.dispatchEvent(new CustomEvent("focuschange"));
}

/** The frame that a lane would have if it ran alone: its own arrays and scalars, and what all lanes share.
 * @param {Frame} frame @param {number} lane @returns {Frame} */
export function alone(frame, lane) {
  if (frame.lanes.length < 2) return frame;
  const { arrays, scalars, preview } = frame;
  return {
    ...frame,
    arrays: own(arrays, lane),
    scalars: own(scalars, lane),
    config: frame.lanes[lane],
    lanes: [frame.lanes[lane]],
    preview: Object.fromEntries(Object.entries(preview).map(([name, value]) => [name, Array.isArray(value) ? value[lane] : value])),
    losses: [frame.losses[lane]],
    trail: [frame.trail[lane]],
    compare: null,
    lane,
    beside: frame.lanes.length - 1,
    uneven: frame.lanes.some((_, other) => arrays[other ? `params@${other}` : "params"]?.data.length !== arrays.params?.data.length),
  };
}

/** @template T @param {Record<string, T>} named @param {number} lane @returns {Record<string, T>} */
function own(named, lane) {
  /** @type {Record<string, T>} */
  const found = {};
  for (const [name, value] of Object.entries(named)) {
    const [plain, of] = name.split("@"); // some the first lane may not have: another method's
    if (of === undefined) found[name] ??= value;
    else if (Number(of) === lane) found[plain] = value;
  }
  return found;
}
