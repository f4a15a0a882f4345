/** Words or symbols to be chosen one by one; a sentence can also be longer or shorter, or written as a whole. */
import { sentenceOf } from "./rnn-whatif-spelling.js";
import { visible } from "./symbols.js";
import { sideways } from "./sideways.js";

/** @param {HTMLElement} place @param {import("./rnn-whatif-inputs.js").Change} change @param {string} task @returns {import("./rnn-whatif-inputs.js").Show} */
export function create(place, change, task) {
  const list = document.createElement("ol");
  list.className = "rnn-chips";
  const tools = document.createElement("div");
  tools.className = "rnn-own";
  const [more, less] = ["Add a word", "Remove the last"].map((textContent) => Object.assign(document.createElement("button"), { type: "button", textContent }));
  const label = Object.assign(document.createElement("label"), { textContent: "or your own sentence " });
  const field = Object.assign(document.createElement("input"), { type: "text", className: "text", autocomplete: "off", spellcheck: false, maxLength: 400 });
  const refusal = Object.assign(document.createElement("p"), { className: "refusal", id: "whatif-refused" });
  refusal.setAttribute("role", "alert");
  field.setAttribute("aria-describedby", refusal.id);
  const go = Object.assign(document.createElement("button"), { type: "button", textContent: "Try it" });
  label.append(field);
  tools.append(more, less, label, go);
  place.append(list);
  sideways(list, "The symbols");
  if (task === "negation") place.append(tools, refusal);
  /** @type {HTMLSelectElement[]} */
  let choices = [];
  let made = "";
  /** @type {number[]} */
  let now = [];
  /** @type {import("./rnn-sequence.js").Sequence | null} */
  let s = null;

  list.addEventListener("change", ({ target }) => {
    const at = choices.indexOf(/** @type {HTMLSelectElement} */ (target));
    if (at >= 0) change(now.map((id, t) => (t === at ? Number(choices[at].value) : id)));
  });
  more.addEventListener("click", () => s && now.length < s.T && change([...now, now[now.length - 1] ?? 0]));
  less.addEventListener("click", () => now.length > 1 && change(now.slice(0, -1)));
  function take() {
    if (!s) return;
    const { ids, wrong } = sentenceOf(field.value, s.inputs, s.T);
    refusal.textContent = wrong;
    field.setAttribute("aria-invalid", String(wrong !== ""));
    if (!wrong) change(ids);
  }
  go.addEventListener("click", take);
  field.addEventListener("keydown", (event) => event.key === "Enter" && take());

  return (sequence, values, before) => {
    s = sequence;
    now = values;
    const key = `${values.length} ${s.inputs.join("\n")}`;
    if (key !== made) {
      made = key;
      const names = s.inputs;
      choices = values.map((_, t) => {
        const select = document.createElement("select");
        select.setAttribute("aria-label", `t${t}`);
        select.append(...names.map((name, id) => new Option(visible(name), String(id))));
        return select;
      });
      list.replaceChildren(...choices.map((select, t) => {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("span"), { className: "sub", textContent: `t${t}` }), select);
        return item;
      }));
    }
    choices.forEach((select, t) => {
      if (select.value !== String(values[t])) select.value = String(values[t]);
      select.classList.toggle("changed", values[t] !== before[t]);
    });
    more.setAttribute("aria-disabled", String(now.length >= s.T));
    more.title = now.length >= s.T ? `There is room for ${s.T} words` : "";
    less.setAttribute("aria-disabled", String(now.length < 2));
  };
}
