/** This step as matrices: forward, backward by the chain rule, and the update, every number in its place. */
import { count, num, plain } from "../format.js";
import * as link from "../link.js";
import { setStage, stage, stagesOf } from "../stages.js";
import { calmly } from "../throttle.js";
import { put } from "../written.js";
import { known } from "./digits.js";
import { aside } from "./layer-letters.js";
import * as matrix from "./matrix.js";
import { read } from "./net.js";
import * as stageWalk from "./stage-walk.js";
import { blocks, refusal } from "./step-blocks.js";
import { cellLetter, partsOf } from "./step-parts.js";
import { clipped, comingOut } from "./step-sums.js";
import { diverged } from "./upcoming.js";
import * as worksheet from "./worksheet.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./step-sums.js").Now} Now
 * @typedef {import("./matrix.js").Matrix} Matrix
 * @typedef {{matrix: Matrix, r: number, c: number}} Place
 * @typedef {object} Made                  the matrices of a step of one kind
 * @property {Matrix[]} matrices
 * @property {Map<string, Place>} places   data-link name -> where it comes from
 * @property {number} most                 rows and columns of one matrix that there is room for
 * @property {HTMLElement[]} shown
 */

const ROOM = 600; // cells: more nobody reads
const LARGEST = 8; // rows and columns of one matrix
const FITS = 160; // cells of a whole step that are about a screen of it: of more, one stage is shown at a time
const KEPT = 3;
const GAP = 90; // milliseconds between two of its pictures while it plays
const HINT = "Point at a number, or go to it with Tab and the arrow keys: here stands where it comes from.";

