/** A picture over time that can be pointed at: a place under the pointer, or by the arrow keys. */

/**
 * @typedef {{time: number, unit: number}} Place
 * @typedef {object} Hand
 * @property {string} label                                              what is chosen, and how
 * @property {(x: number, y: number) => Place | null} at                 what lies there, in pixels of the picture
 * @property {() => Place} now
 * @property {() => {times: number, units: number}} ends
 * @property {(place: Place) => string} said
 * @property {(place: Place) => void} choose
 * @property {(place: Place | null) => void} over                        the pointer has come here, or gone
 */

const LEAP = 4; // of Page Up and Page Down
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], PageUp: [0, -LEAP], PageDown: [0, LEAP], Home: [-1e6, 0], End: [1e6, 0] };

/** @param {HTMLElement} host @param {Hand} hand */
export function createGrab(host, hand) {
  const pane = document.createElement("div");
  pane.className = "rnn-grab";
  pane.tabIndex = 0;
  pane.setAttribute("role", "slider");
  pane.setAttribute("aria-label", hand.label);
  host.append(pane);
  const place = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const box = pane.getBoundingClientRect();
    return hand.at(event.clientX - box.left, event.clientY - box.top);
  };
  pane.addEventListener("pointermove", (event) => hand.over(place(event)));
  pane.addEventListener("pointerleave", () => hand.over(null));
  pane.addEventListener("click", (event) => {
    const there = place(event);
    if (!there) return;
    hand.choose((asked = there)); // an arrow key may come before it is drawn
    tell();
  });
  pane.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys step through training
    const { times, units } = hand.ends();
    const { time, unit } = asked ?? hand.now();
    asked = { time: Math.max(0, Math.min(times - 1, time + way[0])), unit: Math.max(0, Math.min(units - 1, unit + way[1])) };
    hand.choose(asked);
    tell();
  });
  /** What was asked for last and may not have come back yet. @type {Place | null} */
  let asked = null;

  function tell() {
    const { times, units } = hand.ends();
    const here = asked ?? hand.now();
    const marks = { "aria-valuemin": 0, "aria-valuemax": Math.max(1, times * units - 1), "aria-valuenow": here.unit * times + here.time, "aria-valuetext": hand.said(here) };
    for (const [name, value] of Object.entries(marks)) if (pane.getAttribute(name) !== String(value)) pane.setAttribute(name, String(value));
  }

  return { pane, update() {
    const { time, unit } = hand.now();
    if (asked?.time === time && asked.unit === unit) asked = null;
    tell();
  } };
}
