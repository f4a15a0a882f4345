/**
 * The card that makes a race of the run, and tells how it stands: which run is which, where each is, who is lowest.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./race.js").Race} Race
 */
import { focused, focusOn } from "./focus.js";
import { count, num } from "./format.js";
import { races } from "./race.js";
import { builder } from "./race-builder.js";
import { OBJECTIVE } from "./trail.js";
import { made } from "./views/history.js";
import { laneLooks, swatch } from "./views/lanes.js";
import { diverged } from "./views/upcoming.js";

const WORD = 13; // characters that stand beside a swatch
const NEARLY = 1e-6; // of J at the start: who is lowest there says nothing

/** J of all the data where a lane began. @param {Frame} frame @param {number} lane */
function firstOf({ trail }, lane) {
  return trail[lane]?.length ? trail[lane].rows[OBJECTIVE] : 0;
}

/** @param {HTMLElement | null} card @param {import("./types.js").Schema} schema @param {import("./types.js").Actions} actions
 * @param {(frame: Frame) => Race[]} more  the races of this lab alone */
export function createRaceCard(card, { knobs }, actions, more) {
  if (!card) return { update: () => {} };
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (card.querySelector(`[data-race=${name}]`));
  const [offers, standings, note, leave] = ["offers", "standings", "note", "leave"].map(part);
  /** @type {Frame | null} */
  let frame = null;
  const open = builder(document.getElementById("race-dialog"), knobs, (compare) => actions.race(compare));
  part("build").addEventListener("click", () => frame && open(frame));
  leave.addEventListener("click", () => {
    if (!frame) return;
    const kept = frame.lanes[focused(frame)];
    actions.race(null, Object.fromEntries(Object.keys(frame.compare ?? {}).map((name) => [name, kept[name]])));
  });

  let offered = "";
  let told = "";
  let run = -1;
  /** @type {boolean[]} */
  let fallen = []; // lanes of which it has been said that they diverged

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const found = [...races(next, knobs), ...more(next)];
    const titles = found.map(({ title }) => title).join();
    if (titles !== offered) {
      offered = titles;
      offers.replaceChildren(...found.map(offer));
    }
    offers.hidden = !found.length;
    const running = next.lanes.length > 1;
    standings.hidden = leave.hidden = note.hidden = !running;
    if (running) stand(next);
  }

  /** @param {Race} race */
  function offer({ name, title }) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: title });
    button.addEventListener("click", () => {
      const race = frame && [...races(frame, knobs), ...more(frame)].find((one) => one.name === name); // as the run is now
      if (race) actions.race(race.compare);
    });
    return button;
  }

  /** @param {Frame} now */
  function stand(now) {
    const looks = laneLooks(now, knobs);
    const heights = looks.map((_, lane) => now.scalars[lane ? `objective@${lane}` : "objective"]);
    const stopped = looks.map((_, lane) => diverged(now, lane));
    const places = looks.map((_, lane) => (stopped[lane] ? `diverged at ${count(made(now.losses[lane]))}` : num(heights[lane])));
    if (now.run !== run) [run, fallen] = [now.run, stopped]; // of a run that a link brought back nothing is news
    for (const [lane, here] of stopped.entries()) if (here && !fallen[lane]) actions.say(`Run ${lane + 1}, ${looks[lane].label}, diverged at step ${count(made(now.losses[lane]))}.`);
    fallen = stopped;
    const key = JSON.stringify([looks.map(({ label }) => label), places, focused(now)]);
    if (key === told) return;
    told = key;
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.lane : undefined;
    standings.querySelector("tbody")?.replaceChildren(...looks.map(({ label, mark }, lane) => {
      const row = document.createElement("tr");
      row.innerHTML = `<th scope="row"><button type="button" class="ghost" data-lane="${lane}" aria-pressed="${lane === focused(now)}"><b>${mark}</b>${swatch(lane)}<span></span></button></th><td class="r"></td>`;
      /** @type {HTMLElement} */ (row.querySelector("span")).textContent = label;
      row.cells[1].textContent = places[lane];
      row.classList.toggle("stopped", stopped[lane]);
      const button = /** @type {HTMLElement} */ (row.querySelector("button"));
      button.classList.toggle("long", label.split(" ").some((word) => word.length > WORD));
      button.title = `Show the details of ${label}`;
      button.addEventListener("click", () => focusOn(lane));
      return row;
    }));
    if (held !== undefined) /** @type {HTMLElement | null} */ (standings.querySelector(`[data-lane="${held}"]`))?.focus();
    const going = heights.filter((height, lane) => !stopped[lane] && Number.isFinite(height));
    const lowest = heights.indexOf(Math.min(...going));
    const down = looks.filter((_, lane) => !stopped[lane] && heights[lane] <= NEARLY * firstOf(now, lane));
    const apart = knobs.some((knob) => knob.measures && now.lanes.some((lane) => lane[knob.name] !== now.lanes[0][knob.name])); // each measures something else
    note.textContent = lowest >= 0 && apart ? "Their J measure different things: none is lower than another’s." : now.step === 0 ? "All at the start. Which will win?" : lowest < 0 ? "None of them is still going."
      : down.length < 2 ? `Lowest now: ${looks[lowest].label}.`
      : down.length === looks.length ? "All are down to nearly 0." : `Down to nearly 0: ${down.map(({ mark }) => mark).join(", ")}.`;
  }
  return { update };
}
