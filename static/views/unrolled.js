/**
 * The network folded and unrolled: one box with a loop, or the same box once for each time step. Values go forward, the
 * error comes back; a click on a column or a cell brings its time step and unit into focus on the whole page.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 */
import { clamp } from "../clamp.js";
import * as link from "../link.js";
import { setStages, slow, walks } from "../slow-motion.js";
import { setStage, stage as stageNow } from "../stages.js";
import { calmly } from "../throttle.js";
import { say } from "../written.js";
import { alternative } from "./alternative.js";
import { brief } from "./brief.js";
import { onTheme } from "./palette.js";
import { sequence } from "./rnn-sequence.js";
import { make } from "./svg.js";
import { slide } from "./unrolled-fold.js";
import { isFilm } from "./unrolled-input.js";
import { errors as errorsOf, length, lengthy } from "./unrolled-numbers.js";
import { createPicture, createRows, rowsWidth } from "./unrolled-picture.js";
import { drawn, layout, TOLD } from "./unrolled-plan.js";
import { createPlaces } from "./unrolled-places.js";
import { createSteps } from "./unrolled-steps.js";
import { createTable } from "./unrolled-table.js";
import { answer, heading, input, spoken, stageNames, stageOf, widest } from "./unrolled-words.js";

const GAP = 60; // milliseconds between two pictures of many cells while it plays
const MANY = 40; // cells
const POWERS = 112; // pixels from one column to the next, where a power of ten stands between them
const NARROW = 480; // pixels: it begins folded
const SAID = 5000; // milliseconds between two stages that are read out while they pass by

/** @param {HTMLElement} element
 * @param {{actions: import("../types.js").Actions, said: HTMLElement | null, ends: HTMLElement | null, key: HTMLElement | null}} options
 * @returns {import("../types.js").View} */
