/** How much error gets back through time: how long the gradient is at each step, how far the beginning reaches, and each step's share. */
import { focused } from "../focus.js";
import { count, num } from "../format.js";
import { throttle } from "../throttle.js";
import { STEP, rowsUntil } from "../trail.js";
import { say } from "../written.js";
import { alternative } from "./alternative.js";
import { laneLooks } from "./lanes.js";
import { evenly, fill } from "./losstable.js";
import * as bars from "./rnn-error-bars.js";
import { told } from "./rnn-error-data.js";
import * as lines from "./rnn-error-lines.js";
import * as past from "./rnn-error-past.js";
import { Range } from "./rnn-error-range.js";
import * as shares from "./rnn-error-shares.js";
import { gettingBack, gettingBackOfAll, reaching, share, sharing } from "./rnn-error-words.js";
import { createGrab } from "./rnn-memory-grab.js";
import { segment } from "./rnn-memory-segment.js";
import { pastOf } from "./rnn-sequence.js";
import { Stage } from "./stage.js";
import { pictured } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-error-data.js").Told} Told
 * @typedef {{frame: Frame, all: Told[], names: string[], looks: import("./path.js").LaneLook[], focus: number}} Shown
 * @typedef {"error" | "reach" | "shares" | "past"} What
 */

const PAUSE = 66; // milliseconds between two drawings while it plays
const HEIGHT = 240;
/** @type {[What, string, string][]} */
const CHOICES = [["error", "Error", "of each time step"], ["reach", "Reach", "how far the beginning reaches"], ["shares", "Shares", "of each step in the gradients"], ["past", "Over training", "the error that gets back"]];
const TITLES = { error: "log scale", reach: "log scale", shares: "each row on its own scale", past: "log scale" };

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, knobs: import("../types.js").Knob[], said: HTMLElement | null,
 *   note: HTMLElement | null, table: HTMLDetailsElement | null}} options @returns {import("../types.js").View} */
