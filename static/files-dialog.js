/** The dialog that gives files of the run on screen: its losses as a table, and the texts of its lab. The links lead to the
 * run that is shown, whichever that is by now. A run that plays waits while the dialog is open, so that all files are of
 * one step: that which the dialog names. */
import { base } from "./api.js";
import { listen } from "./dialogs.js";
import { focused } from "./focus.js";
import { count } from "./format.js";
import * as laneKey from "./views/lane-key.js";

const OVER = ["done", "diverged", "failed"]; // from here no run goes on

/** @param {import("./types.js").Page} page @param {{moving: () => boolean, pause: () => void, play: () => void}} orders
 * @returns {(frame: import("./types.js").Frame, run: string) => void} `run`: its id; "" while it cannot be reached */
export function filesDialog(page, { moving, pause, play }) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("files-dialog"));
  if (!dialog) return () => {};
  const at = /** @type {HTMLElement} */ (dialog.querySelector("[data-at]"));
  const none = /** @type {HTMLElement} */ (dialog.querySelector("[data-none]"));
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (dialog.querySelectorAll("a[data-file]"));
  const lanes = laneKey.create(dialog, page.schema);
  const waits = /** @type {HTMLElement} */ (dialog.querySelector("[data-waits]"));
  let led = "-"; // the run and the lane to which the links lead
  let status = "";
  document.getElementById("files")?.addEventListener("click", () => {
    waits.hidden = !moving();
    if (!waits.hidden) pause();
  });
  dialog.addEventListener("close", () => {
    if (!waits.hidden && !OVER.includes(status)) play();
    waits.hidden = true;
  });
  listen(document.getElementById("files"), dialog);

  return (frame, run) => {
    lanes.update(frame);
    at.textContent = count(frame.step);
    const lane = focused(frame);
    status = frame.status;
    const still = !dialog.open || !moving(); // until it waits, no link leads to another step than is said
    const now = `${run} ${lane} ${still}`;
    if (now === led) return;
    led = now;
    none.hidden = run !== "";
    for (const link of links) {
      const query = lane && "own" in link.dataset ? `?lane=${lane}` : "";
      if (run && still) link.href = `${base(page.root)}/api/runs/${run}/${link.dataset.file}${query}`;
      else link.removeAttribute("href");
    }
  };
}
