/** The map of words: each where its vector lies, seen along the two widest directions, with its trail; of several runs side by side. */
import { alone, focused } from "../focus.js";
import * as link from "../link.js";
import { put, say } from "../written.js";
import { alternative } from "./alternative.js";
import * as axisStrip from "./axis-strip.js";
import { text } from "./drawing.js";
import { explained, forcesOf } from "./forces.js";
import { Glide } from "./glide.js";
import { laneLooks } from "./lanes.js";
import { askedOf } from "./map-asked.js";
import { Zoom } from "./map-camera.js";
import * as hand from "./map-hand.js";
import { shapes } from "./map-marks.js";
import { Pane } from "./map-pane.js";
import * as parts from "./map-parts.js";
import { Range } from "./map-range.js";
import { about, header, percent, rows, told } from "./map-words.js";
import { palette } from "./palette.js";
import { aligned, moved, STILL } from "./procrustes.js";
import * as lens from "./pull-lens.js";
import { Stage } from "./stage.js";
import { isolated, vocabulary } from "./words.js";
import * as axis from "./word-axis.js";
import * as search from "./word-search.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./procrustes.js").Moved} Moved */

const [ROOMY, HIGH] = [520, 240]; // pixels: in a narrower or lower map the lens has no room
const CALM = 120; // milliseconds between steps, above which each can be looked at
const TIMES = 1.6; // of a press of + or −

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, knobs: import("../types.js").Knob[]}} options @returns {import("../types.js").View} */
export function create(element, { actions, knobs }) {
  const card = /** @type {HTMLElement} */ (element.closest("[data-picture]") ?? element);
  const [title, key] = ["said", "key"].map((name) => /** @type {HTMLElement | null} */ (card.querySelector(`[data-${name}=map]`)));
  element.classList.add("word-map");
  const tools = parts.tools(element);
  const range = new Range();
  /** @type {Glide<import("./map-range.js").Box>} */
  const glide = new Glide();
  /** @type {import("./map-pane.js").Shared} */
  const shared = { words: [], kinds: [], kindNames: [], shapes: [], focus: -1, hover: -1, pins: new Set(), axis: null, zoom: new Zoom(), range: () => { const { value, moving } = glide.at(); return { box: value, moving }; } };
  /** @type {{pane: Pane, parts: parts.Place, describe: (words: () => string, resting: boolean) => void, moved: Moved, of: unknown[]}[]} */
  const maps = [];
  /** @type {Frame | null} */
  let frame = null;
  /** @type {import("./words.js").Vocabulary | null} */
  let known = null;
  let lensed = false;
  let [last, calm, run, filled] = [{ step: -1, at: -Infinity }, true, -1, -Infinity];
  /** @type {lens.Tip[]} */
  let tips = [];
  const glass = new Stage(tools.lens, { heights: [220, 220], draw: magnify });
  const describeLens = alternative(tools.lens);
  const strip = axisStrip.strip(tools.strip, shared);
  const ids = () => known?.ids ?? new Map();
  const form = axis.form(tools.form, { vocabulary: () => known, look: (ends) => actions.look({ axis: ends }), opened: (open) => tools.axis.setAttribute("aria-expanded", String(open)) });
  const finder = search.create(tools.find, { words: () => shared.words, aside: (v) => (known ? about(known, v) : ""), choose: seek, say: actions.say });

  /** @param {Frame} next */
  function update(next) {
    const words = vocabulary(next);
    if (!words || !next.arrays.map) return;
    frame = next;
    if (known !== words) learn(words);
    if (run !== next.run) shared.zoom.whole();
    run = next.run;
    pace(next);
    shared.focus = words.ids.get(String(next.look.word ?? "")) ?? -1;
    form.follow(next.look.axis);
    shared.axis = ends(next.look.axis);
    const lanes = next.lanes.map((_, lane) => alone(next, lane));
    const looks = lanes.length > 1 ? laneLooks(next, knobs) : [];
    tools.panes.dataset.lanes = String(lanes.length);
    while (maps.length < lanes.length) maps.push(make(maps.length));
    maps.forEach(({ parts: { place } }, lane) => (place.hidden = lane >= lanes.length));
    align(lanes);
    const step = next.scalars.picture ?? next.step;
    glide.aim(range.follow(lanes.map((one, lane) => placed(one, maps[lane].moved)), next.run, step), calm && next.run === range.run);
    const inside = lanes.length === 1 && tools.panes.clientWidth >= ROOMY && tools.panes.clientHeight >= HIGH && next.config.method !== "lsa";
    lanes.forEach((one, lane) => {
      const { pane, parts: places, describe, moved: onto } = maps[lane];
      const word = calm || shared.focus >= 0 ? explained(one) : -1; // of a quick run it would be another one with each frame
      pane.update({ step: one.scalars.picture ?? one.step, run: one.run, map: one.arrays.map.data, next: one.arrays.map_next?.data ?? null, moved: onto, explained: word, forces: inside && calm ? forcesOf(one) : null, asked: askedOf(one), room: inside });
      parts.nameRun(places, looks[lane] ?? null, lane, lane === focused(next), `${percent(one.arrays.map_share?.data[0])} of the spread`);
      describe(() => told(one, words, word, looks[lane]?.label ?? ""), !next.playing);
    });
    const one = lanes[focused(next)];
    below(one, inside);
    lensed = inside || tools.below.clientWidth > 0; // a low frame leaves it out
    tell(one, words);
    spread(one);
    fill(one, words);
  }

  /** Other words: those that were pinned stay so where they are there too. @param {import("./words.js").Vocabulary} words */
  function learn(words) {
    const pinned = [...shared.pins].map((v) => shared.words[v]);
    const ofKinds = shapes(words.kindNames);
    known = words;
    Object.assign(shared, { words: words.words, kinds: words.kinds, kindNames: words.kindNames, shapes: words.kinds.map((kind) => ofKinds[kind] ?? "dot"), hover: -1 });
    shared.pins = new Set(pinned.flatMap((word) => words.ids.get(word) ?? []));
  }

  /** Whether the steps come so slowly that each can be looked at. @param {Frame} next */
  function pace({ step, playing }) {
    const now = performance.now();
    if (step !== last.step) [calm, last] = [!playing || now - last.at > CALM, { step, at: now }];
    if (!playing) calm = true;
  }

  /** Each run's map onto the first one's. @param {Frame[]} lanes */
  function align(lanes) {
    const first = lanes[0].arrays.map;
    lanes.forEach((one, lane) => {
      const [now, { map }] = [maps[lane], one.arrays];
      if (lane && (now.of[0] !== first || now.of[1] !== map)) now.moved = aligned(first.data, map.data, now.of[2] === one.run ? now.moved.mirrored : undefined);
      if (!lane) now.moved = STILL;
      now.of = [first, map, one.run];
    });
  }

  /** @param {Frame} one @param {Moved} onto */
  function placed({ arrays: { map } }, onto) {
    if (onto === STILL) return map.data;
    const places = new Float64Array(map.data.length);
    for (let i = 0; i + 1 < places.length; i += 2) [places[i], places[i + 1]] = moved(onto, map.data[i], map.data[i + 1]);
    return places;
  }

  /** @param {number} lane */
  function make(lane) {
    const places = parts.place(tools.panes, lane);
    const pane = new Pane(places.host, shared);
    hand.listen(places.cover, pane, { hover, choose, pin, letGo, zoomed, told: (v) => known && actions.say(`${shared.words[v]}: ${about(known, v)}`) });
    return { pane, parts: places, describe: alternative(places.host), moved: STILL, of: [] };
  }

  /** The two ends of the axis that is looked at. @param {unknown} wish @returns {[number[], number[]] | null} */
  function ends(wish) {
    if (!Array.isArray(wish) || wish.length !== 2) return null;
    const groups = wish.map((end) => axis.members(end).flatMap((word) => ids().get(word) ?? []));
    return groups.every((group) => group.length) ? /** @type {[number[], number[]]} */ (groups) : null;
  }

  // ---- what is said

  /** @param {Frame} one  the run in focus @param {import("./words.js").Vocabulary} words */
  function tell(one, words) {
    const said = header(/** @type {Frame} */ (frame), words.words.length);
    if (title) put(title, said);
    const pulled = one.config.method !== "lsa" && explained(one) >= 0;
    const next = one.arrays.map_next && (explained(one) >= 0 || shared.focus >= 0 || shared.pins.size > 0);
    const lines = { word: !pulled || !lensed ? "" : calm || shared.focus >= 0 ? words.words[explained(one)] : "a word", next: Boolean(next), analogy: askedOf(one).analogy !== null, axis: shared.axis !== null };
    if (key) parts.key(key, words.kindNames, shapes(words.kindNames), words.kinds.some((kind) => kind < 0), lines);
    tools.pin.hidden = shared.focus < 0;
    tools.pin.setAttribute("aria-pressed", String(shared.pins.has(shared.focus)));
    const name = shared.focus < 0 ? "" : `${shared.pins.has(shared.focus) ? "Unpin" : "Pin"} ${lens.short(shared.words[shared.focus])}`;
    say(tools.pin, name);
    tools.whole.hidden = shared.zoom.times === 1;
    const pinned = [...shared.pins].map((v) => shared.words[v]);
    if (tools.pins.dataset.known === JSON.stringify(pinned)) return;
    tools.pins.dataset.known = JSON.stringify(pinned);
    tools.pins.replaceChildren(...[...shared.pins].map((v) => {
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: `${lens.short(shared.words[v])} ×`, title: `Let go of ${isolated(shared.words[v])}` });
      chip.setAttribute("aria-label", `Unpin ${shared.words[v]}`);
      chip.addEventListener("click", () => pin(v));
      return chip;
    }));
  }

  /** The lens below the map, where there is no room on it. @param {Frame} one @param {boolean} inside */
  function below(one, inside) {
    const forces = calm ? forcesOf(one) : null;
    tools.below.hidden = inside || one.config.method === "lsa";
    if (tools.below.hidden) return;
    describeLens(() => (forces ? `What moves ${forces.name}, in the plane of the pulls: ${forces.rows.map(({ name, pulls }) => `${name} ${pulls ? "pulls" : "pushes"}`).join(", ")}.` : "What moves a word is shown at slow paces."), !one.playing);
    glass.show();
  }

  function magnify() {
    const c = glass.clear(0);
    tips = [];
    const one = frame && alone(frame, focused(frame));
    const forces = one && calm ? forcesOf(one) : null;
    const { width, height } = glass;
    if (forces) tips = lens.draw(c, { x: width / 2, y: height / 2, radius: Math.min(width, height) / 2 - 4 }, forces);
    else text(c, "Pause, or slow down, to see what moves a word.", width / 2, height / 2, { color: palette().ink2, align: "center" });
  }

  /** @param {Frame} one */
  function spread(one) {
    const feet = one.arrays.axis?.data;
    const there = shared.axis !== null && feet?.length === shared.words.length;
    tools.strip.hidden = !there;
    if (!there) return strip.hide();
    const names = /** @type {string[]} */ (one.look.axis).map((end) => axis.members(end).map(isolated).join(", "));
    strip.update(/** @type {Float32Array} */ (feet), names, one.arrays.sizes?.data[1] ?? Number(one.config.dimensions), !one.playing);
  }

  /** @param {Frame} one @param {import("./words.js").Vocabulary} words */
  function fill(one, words) {
    const now = performance.now();
    if (!tools.table.open || (one.playing && now - filled < 1000)) return;
    filled = now;
    tools.along.hidden = !shared.axis;
    const said = rows(one, words, new Set([shared.focus, ...shared.pins]), shared.axis !== null);
    put(tools.body, said);
  }

  // ---- what the student does

  function redraw() {
    if (!frame || !known) return;
    for (const { pane, parts: { place } } of maps) if (!place.hidden) pane.stage.request();
    strip.redraw();
    tell(alone(frame, focused(frame)), known);
  }

  /** @param {number} v @param {Pane} pane */
  function hover(v, pane) {
    const there = maps.find((one) => one.pane === pane);
    if (there && known) parts.tell(there.parts.tip, v >= 0 ? `${isolated(shared.words[v])} · ${about(known, v)}` : "", v >= 0 ? pane.at(v) : [0, 0], pane.stage.width);
    if (v === shared.hover) return;
    shared.hover = v;
    redraw();
  }

  /** @param {number} v */
  function choose(v) {
    if (form.take(shared.words[v])) return;
    look(v === shared.focus ? -1 : v);
  }

  /** @param {number} v  −1: none */
  function look(v) {
    shared.focus = v;
    actions.look({ word: v < 0 ? "" : shared.words[v] });
    if (v >= 0 && known) actions.say(`${shared.words[v]} is in focus: ${about(known, v)}`);
    redraw();
  }

  /** Found by its name: in focus, and in sight. @param {number} v */
  function seek(v) {
    look(v);
    const [{ pane }] = maps;
    if (!frame || !pane?.shown) return;
    const { base } = pane.camera();
    const [x, y] = base.at(frame.arrays.map.data[2 * v], frame.arrays.map.data[2 * v + 1]);
    shared.zoom.show([x / pane.stage.width, y / pane.stage.height]);
    redraw();
  }

  /** @param {number} v */
  function pin(v) {
    if (!shared.pins.delete(v)) shared.pins.add(v);
    actions.say(`${shared.words[v]} is ${shared.pins.has(v) ? "pinned" : "let go"}`);
    redraw();
  }

  function letGo() {
    if (shared.focus >= 0) look(-1);
  }

  function zoomed() {
    for (const { parts: { tip } } of maps) tip.hidden = true;
    redraw();
  }

  tools.pin.addEventListener("click", () => pin(shared.focus));
  tools.axis.addEventListener("click", () => {
    if (form.there) return form.letGo();
    form.open(true);
    form.focus();
  });
  for (const [button, act] of /** @type {[HTMLElement, () => void][]} */ ([[tools.in, () => shared.zoom.by(TIMES)], [tools.out, () => shared.zoom.by(1 / TIMES)], [tools.whole, () => shared.zoom.whole()]]))
    button.addEventListener("click", () => (act(), zoomed()));
  tools.whole.addEventListener("click", () => tools.in.focus()); // it has gone
  tools.table.addEventListener("toggle", () => frame && known && fill(alone(frame, focused(frame)), known));
  finder.field.addEventListener("keydown", (event) => event.key === "Escape" && letGo());
  tools.lens.addEventListener("pointermove", (event) => link.set(lens.arrowAt(tips, /** @type {import("./drawing.js").Point} */ (Object.values(glass.at(event))))));
  tools.lens.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => frame && (redraw(), tools.below.hidden || glass.request()));

  return {
    update,
    resize() {
      if (frame) update(frame); // the lens changes its place
      maps.forEach(({ pane }) => pane.stage.resize());
      glass.resize();
      strip.resize();
    },
  };
}
