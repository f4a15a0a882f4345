/** The dialog that gives files of the run on screen: its losses as a table, and the texts of its lab. The links lead to the
 * run that is shown, whichever that is by now. */
import { base } from "./api.js";
import { listen } from "./dialogs.js";
import { focused } from "./focus.js";
import { count } from "./format.js";
import * as laneKey from "./views/lane-key.js";

/** @param {import("./types.js").Page} page
 * @returns {(frame: import("./types.js").Frame, run: string) => void} `run`: its id; "" while it cannot be reached */
export function filesDialog(page) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("files-dialog"));
  if (!dialog) return () => {};
  const at = /** @type {HTMLElement} */ (dialog.querySelector("[data-at]"));
  const none = /** @type {HTMLElement} */ (dialog.querySelector("[data-none]"));
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (dialog.querySelectorAll("a[data-file]"));
  const lanes = laneKey.create(dialog, page.schema);
  let led = "-"; // the run and the lane to which the links lead
  listen(document.getElementById("files"), dialog);

  return (frame, run) => {
    lanes.update(frame);
    at.textContent = count(frame.step);
    const lane = focused(frame);
    const now = `${run} ${lane}`;
    if (now === led) return;
    led = now;
    none.hidden = run !== "";
    for (const link of links) {
      const query = lane && "own" in link.dataset ? `?lane=${lane}` : "";
      if (run) link.href = `${base(page.root)}/api/runs/${run}/${link.dataset.file}${query}`;
      else link.removeAttribute("href");
    }
  };
}
