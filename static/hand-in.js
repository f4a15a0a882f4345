/** A student's own table or text: handed to the server, which answers with the name under which a run can use it. */
import { Refusal, handIn } from "./api.js";
import * as handed from "./handed.js";

/** @param {HTMLElement} part @param {{root: string, schema: {lab: string}}} page @param {(data: string) => void} use "" for the lab's own data
 * @returns {(value: import("./types.js").Value) => void}  shows which data are in force */
export function handInField(part, { root, schema: { lab } }, use) {
  const input = /** @type {HTMLInputElement} */ (part.querySelector("input[type=file]"));
  const refusal = /** @type {HTMLElement} */ (part.querySelector(".refusal"));
  const name = part.querySelector(".file-name");
  const note = part.querySelector(".data-note");
  const list = part.querySelector("select"); // of the lab's own data sets, where it has several
  const own = /** @type {HTMLElement | null} */ (part.querySelector(".own-data"));
  /** @type {Map<import("./types.js").Value, string>} */
  const files = new Map(); // the names of those that were handed in here, by the names of their data
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    refusal.textContent = "";
    try {
      const answer = await handIn(root, input.dataset.kind === "text" ? "text" : "table", file);
      const { data, label, about } = answer;
      handed.keep(answer);
      files.set(data, file.name);
      if (list) offer(list, data, label).dataset.about = about;
      use(data);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal.textContent = (error.problems.length ? error.problems.slice(0, 3).map(sentence) : [error.message]).map(ended).join(" ");
    }
    input.value = "";
  });
  own?.addEventListener("click", () => use(""));
  return (value) => {
    const file = files.get(value) ?? "";
    if (name && name.textContent !== file) name.textContent = file;
    if (own) own.hidden = value === "";
    const { note: odd = "", note_lab: whose = lab } = handed.find(value)?.summary ?? {};
    if (note && note.textContent !== (whose === lab ? odd : "")) note.textContent = whose === lab ? odd : "";
  };
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
