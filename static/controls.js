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
import { handInField } from "./hand-in.js";
import { knobField } from "./knob-field.js";
import { throttle } from "./throttle.js";

/** While it plays: at most ten changes a second. */
const CHANGE_GAP = 110;

/**
 * @param {HTMLElement} root
 * @param {{schema: import("./types.js").Schema, root: string}} page
 * @param {Actions & {playing: () => boolean}} actions
 */
export function createControls(root, page, actions) {
  const { knobs } = page.schema;
  /** @type {(name: string, value: Value | Value[]) => void} */
  const change = (name, value) => actions.change({ [name]: value });
  /** What this drag has sent last: letting go says the same value once more. @type {Map<string, Value | Value[]>} */
  const sent = new Map();
  const often = throttle(CHANGE_GAP, (/** @type {string} */ name, /** @type {Value | Value[]} */ value) => {
    if (sent.get(name) === value) return;
    sent.set(name, value);
    change(name, value);
  });
  /** @type {Map<string, import("./knob-field.js").Field>} */
  const fields = new Map();
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".part[data-knob]"))) {
    const knob = knobs.find(({ name }) => name === part.dataset.knob);
    if (!knob) continue;
    const report = knob.live ? live(knob.name) : anew(knob.name);
    fields.set(knob.name, knobField(part, knob, report));
    if (part.querySelector("input[type=file]")) handInField(part, page.root, (data) => actions.restart({ [knob.name]: data }));
    part.querySelector(".anew")?.addEventListener("click", () => actions.restart({ [knob.name]: Math.floor(Math.random() * 10_000) }));
  }

  /** @param {string} name @returns {import("./knob-field.js").Report} */
  function anew(name) {
    return (value) => Array.isArray(value) || actions.restart({ [name]: value });
  }

  /** @param {string} name @returns {import("./knob-field.js").Report} */
  function live(name) {
    return (value, held) => {
      if (!actions.playing()) {
        often.cancel();
        if (held) actions.preview({ [name]: value });
        else actions.change({ [name]: value });
        return;
      }
      actions.preview({ [name]: value });
      often(name, value);
      if (held) return;
      often.flush();
      sent.delete(name);
    };
  }

  let applied = "";
  /** @type {number | null} */
  let size = null; // of the data; a new run's first frame brings it anew
  /** @param {Frame} frame @param {import("./types.js").Compare | null} compare */
  function update(frame, compare) {
    const key = JSON.stringify(frame.lanes) + JSON.stringify(compare);
    if (key !== applied) {
      applied = key;
      for (const knob of knobs) {
        const part = /** @type {HTMLElement | null} */ (root.querySelector(`.part[data-knob="${knob.name}"]`));
        if (part) part.hidden = !applies(knob.applies, frame.config);
        fields.get(knob.name)?.compare(compare && knob.name in compare ? frame.lanes.map((config) => config[knob.name]) : null);
      }
      showWhen(frame.config);
    }
    size = frame.scalars.dataset_size ?? size;
    for (const [name, field] of fields) {
      const value = frame.preview[name] ?? frame.config[name];
      if (value !== undefined && !Array.isArray(value)) field.show(value, name === "batch_size" ? size : null);
    }
  }

  /** A change that was not made: the sentence at its field, the value as it was. @param {string[]} names @param {string} sentence */
  function refuse(names, sentence) {
    let placed = false;
    for (const name of names) {
      fields.get(name)?.refuse(sentence);
      placed ||= fields.has(name);
    }
    return placed;
  }
  return { update, refuse };
}

/** @param {Record<string, Value[]> | null} conditions @param {import("./types.js").Config} config */
function applies(conditions, config) {
  return Object.entries(conditions ?? {}).every(([name, values]) => values.includes(config[name]));
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
