/** The dialog that puts the run on screen into a course page: which controls stay, how it looks, and the text to paste. */
import { base } from "./api.js";
import { applies } from "./controls.js";
import { listen } from "./dialogs.js";
import * as handed from "./handed.js";
import { listed, write as spelled } from "./points.js";
import * as recipes from "./recipe.js";
import { copyButton } from "./share.js";
import { FORMATS } from "./snippets.js";

/** What a lab's page may have besides knobs and player: the control that a frame must name, and where it is. */
const BUTTONS = { predict: "button.predict", "3d": "[data-choice=solid]", weights: "[data-view=diagram]", samples: "[data-sample]", inputs: "[data-what-if]", questions: "[data-ask]" };
const DIGITS = 6; // of a table's numbers
const IN_THE_LINK = "The points of your table stand in the link itself, each number with six digits at most.";
const forAWhile = (/** @type {string} */ kind, /** @type {number} */ most) =>
  `This run uses a ${kind} of your own, which is kept for some hours only; then readers see the lab’s own ${kind === "text" ? "text" : "data"}.${most ? ` A table of ${most} points or fewer goes into the link itself.` : ""}`;
const [LOWEST, HIGHEST] = [200, 2000]; // pixels of a frame

/**
 * @param {import("./types.js").Page} page
 * @param {() => import("./types.js").Recipe} recipe
 * @param {() => import("./types.js").Frame} frame  what is on screen
 */
export function embedDialog(page, recipe, frame) {
  const button = document.getElementById("embed");
  const dialog = document.getElementById("embed-dialog");
  const form = /** @type {HTMLFormElement | null} */ (dialog?.querySelector("form") ?? null);
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("embed-snippet"));
  if (!button || !dialog || !form || !text) return;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
  const title = /** @type {HTMLInputElement} */ (find("[name=title]"));
  const height = /** @type {HTMLInputElement} */ (find("[name=height]"));
  let named = ""; // the title that was put in, while the teacher has not written another
  /** What was on screen when the dialog was opened. @type {import("./types.js").Recipe | null} */
  let whole = null;
  let own = ""; // what is to be said of a table of the student's own
  for (const [name, place] of Object.entries(BUTTONS)) {
    const box = find(`[data-buttons] [value="${name}"]`).closest("label");
    if (!box || !document.querySelector(place)) continue;
    box.hidden = find("[data-buttons]").hidden = false;
  }

  const pictures = offer(find("[data-pictures]"), page.pictures);

  /** Which of the boxes of a group are ticked and count. @param {string} group */
  const ticked = (group) => [...form.querySelectorAll(`[data-${group}] input:checked`)]
    .filter((box) => box instanceof HTMLInputElement && !box.closest("[hidden]"))
    .map((box) => /** @type {HTMLInputElement} */ (box).value);
  const chosen = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");

  function open() {
    [whole, own] = lasting(page.schema.knobs, recipe(), frame());
    const preset = page.schema.presets.find(({ name }) => name === whole?.preset);
    const usual = preset?.title ?? page.title;
    if (title.value === named) title.value = usual;
    named = usual;
    const { lanes } = frame();
    for (const knob of page.schema.knobs) {
      const box = /** @type {HTMLElement | null} */ (form?.querySelector(`[data-knobs] label[data-name="${knob.name}"]`) ?? null);
      if (box) box.hidden = !lanes.some((config) => applies(knob, config));
    }
    for (const { box, card } of pictures) box.hidden = card.hidden;
    write();
  }

  function controls() {
    const player = chosen("player");
    return [...ticked("knobs"), ...ticked("buttons"), ...(player === "whole" ? ["play"] : player === "parts" ? ticked("parts") : [])];
  }

  function write() {
    if (!whole || !text) return;
    const format = FORMATS.find(({ name }) => name === chosen("format")) ?? FORMATS[0];
    find("[data-parts]").hidden = chosen("player") !== "parts";
    find("[data-size]").hidden = !format.sized;
    find("[data-fit]").hidden = !format.fits;
    find("[data-title]").hidden = format.name === "address";
    const told = recipes.linkable(page.schema, whole);
    const params = recipes.query(page.schema, told);
    const look = chosen("theme");
    const picture = new URLSearchParams(params);
    if (look === "dark") picture.set("theme", look);
    if (pictures.some(({ box, usual }) => !box.hidden && usual !== box.querySelector("input")?.checked)) params.set("pictures", ticked("pictures").join(","));
    params.set("controls", controls().join(","));
    if (look !== "auto") params.set("theme", look);
    const place = `${base(page.root)}/embed/${page.lab}`;
    const address = `${place}${recipes.written(params)}`;
    text.value = format.write({
      address,
      poster: `${place}.png${recipes.written(picture)}`,
      title: title.value.trim().replace(/\s+/g, " ") || page.title,
      height: Math.round(Math.min(HIGHEST, Math.max(LOWEST, Number(height.value) || Number(height.defaultValue)))),
      fitted: format.fits && chosen("fit") === "script",
    });
    /** @type {HTMLAnchorElement} */ (find("[data-open]")).href = address;
    find("[data-note]").textContent = format.note;
    find("[data-own]").textContent = own;
    find("[data-part]").textContent = told === whole ? "" : recipes.partly(told, whole);
  }

  button.addEventListener("click", open);
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault()); // Enter in a field changes nothing
  listen(button, dialog);
  copyButton(document.getElementById("copy-snippet"), () => text.value, () => {});
}

/** The pictures of the page as boxes to tick, each by its card's title; ticked are those that tell the story, or the usual
 * ones. @param {HTMLElement} place @param {string[]} told */
function offer(place, told) {
  return [...document.querySelectorAll("#lab [data-picture]")].map((found) => {
    const card = /** @type {HTMLElement} */ (found);
    const name = card.dataset.picture ?? "";
    const usual = told.length ? told.includes(name) : card.dataset.usual !== undefined;
    const box = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "checkbox", value: name, defaultChecked: usual });
    const words = document.createElement("span");
    words.append(...[...(card.querySelector("h2")?.childNodes ?? [])].map((node) => node.cloneNode(true)));
    box.className = "check";
    box.append(input, words);
    place.append(box);
    return { box, card, usual };
  });
}

/** A run's recipe for a page that stays, and what to say of it. A table that was handed in is kept for some hours; where its
 * points are few enough, they go into the address themselves.
 * @param {import("./types.js").Knob[]} knobs @param {import("./types.js").Recipe} recipe @param {import("./types.js").Frame} frame
 * @returns {[import("./types.js").Recipe, string]} */
function lasting(knobs, recipe, { arrays, config }) {
  const table = knobs.find(({ name, data }) => data && handed.find(recipe.config[name]));
  if (!table || !applies(table, config)) return [recipe, ""];
  const { name: drawn, drawn: most } = knobs.find(({ drawn }) => drawn) ?? { name: "", drawn: 0 };
  const points = listed(arrays[`own_${drawn}`]); // there are none where they are too many
  if (!points.length) return [recipe, forAWhile(table.data === "text" ? "text" : "table", most)];
  const put = (/** @type {import("./types.js").Values} */ values) => (values[drawn] === "" ? { ...values, [drawn]: spelled(points, DIGITS) } : values);
  const start = /** @type {import("./types.js").Config} */ (put({ [drawn]: "", ...recipe.config, [table.name]: table.default }));
  const changes = recipe.changes.map(({ step, values }) => ({ step, values: put(values) })); // back to the table's
  return [{ ...recipe, config: start, changes }, IN_THE_LINK];
}