/** @param {HTMLElement} element @param {{say: (text: string) => void, pause: () => void}} actions @returns {import("../types.js").View} */
export function create(element, { say, pause }) {
  const card = /** @type {HTMLElement} */ (element.closest(".card"));
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (card.querySelector(selector));
  const [all, one] = [...card.querySelectorAll("[data-show] button")];
  const pass = element.appendChild(Object.assign(document.createElement("div"), { className: "pass" }));
  const line = element.appendChild(Object.assign(document.createElement("p"), { className: "origin", id: "origin", innerHTML: HINT }));
  const note = find("[data-note=matrices]");
  const walk = stageWalk.create(find("[data-walk]"), { say });
  /** One stage at a time, or all, as the student has chosen; null: as it fits. @type {boolean | null} */
  let chosen = null;
  let crowded = false;
  const alone = () => chosen ?? crowded;
  let shape = "";
  let key = "";
  /** @type {Now} */
  const now = { net: /** @type {any} */ (null), config: {}, J: NaN, gradientNorm: NaN, made: true, digits: (id) => digits.get(id) };
  /** @type {Map<string, number>} */
  const digits = new Map();
  /** Those made of late: the last batch of an epoch may be smaller, and then the others come back. @type {Map<string, Made>} */
  const kept = new Map();
  let { matrices, places, most, shown } = /** @type {Made} */ ({ matrices: [], places: new Map(), most: LARGEST, shown: [] });
  /** @type {string[]} */
  let order = [];
  /** @type {Frame | null} */
  let frame = null;
  const sheet = worksheet.create({ bar: find("[data-worksheet]"), button: find("[data-open=worksheet]"), say, pause, now, matrices: () => matrices, cut: () => Math.max(...now.net.sizes, now.net.rows) > most, origin: (place) => tell(place), whole: () => alone() && show(false) });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    refresh(next.playing);
  }
  const refresh = calmly(GAP, () => draw());

  function draw() {
    const net = frame && read(frame);
    if (!frame || !net) return;
    Object.assign(now, { net, config: frame.config, J: frame.scalars.loss, gradientNorm: frame.scalars.gradient_norm, made: !diverged(frame) });
    sheet.check(frame);
    const { loss, output, activation, optimizer, l1, l2 } = frame.config;
    const kind = JSON.stringify([net.sizes, net.rows, net.batch, net.bias, loss, output, activation, optimizer, Number(l1) > 0, Number(l2) > 0, now.made]);
    const same = kind === shape;
    if (!same) {
      shape = kind;
      order = stagesOf(net.sizes, now.made).map(({ id }) => id);
      crowded = cellsOf(partsOf(now).filter(({ again }) => !again), LARGEST) > FITS;
    }
    const only = alone() ? shownAlone() : null;
    const made = `${kind} ${only}`;
    let filling = false;
    if (made !== key) {
      filling = sheet.close() && same;
      ({ matrices, places, most, shown } = kept.get(made) ?? build(only));
      kept.delete(made);
      kept.set(made, { matrices, places, most, shown });
      if (kept.size > KEPT) kept.delete(/** @type {string} */ (kept.keys().next().value));
      digits.clear();
      pass.classList.toggle("alone", only !== null);
      pass.replaceChildren(...shown);
      link.refresh();
    }
    key = made;
    all.setAttribute("aria-pressed", String(only === null));
    one.setAttribute("aria-pressed", String(only !== null));
    walk(now, only);
    if (!now.made) put(/** @type {HTMLElement} */ (pass.querySelector(".refused")), whyNot());
    fill();
    if (filling) sheet.renew();
  }

  /** The stage that is shown where only one is: the one looked at on the whole page, else the first. */
  function shownAlone() {
    const now = stage();
    return now !== null && order.includes(now) ? now : order[0];
  }

  /** @param {string | null} only the stage that is shown alone @returns {Made} */
  function build(only) {
    const parts = partsOf(now).filter((part) => (only ? part.stage === only : !part.again));
    let most = LARGEST;
    while (most > 2 && cellsOf(parts, most) > ROOM) most--;
    const matrices = parts.map((part) => matrix.create(part, most, now.net.batch));
    /** @type {Map<string, Place>} */
    const places = new Map();
    for (const each of matrices)
      for (let r = 0; r < each.rows; r++)
        for (let c = 0; c < each.cols; c++) {
          const name = each.part.link(r, c);
          if (each.part.how || !places.has(name)) places.set(name, { matrix: each, r, c });
        }
    return { matrices, places, most, shown: [...blocks(matrices, only !== null), ...(now.made ? [] : [refusal()])] };
  }

  function fill() {
    const tops = matrices.map((each) => {
      const { digits: found, top } = each.measure();
      digits.set(each.part.id, found);
      return top;
    });
    const at = order.indexOf(stage() ?? "");
    matrices.forEach((each, i) => {
      const ahead = at >= 0 && order.indexOf(each.part.stage) > at;
      each.show(tops[i], ahead);
      each.element.classList.toggle("later", ahead);
      each.element.classList.toggle("now", at >= 0 && each.part.stage === order[at] && each.part.how !== null && !each.part.again);
      each.mark(now.net.focusRow);
    });
    put(note, told());
    tell(places.get(link.current() ?? "") ?? null);
    label(document.activeElement);
  }

  /** Of a run that has diverged: why there is no update. */
  function whyNot() {
    if (known(now.J)) return `The update is not made: its loss <var>J</var> is ${num(now.J, 4)}, so large that the run has diverged.`;
    const first = matrices.find((each) => each.cells.some((_, at) => !known(each.part.value(Math.floor(at / each.cols), at % each.cols))));
    return `The update is not made: ${first && first.part.id !== "J" ? `numbers of ${first.part.one} are` : "its loss <var>J</var> is"} beyond all measure, the run has diverged.`;
  }

  /** What the reader has to know of this step. */
  function told() {
    const { net, config } = now;
    const said = [];
    const samples = matrices.find(({ part }) => part.samples === "rows")?.rows ?? net.rows;
    if (samples < net.batch) said.push(`Rows are samples, the first ${samples} of ${count(net.batch)}; <var>J</var> and the gradients are over all of them.`);
    if (Math.max(...net.sizes) > most) said.push(`Of a wider layer the first ${most} units are shown.`);
    if (net.focusRow >= 0 && net.focusRow < samples && net.batch > 1) said.push(`The bold row is the sample drawn in the diagram.`);
    if (clipped(now)) said.push(`The gradients are as applied: shortened to a length of ${plain(Number(config.clip))}.`);
    if (config.optimizer !== "sgd" && now.made) said.push(`<var>d</var> is what ${config.optimizer} makes of the gradient: the update is <var>α</var><var>d</var>.`);
    said.push("The raised number is the layer: <var>z</var><sup class=\"layer\">2</sup> is of layer 2, not squared.");
    return said.join(" ");
  }

  // ---- where a number comes from

  /** @param {Place | null} place */
  function tell(place) {
    line.classList.toggle("told", place !== null);
    put(line, place ? origin(place) : HINT);
  }

  /** @param {Place} place */
  function origin({ matrix: each, r, c }) {
    const { part } = each;
    const name = `<b>${cellLetter(part, r, c)}</b>`;
    const value = part.value(r, c);
    if (!known(value)) return `${name} is beyond all measure: the run has diverged.`;
    const blank = sheet.blank(each, r, c);
    if (blank && !blank.hinted) return `${name} = ?<span class="from">${part.from}</span>`;
    const result = blank ? "?" : `<b>${each.text(r, c)}</b>`;
    const sum = part.how && comingOut(now, () => part.how?.(r, c) ?? null, value, digits.get(part.id) ?? each.measure().digits);
    if (sum) return [name, sum.rule, sum.numbers, result].filter(Boolean).join(" = ") + layerOf(part.id);
    const words = part.how ? `, over all ${count(now.net.batch)} samples of the batch` : given(part.id);
    return `${name} = ${result}${words}${layerOf(part.id)}`;
  }

  /** What the raised number is. @param {string} id */
  function layerOf(id) {
    const [layer] = /\d+$/.exec(id) ?? [];
    return layer ? `<span class="from">${aside(Number(layer))}</span>` : "";
  }

  /** @param {string} id */
  function given(id) {
    if (id === "X") return ", an input";
    if (id === "y") return ", what is wanted";
    return id.startsWith("d") ? `, what ${now.config.optimizer} makes of the gradient` : ", as it is before the update";
  }

  document.addEventListener("linkchange", () => now.net && tell(places.get(link.current() ?? "") ?? null));

  // ---- stages

  /** @param {boolean} yes */
  function show(yes) {
    chosen = yes;
    if (yes && stage() === null && order.length) setStage(order[0]);
    draw();
  }
  all.addEventListener("click", () => {
    if (!alone()) setStage(null);
    show(false);
  });
  one.addEventListener("click", () => show(true));
  document.addEventListener("stagechange", () => {
    if (stage() === null && chosen) chosen = null; // none is looked at any more
    draw();
  });

  // ---- by keyboard: one stop a matrix

  /** The cell that an element is, or is in. @param {EventTarget | null} target @returns {Place | null} */
  function placeOf(target) {
    const cell = target instanceof Element ? target.closest("[role=gridcell]") : null;
    const each = cell && matrices.find(({ element: own }) => own.contains(cell));
    if (!each) return null;
    const at = each.cells.indexOf(/** @type {HTMLElement} */ (cell));
    return { matrix: each, r: Math.floor(at / each.cols), c: at % each.cols };
  }

  /** What a screen reader says of the cell that has the focus. @param {Element | null} cell */
  function label(cell) {
    if (!cell?.matches("[role=gridcell]")) return;
    const place = placeOf(cell);
    if (!place) return;
    const { matrix: each, r, c } = place;
    const where = each.part.id === "J" ? "" : `, row ${r + 1}, column ${c + 1}`;
    cell.setAttribute("aria-label", `${each.part.plain}${where}: ${sheet.blank(each, r, c) ? "to be found" : each.text(r, c)}`);
    cell.setAttribute("aria-describedby", line.id);
  }

  pass.addEventListener("focusin", (event) => {
    const place = placeOf(event.target);
    if (!place) return;
    tell(place);
    if (event.target !== place.matrix.at(place.r, place.c)) return;
    for (const cell of place.matrix.cells) cell.tabIndex = cell === event.target ? 0 : -1;
    label(/** @type {Element} */ (event.target));
  });
  pass.addEventListener("keydown", (event) => {
    const place = event.target instanceof HTMLInputElement ? null : placeOf(event.target);
    if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
    const { matrix: each, r, c } = place;
    const ways = /** @type {Record<string, [number, number]>} */ ({ ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: [r, c - 1], ArrowRight: [r, c + 1], Home: [r, 0], End: [r, each.cols - 1] });
    const to = ways[event.key];
    if (!to) return;
    event.preventDefault();
    const cell = each.at(Math.max(0, Math.min(each.rows - 1, to[0])), Math.max(0, Math.min(each.cols - 1, to[1])));
    (cell.querySelector("input") ?? cell).focus();
  });

  return { update, resize: () => {} };
}

/** How many numbers there are. @param {import("./step-parts.js").Part[]} parts @param {number} most rows and columns of one matrix */
function cellsOf(parts, most) {
  return parts.reduce((sum, { rows, cols }) => sum + Math.min(rows, most) * Math.min(cols, most), 0);
}
