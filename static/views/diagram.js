/**
 * The network as a picture: units as circles, weights as lines, and what flows through them. Whoever points at a unit or a
 * weight sees where its number comes from; who clicks on a weight's number types another in.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./net.js").Net} Net
 * @typedef {import("./net-layout.js").Plan} Plan
 * @typedef {import("./net-stage.js").Spot} Spot
 * @typedef {import("./net-stage.js").Edge} Edge
 */
import * as link from "../link.js";
import { stage as stageNow, stagesOf } from "../stages.js";
import { throttle } from "../throttle.js";
import { filling } from "../withheld.js";
import { alternative } from "./alternative.js";
import { brief } from "./brief.js";
import { columnsOf } from "./columns.js";
import * as letters from "./letters.js";
import { createChips } from "./net-chips.js";
import { drawEdges, edgeAt, unitAt } from "./net-edges.js";
import { walk } from "./net-keys.js";
import { layout, place } from "./net-layout.js";
import { edgeNamed, edgeOf, linkOf, nameOf, parameterOf, edges } from "./net-stage.js";
import { createTip, voiced } from "./net-tip.js";
import { createCaptions } from "./net-captions.js";
import { createUnits, outputName } from "./net-units.js";
import { ofUnit, ofWeight, outputFunction } from "./net-words.js";
import { read } from "./net.js";
import { onTheme } from "./palette.js";
import { make } from "./svg.js";
import { createField } from "./weight-field.js";

