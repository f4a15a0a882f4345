/**
 * What the student may touch. Live knobs change the run from its next update on; the others start a new run.
 *
 * While the run is paused a drag is only previewed, here in the page, and becomes one change when it is let go; while
 * it plays, a drag is heard up to ten times a second.
 *
 * @typedef {import("./types.js").Actions} Actions
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Knob} Knob
 * @typedef {import("./types.js").Value} Value
 */
import { brought, suited } from "./defaults.js";
import { focused } from "./focus.js";
import * as handedIn from "./handed.js";
import { handInField } from "./hand-in.js";
import { knobField } from "./knob-field.js";
import { throttle } from "./throttle.js";

/** While it plays: at most ten changes a second, by finger or by a key that repeats. */
const CHANGE_GAP = 105;

/**
 * @param {HTMLElement} root
 * @param {{schema: import("./types.js").Schema, root: string}} page
 * @param {Actions & {playing: () => boolean}} actions
 */
export function createControls(root, page, actions) {
  const { knobs } = page.schema;
  /** @type {Map<string, import("./knob-field.js").Field>} */
  const fields = new Map();
  /** @type {Map<string, ReturnType<typeof handInField>>} */
  const handed = new Map();
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".part[data-knob]"))) {
    const knob = knobs.find(({ name }) => name === part.dataset.knob);
    if (!knob) continue;
    const report = knob.live ? live(knob.name) : anew(knob.name);
    fields.set(knob.name, knobField(part, knob, report));
    if (part.querySelector("input[type=file]")) {
      const use = (/** @type {string} */ data) => actions.restart({ [knob.name]: data }, { ...along(knob, data), ...(knob.data === "table" ? whole() : {}) });
      handed.set(knob.name, handInField(part, page, use));
    }
    part.querySelector(".anew")?.addEventListener("click", () => actions.restart({ [knob.name]: Math.floor(Math.random() * 10_000) }));
  }

  /** @param {string} name @returns {import("./knob-field.js").Report} */
  function anew(name) {
    return (value, held) => held || Array.isArray(value) || actions.restart({ [name]: value }, along(knobs.find((one) => one.name === name), value));
  }

  /** What goes along with a knob; with data that were handed in also what suits them. @param {Knob | undefined} knob @param {Value} value */
  function along(knob, value) {
    if (!knob) return {};
    const [data, before] = [value, config[knob.name]].map((one) => handedIn.find(one));
    return { ...brought(knobs, knob.name, value, config), ...(data && suited(knobs, knob, config, data.classes.length, before?.classes.length ?? 0)) };
  }

  /** @param {string} name @returns {import("./knob-field.js").Report} */
  function live(name) {
    /** @type {Value | Value[] | null} */
    let last = null; // what this drag has sent: letting go says the same value once more
    const often = throttle(CHANGE_GAP, (/** @type {Value | Value[]} */ value, /** @type {boolean} */ held) => {
      if (value !== last) actions.change({ [name]: value });
      last = held ? value : null;
    });
    return (value, held) => {
      if (actions.playing()) {
        actions.preview({ [name]: value });
        often(value, held);
        return;
      }
      often.cancel();
      if (held) actions.preview({ [name]: value });
      else actions.change({ [name]: value });
    };
  }

  /** @type {import("./types.js").Config} */
  let config = {};
  let applied = "";
  /** @type {number | null} */
  let size = null; // of the data; a new run's first frame brings it anew
  let batch = 0;

  /** A batch of all samples stays one of all, however many other data has. @returns {import("./types.js").Config} */
  function whole() {
    const most = knobs.find(({ name }) => name === "batch_size")?.high;
    return size !== null && batch >= size && typeof most === "number" ? { batch_size: most } : {};
  }

  /** @param {Frame} frame @param {import("./types.js").Compare | null} compare */
  function update(frame, compare) {
    const key = JSON.stringify([frame.lanes, compare, focused(frame)]);
    if (key !== applied) {
      applied = key;
      for (const knob of knobs) {
        const part = /** @type {HTMLElement | null} */ (root.querySelector(`.part[data-knob="${knob.name}"]`));
        if (part) part.hidden = !frame.lanes.some((config) => applies(knob, config));
        fields.get(knob.name)?.compare(compare && knob.name in compare ? frame.lanes.map((config) => config[knob.name]) : null);
      }
      showWhen(frame.lanes[focused(frame)]);
    }
    config = frame.config;
    size = frame.scalars.dataset_size ?? size;
    batch = Number(frame.config.batch_size);
    for (const [name, field] of fields) {
      const value = frame.preview[name] ?? frame.config[name];
      if (value !== undefined && !Array.isArray(value)) field.show(value, name === "batch_size" ? size : null);
    }
    for (const [name, { show }] of handed) show(frame.config[name], frame.lanes[focused(frame)] ?? frame.config);
  }

  /** A change that was not made: the sentence at its field, the value as it was. @param {string[]} names @param {string} sentence */
  function refuse(names, sentence) {
    let placed = false;
    for (const name of names) {
      fields.get(name)?.refuse(sentence);
      if (sentence) handed.get(name)?.refused();
      const fold = root.querySelector(`.part[data-knob="${name}"]`)?.closest("details");
      if (fold && sentence) fold.open = true;
      placed ||= fields.has(name);
    }
    return placed;
  }
  return { update, refuse };
}

/** Whether a knob matters in this configuration. @param {Knob} knob @param {import("./types.js").Config} config */
export function applies(knob, config) {
  return Object.entries(knob.applies ?? {}).every(([name, values]) => values.includes(config[name]));
}

/** Shows what belongs to this configuration: data-when="optimizer=sgd,momentum landscape=ravine".
 * @param {import("./types.js").Config} config */
export function showWhen(config) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-when]"))) {
    const conditions = (element.dataset.when ?? "").split(/\s+/).filter(Boolean);
    element.hidden = !conditions.every((condition) => {
      const [name, values] = condition.split("=");
      return values.split(",").includes(String(config[name]));
    });
  }
}