export function create(element, { actions, knobs, said, note, table }) {
  /** @type {What} */
  let what = "error";
  /** @type {Shown | null} */
  let shown = null;
  /** @type {{left: number, pitch: number, X: (t: number) => number} | null} */
  let drawn = null;
  const ranges = { error: new Range(), reach: new Range(), past: new Range() };
  const choice = segment("What is shown", CHOICES, (value) => {
    what = /** @type {What} */ (value);
    if (shown) update(shown.frame);
  });
  const host = Object.assign(document.createElement("div"), { className: "plot" });
  const holder = Object.assign(document.createElement("div"), { className: "rnn-map" });
  holder.append(host);
  element.append(choice.element, holder);
  const describe = alternative(host);
  const stage = new Stage(host, { heights: [HEIGHT, HEIGHT], draw });
  const one = () => shown?.all[shown.focus];
  const hand = createGrab(holder, {
    label: "Time step in focus",
    at(x) {
      if (!drawn || what === "past") return null;
      const time = Math.round((x - drawn.X(0)) / drawn.pitch);
      return time >= 0 && time < (one()?.length ?? 0) ? { time, unit: 0 } : null;
    },
    now: () => ({ time: one()?.time ?? 0, unit: 0 }),
    ends: () => ({ times: one()?.length ?? 1, units: 1 }),
    said: ({ time }) => `t${time}: ${num(one()?.norms[time])}`,
    choose: ({ time }) => actions.look({ time }),
    over: () => {},
  });
  const show = throttle(PAUSE, () => {
    if (!shown) return;
    stage.show();
    if (table?.open) tell(table, shown);
  });

  /** @param {Frame} frame */
  function update(frame) {
    const all = Array.from({ length: Math.max(1, frame.lanes.length) }, (_, lane) => told(frame, lane));
    if (!all.every((found) => found !== null)) return;
    const looks = laneLooks(frame, knobs);
    shown = { frame, all: /** @type {Told[]} */ (all), looks, names: looks.map(({ label }) => label || "it"), focus: focused(frame) };
    say(said, TITLES[what]);
    say(note, sentence(shown));
    size(shown.all[shown.focus]);
    hand.pane.hidden = what === "past";
    hand.update();
    describe(words, !frame.playing);
    element.toggleAttribute("data-drawn", true);
    show();
    if (!frame.playing) show.flush();
  }

  /** As high as its rows, where there are many matrices. @param {Told} of */
  function size({ matrices }) {
    const high = Math.max(HEIGHT, what === "shares" ? shares.heightFor(matrices.length) : 0);
    if (stage.options.heights[0] === high) return;
    stage.options.heights = [high, high];
    element.style.setProperty("--least", `${high}px`); // where the card is higher, it is too
    stage.stand(high); // before it is drawn for the first time
    stage.resize();
  }

  /** @param {Shown} now */
  function sentence({ frame, all, names, focus }) {
    if (what === "reach") return reaching(all, names);
    if (what === "shares") return sharing(all[focus]) + (all.length > 1 ? ` Shown of ${names[focus]}.` : "");
    if (what === "past") return backOverTraining(frame, names);
    return all.length > 1 ? gettingBackOfAll(all, names) : gettingBack(all[0]);
  }

  /** @param {Frame} frame @param {string[]} names */
  function backOverTraining(frame, names) {
    const parts = frame.trail.flatMap((trail, lane) => {
      const row = rowsUntil(trail, frame.step) - 1;
      return row < 0 ? [] : [`${share(past.ratio(trail, 0))} at the start, ${share(past.ratio(trail, row))} now${names.length > 1 ? ` (${names[lane]})` : ""}`];
    });
    return `The error at t0 by that at the last step that counts, of training sequence ${pastOf(frame)}: ${parts.join("; ")}.`;
  }

  function draw() {
    if (!shown) return false;
    const { frame, all, looks, focus } = shown;
    const c = stage.clear(0);
    const key = `${frame.run} ${all[0].T} ${all.length}`;
    const follow = (/** @type {"error" | "reach" | "past"} */ name, /** @type {number[]} */ values) => ranges[name].follow(values, name === "error" ? key : `${key} ${frame.history}`, !frame.playing, name === "error" ? bars.peaksOf(all) : []);
    if (what === "shares") drawn = shares.draw(c, stage, all[focus]);
    else if (what === "past") past.draw(c, stage, frame, looks, follow("past", past.valuesOf(frame)));
    else if (what === "reach") drawn = lines.drawInfluence(c, stage, all, looks, focus, follow("reach", all.flatMap(({ influence }) => influence)), pictured(frame));
    else if (all.length > 1) drawn = lines.drawErrors(c, stage, all, looks, focus, follow("error", bars.valuesOf(all)));
    else drawn = bars.draw(c, stage, all[0], follow("error", bars.valuesOf(all)));
    return false;
  }

  function words() {
    if (!shown) return "Nothing is drawn yet.";
    const { all, names, focus } = shown;
    const listed = (/** @type {number[]} */ values) => (values.length > 30 ? [...values.slice(0, 15), ...values.slice(-15)] : values).map((value) => num(value, 2)).join(", ");
    if (what === "past") return sentence(shown);
    if (what === "shares") return all[focus].matrices.map(({ name, shares: list }) => `${shares.plainly(name)}: ${listed(list)}`).join("; ");
    if (what === "reach") return `Greatest stretching of a change of A before t0, from there on: ${all.map(({ influence }, k) => `${all.length > 1 ? `${names[k]} ` : ""}${listed(influence)}`).join("; ")}`;
    const clips = all.map(({ before, after, clip }, k) => `${all.length > 1 ? `${names[k]} ` : ""}${num(after, 2)}${clip > 0 && before > clip * 1.0005 ? `, clipped from ${num(before, 2)} at ${num(clip, 2)}` : ""}`);
    return `Length of the gradient of L by A at each time step from t0 on: ${all.map(({ norms }, k) => `${all.length > 1 ? `${names[k]} ` : ""}${listed(norms)}`).join("; ")}. Of J by all weights: ${clips.join("; ")}`;
  }

  /** @param {HTMLDetailsElement} place @param {Shown} now */
  function tell(place, { frame, all, names, focus }) {
    const several = all.length > 1;
    const of = (/** @type {string} */ head) => names.map((name) => (several ? `${head}, ${name}` : head));
    if (what === "past") {
      const at = (/** @type {number} */ lane, /** @type {number} */ step) => num(past.ratio(frame.trail[lane], rowsUntil(frame.trail[lane], step) - 1));
      return fill(place, ["Step", ...of("t0 by the last")], evenly(frame.trail[0]).map((row) => {
        const step = frame.trail[0].rows[row * frame.trail[0].columns + STEP];
        return [count(step), ...names.map((_, lane) => at(lane, step))];
      }));
    }
    if (what === "shares") {
      const { matrices, length } = all[focus];
      return fill(place, ["Step", ...matrices.map(({ name }) => shares.plainly(name))], Array.from({ length }, (_, t) => [`t${t}`, ...matrices.map((one) => num(one.shares[t]))]));
    }
    const longest = Math.max(...all.map(({ length }) => length));
    const cell = (/** @type {number[]} */ list, /** @type {number} */ t) => num(list[t]);
    if (what === "reach") return fill(place, ["Step", ...of("‖∂Aₜ/∂A‖")], Array.from({ length: longest + 1 }, (_, t) => [t ? `t${t - 1}` : "before t0", ...all.map(({ influence }) => cell(influence, t))]));
    const body = Array.from({ length: longest }, (_, t) => [`t${t}`, ...all.flatMap(({ norms, own }) => (several ? [cell(norms, t)] : [cell(norms, t), cell(own, t)]))]);
    const rest = (/** @type {string} */ head, /** @type {"before" | "after"} */ name) => [head, ...all.flatMap((one) => (several ? [num(one[name])] : [num(one[name]), ""]))];
    fill(place, ["Step", ...(several ? of("‖∂L/∂Aₜ‖") : ["‖∂L/∂Aₜ‖", "of it from Yₜ"])], [...body, rest("all weights, ‖∂J/∂W‖", "before"), rest("clipped", "after")]);
  }

  table?.addEventListener("toggle", () => table.open && shown && tell(table, shown));
  return { update, resize: () => stage.resize() };
}
