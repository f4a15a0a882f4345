/**
 * Which state calls for which words: one plain sentence and the way out, for each thing that can happen to a run.
 *
 * @typedef {import("./session.js").Session} Session
 * @typedef {import("./session.js").Phase} Phase
 */
import { count, plain } from "./format.js";

/** A connection that is made faster than this is not worth a word. */
const PATIENCE = 700;
/** Without a step for so long, in milliseconds and in steps at the pace, a run that plays is told of as standing. */
const SILENT = 2500;
const MISSED = 3;
const BACK = 10;
const STANDING = "No step has come for some seconds: the server is busy, or takes the run up again. It goes on by itself, and nothing is lost.";
/** What a link brought back can be seen anyway: the sentence makes room again after this. */
const READING = 8000;

/** What <html data-status> says: one word for where page and run are. @param {Session} session */
export function word({ phase, frame, restored }) {
  switch (phase) {
    case "live":
      return restored && frame.status === "paused" ? "restored" : frame.status;
    case "full":
      return "full";
    case "away":
    case "reconnecting":
      return "reconnecting";
    case "refused":
    case "ended":
      return "failed";
    default:
      return "connecting";
  }
}

/** @param {ReturnType<typeof import("./states.js").board>} board @param {() => Session} current
 * @param {() => import("./rights.js").Acts} acts what the reader may do; a way out that leads through anything else is not offered
 * @param {() => boolean} seen  whether somebody can see the page: else it asks for no steps, and owes no word about them */
export function situations(board, current, acts, seen) {
  let patience = 0;
  let silence = 0;
  let ended = "";
  /** @type {Session["restored"]} */
  let told = null; // of this one the student knows
  const retry = { label: "Try now", act: () => current().retry() };
  const defaults = { label: "Start with the defaults", primary: true, act: () => void current().startOver() };

  /** @param {Phase} phase @param {{until?: number, reason?: string, step?: number}} detail */
  function phase(phase, { until, reason, step }) {
    clearTimeout(patience);
    board.hush("connection");
    listen();
    const session = current();
    const awaited = step ? `The server makes the run anew, up to step ${count(step)}…` : "Connecting to the server…";
    if (phase === "making" || phase === "connecting")
      patience = window.setTimeout(() => board.say("connection", { tone: "info", text: awaited }), PATIENCE);
    else if (phase === "reconnecting")
      board.say("connection", { tone: "warn", text: "The connection was lost. Trying again in {s} s; the run is kept, and no loss goes missing.", until, ways: [retry] });
    else if (phase === "away")
      board.say("connection", { tone: "warn", text: `The server does not answer. ${session.seen ? "Your run comes back from its recipe" : "Your run starts"} as soon as it does; trying again in {s} s.`, until, ways: [retry] });
    else if (phase === "full")
      board.say("connection", { tone: "warn", text: "The server is full: as many runs as it can carry are going on. Trying again in {s} s.", until, ways: [retry] });
    else if (phase === "refused") board.say("connection", { tone: "bad", text: `This run cannot be made. ${reason}`, ways: [defaults] });
    else if (phase === "ended")
      board.say("connection", { tone: "bad", text: `The server closed the connection: ${(reason ?? "").replace(/\.$/, "")}.`, ways: [{ label: "Connect again", primary: true, act: () => current().comeBack() }] });
  }

  /** From now on: whether a run that plays is heard of. */
  function listen() {
    clearTimeout(silence);
    board.hush("silence");
    const { phase, frame, pace } = current();
    if (phase !== "live" || !frame.playing) return;
    const wait = Math.max(SILENT, typeof pace === "number" ? (1000 * MISSED) / pace : 0);
    silence = window.setTimeout(() => seen() && board.say("silence", { tone: "info", text: STANDING }), wait);
  }

  /** After a frame or a message: how the run itself is. */
  function update() {
    listen();
    const session = current();
    const { frame, restored } = session;
    const back = Math.max(0, frame.step - BACK);
    if (restored && session.phase === "live" && told !== restored) {
      const changes = frame.marks.filter((mark) => mark.step <= restored.step).length;
      const on = changes ? `, with ${changes === 1 ? "its one change" : `its ${changes} changes`} on the way` : "";
      const text =
        restored.why === "link"
          ? `This link brought the run back to step ${count(restored.step)}${on}.`
          : restored.part
            ? `${restored.why ? "The server no longer had this run. " : ""}Its changes are too many for one request: it was rebuilt as far as they go into it, up to step ${count(restored.step)}.`
            : `The server no longer had this run. It was rebuilt from its recipe and stands at step ${count(restored.step)} again${on}.`;
      told = restored;
      // Who embeds a run has chosen its step; the reader need not be told.
      if (!session.page.embed || restored.why !== "link") board.say("restored", { tone: "ok", text, dismiss: () => {} });
      if (restored.why === "link") {
        const gone = () => told === restored && board.hush("restored");
        setTimeout(gone, READING);
        addEventListener("click", gone, { once: true }); // whoever goes on has seen it, whatever is done first
      }
    } else if (!restored) board.hush("restored");

    const limit = frame.scalars.stable_rate; // it may come after the status, and decides what is offered
    const key = `${frame.status}|${frame.step}|${frame.message}|${limit}`;
    if (key === ended) return;
    ended = key;
    board.hush("ended");
    const { may, seek, changeAt } = acts();
    const rate = frame.config.learning_rate;
    /** @type {import("./states.js").Way[]} */
    const ways = [];
    if (frame.status === "diverged") {
      if (may("timeline")) ways.push({ label: back ? `Back ${BACK} steps` : "Back to the start", act: () => seek(back) });
      if (may("learning_rate") && typeof rate === "number" && !session.store.compare) {
        const calm = calmer(rate, limit, session.page.schema.knobs);
        const first = calm === rate / 2 ? `Halve α to ${plain(calm)}` : `Set α to ${plain(calm)}, below the limit`;
        ways.push({ label: `${first}${back ? `${calm === rate / 2 ? "" : ","} and go back ${BACK} steps` : ""}`, primary: true, act: () => changeAt(back, { learning_rate: calm }) });
      }
      board.say("ended", { tone: "bad", text: sentence(frame.message, `The run diverged at step ${count(frame.step)}: its steps grew instead of leading downhill.`), ways });
    } else if (frame.status === "done") {
      if (may("restart")) ways.push({ label: "Back to the start", act: () => seek(0) });
      board.say("ended", { tone: "ok", text: sentence(frame.message, `The run is finished at step ${count(frame.step)}.`), ways });
    } else if (frame.status === "failed")
      board.say("ended", { tone: "bad", text: sentence(frame.message, "This run failed on the server."), ways: [{ label: "Start it again", primary: true, act: () => session.again() }] });
  }
  return { phase, update };
}

/** A rate that helps: half of it, or where that is still over a known limit, about half of the limit.
 * @param {number} rate @param {number | undefined} limit @param {import("./types.js").Knob[]} knobs */
function calmer(rate, limit, knobs) {
  if (limit === undefined || !(limit < rate / 2)) return rate / 2;
  const calm = Number((limit / 2).toPrecision(1));
  return calm >= (knobs.find(({ name }) => name === "learning_rate")?.low ?? 0) ? calm : rate / 2;
}

/** @param {string} message @param {string} otherwise */
function sentence(message, otherwise) {
  const text = message.trim();
  if (!text) return otherwise;
  return text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");
}
