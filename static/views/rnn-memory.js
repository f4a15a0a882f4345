/** What a recurrent network remembers: its states through time, as they are now and as they came to be in training. */
import { count, num, plain } from "../format.js";
import * as link from "../link.js";
import { throttle } from "../throttle.js";
import { alternative } from "./alternative.js";
import { evenly, fill } from "./losstable.js";
import { createGrab } from "./rnn-memory-grab.js";
import * as map from "./rnn-memory-now.js";
import * as past from "./rnn-memory-past.js";
import { segment } from "./rnn-memory-segment.js";
import { fullAt } from "./rnn-memory-tints.js";
import { following, partsOf, valueOf } from "./rnn-memory-words.js";
import { pastOf, sequence } from "./rnn-sequence.js";
import { Stage } from "./stage.js";
import { pictured } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {import("./rnn-memory-words.js").Part} Part
 * @typedef {{frame: Frame, now: Sequence, parts: Part[], part: Part, full: number}} Shown
 */

const PAUSE = 66; // milliseconds between two drawings while it plays
const LEAST = 200; // pixels of the picture of the past

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, said: HTMLElement | null, ends: HTMLElement | null,
 *   note: HTMLElement | null, table: HTMLDetailsElement | null}} options @returns {import("../types.js").View} */
export function create(element, { actions, said, ends, note, table }) {
  let letter = "A";
  let over = false; // over training
  /** @type {Shown | null} */
  let shown = null;
  /** @type {import("./rnn-memory-grab.js").Place | null} */
  let pointed = null;
  const when = segment("When", [["now", "Now"], ["past", "Over training"]], (value) => {
    over = value === "past";
    renew();
  });
  (ends ?? element).append(when.element);
  const which = segment("What of the cell", [], (value) => {
    letter = value;
    renew();
  });
  const meaning = make("p", "note rnn-meaning");
  const host = make("div", "plot");
  const holder = make("div", "rnn-map"); // a picture has no parts that could be chosen: the pane lies beside it
  holder.append(host);
  const readout = make("p", "rnn-readout");
  const key = make("div", "key rnn-ramp");
  key.append(make("i", ""), document.createElement("span"));
  element.append(which.element, meaning, holder, key, readout);
  const describe = alternative(host);
  const stage = new Stage(host, { heights: [LEAST, LEAST], draw });
  const hand = createGrab(holder, {
    label: "Unit and time step in focus: up and down choose the unit, left and right the time step",
    at: (x, y) => (shown ? placeAt(shown, x, y) : null),
    now: () => (shown ? { time: shown.now.time, unit: shown.now.unit } : { time: 0, unit: 0 }),
    ends: () => ({ times: shown?.now.T ?? 1, units: shown?.now.H ?? 1 }),
    said: (place) => (shown ? told(shown, place) : ""),
    choose: ({ time, unit }) => actions.look({ time, unit }),
    over(place) {
      pointed = place;
      const there = place && !over && shown && (shown.part.array === "gates" ? null : `${shown.part.array}-${place.time}-${place.unit}`);
      link.set(there || null);
      tellPlace();
    },
  });
  const show = throttle(PAUSE, () => {
    if (!shown) return;
    stage.show();
    if (table?.open) tell(table, shown);
  });

  /** @param {Frame} frame */
  function update(frame) {
    const now = sequence(frame);
    if (!now) return;
    const parts = partsOf(now);
    const part = parts.find((one) => one.letter === letter) ?? parts[0];
    let most = part.kind === "gate" ? 1 : 0;
    const { data } = frame.arrays[part.array];
    if (part.kind === "signed" && part.array !== "gates") for (const value of data) if (Math.abs(value) < 1e29) most = Math.max(most, Math.abs(value));
    shown = { frame, now, parts, part, full: fullAt(most) };
    which.offer(parts.length > 1 ? parts.map((one) => [one.letter, one.letter, one.name]) : [], part.letter);
    tellWords(shown);
    size(shown);
    hand.update();
    describe(words, !frame.playing);
    element.toggleAttribute("data-drawn", true);
    show();
    if (!frame.playing) show.flush();
  }

  function renew() {
    if (shown) update(shown.frame);
  }

  /** @param {Shown} now */
  function tellWords({ frame, now, part, full, parts }) {
    write(said, over ? ["unit ", bold(String(now.unit + 1))] : [part.name, " ", italic(part.letter)]);
    which.element.hidden = parts.length < 2 || over;
    meaning.hidden = parts.length < 2 || over;
    write(meaning, [italic(part.letter), `, the ${part.name}: ${part.meaning}`]);
    key.dataset.kind = over ? "signed" : part.kind;
    const end = over ? fullAt(reach(frame)) : full;
    write(/** @type {HTMLElement} */ (key.lastChild), [part.kind === "gate" && !over ? "0 to 1" : `−${plain(end)} to ${plain(end)}`]);
    const [before, r, after] = following(frame, now);
    if (over) write(note, [`How unit ${now.unit + 1} came to be: its state in training sequence ${pastOf(frame)}: a line for each step of training, the newest at the bottom.`]);
    else if (r) write(note, [part.letter === "A" ? "" : "Of the state: ", before, italic("r"), " = ", bold(r), after]);
    else write(note, [frame.config.task === "characters" ? "What is to be remembered has no name here: it is whatever helps to tell the next character." : "What is to be remembered is all that later steps need."]);
    tellPlace();
  }

  function tellPlace() {
    if (!shown) return;
    const place = pointed ?? { time: shown.now.time, unit: shown.now.unit };
    readout.textContent = told(shown, place);
  }

  /** @param {Shown} now @param {import("./rnn-memory-grab.js").Place} place */
  function told({ frame, now, part }, { time, unit }) {
    if (!over) return time < now.length ? `Unit ${unit + 1} at t${time}: ${part.letter} = ${num(valueOf(now, part, time, unit))}` : `t${time} is behind the end of this sequence`;
    const trail = frame.trail[0];
    const row = past.rowAt(trail, frame.step);
    const k = past.toldSteps(now.T).indexOf(time);
    return row < 0 || k < 0 ? `Unit ${unit + 1} at t${time}` : `Unit ${unit + 1} at t${time}: A = ${num(past.statesOf(trail, 0)[k])} at step ${count(past.stepOfRow(trail, 0))}, ${num(past.statesOf(trail, row)[k])} at step ${count(past.stepOfRow(trail, row))}`;
  }

  /** As high as its rows: another cell or size changes it, a step never. @param {Shown} now */
  function size({ frame, now }) {
    const { height } = map.plan(now, stage.width || host.clientWidth, remembers(frame, now));
    const high = over ? Math.max(LEAST, height) : height;
    if (stage.options.heights[0] === high) return;
    stage.options.heights = [high, high];
    stage.stand(high); // before it is drawn for the first time
    stage.resize();
  }

  function draw() {
    if (!shown) return false;
    const { frame, now, part, full } = shown;
    const c = stage.clear(0);
    if (over && frame.trail[0]?.length) past.draw(c, frame.trail[0], now, frame, fullAt(reach(frame)), past.plan(frame.end, stage.width, stage.height));
    else if (!over) map.draw(c, frame, now, part, full, map.plan(now, stage.width, remembers(frame, now)), stage, pictured(frame) || Number(frame.look.sequence ?? -1) >= 0);
    return false;
  }

  /** @param {Shown} now @param {number} x @param {number} y */
  function placeAt({ frame, now }, x, y) {
    if (!over) return map.placeAt(map.plan(now, stage.width, remembers(frame, now)), now, x, y);
    return { time: past.timeAt(past.plan(frame.end, stage.width, stage.height), now.T, x), unit: now.unit };
  }

  function words() {
    if (!shown) return "Nothing is drawn yet.";
    const { frame, now, part } = shown;
    if (!over) {
      const row = Array.from({ length: Math.min(now.length, 24) }, (_, t) => num(valueOf(now, part, t, now.unit), 2));
      return `${part.name} ${part.letter} of ${now.H} units at ${now.length} time steps. Unit ${now.unit + 1} from t0 on: ${row.join(", ")}`;
    }
    const trail = frame.trail[0];
    const row = past.rowAt(trail, frame.step);
    if (row < 0) return "How a unit came to be, not yet known";
    const list = (/** @type {number} */ at) => [...past.statesOf(trail, at)].map((x) => num(x, 2)).join(", ");
    return `State of unit ${now.unit + 1} through time, at step ${count(past.stepOfRow(trail, 0))}: ${list(0)}; at step ${count(past.stepOfRow(trail, row))}: ${list(row)}`;
  }

  /** @param {HTMLDetailsElement} place @param {Shown} now */
  function tell(place, { frame, now, part }) {
    const { T, H, length } = now;
    const trail = frame.trail[0];
    if (over && trail) return fill(place, ["Step", ...past.toldSteps(T).map((t) => `t${t}`)], evenly(trail).map((row) => [count(past.stepOfRow(trail, row)), ...[...past.statesOf(trail, row)].map((x) => num(x))]));
    fill(place, [`${part.name} ${part.letter}`, ...Array.from({ length }, (_, t) => `t${t}`)], Array.from({ length: H }, (_, u) => [`unit ${u + 1}`, ...Array.from({ length }, (_, t) => num(valueOf(now, part, t, u)))]));
  }

  table?.addEventListener("toggle", () => table.open && shown && tell(table, shown));
  document.addEventListener("linkchange", () => shown && stage.request());
  return { update, resize: () => stage.resize() };
}

/** Whether there is a row of what is to be remembered. @param {Frame} frame @param {Sequence} now */
const remembers = ({ arrays }, { remembered, T }) => Boolean(remembered) && (!arrays.memory || arrays.memory.data.length === T);

/** The largest state that the past tells. @param {Frame} frame */
function reach({ trail: [trail] }) {
  let most = 0;
  for (let row = 0; row < (trail?.length ?? 0); row++) for (const value of past.statesOf(trail, row)) if (Math.abs(value) < 1e29) most = Math.max(most, Math.abs(value));
  return most;
}

/** @param {string} kind @param {string} name */
function make(kind, name) {
  return Object.assign(document.createElement(kind), { className: name });
}
const italic = (/** @type {string} */ letter) => Object.assign(document.createElement("var"), { textContent: letter });
const bold = (/** @type {string} */ number) => Object.assign(document.createElement("b"), { textContent: number });

/** @param {HTMLElement | null} place @param {(string | HTMLElement)[]} pieces */
function write(place, pieces) {
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : piece.textContent)).join("");
  if (place && place.textContent !== text) place.replaceChildren(...pieces);
}