const MANY = 400; // lines: what more cost is not drawn for each of sixty frames a second
const RARELY = 120; // milliseconds

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} page @returns {import("../types.js").View} */
export function create(element, { actions }) {
  const may = actions.may("weights");
  const board = document.createElement("div");
  board.className = "board";
  board.tabIndex = 0;
  const canvas = board.appendChild(document.createElement("canvas"));
  const svg = make("svg", { "aria-hidden": "true" }, board);
  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("aria-live", "polite");
  element.replaceChildren(board, voice);
  element.classList.toggle("fixed", !may);
  const describe = alternative(board, "application");
  const slopes = /** @type {HTMLElement | null} */ (element.parentElement?.querySelector("[data-key=gradient]") ?? null);
  const tip = createTip(element);
  let sent = { name: "", value: /** @type {number | string} */ ("") }; // the last that was typed in
  const field = createField(element, { send, left: () => board.focus({ preventScroll: true }) });
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Net | null} */
  let net = null;
  /** @type {Plan | null} */
  let plan = null;
  /** @type {ReturnType<typeof createUnits> | null} */
  let units = null;
  /** @type {ReturnType<typeof createCaptions> | null} */
  let captions = null;
  let chips = createChips(make("g", {}, svg));
  let shape = "";
  /** Under the pointer, at the keys' place, kept by a tap. @type {Record<"over" | "at" | "kept", Spot | null>} */
  const spots = { over: null, at: null, kept: null };
  const spot = () => spots.over ?? spots.at ?? spots.kept;

  function build() {
    if (!net) return;
    const width = element.clientWidth;
    const now = [net.sizes, net.bias, width].join();
    if (!width || (now === shape && plan)) return;
    if (shape.slice(0, shape.lastIndexOf(",")) !== now.slice(0, now.lastIndexOf(","))) Object.assign(spots, { over: null, at: null, kept: null });
    shape = now;
    plan = layout(net.sizes, width);
    board.style.height = canvas.style.height = `${plan.height}px`;
    svg.setAttribute("viewBox", `0 0 ${width} ${plan.height}`);
    svg.replaceChildren();
    units = createUnits(svg, plan, net);
    captions = createCaptions(svg, plan);
    chips = createChips(make("g", { class: "chips" }, svg));
  }

  const lines = throttle(RARELY, paint);
  function paint() {
    if (plan && net) drawEdges(canvas, plan, net, { stage: looked(), spot: spot(), lit: edgeOf(link.current()) });
  }

  function looked() {
    const id = stageNow();
    return net && id ? stagesOf(net.sizes).find((one) => one.id === id) ?? null : null;
  }

  function draw() {
    if (!frame || !net) return;
    build();
    if (!plan || !units) return;
    const [stage, at] = [looked(), spot()];
    units.update(net, stage, outputFunction(frame));
    captions?.update(frame, net);
    if (slopes) slopes.hidden = stage?.kind !== "gradient";
    chips.update(plan, net, { stage, spot: at, lit: edgeOf(link.current()) }, shape);
    if (frame.playing && net.weights.reduce((sum, { n, h }) => sum + n * h, 0) > MANY) lines();
    else paint();
    tip.update(at && !field.name ? told(at) : null, around(at), plan, at ? chips.into(at) : []);
    if (link.current()) link.refresh();
    describe(inWords, !frame.playing);
  }

  /** @param {Spot} at */
  function told(at) {
    if (!frame || !net) return [];
    return at.kind === "unit" ? ofUnit(frame, net, at.l, at.j) : ofWeight(frame, net, at.k, at.i, at.j);
  }

  /** @param {Spot | null} at */
  function around(at) {
    if (!plan || !at) return { x: 0, y: 0, r: 0 };
    if (at.kind === "unit") return { x: plan.columns[at.l - 1].x, y: plan.columns[at.l - 1].ys[at.j], r: plan.columns[at.l - 1].r };
    const [x, y] = placeOf(at);
    return { x, y, r: 12 };
  }

  /** @param {Edge} edge @returns {[number, number]} */
  function placeOf(edge) {
    const there = chips.placeOf(edge);
    if (there) return there;
    return plan ? place(plan, edge.k, edge.i, edge.j) : [0, 0];
  }

  function inWords() {
    if (!net || !frame) return "Nothing is drawn yet.";
    const columns = columnsOf(frame).full;
    const { sizes, focusRow: row, top } = net;
    const hidden = sizes.slice(1, -1);
    const list = (/** @type {string} */ letter, /** @type {number} */ many, /** @type {(j: number) => number} */ value, /** @type {string[]} */ names = []) => Array.from({ length: Math.min(many, 10) }, (_, j) => `${letter}${many > 1 ? ` ${j + 1}` : ""}${names[j] ? `, ${names[j]},` : ""} is ${brief(value(j))}`).join(", ");
    const told = filling() ? "" : `; ${list("ŷ", sizes[top - 1], (j) => net?.a(top, row, j) ?? NaN)}`;
    const who = net.focus < 0 ? "Inputs of your own" : `Sample ${net.focus + 1}`;
    const many = (/** @type {number} */ n, /** @type {string} */ what) => `${n} ${what}${n === 1 ? "" : "s"}`;
    const between = hidden.length > 1 ? `hidden layers of ${hidden.join(", ")} units` : hidden.length ? `a hidden layer of ${many(hidden[0], "unit")}` : "no hidden layer";
    return `The network: ${many(sizes[0], "input")}, ${between}, ${many(sizes[top - 1], "output")}. `
      + `${who}: ${list("x", sizes[0], (j) => net?.x(row, j) ?? NaN, columns)}${told}`
      + `${net.focus < 0 ? "" : `; ${list("y", sizes[top - 1], (j) => net?.y(row, j) ?? NaN)}`}. `
      + `Arrow keys walk from unit to unit and along the weights${may ? "; Enter on a weight lets you type another value" : ""}.`;
  }

  // ---- pointing and walking

  /** @param {"over" | "at" | "kept"} how @param {Spot | null} where */
  function look(how, where) {
    if (nameOf(spots[how]) === nameOf(where)) return;
    spots[how] = where;
    const now = spot();
    draw();
    link.set(now && net ? (now.kind === "edge" ? linkOf(now, edges(looked(), now.k).what) : svg.querySelector(`[data-at="${nameOf(now)}"]`)?.getAttribute("data-link") ?? null) : null);
  }

  /** What is meant by a place: a number, a unit, a line. @param {MouseEvent} event */
  function under(event) {
    const box = board.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const number = chips.edgeAt(x, y);
    return { number, spot: number ?? (plan && (unitAt(plan, x, y) ?? edgeAt(plan, x, y))) };
  }

  board.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") look("over", under(event).spot);
  });
  board.addEventListener("pointerleave", () => look("over", null));
  board.addEventListener("click", (event) => {
    const { number, spot: found } = under(event);
    const touch = "pointerType" in event && event.pointerType === "touch";
    if (found?.kind === "edge") event.stopPropagation(); // its number is typed in, not kept lit
    if (found?.kind === "edge" && may && (number || !touch)) return edit(found); // a finger's first tap shows the number
    if (typeIn(found)) return;
    look("at", null);
    look("kept", nameOf(found) === nameOf(spots.kept) ? null : found);
  });
  board.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !net) return;
    const at = spots.at;
    if (event.key === "Escape") {
      look("at", null);
      look("kept", null);
    } else if (event.key === "Enter" && typeIn(at)) {
      event.preventDefault();
    } else if (event.key === "Enter" && at && may) {
      const edge = at.kind === "edge" ? at : at.l > 1 && net.bias ? /** @type {Edge} */ ({ kind: "edge", k: at.l - 1, i: -1, j: at.j }) : null;
      if (!edge) return;
      event.preventDefault();
      edit(edge);
    } else {
      const next = walk(at, event.key, net.sizes);
      if (!next) return;
      event.preventDefault();
      spots.kept = null;
      look("at", next);
      voice.textContent = `${next.kind === "unit" ? `${letters.spoken(unitIn(next))}. ` : ""}${filling() ? "" : voiced(told(next))}`;
    }
  });
  board.addEventListener("blur", () => {
    if (!field.name) look("at", null);
  });

  /** An input of one's own has its field elsewhere (sample-bar.js), which takes the focus. @param {Spot | null} at */
  function typeIn(at) {
    if (!net || net.focus >= 0 || at?.kind !== "unit" || at.l > 1) return false;
    return !element.dispatchEvent(new CustomEvent("typein", { bubbles: true, cancelable: true, detail: at.j }));
  }

  /** @param {import("./net-stage.js").Unit} unit */
  function unitIn({ l, j }) {
    return net && l === net.top ? outputName(net, "ŷ", j) : l === 1 ? `{x_${j + 1}}` : `{a^${l}_${j + 1}}`;
  }

  /** @param {string} name @param {number | string} value */
  function send(name, value) {
    sent = { name, value };
    actions.change({ [name]: value });
  }

  /** @param {Edge} edge @param {number | string} [typed] @param {string} [sentence] */
  function edit(edge, typed, sentence) {
    if (!net || !plan || !net.sizes[edge.k]) return;
    const value = edge.i < 0 ? net.b(edge.k, edge.j) : net.w(edge.k, edge.i, edge.j);
    const label = `${edge.i < 0 ? "Bias" : "Weight"} ${letters.spoken(letters.weight(edge.k, edge.i, edge.j))}`;
    spots.at = edge;
    spots.over = spots.kept = null;
    field.open({ name: parameterOf(edge), label, value: typed ?? value, at: placeOf(edge), width: plan.width, race: !frame?.beside ? "" : frame.uneven ? "in all runs that have it" : "in all runs", sentence });
    draw();
  }

  document.addEventListener("stagechange", draw);
  document.addEventListener("linkchange", draw);
  document.addEventListener("withheldchange", draw);
  onTheme(draw);
  new ResizeObserver(() => requestAnimationFrame(draw)).observe(element); // a frame's columns change while the page's width stays
  return {
    update(next) {
      frame = next;
      net = read(next);
      draw();
    },
    resize: draw,
    /** A weight that was not taken: the field comes back with what was typed. */
    refuse(names, sentence) {
      const { name, value } = sent;
      const edge = sentence && names.length === 1 && names[0] === name ? edgeNamed(name) : null;
      if (!edge || !net) return false;
      edit(edge, value, sentence.replaceAll(name, letters.text(letters.weight(edge.k, edge.i, edge.j))));
      return true;
    },
  };
}
