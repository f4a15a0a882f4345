/**
 * A race of the student's own: a table with a run in each row and a knob in each column, in a small window.
 *
 * @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Knob} Knob
 * @typedef {import("./types.js").Value} Value
 */
import { applies } from "./controls.js";
import { show } from "./dialogs.js";
import { called, cannot, follows, spelled, takes, understood } from "./knob-words.js";
import { MOST_LANES } from "./race.js";
import { swatch } from "./views/lanes.js";

/** @param {HTMLElement | null} dialog @param {Knob[]} knobs @param {(compare: Compare) => void} start
 * @returns {(frame: Frame) => void}  opens it with the race as it is, or with a first proposal */
export function builder(dialog, knobs, start) {
  if (!dialog) return () => {};
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
  const [table, fault] = [find("table"), find("[data-fault]")];
  const more = /** @type {HTMLSelectElement} */ (find("select"));
  /** What cannot be in a box of numbers stays in it, as the text that was typed. @type {Compare} */
  let compare = {};
  /** @type {import("./types.js").Config} */
  let config = {};
  const lanes = () => Object.values(compare)[0].length;
  const knobOf = (/** @type {string} */ name) => /** @type {Knob} */ (knobs.find((knob) => knob.name === name));
  const change = (/** @type {(values: Value[]) => Value[]} */ how) => {
    compare = Object.fromEntries(Object.entries(compare).map(([name, values]) => [name, how(values)]));
    lay();
  };

  /** Says what is wrong, at the first box that is; the box, or null. */
  function check() {
    const boxes = /** @type {HTMLInputElement[]} */ ([...table.querySelectorAll("input")]);
    const wrong = boxes.find((box) => box.getAttribute("aria-invalid") === "true") ?? null;
    const sentence = wrong ? cannot(knobOf(wrong.name), wrong.value, knobOf(wrong.name).high ?? Infinity) : "";
    if (fault.textContent !== sentence) fault.textContent = sentence;
    return wrong;
  }

  function lay() {
    const names = Object.keys(compare);
    const row = (/** @type {HTMLElement[]} */ ...cells) => {
      const line = document.createElement("tr");
      line.append(...cells);
      return line;
    };
    const head = row(cell("th", "Run"), ...names.map((name) => {
      const heading = cell("th", called(knobOf(name)));
      if (names.length > 1) heading.append(cross(`Do not compare ${called(knobOf(name))}`, () => {
        delete compare[name];
        lay();
      }));
      return heading;
    }), cell("th", ""));
    const body = Array.from({ length: lanes() }, (_, lane) => {
      const first = cell("th", "");
      first.scope = "row";
      first.innerHTML = `<span class="which"><b>${lane + 1}</b>${swatch(lane)}</span>`;
      const last = cell("td", "");
      if (lanes() > 1) last.append(cross(`Take run ${lane + 1} out`, () => change((values) => values.filter((_, at) => at !== lane))));
      return row(first, ...names.map((name) => field(knobOf(name), lane)), last);
    });
    table.replaceChildren(head, ...body);
    /** @type {HTMLButtonElement} */ (find("[data-add]")).disabled = lanes() >= MOST_LANES;
    more.replaceChildren(new Option("Another knob…", ""), ...knobs
      .filter((knob) => !names.includes(knob.name) && knob.comparable && applies(knob, config))
      .map((knob) => new Option(called(knob), knob.name)));
    more.disabled = more.options.length < 2;
    check();
  }

  /** @param {Knob} knob @param {number} lane */
  function field(knob, lane) {
    const place = cell("td", "");
    const value = compare[knob.name][lane];
    const name = `${called(knob)} of run ${lane + 1}`;
    if (knob.kind === "choice" || knob.kind === "bool") {
      const list = document.createElement("select");
      const choices = knob.kind === "bool" ? [[true, "on"], [false, "off"]] : knob.choices.map((one) => [one.value, one.label]);
      for (const [one, label] of choices) list.append(new Option(String(label), String(one), false, one === value));
      list.addEventListener("change", () => (compare[knob.name][lane] = choices[list.selectedIndex][0]));
      list.setAttribute("aria-label", name);
      place.append(list);
    } else {
      const free = knob.kind === "text";
      const shown = typeof value === "number" ? spelled(knob, value) : String(value);
      const box = Object.assign(document.createElement("input"), { className: free ? "text" : "number", name: knob.name, value: shown, autocomplete: "off", spellcheck: false });
      if (free) Object.assign(box, { maxLength: knob.high, placeholder: knob.none });
      else box.inputMode = "decimal";
      box.setAttribute("aria-label", name);
      box.setAttribute("aria-describedby", fault.id);
      box.setAttribute("aria-invalid", String(free ? !follows(knob, shown) : typeof value !== "number"));
      box.addEventListener("change", () => {
        const number = free ? null : understood(knob, box.value);
        const fits = free ? follows(knob, box.value) : takes(knob, number, knob.high ?? Infinity);
        compare[knob.name][lane] = fits && number !== null ? number : box.value.trim();
        if (fits && number !== null) box.value = spelled(knob, number);
        box.setAttribute("aria-invalid", String(!fits));
        check();
      });
      place.append(box);
    }
    return place;
  }

  more.addEventListener("change", () => {
    const knob = knobs.find(({ name }) => name === more.value);
    if (!knob) return;
    compare[knob.name] = Array.from({ length: lanes() }, () => config[knob.name]);
    lay();
  });
  find("[data-add]").addEventListener("click", () => change((values) => [...values, values[values.length - 1]]));
  find("form").addEventListener("submit", (event) => {
    const wrong = check();
    if (!wrong) return start(compare);
    event.preventDefault();
    wrong.focus();
  });

  return (frame) => {
    config = frame.config;
    const rate = Number(config.learning_rate);
    compare = structuredClone(frame.compare) ?? { learning_rate: [0.3, 1, 3].map((factor) => Number((factor * rate).toPrecision(3))) };
    for (const name of Object.keys(compare)) compare[name] = frame.lanes.length > 1 ? frame.lanes.map((lane) => lane[name]) : compare[name];
    lay();
    show(dialog);
  };
}

/** @param {"td" | "th"} tag @param {string} text */
function cell(tag, text) {
  return /** @type {HTMLTableCellElement} */ (Object.assign(document.createElement(tag), { textContent: text }));
}

/** @param {string} what @param {() => void} act */
function cross(what, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "close ghost", title: what });
  button.setAttribute("aria-label", what);
  button.innerHTML = '<svg width="10" height="10" viewBox="0 0 10 10" stroke="currentColor" stroke-width="1.6" aria-hidden="true"><path d="M1.500 1.500l7 7M8.500 1.500l-7 7"/></svg>';
  button.addEventListener("click", act);
  return button;
}
