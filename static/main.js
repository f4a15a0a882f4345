/** The first to run on a lab's page: reads what the server says the page is, and joins run, views, controls and player. */
import { base } from "./api.js";
import { announcer } from "./announce.js";
import { createControls, showWhen } from "./controls.js";
import * as dialogs from "./dialogs.js";
import { embedDialog } from "./embed-dialog.js";
import { tellHeight } from "./embed.js";
import { filesDialog } from "./files-dialog.js";
import { focused, focusOn } from "./focus.js";
import * as handed from "./handed.js";
import * as keys from "./keys.js";
import * as link from "./link.js";
import { createRaceCard } from "./race-card.js";
import { createPlayer } from "./player.js";
import { spoken } from "./pace.js";
import * as recipes from "./recipe.js";
import { rights, within } from "./rights.js";
import { Session } from "./session.js";
import { situations, word } from "./situations.js";
import { copyButton } from "./share.js";
import * as skip from "./skip.js";
import * as slow from "./slow-motion.js";
import { board } from "./states.js";
import { createStory } from "./story.js";
import * as theme from "./theme.js";
import { throttle } from "./throttle.js";
import { watch } from "./visibility.js";

/** @type {import("./types.js").Page} */
const page = JSON.parse(document.querySelector("#page")?.textContent ?? "{}");
Object.values(page.data).forEach(handed.keep);
const html = document.documentElement;
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const lab = byId("lab");

const states = board(byId("states"));
const { say, update: announce } = announcer(byId("live-region"));
const told = situations(states, () => session, () => acts, () => visible && !document.hidden);
const session = new Session(page, {
  news: () => draw(),
  phase: (phase, detail) => {
    told.phase(phase, detail);
    if (phase === "live") refuse(page.schema.knobs.map(({ name }) => name), ""); // of before this connection
    draw();
  },
  refused: (names, sentence) => {
    if (refuse(names, sentence)) say(sentence);
    else tellNote(sentence);
    draw();
  },
  noted: tellNote,
});

/** At the fields of these knobs, or at the pictures in which they are set. @param {string[]} names @param {string} sentence */
function refuse(names, sentence) {
  const there = view?.refuse?.(names, sentence) ?? false;
  return controls.refuse(names, sentence) || there;
}

/** @param {string} text */
function tellNote(text) {
  states.say("refused", { tone: "warn", text, dismiss: () => {} });
  say(text);
}

const walker = slow.walker({ step: (n) => session.step(n), pace: () => session.pace });

/** Whatever moves or changes the run passes through here, whoever asks for it. */
const may = rights(page.controls);
const acts = within(may, {
  may,
  say,
  change: (values) => session.change(values),
  preview: (values) => session.preview(values),
  restart: (config, along = {}) => void session.restart(config, along),
  race: (compare, config) => void session.race(compare, config),
  look: (values, passing) => {
    session.look(values, passing);
    draw(); // the address tells of it, even where no frame comes
  },
  changeAt: (step, values) => session.changeAt(step, values),
  play: (pace = session.pace) => {
    session.pace = pace;
    if (slow.slow()) walker.play();
    else session.play(pace);
  },
  pause: () => {
    if (slow.walks()) walker.pause();
    else session.pause();
  },
  step: (n) => {
    if (slow.slow() && Math.abs(n) === 1) walker.move(n > 0 ? 1 : -1);
    else session.step(n);
  },
  seek: (step) => session.seek(step),
  predict: (n) => {
    const { acted } = session;
    return () => void (session.acted === acted && session.step(n));
  },
  spoken: (/** @type {import("./types.js").Pace} */ pace) => (slow.slow() ? slow.spokenSlow(pace) : spoken(pace)),
  pace: (pace) => {
    session.pace = pace;
    keepAddress();
  },
});
const controls = createControls(byId("frame"), page, { ...acts, playing: () => session.frame.playing });
const player = createPlayer(byId("player"), acts);
player.showing(session.pace);
const story = createStory(page);
const files = filesDialog(page, { ...acts, moving: () => session.frame.playing || slow.walks() });

// ---- drawing: once per picture of the screen, only when something is new and somebody can see it

/** @type {import("./types.js").View | null} */
let view = null;
let visible = false;
let asked = false;

