/** The film of a dot: its frames in a row, and under each the direction that the network makes of it. */
import { picture } from "./rnn-task-pixels.js";
import { brief, said } from "./rnn-task-said.js";
import { visible } from "./symbols.js";
import { rove } from "./rnn-task-rove.js";
import { following, sideways } from "./sideways.js";
import { make, set } from "./svg.js";
import { say } from "../written.js";

/** Directions in degrees: an arrow to the right is turned by them. @type {Record<string, number>} */
const TURNS = { right: 0, down: 90, left: 180, up: 270 };

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {import("./rnn-task.js").Draw} */
export function create(place, { choose }) {
  const list = document.createElement("ol");
  list.className = "rnn-frames";
  place.append(list);
  sideways(list, "The frames");
  const follow = following(list);
  rove(list, "button.at", () => 1e9);
  /** @type {ReturnType<typeof item>[]} */
  let items = [];
  return (_, s) => {
    if (items.length !== s.T) {
      items = Array.from({ length: s.T }, (_, t) => item(t, choose));
      list.replaceChildren(...items.map(({ element }) => element));
      list.classList.toggle("long", s.T > 12);
    }
    items.forEach((one, t) => one.show(s, t));
    follow(items[s.time]?.element, s.time < s.T - 1);
    return sentence(s);
  };
}

/** @param {number} t @param {(t: number) => void} choose */
function item(t, choose) {
  const element = document.createElement("li");
  const at = Object.assign(document.createElement("button"), { type: "button", className: "at", textContent: `t${t}`, tabIndex: t ? -1 : 0 });
  at.addEventListener("click", () => choose(t));
  const frame = picture(`frame t${t}`);
  const answer = document.createElement("div");
  answer.className = "answer";
  const way = arrow();
  const p = document.createElement("span");
  const name = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  answer.append(way.element, name, p);
  const right = Object.assign(document.createElement("small"), { textContent: "" });
  element.append(at, frame.element, answer, right);
  return {
    element,
    /** @param {import("./rnn-sequence.js").Sequence} s @param {number} t */
    show(s, t) {
      frame.show(s.row("x", t));
      const pressed = String(t === s.time);
      if (at.getAttribute("aria-pressed") !== pressed) at.setAttribute("aria-pressed", pressed);
      const wanted = s.row("wanted", t)[0];
      const asked = wanted >= 0;
      const { text, k, p: share } = said(s, s.row("said", t));
      const good = k === wanted;
      answer.className = asked ? `answer ${good ? "good" : "wrong"}` : "answer none";
      answer.dataset.link = asked ? `y-${t}-${k}` : "";
      way.turn(asked ? text : "");
      say(name, asked ? `says ${text}, which is ${good ? "right" : "wrong"}, with ` : "");
      say(p, asked ? brief(share) : "");
      say(right, asked ? (good ? "" : `right: ${visible(s.outputs[wanted])}`) : "no move yet");
    },
  };
}

/** A little arrow that is turned. */
export function arrow() {
  const element = make("svg", { class: "way", viewBox: "-8 -8 16 16", width: 18, height: 18, "aria-hidden": "true" });
  const path = make("path", { d: "M-6 0H5M1-4.5 5.5 0 1 4.5" }, element);
  return {
    element,
    /** @param {string} way  "": none */
    turn(way) {
      set(path, "transform", `rotate(${TURNS[way] ?? 0})`);
      element.style.visibility = way ? "" : "hidden";
    },
  };
}

/** @param {import("./rnn-sequence.js").Sequence} s */
function sentence(s) {
  const asked = Array.from({ length: s.T }, (_, t) => t).filter((t) => s.row("wanted", t)[0] >= 0);
  const wrong = asked.filter((t) => said(s, s.row("said", t)).k !== s.row("wanted", t)[0]);
  if (!wrong.length) return "Every direction is right.";
  const [t] = wrong;
  const { text, p } = said(s, s.row("said", t));
  return `At t${t} it says <b>${text}</b> with ${brief(p)}; the dot moved ${s.outputs[s.row("wanted", t)[0]]}. ${wrong.length} of ${asked.length} directions are wrong.`;
}
