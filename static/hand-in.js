/** A student's own table or text: handed to the server, which answers with the name under which a run can use it. */
import { Refusal, handIn } from "./api.js";

/** @param {HTMLElement} part @param {string} root @param {(data: string) => void} use "" for the lab's own data */
export function handInField(part, root, use) {
  const input = /** @type {HTMLInputElement} */ (part.querySelector("input[type=file]"));
  const refusal = /** @type {HTMLElement} */ (part.querySelector(".refusal"));
  const name = part.querySelector(".file-name");
  const list = part.querySelector("select"); // of the lab's own data sets, where it has several
  const own = /** @type {HTMLElement | null} */ (part.querySelector(".own-data"));
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    refusal.textContent = "";
    try {
      const { data, label, about } = await handIn(root, input.dataset.kind === "text" ? "text" : "table", file);
      if (name) name.textContent = file.name;
      if (own) own.hidden = false;
      if (list) offer(list, data, label).dataset.about = about;
      use(data);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal.textContent = (error.problems.length ? error.problems.slice(0, 3).map(sentence) : [error.message]).map(ended).join(" ");
    }
    input.value = "";
  });
  own?.addEventListener("click", () => {
    if (name) name.textContent = "";
    own.hidden = true;
    use("");
  });
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