function draw() {
  if (asked || !visible) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const { frame } = session;
    html.dataset.status = word(session);
    const there = session.phase === "live" && session.seen;
    walker.update(frame, there);
    player.update(slow.walks() ? { ...frame, status: "playing" } : frame, there);
    told.update();
    controls.update(frame, session.store.compare);
    files(frame, session.phase === "live" ? session.made?.run ?? "" : "");
    if (!session.seen || !view) return;
    html.dataset.step = String(frame.step); // that which the pictures show
    focusAnew(frame);
    showLastMark(frame);
    story.update(session.preset, frame);
    view.update(story.veil(frame));
    announce(frame);
    session.stream?.drawn();
    html.dataset.ready = "true";
    keepAddress();
  });
}

let raced = "-"; // the race whose runs can be looked at

/** In another race the first run is looked at, or the one that the page was opened for. @param {import("./types.js").Frame} frame */
function focusAnew({ lanes, compare }) {
  const race = [lanes.length, ...Object.keys(compare ?? {})].join();
  if (race !== raced) focusOn(raced === "-" ? page.recipe.lane ?? 0 : 0);
  raced = race;
}

/** Under the live controls: what was changed last, and when. @param {import("./types.js").Frame} frame */
function showLastMark(frame) {
  const note = document.getElementById("last-change");
  const mark = frame.marks.findLast(({ step }) => step <= frame.step);
  const text = mark ? `${mark.text} at step ${mark.step}.` : "";
  if (note) note.textContent = text.replace(/^[a-z](?=[a-z ])/, (letter) => letter.toUpperCase());
}

// ---- the address always holds the run

/** What is on screen: the run, and whose details. */
const recipe = () => ({ ...session.recipe(), lane: focused(session.frame) || null });

/** Or, of a run with more changes than an address can hold, its longest beginning; `part` says which. */
const address = () => {
  const whole = recipe();
  const told = recipes.linkable(page.schema, whole);
  return { link: `${base(page.root)}/labs/${page.lab}${recipes.written(recipes.query(page.schema, told))}`, part: told === whole ? "" : recipes.partly(told, whole) };
};
const keepAddress = throttle(350, () => { // Safari takes 100 addresses in 30 s
  if (!session.seen) return;
  const open = /** @type {HTMLAnchorElement | null} */ (document.getElementById("open-lab"));
  const { link } = address();
  if (open) open.href = link;
  if (!page.embed && location.href !== link) history.replaceState(null, "", link);
});

// ---- everything around the run

link.listen();
document.addEventListener("themechange", () => view?.resize?.());
document.addEventListener("themechange", draw);
document.addEventListener("focuschange", draw);
let slowly = false;
document.addEventListener("slowmotionchange", () => {
  const begun = slow.slow() && !slowly;
  slowly = slow.slow();
  if (slowly && session.frame.playing) session.pause();
  if (begun && session.frame.playing) walker.goOn();
  player.showing(session.pace);
  draw();
});
document.addEventListener("predictionchange", draw);
theme.listen(document.getElementById("theme"));
showWhen(session.store.initial);
copyButton(document.getElementById("copy-link"), () => {
  const { link, part } = address();
  if (part) states.say("link", { tone: "warn", text: part, dismiss: () => {} });
  return link;
}, say);
skip.listen();
dialogs.listen(document.getElementById("keys-help"), document.getElementById("keys-dialog"));
embedDialog(page, recipe, () => session.frame);
keys.listen(player, may, () => dialogs.show(document.getElementById("keys-dialog")));
if (page.embed) tellHeight(document.body);
for (const [i, note] of page.notes.entries()) states.say(`note-${i}`, { tone: "warn", text: note, dismiss: () => {} });
const lost = page.embed ? page.pictures.filter((name) => !lab.querySelector(`[data-picture="${CSS.escape(name)}"]`)) : [];
if (lost.length) states.say("note-pictures", { tone: "warn", text: `There is no picture ${lost.slice(0, 6).map((name) => `“${name.slice(0, 40)}”`).join(", ")} here; ignored.`, dismiss: () => {} });
addEventListener("pageshow", draw);

watch(html, (now) => {
  visible = now;
  if (visible && session.phase === "asleep") session.open();
  draw();
});

try {
  const { create, races } = await import(`./labs/${page.lab}.js`);
  const shown = create(lab, acts, page.schema);
  const race = createRaceCard(document.getElementById("race"), page.schema, acts, races ?? (() => []));
  view = {
    ...shown,
    update(frame) {
      shown.update(frame);
      race.update(frame);
    },
  };
} catch (error) {
  states.say("page", { tone: "bad", text: "This page could not be put together. Loading it again may help.", ways: [{ label: "Load again", primary: true, act: () => location.reload() }] });
  throw error;
}
new ResizeObserver(() => {
  view?.resize?.();
  draw();
}).observe(lab);
draw();
