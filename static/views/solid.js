/** The loss surface in three dimensions, with the map's trajectories on it: only when it is asked for, and turned by hand or key. */
import { num } from "../format.js";
import { plotly } from "../plotly.js";
import { alternative } from "./alternative.js";
import { axesOf, named } from "./landscapes.js";
import { onTheme } from "./palette.js";
import { Relief } from "./relief.js";
import { fartherAway, raisedBy, ground as surface, layout } from "./scene.js";
import { heightBy } from "./stage.js";
import { labels, tour } from "./tour.js";
import { minima } from "./tracks.js";
import { Camera, HINT, turnable } from "./turning.js";
import { upcoming } from "./upcoming.js";

/** @typedef {import("../types.js").Frame} Frame */

const FIRST = { azimuth: -112, elevation: 45, distance: 2.4 };
const HEIGHTS = /** @type {[number, number]} */ ([200, 520]); // as the map's
const ROW = 30; // of buttons under it
const RATE = { playing: 4, resting: 15 }; // drawings a second, at most: a drawing takes up to 0.2 s without a graphics card
const LONGEST = 2000; // ms between two drawings, however slow they are
const SHARE = { playing: 0.25, resting: 0.7 }; // of the page's time, at most
const CONFIG = {
  displaylogo: false, showSendToCloud: false, responsive: false, scrollZoom: false, doubleClick: false, displayModeBar: true,
  modeBarButtons: [["toImage"]], toImageButtonOptions: { format: "png", filename: "surface", scale: 2 },
};

/** @param {HTMLElement} element
 * @param {{knobs: import("../types.js").Knob[], map: HTMLElement, choice: HTMLElement | null, say: (text: string) => void,
 *   axes?: (frame: Frame) => [import("./landscapes.js").Letter, import("./landscapes.js").Letter]}} options
 *   choice: the switch between the map and this @returns {import("../types.js").View} */
