/** A student's own table or text: handed to the server, which answers with the name under which a run can use it. */
import { Refusal, handIn } from "./api.js";
import * as handed from "./handed.js";

/** @typedef {import("./types.js").Value} Value */

/** @param {HTMLElement} part @param {{root: string, schema: {lab: string}}} page @param {(data: string) => void} use "" for the lab's own data
 * @returns {{show: (value: Value, config: import("./types.js").Config) => void, refused: () => void}}  which data are in force,
 *   and how a run with this configuration reads them; that those which were handed in last cannot be used */
export function handInField(part, { root, schema: { lab } }, use) {
  const input = /** @type {HTMLInputElement} */ (part.querySelector("input[type=file]"));
  const refusal = /** @type {HTMLElement} */ (part.querySelector(".refusal"));
  const name = part.querySelector(".file-name");
  const note = part.querySelector(".data-note");
  const list = part.querySelector("select"); // of the lab's own data sets, where it has several
  const own = /** @type {HTMLElement | null} */ (part.querySelector(".own-data"));
  const kind = input.dataset.kind === "text" ? "text" : "table";
  const chosen = part.querySelector(".chosen");
  const showRead = understood(part);
  let again = () => {};
  /** @type {Value} */
  let inForce = "";
  /** @type {Set<Value>} */
  const used = new Set(); // that have been in force
  /** @type {Map<Value, string>} */
  const files = new Map(); // the names of those that were handed in here, by the names of their data
  /** @param {Blob} file @param {string} called */
  const take = async (file, called) => {
    refusal.textContent = "";
    try {
      const answer = await handIn(root, kind, file);
      const { data, label, about, summary } = answer;
      if (summary.refused?.[lab]) {
        refusal.textContent = summary.refused[lab];
        return false;
      }
      handed.keep(answer);
      files.set(data, called);
      if (list) offer(list, data, label).dataset.about = about;
      use(data);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal.textContent = (error.problems.length ? error.problems.slice(0, 3).map(sentence) : [error.message]).map(ended).join(" ");
      return false;
    }
  };
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (file) await take(file, file.name);
    input.value = "";
  });
  own?.addEventListener("click", () => use(""));
  takeDropped(part, kind, take);
  takePasted(part, take);
  /** @param {Value} value @param {import("./types.js").Config} config */
  const show = (value, config) => {
    again = () => show(value, config);
    inForce = value;
    used.add(value);
    const file = files.get(value) ?? "";
    if (name && name.textContent !== file) name.textContent = file;
    if (own) own.hidden = value === "";
    const told = handed.asRead(root, value, config, () => again());
    if (told === undefined && handed.find(value)) return; // it comes
    if (kind === "text" && list && handed.find(value)) call(offer(list, String(value), ""), told);
    const { note: odd = "", remarks = {} } = told?.summary ?? {};
    const words = kind === "text" ? (told?.about ?? "") : [odd, remarks[lab]].filter(Boolean).join(" ");
    if (note && note.textContent !== words) note.textContent = words;
    showRead(told, lab);
  };
  /** What a list says of a text. @param {HTMLOptionElement} option @param {import("./types.js").HandedIn | null | undefined} told */
  const call = (option, told) => {
    const { label = "Your text", about = "" } = told ?? {};
    if (option.text !== label) option.text = label;
    option.dataset.about = about;
    if (chosen && chosen.textContent !== about) chosen.textContent = about;
  };
  const refused = () => {
    if (!list) return;
    for (const option of [...list.options]) if (handed.find(option.value) && !used.has(option.value)) option.remove();
    list.value = String(inForce);
  };
  return { show, refused };
}

/** A list's option for data of the student's own, which is made where there is none.
 * @param {HTMLSelectElement} list @param {string} data @param {string} label */
export function offer(list, data, label) {
  const known = [...list.options].find(({ value }) => value === data);
  if (known) return known;
  const option = new Option(label, data);
  list.append(option);
  return option;
}

/** What is dropped on the field is handed in: a file, or of a text also words that were marked elsewhere.
 * @param {HTMLElement} part @param {"table" | "text"} kind @param {(file: Blob, called: string) => void} take */
function takeDropped(part, kind, take) {
  const wanted = kind === "text" ? ["Files", "text/plain"] : ["Files"];
  const over = (/** @type {DragEvent} */ event) => {
    if (!wanted.some((type) => event.dataTransfer?.types.includes(type))) return;
    event.preventDefault();
    part.classList.add("dropping");
  };
  part.addEventListener("dragenter", over);
  part.addEventListener("dragover", over);
  part.addEventListener("dragleave", (event) => {
    if (!part.contains(/** @type {Node | null} */ (event.relatedTarget))) part.classList.remove("dropping");
  });
  part.addEventListener("drop", (event) => {
    part.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    const words = file || kind !== "text" ? "" : event.dataTransfer?.getData("text/plain");
    if (!file && !words) return;
    event.preventDefault();
    take(file ?? new Blob([words ?? ""]), file?.name ?? "");
  });
}

/** Where a text can be pasted: the place unfolds, and folds when its text is taken.
 * @param {HTMLElement} part @param {(file: Blob, called: string) => Promise<boolean>} take */
function takePasted(part, take) {
  const button = /** @type {HTMLButtonElement | null} */ (part.querySelector(".paste"));
  const place = /** @type {HTMLElement | null} */ (part.querySelector(".pasted"));
  const words = place?.querySelector("textarea");
  const ready = /** @type {HTMLButtonElement | null | undefined} */ (place?.querySelector(".use"));
  if (!button || !place || !words || !ready) return;
  const unfold = (/** @type {boolean} */ open) => {
    place.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    (open ? words : button).focus();
  };
  button.addEventListener("click", () => unfold(Boolean(place.hidden)));
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    unfold(false);
  });
  ready.addEventListener("click", async () => {
    ready.disabled = true; // one answer at a time
    const taken = await take(new Blob([words.value]), "").finally(() => (ready.disabled = false));
    if (taken) unfold(false);
    else words.focus();
  });
}

/** Shows what was understood of a text: its first sentence as it was split. @param {HTMLElement} part
 * @returns {(told: import("./types.js").HandedIn | null | undefined, lab: string) => void} */
function understood(part) {
  const place = /** @type {HTMLElement | null} */ (part.querySelector(".understood"));
  const words = place?.querySelector(".tokens");
  const note = place?.querySelector(".lab-note");
  /** @type {import("./types.js").HandedIn | null} */
  let shown = null;
  return (told, lab) => {
    if (!place || !words || !note || shown === (told ?? null)) return;
    shown = told ?? null;
    const { first = [], remarks = {} } = told?.summary ?? {};
    place.hidden = !first.length;
    note.textContent = remarks[lab] ?? "";
    words.replaceChildren(...first.map((word) => Object.assign(document.createElement("li"), { textContent: word })));
  };
}

/** @param {string} text */
function ended(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** @param {unknown} problem */
function sentence(problem) {
  if (problem === null || typeof problem !== "object") return String(problem);
  const { row, column, message } = /** @type {{row?: number, column?: number | string, message?: string}} */ (problem);
  return `${row === undefined ? "" : `Row ${row}${column === undefined ? "" : `, column ${column}`}: `}${message ?? ""}`;
}
