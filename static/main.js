/** The first to run on a lab's page: reads what the server says the page is, and joins run, views, controls and player. */
import { base } from "./api.js";
import { announcer } from "./announce.js";
import { createControls, showWhen } from "./controls.js";
import * as dialogs from "./dialogs.js";
import { tellHeight } from "./embed.js";
import * as keys from "./keys.js";
import * as link from "./link.js";
import { createPlayer } from "./player.js";
import * as recipes from "./recipe.js";
import { Session } from "./session.js";
import { situations, word } from "./situations.js";
import { copyButton } from "./share.js";
import { board } from "./states.js";
import * as theme from "./theme.js";
import { throttle } from "./throttle.js";
import { watch } from "./visibility.js";

/** @type {import("./types.js").Page} */
const page = JSON.parse(document.querySelector("#page")?.textContent ?? "{}");
const html = document.documentElement;
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const lab = byId("lab");

const states = board(byId("states"));
const { say, update: announce } = announcer(byId("live-region"));
const told = situations(states, () => session);
const session = new Session(page, {
  news: () => draw(),
  phase: (phase, detail) => {
    told.phase(phase, detail);
    draw();
  },
  refused: (names, sentence) => {
    if (!controls.refuse(names, sentence)) states.say("refused", { tone: "warn", text: sentence, dismiss: () => {} });
    say(sentence);
    draw();
  },
});

/** @type {import("./types.js").Actions} */
const actions = {
  change: (values) => session.change(values),
  preview: (values) => session.preview(values),
  restart: (config) => void session.restart(config),
  look: (values) => session.look(values),
  say,
};
const controls = createControls(byId("frame"), page, { ...actions, playing: () => session.frame.playing });
const player = createPlayer(byId("player"), {
  play: (pace) => session.play(pace),
  pause: () => session.pause(),
  step: (n) => session.step(n),
  seek: (step) => session.seek(step),
  pace: (pace) => {
    session.pace = pace;
    keepAddress();
  },
});
player.showing(session.pace);

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
    html.dataset.step = String(frame.step);
    player.update(frame, session.phase === "live" && session.seen);
    told.update();
    controls.update(frame, session.store.compare);
    if (!session.seen || !view) return;
    showLastMark(frame);
    view.update(frame);
    announce(frame);
    session.stream?.drawn();
    html.dataset.ready = "true";
    keepAddress();
  });
}

/** Under the live controls: what was changed last, and when. @param {import("./types.js").Frame} frame */
function showLastMark(frame) {
  const note = document.getElementById("last-change");
  const mark = frame.marks.findLast(({ step }) => step <= frame.step);
  const text = mark ? `${mark.text} at step ${mark.step}.` : "";
  if (note) note.textContent = text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

// ---- the address always holds the run

const address = () => `${base(page.root)}/labs/${page.lab}${recipes.written(recipes.query(page.schema, session.recipe()))}`;
const keepAddress = throttle(600, () => {
  if (!session.seen) return;
  const open = /** @type {HTMLAnchorElement | null} */ (document.getElementById("open-lab"));
  if (open) open.href = address();
  if (!page.embed && location.href !== address()) history.replaceState(null, "", address());
});

// ---- everything around the run

link.listen();
document.addEventListener("themechange", () => view?.resize?.());
document.addEventListener("themechange", draw);
theme.listen(document.getElementById("theme"));
showWhen(session.store.initial);
copyButton(document.getElementById("copy-link"), address, say);
dialogs.listen(document.getElementById("keys-help"), document.getElementById("keys-dialog"));
dialogs.embedDialog(page, () => session.recipe(), () => session.frame.config);
keys.listen(player, () => dialogs.show(document.getElementById("keys-dialog")));
if (page.embed) tellHeight(document.body);
for (const [i, note] of page.notes.entries()) states.say(`note-${i}`, { tone: "warn", text: note, dismiss: () => {} });
addEventListener("pageshow", draw);

watch(html, (now) => {
  visible = now;
  if (visible && session.phase === "asleep") session.open();
  draw();
});

try {
  const { create } = await import(`./labs/${page.lab}.js`);
  view = create(lab, actions, page.schema);
} catch (error) {
  states.say("page", { tone: "bad", text: "This page could not be put together. Loading it again may help.", ways: [{ label: "Load again", primary: true, act: () => location.reload() }] });
  throw error;
}
new ResizeObserver(() => {
  view?.resize?.();
  draw();
}).observe(lab);
draw();