export function create(element, { actions, said: place, ends, key }) {
  element.classList.add("rnn-net");
  const board = element.appendChild(document.createElement("div"));
  board.className = "rnn-board";
  const rows = make("svg", { "aria-hidden": "true", class: "rows" }, board);
  const scroller = board.appendChild(document.createElement("div"));
  scroller.className = "scroller";
  scroller.tabIndex = 0;
  const sheet = scroller.appendChild(document.createElement("div"));
  sheet.className = "sheet";
  const svg = make("svg", { "aria-hidden": "true" }, sheet);
  const strips = sheet.appendChild(document.createElement("div"));
  strips.className = "strips";
  const describe = alternative(scroller, "application");
  const turn = createTurn();
  const steps = createSteps(element, { moved: () => tellStage(true) });
  const voice = element.appendChild(Object.assign(document.createElement("p"), { className: "visually-hidden" }));
  voice.setAttribute("aria-live", "polite");
  const table = createTable(element);
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Sequence | null} */
  let seq = null;
  /** @type {ReturnType<typeof createPicture> | null} */
  let picture = null;
  /** @type {ReturnType<typeof createRows> | null} */
  let named = null;
  let shape = "";
  let lifted = ""; // the network whose errors have needed powers of ten: they keep their room
  /** @type {boolean | null} */
  let folded = null; // before the width is known
  let backward = true;
  let inSight = true;
  let room = element.clientWidth; // asked for where it changes only: each asking lays the page out
  let staged = ""; // which time steps there are stages of
  let heard = -Infinity;
  let followed = -1; // the time step that was scrolled to last

  const stage = () => stageOf(stageNow(), seq?.T ?? 0);
  /** What is in focus: what was asked for last, before the server has answered. */
  function focus() {
    const { time, unit } = /** @type {{time?: number, unit?: number}} */ (frame?.look ?? {});
    const now = stage();
    return {
      time: now && now.t >= 0 ? now.t : clamp(time !== undefined && time >= 0 ? time : seq?.time ?? 0, 0, (seq?.T ?? 1) - 1),
      unit: clamp(unit ?? seq?.unit ?? 0, 0, (seq?.H ?? 1) - 1),
    };
  }
  const shownBack = () => {
    const way = stage()?.way;
    return way ? way === "backward" || way === "update" : backward;
  };
  const places = createPlaces(element, { svg, sheet, strips, scroller }, {
    now: () => ({ seq, plan: picture?.plan ?? null, backward: shownBack(), ...focus() }),
    look: (t, j) => look(t, j),
    walk: (key) => walk(key),
  });

  /** @param {import("./unrolled-numbers.js").Errors} errors */
  function build(errors) {
    if (!frame || !seq || !room) return;
    folded ??= room < NARROW;
    setChoice("shape", folded ? "folded" : "unrolled");
    const { time } = focus();
    const film = isFilm(seq);
    const remembers = seq.has("c") && frame.config.cell === "lstm";
    const readout = frame.config.readout !== false;
    const short = room < 520;
    const wide = room - rowsWidth(short);
    const network = `${frame.run} ${seq.T} ${seq.H}`;
    if (lengthy(errors)) lifted = network;
    const least = Math.max(widest(seq), lifted === network ? POWERS : 0);
    const from = folded ? time : `${least} ${drawn(seq.T, time, wide, least).flat().join()}`;
    const now = [room, folded, seq.T, seq.H, seq.n, seq.symbolic, film, remembers, readout, frame.config.task, seq.outputs.length, from].join("|");
    if (now === shape) return;
    shape = now;
    const plan = layout({ T: seq.T, H: seq.H, remembers, film, least }, wide, time, folded);
    picture = createPicture(svg, strips, plan, { T: seq.T, H: seq.H, n: seq.n, symbolic: seq.symbolic, film, readout });
    named = createRows(rows, plan, short, { backward: shownBack(), counted: "loss" });
    element.dataset.folded = String(folded);
    Object.assign(sheet.style, { width: `${plan.width}px`, height: `${plan.height}px` });
    turn.show(folded);
    places.lit();
  }

  function draw() {
    if (!frame || !seq || (!inSight && picture)) return; // its height is known from the beginning
    const errors = errorsOf(seq);
    build(errors);
    if (!picture) return;
    const task = String(frame.config.task);
    const [now, back, { time, unit }] = [stage(), shownBack(), focus()];
    picture.update({ seq, errors, stage: now, backward: back, time, unit, task, full: greatest("a"), fullC: greatest("c") });
    named?.showLength(back);
    setChoice("way", back ? "backward" : "forward");
    say(place, heading(frame, seq, now, task));
    turn.update(time, seq.T);
    if (key) {
      key.dataset.way = back ? "backward" : "forward";
      say(key.querySelector("[data-most]"), length(errors.most));
    }
    table(seq, errors, task, frame.playing);
    describe(inWords, !frame.playing);
    places.update();
    if (link.current()) link.refresh();
    follow(time);
    element.toggleAttribute("data-drawn", true);
  }
  const calm = calmly(GAP, draw);

  /** What is tinted in full: 1, or more where a state goes beyond. @param {string} name */
  function greatest(name) {
    let most = 1;
    for (const value of frame?.arrays[name]?.data ?? []) if (Math.abs(value) > most) most = Math.abs(value);
    return most;
  }

  /** A time step that has come into focus comes into sight as well. @param {number} time */
  function follow(time) {
    if (time === followed || !picture || picture.plan.folded) return;
    const first = followed < 0;
    followed = time;
    const column = picture.columns.find(({ t }) => t === time);
    if (first || !column) return; // it begins at the beginning
    const { dx } = picture.plan;
    const [left, right] = [column.x - dx, column.x + dx];
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - scroller.clientWidth;
  }

  function inWords() {
    if (!frame || !seq) return "Nothing is drawn yet.";
    const all = errorsOf(seq).all;
    const task = String(frame.config.task);
    return `The network ${folded ? "folded" : "unrolled"}: ${seq.T} time steps with the same weights, ${seq.H} ${seq.H === 1 ? "unit" : "units"}. `
      + `${heading(frame, seq, stage(), task)}. ‖∂L/∂A‖ at t0: ${length(all[0])}; at t${seq.length - 1}: ${length(all[seq.length - 1])}. `
      + "Left and right arrow keys go from time step to time step, up and down from unit to unit.";
  }

  /** @param {number} t @param {number | null} j */
  function look(t, j) {
    const now = stage();
    if (now && now.t >= 0 && now.t !== t && !slow()) setStage(null); // somebody looks elsewhere
    actions.look(j === null ? { time: t } : { time: t, unit: j });
    draw();
  }

  /** @param {string} key */
  function walk(key) {
    if (!frame || !seq) return false;
    const { time, unit } = focus();
    const to = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [time - 1, unit], ArrowRight: [time + 1, unit], ArrowUp: [time, unit - 1], ArrowDown: [time, unit + 1], Home: [0, unit], End: [seq.T - 1, unit] })[key];
    if (!to) return false;
    const [t, j] = [clamp(to[0], 0, seq.T - 1), clamp(to[1], 0, seq.H - 1)];
    look(t, j);
    say(voice, `t${t}: input ${input(seq, t)}, ${answer(seq, t, String(frame.config.task))}; unit ${j + 1}: A ${brief(seq.row("a", t + 1)[j])}; ‖∂L/∂A‖ ${length(errorsOf(seq).all[t])}`);
    return true;
  }

  /** @param {boolean} byHand */
  function tellStage(byHand) {
    const now = stage();
    if (!frame || !seq || !now) return;
    if (!byHand && performance.now() - heard < SAID) return;
    heard = performance.now();
    say(voice, spoken(frame, seq, errorsOf(seq), now, String(frame.config.task)));
  }

  document.addEventListener("stagechange", () => {
    const now = stage();
    if (frame && now && now.t >= 0 && now.t !== seq?.time) actions.look({ time: now.t });
    if (walks()) tellStage(false);
    draw();
  });
  document.addEventListener("linkchange", places.lit);
  onTheme(draw);

  // ---- what is chosen above the picture, and below the folded one

  ends?.addEventListener("change", (event) => {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    if (name === "rnn-shape") void fold(value === "folded");
    else if (name === "rnn-way") face(value === "backward");
  });

  /** @param {boolean} yes */
  async function fold(yes) {
    if (yes === folded || !picture) return;
    folded = yes;
    followed = -1;
    if (yes) await slide(picture.columns, scroller.scrollLeft + scroller.clientWidth / 2, false);
    draw();
    if (!yes && picture) void slide(picture.columns, scroller.clientWidth / 2, true);
  }

  /** @param {boolean} yes */
  function face(yes) {
    backward = yes;
    if (stage()) setStage(slow() ? (yes ? `b${(seq?.T ?? 1) - 1}` : "f0") : null);
    draw();
  }

  /** @param {string} name @param {string} value */
  function setChoice(name, value) {
    const radio = /** @type {HTMLInputElement | null} */ (ends?.querySelector(`[name="rnn-${name}"][value="${value}"]`) ?? null);
    if (radio && !radio.checked) radio.checked = true;
  }

  /** "◀ t = 3 ▶" under the folded network. */
  function createTurn() {
    const bar = element.appendChild(document.createElement("div"));
    bar.className = "turn";
    bar.hidden = true;
    const [back, on] = [-1, 1].map((way) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", way < 0 ? "The time step before" : "The time step after");
      button.innerHTML = `<svg width="10" height="12" viewBox="0 0 10 12" aria-hidden="true"><path d="${way < 0 ? "M7.500 1.500L3 6l4.500 4.500" : "M2.500 1.500L7 6l-4.500 4.500"}" fill="none" stroke="currentColor" stroke-width="1.800"/></svg>`;
      button.addEventListener("click", () => walk(way < 0 ? "ArrowLeft" : "ArrowRight"));
      return button;
    });
    const where = document.createElement("p");
    bar.append(back, where, on);
    return {
      show: (/** @type {boolean} */ yes) => void (bar.hidden = !yes),
      update(/** @type {number} */ time, /** @type {number} */ T) {
        say(where, `t = ${time} of 0 … ${T - 1}`);
        for (const [button, end] of /** @type {[HTMLElement, number][]} */ ([[back, 0], [on, T - 1]]))
          if (time === end) button.setAttribute("aria-disabled", "true");
          else button.removeAttribute("aria-disabled");
      },
    };
  }

  new IntersectionObserver((entries) => {
    inSight = entries[entries.length - 1].isIntersecting;
    if (inSight) draw();
  }, { rootMargin: "100px" }).observe(element);
  new ResizeObserver(() => requestAnimationFrame(() => {
    room = element.clientWidth;
    draw();
  })).observe(element);

  return {
    update(next) {
      frame = next;
      seq = sequence(next);
      if (!seq) return;
      const names = stageNames(seq.T);
      if (staged !== String(seq.T)) {
        staged = String(seq.T);
        setStages(names);
        steps.update(names);
      }
      const cells = Math.min(seq.T, 30) * (seq.H > TOLD ? 6 : seq.H);
      calm(next.playing && cells > MANY);
    },
    resize: draw,
  };
}