export function create(element, { knobs, map, choice, say, axes = ({ config }) => axesOf(config) }) {
  const figure = Object.assign(document.createElement("div"), { className: "figure", tabIndex: 0 });
  const plot = document.createElement("div"); // Plotly's own
  const note = Object.assign(document.createElement("p"), { className: "note height", hidden: true });
  const told = Object.assign(document.createElement("div"), { className: "told note", hidden: true });
  const hint = Object.assign(document.createElement("p"), { className: "note hint", id: "solid-hint", textContent: HINT });
  const describe = alternative(figure, "application");
  figure.setAttribute("aria-roledescription", "3-D surface");
  figure.setAttribute("aria-describedby", hint.id);
  told.setAttribute("role", "status");
  const camera = new Camera(FIRST);
  const buttons = turnable(element, figure, (act) => {
    camera.move(act);
    turned = true;
    schedule();
  });
  figure.append(plot);
  element.append(figure, note, buttons, hint, told);

  /** @type {any} */
  let Plotly = null;
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Relief | null} */
  let relief = null;
  /** @type {object[]} */
  let ground = []; // the traces that are the surface, as long as it and the theme last
  let [chosen, seen, held, plotted, fresh, turned] = [false, false, false, false, true, false];
  let [timer, last, cost] = [0, -Infinity, 0];

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    if (!chosen) return;
    fresh = true;
    describe(words, !next.playing);
    schedule();
  }

  /** Not more often than the eye needs and the page can bear; not under the hand that turns it. */
  function schedule() {
    if (timer || !chosen || !seen || held || !Plotly || !frame?.arrays.surface || !(fresh || turned)) return;
    const pace = frame.playing && !turned ? "playing" : "resting";
    const pause = Math.max(1000 / RATE[pace], Math.min(LONGEST, cost / SHARE[pace])) - (performance.now() - last);
    timer = window.setTimeout(() => requestAnimationFrame(() => {
      timer = 0;
      if (chosen && seen && !held) draw();
    }), Math.max(0, pause));
  }

  function draw() {
    const width = map.parentElement?.clientWidth ?? 0;
    if (!frame || !width) return;
    const began = performance.now();
    if (fresh || !plotted) {
      if (relief?.source !== frame.arrays.surface) {
        relief = new Relief(frame);
        ground = [];
      }
      if (!ground.length) ground = surface(relief);
      note.textContent = [relief.words, gone(frame, relief)].filter(Boolean).join(" · ");
      note.hidden = !note.textContent;
      const height = heightBy(map, width, HEIGHTS) - ROW - (note.hidden ? 0 : note.offsetHeight);
      const content = [...ground, ...tour(frame, knobs, relief)];
      [camera.scale, camera.raised] = [fartherAway(width, height), raisedBy(width)];
      const look = layout(relief, axes(frame), camera, width, height);
      look.scene.annotations = labels(frame, knobs, relief);
      if (plotted) Plotly.react(plot, content, look, CONFIG);
      else begin(content, look);
      element.dataset.step = String(frame.step);
      describe(words, !frame.playing);
    } else Plotly.relayout(plot, { "scene.camera": camera.plotly });
    [fresh, turned] = [false, false];
    requestAnimationFrame(() => { // its scene is drawn in the animation frame that follows
      last = performance.now();
      cost = 0.5 * cost + 0.5 * (last - began);
    });
  }

  /** @param {object[]} content @param {object} look */
  function begin(content, look) {
    plotted = true;
    Plotly.newPlot(plot, content, look, CONFIG);
    /** @type {any} */ (plot).on("plotly_relayout", (/** @type {any} */ change) => {
      if (change["scene.camera"]) camera.take(change["scene.camera"]);
    });
    tell("");
  }

  function words() {
    if (!frame || !relief) return "The loss surface in 3-D, not yet drawn.";
    const step = upcoming(frame);
    const [across, up] = axes(frame).map(named);
    const near = (/** @type {number[]} */ v) => `${across} ${num(v[0])}, ${up} ${num(v[1])}`;
    const [x0, x1, y0, y1] = relief.domain;
    const lowest = minima(frame);
    return [
      `The loss surface in 3-D over ${across} from ${num(x0)} to ${num(x1)} and ${up} from ${num(y0)} to ${num(y1)}.`,
      relief.words && `${relief.words}.`,
      step && `At step ${frame.step}: ${near(step.theta)}, J ${num(frame.scalars.objective)}.`,
      step?.next && `The next step leads to ${near(step.next)}.`,
      lowest.length === 1 && `The minimum is at ${near(lowest[0])}.`,
      lowest.length > 1 && `There are ${lowest.length} minima: ${lowest.map(near).join("; ")}.`,
    ].filter(Boolean).join(" ");
  }

  // ---- the switch

  /** A sentence in the picture's place, and a way on. @param {string} text @param {(() => void) | null} [again] */
  function tell(text, again = null) {
    told.hidden = !text;
    told.replaceChildren(text);
    for (const part of [buttons, figure]) part.hidden = Boolean(text);
    if (!again) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
    button.addEventListener("click", again);
    told.append(button);
  }

  async function fetchPlotly() {
    tell("Drawing the surface…");
    try {
      Plotly = await plotly(element.dataset.plotly ?? "");
      if (!plotted) figure.hidden = false; // Plotly measures
      fresh = true;
      schedule();
    } catch {
      const sentence = "What draws in 3-D could not be loaded. The map shows the same.";
      tell(sentence, () => void fetchPlotly());
      say(sentence);
    }
  }

  /** @param {boolean} solid */
  function choose(solid) {
    if (solid && !drawsSolids()) {
      leave();
      const sentence = "This browser cannot draw in 3-D, as it has no WebGL; the map shows the same.";
      const line = Object.assign(document.createElement("p"), { className: "note", textContent: sentence });
      if (!element.nextElementSibling?.matches(".note")) element.after(line);
      say(sentence);
      return;
    }
    chosen = solid;
    map.hidden = solid;
    element.hidden = !solid;
    if (!solid) return;
    element.style.minHeight = `${heightBy(map, map.parentElement?.clientWidth || 320, HEIGHTS)}px`;
    fresh = true;
    if (Plotly) schedule();
    else void fetchPlotly();
  }

  /** The map again, whoever wants it. */
  function leave() {
    const input = /** @type {HTMLInputElement | null} */ (choice?.querySelector("[value=map]"));
    if (input) input.checked = true;
    choose(false);
  }

  document.addEventListener("predictionchange", leave); // flags are set on the map
  choice?.addEventListener("change", (event) => choose(/** @type {HTMLInputElement} */ (event.target).value === "solid"));
  figure.addEventListener("pointerdown", () => (held = true));
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => {
    if (held) setTimeout(schedule); // once Plotly has told where it was turned to
    held = false;
  });
  onTheme(() => {
    ground = [];
    fresh = true;
    schedule();
  });
  new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    schedule();
  }, { rootMargin: "100px" }).observe(element);
  const resize = () => {
    fresh = true;
    schedule();
  };
  new ResizeObserver(resize).observe(element);

  return { update, resize };
}

function drawsSolids() {
  return document.createElement("canvas").getContext("webgl") !== null;
}

/** Which balls are outside of what is shown. @param {Frame} frame @param {Relief} relief */
function gone(frame, relief) {
  const out = frame.lanes.flatMap((_, lane) => {
    const theta = upcoming(frame, lane)?.theta;
    return theta && !relief.holds(...theta) ? [lane + 1] : [];
  });
  if (!out.length) return "";
  return frame.lanes.length > 1 ? `Outside the picture: ${out.join(", ")}` : "θ is outside the picture";
}
