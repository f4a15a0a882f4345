/** Two small windows over the page: the list of keys, and the line of HTML for a course page. */
import { base } from "./api.js";
import { applies } from "./controls.js";
import * as recipes from "./recipe.js";
import { copyButton, snippet } from "./share.js";

/** @param {HTMLElement | null} dialog */
export function show(dialog) {
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {HTMLElement | null} button @param {HTMLElement | null} dialog */
export function listen(button, dialog) {
  button?.addEventListener("click", () => show(dialog));
  dialog?.addEventListener("click", (event) => {
    const target = event.target;
    const outside = target === dialog; // the backdrop counts as the dialog itself
    const close = target instanceof Element && target.closest("[data-close]");
    if (dialog instanceof HTMLDialogElement && (outside || close)) dialog.close();
  });
}

/**
 * @param {import("./types.js").Page} page
 * @param {() => import("./types.js").Recipe} recipe
 * @param {() => import("./types.js").Config} config
 */
export function embedDialog(page, recipe, config) {
  const button = document.getElementById("embed");
  const dialog = document.getElementById("embed-dialog");
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("embed-snippet"));
  if (!button || !dialog || !text) return;
  button.addEventListener("click", () => {
    const whole = recipe();
    const told = recipes.linkable(page.schema, whole);
    const params = recipes.query(page.schema, told);
    const touched = page.schema.knobs.filter((knob) => knob.live && applies(knob, config()));
    params.set("controls", [...touched.map(({ name }) => name), "play"].join(","));
    text.value = snippet(`${base(page.root)}/embed/${page.lab}${recipes.written(params)}`, page.title, 690);
    const part = /** @type {HTMLElement | null} */ (dialog.querySelector("[data-part]"));
    if (part) part.textContent = told === whole ? "" : recipes.partly(told, whole);
  });
  listen(button, dialog);
  copyButton(document.getElementById("copy-snippet"), () => text.value, () => {});
}
