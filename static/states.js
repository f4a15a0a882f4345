/**
 * The designed states: what happened, in one plain sentence, and the way out. Each kind has one place in the list, and
 * saying it again replaces it.
 *
 * @typedef {"ok" | "warn" | "bad" | "info"} Tone
 * @typedef {{label: string, primary?: boolean, act: () => void}} Way
 * @typedef {object} State
 * @property {Tone} tone
 * @property {string} text
 * @property {number} [until]       a moment (ms) that the text counts down to, where it says {s}
 * @property {Way[]} [ways]
 * @property {() => void} [dismiss]  what else happens when it is closed; without it there is no way to close
 */

const ICONS = {
  ok: "M3.5 8.5l3 3 6-7",
  warn: "M8 2l6.500 12h-13zM8 6.500v3.500M8 11.500v1",
  bad: "M8 2l6.500 12h-13zM8 6.500v3.500M8 11.500v1",
  info: "M8 1.500a6.500 6.500 0 1 1 0 13a6.500 6.500 0 1 1 0-13M8 7v4.500M8 4.500v1",
};

/** @param {HTMLElement} host */
export function board(host) {
  /** @type {Map<string, {element: HTMLElement, state: State}>} */
  const shown = new Map();
  let clock = 0;

  const tick = () => {
    let waiting = false;
    for (const { element, state } of shown.values())
      if (state.until !== undefined) {
        waiting = true;
        const text = element.querySelector("p");
        if (text) text.textContent = worded(state);
      }
    if (!waiting) {
      clearInterval(clock);
      clock = 0;
    }
  };

  /** @param {string} kind @param {State} state */
  const say = (kind, state) => {
    hush(kind);
    const element = banner(state, () => hush(kind));
    element.dataset.state = kind;
    host.append(element);
    shown.set(kind, { element, state });
    if (state.until !== undefined) clock ||= window.setInterval(tick, 500);
  };

  /** @param {string} kind */
  const hush = (kind) => {
    shown.get(kind)?.element.remove();
    shown.delete(kind);
  };
  return { say, hush };
}

/** @param {State} state */
function worded({ text, until }) {
  if (until === undefined) return text;
  return text.replace("{s}", String(Math.max(1, Math.ceil((until - Date.now()) / 1000))));
}

/** @param {State} state @param {() => void} close */
function banner(state, close) {
  const element = document.createElement("div");
  element.className = `banner ${state.tone}`;
  element.append(icon(ICONS[state.tone]));
  const text = document.createElement("p");
  text.textContent = worded(state);
  element.append(text);
  const ways = document.createElement("div");
  ways.className = "end";
  for (const way of state.ways ?? []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = way.label;
    if (way.primary) button.className = "primary";
    button.addEventListener("click", way.act);
    ways.append(button);
  }
  const { dismiss } = state;
  if (dismiss) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "close";
    button.setAttribute("aria-label", "Close this message");
    button.append(icon("M4 4l8 8M12 4l-8 8"));
    button.addEventListener("click", () => (close(), dismiss()));
    ways.append(button);
  }
  if (ways.childElementCount) element.append(ways);
  return element;
}

/** @param {string} path */
function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ width: "16", height: "16", viewBox: "0 0 16 16", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": "1.6", "stroke-linejoin": "round" }))
    svg.setAttribute(name, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
