/** The dialog that puts the run on screen into a course page: which controls stay, how it looks, and the text to paste. */
import { base } from "./api.js";
import { applies } from "./controls.js";
import { listen } from "./dialogs.js";
import * as recipes from "./recipe.js";
import { copyButton } from "./share.js";
import { FORMATS } from "./snippets.js";

const [LOWEST, HIGHEST] = [200, 2000]; // pixels of a frame

/**
 * @param {import("./types.js").Page} page
 * @param {() => import("./types.js").Recipe} recipe
 * @param {() => import("./types.js").Config[]} configs  in force now, of every lane
 */
export function embedDialog(page, recipe, configs) {
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

  /** Which of the boxes of a group are ticked and count. @param {string} group */
  const ticked = (group) => [...form.querySelectorAll(`[data-${group}] input:checked`)]
    .filter((box) => box instanceof HTMLInputElement && !box.closest("[hidden]"))
    .map((box) => /** @type {HTMLInputElement} */ (box).value);
  const chosen = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");

  function open() {
    whole = recipe();
    const preset = page.schema.presets.find(({ name }) => name === whole?.preset);
    const usual = preset?.title ?? page.title;
    if (title.value === named) title.value = usual;
    named = usual;
    const lanes = configs();
    for (const knob of page.schema.knobs) {
      const box = /** @type {HTMLElement | null} */ (form?.querySelector(`[data-knobs] label[data-name="${knob.name}"]`) ?? null);
      if (box) box.hidden = !lanes.some((config) => applies(knob, config));
    }
    write();
  }

  function controls() {
    const player = chosen("player");
    return [...ticked("knobs"), ...(player === "whole" ? ["play"] : player === "parts" ? ticked("parts") : [])];
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
    find("[data-part]").textContent = told === whole ? "" : recipes.partly(told, whole);
  }

  button.addEventListener("click", open);
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault()); // Enter in a field changes nothing
  listen(button, dialog);
  copyButton(document.getElementById("copy-snippet"), () => text.value, () => {});
}
