/**
 * One page's run: made from the recipe, followed by its stream, moved by the student, and brought back when the server
 * no longer has it. It knows the network and the store, and nothing of the page.
 *
 *   asleep ─► making ─► connecting ─► live ⇄ reconnecting
 *               └─► full | away (asks again by itself) | refused (the recipe cannot be run)
 *
 * @typedef {"asleep" | "making" | "full" | "away" | "refused" | "connecting" | "live" | "reconnecting" | "ended"} Phase
 * @typedef {import("./types.js").Values} Values
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {object} Handlers
 * @property {() => void} news                                                   there is something to draw
 * @property {(phase: Phase, detail: {until?: number, reason?: string, step?: number}) => void} phase
 * @property {(names: string[], sentence: string) => void} refused               a change that was not made
 * @property {(sentence: string) => void} noted                                  what of a link could not be
 */
import { Refusal, askAfter, dropRun, streamAddress } from "./api.js";
import { brisk } from "./brisk.js";
import { clamp } from "./clamp.js";
import { make } from "./making.js";
import { another, common, fresh, restarted } from "./next-run.js";
import { Pending } from "./pending.js";
import { Stream } from "./socket.js";
import * as stores from "./store.js";

const USUAL_PACE = 2; // slow enough to follow, before the student has said anything
const OFFLINE = "There is no connection to the server just now, so nothing was changed.";
const LOST = "The connection was lost before the server took this change, so it is not in force.";

export class Session {
  /** @param {import("./types.js").Page} page @param {Handlers} handlers */
  constructor(page, handlers) {
    this.page = page;
    this.handlers = handlers;
    /** @type {Phase} */
    this.phase = "asleep";
    this.store = stores.create(page.schema.knobs, page.recipe);
    /** @type {import("./types.js").Pace} */
    this.pace = page.recipe.pace ?? USUAL_PACE;
    this.preset = page.recipe.preset;
    this.seen = false; // whether this run has sent a frame yet
    /** Brought back to this step; `part`: no farther, for it has too many changes. @type {{step: number, why: "link" | "gone" | null, part: boolean} | null} */
    this.restored = null;
    /** @type {import("./api.js").Made | null} */
    this.made = null;
    /** @type {Stream | null} */
    this.stream = null;
    this.acted = 0; // how often the student has moved or changed the run
    this.turn = 0; // of the attempts to make a run only the newest counts
    /** Of a new run that is not there yet: what it was asked for with, and what comes along. @type {[Config, Config]} */
    this.coming = [{}, {}];
    this.pending = new Pending();
    this.runs = 0; // so many has this page had; one that is rebuilt is still the same
    /** @type {{step: number, values: Values} | null} */
    this.afterSeek = null;
    /** Sent in passing, beyond what a link tells. @type {import("./types.js").Look | null} */
    this.lookedAt = null;
    this.resume = false; // play as soon as the run is back
    this.brisk = brisk((message) => void this.tell(message));
    /** @type {() => void} */
    this.retry = () => {};
  }

  get frame() {
    return this.store.frame;
  }

  /** What brings this run back, here and now. @returns {Recipe} */
  recipe() {
    const { initial, changes, compare } = this.store;
    const given = this.page.recipe.pace;
    const pace = this.pace === (given ?? USUAL_PACE) ? given : this.pace;
    return { config: initial, changes, compare, at: this.frame.step || null, preset: this.preset, pace, look: this.frame.look, lane: null };
  }

  // ---- making a run

  /** The run that the page was opened with. */
  open() {
    return this.make(this.page.recipe, this.page.recipe.at ? "link" : null);
  }

  /** A new run, with these knobs set and all others as they are now, or as they were just set for one that is on its way.
   * A refusal is told at them, not at what comes along. @param {Config} asked @param {Config} [along] */
  restart(asked, along = {}) {
    stores.preview(this.store, null);
    const [all, beside] = this.coming = [{ ...this.coming[0], ...asked }, { ...this.coming[1], ...along }];
    return this.make(restarted(this.store, this.page.schema, this.pace, all, beside), null, Object.keys(all));
  }

  /** Runs side by side that differ in these knobs, all others as they are now; null: one alone.
   * @param {import("./types.js").Compare | null} compare @param {Config} [config] */
  race(compare, config = {}) {
    const [all, beside] = this.coming;
    const next = { ...common(this.store), ...beside, ...all, ...config };
    return this.make(another(this.store, this.page.schema, this.pace, next, compare), null, Object.keys(compare ?? config));
  }

  /** The same run once more, at the step at which it stands. */
  again() {
    return this.make(this.recipe(), null);
  }

  /** A run with every knob at its default. */
  startOver() {
    return this.make(fresh(this.pace), null);
  }

  /** To the same run, after the server closed the connection for good. */
  comeBack() {
    if (!this.made) return;
    this.stream?.close();
    this.connect(this.made);
  }

  /** @param {Recipe} recipe @param {"link" | "gone" | null} why @param {string[] | null} [names] of the knobs that asked for it:
   * with a run already there, a refusal is told at them and the run stays
   * @returns {Promise<void>} */
  async make(recipe, why, names = null) {
    const turn = ++this.turn;
    const stays = names !== null && this.phase === "live";
    if (!stays) this.become("making", { step: recipe.at ?? 0 });
    try {
      const found = await make(this.page, recipe, {
        wanted: () => turn === this.turn,
        waits: stays ? null : (phase, until, now) => {
          this.retry = now;
          this.become(phase, { until });
        },
        noted: why === "gone" || names ? null : (sentence) => {
          this.handlers.noted(sentence);
          this.become("making", { step: recipe.at ?? 0 });
        },
      });
      if (found) this.follow(found, why);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (stays) this.handlers.refused(error.field && names.includes(error.field) ? [error.field] : names, error.message);
      else this.become("refused", { reason: error.message });
    } finally {
      if (turn === this.turn) this.coming = [{}, {}];
    }
  }

  /** @param {import("./making.js").Found} found @param {"link" | "gone" | null} why */
  follow({ made, recipe, part }, why) {
    this.stream?.close();
    this.brisk.forget();
    if (this.made && why === null) dropRun(this.page.root, this.made);
    const lookedAt = why === "gone" ? this.lookedAt : null; // another run has another place to look at
    Object.assign(this, { made, preset: recipe.preset, resume: this.frame.playing, lookedAt });
    if (why !== "gone") {
      this.runs += 1;
      this.pending = new Pending();
    }
    this.store = stores.create(this.page.schema.knobs, recipe, this.runs);
    this.seen = false;
    this.afterSeek = null;
    this.restored = why || part ? { step: made.step, why, part } : null;
    this.connect(made);
  }

  /** @param {import("./api.js").Made} made */
  connect(made) {
    this.become("connecting");
    this.stream = new Stream(streamAddress(this.page.root, made), {
      hello: () => this.hello(),
      frame: (frame) => this.draw(stores.receive(this.store, frame)),
      message: (message) => this.hear(message),
      state: (state, detail) => this.follows(state, detail),
      askAfter: () => askAfter(this.page.root, made.run),
    });
  }

  hello() {
    const { history } = this.frame;
    const known = this.store.kept.length ? Math.min(...this.store.kept.map((losses) => losses.length)) : 0;
    return { key: this.made?.key, ...(this.seen && { history, from: known }), look: this.lookedAt ?? this.frame.look };
  }

  /** @param {import("./socket.js").State} state @param {{until?: number, full?: boolean, reason?: string}} detail */
  follows(state, detail) {
    if (state === "waiting") {
      this.retry = () => this.stream?.now();
      this.afterSeek = null;
      this.become(detail.full ? "full" : "reconnecting", detail);
    } else if (state === "gone") {
      this.make(this.recipe(), "gone");
    } else if (state === "refused") this.become("ended", detail);
  }

  // ---- what comes

  /** @param {import("./protocol.js").Message} message */
  hear(message) {
    switch (message.type) {
      case "welcome":
        stores.welcome(this.store, message);
        if (typeof message.pace === "number" && this.frame.playing) this.pace = message.pace;
        this.become("live");
        this.settle();
        if (this.resume) this.tell({ type: "play", pace: this.pace }); // not the student: what was restored is still told
        this.resume = false;
        break;
      case "changed":
        stores.changed(this.store, message);
        this.pending.take(message.id);
        break;
      case "moved":
        stores.moved(this.store, message);
        break;
      case "status":
        stores.status(this.store, message);
        break;
      case "error":
        this.afterSeek = null; // it may be the seek that was refused
        this.refuse(this.pending.take(message.id), message.error.message);
        break;
    }
    this.handlers.news();
  }

  /** @param {stores.Store} store */
  draw(store) {
    this.seen = true;
    if (this.afterSeek && store.frame.step === this.afterSeek.step && store.frame.status === "paused") {
      const { values } = this.afterSeek;
      this.afterSeek = null;
      this.change(values);
    }
    this.handlers.news();
  }

  /** Met again after a break: what had been sent before it was made or was not. */
  settle() {
    const { made, lost } = this.pending.settle(stores.inForce(this.store));
    stores.settle(this.store, made);
    if (Object.keys(lost).length) this.refuse(lost, LOST);
  }

  /** @param {Values} values @param {string} sentence */
  refuse(values, sentence) {
    stores.settle(this.store, values);
    this.handlers.refused(Object.keys(values), sentence);
  }

  // ---- what the student does

  /** @param {import("./types.js").Pace} [pace] */
  play(pace = this.pace) {
    this.pace = pace;
    this.order({ type: "play", pace });
  }

  pause() {
    this.order({ type: "pause" });
  }

  /** @param {number} n */
  step(n) {
    this.act();
    this.brisk.step(n);
  }

  /** @param {number} step */
  seek(step) {
    this.act();
    this.brisk.seek(clamp(Math.round(step), 0, this.frame.end));
  }

  /** @param {Values} values */
  change(values) {
    stores.preview(this.store, values);
    const id = this.pending.add(values);
    if (!this.order({ type: "change", id, values })) this.refuse(this.pending.take(id), OFFLINE);
    this.handlers.news();
  }

  /** Goes back to a step, and changes something there. @param {number} step @param {Values} values */
  changeAt(step, values) {
    this.seek(step);
    this.afterSeek = { step, values };
  }

  /** Letting go of a knob says its last value once more: if that is in force already, no answer will take it from here.
   * @param {Values | null} values */
  preview(values) {
    stores.preview(this.store, values);
    if (this.frame.playing && !this.pending.waiting.size) stores.release(this.store);
    this.handlers.news();
  }

  /** @param {import("./types.js").Look} values @param {boolean} [passing] */
  look(values, passing = false) {
    this.lookedAt = values;
    if (!passing) this.store.frame.look = values;
    this.brisk.look(values);
  }

  /** The student goes on from where the run was restored, and wants nothing else any more. */
  act() {
    this.acted += 1;
    this.restored = this.afterSeek = null;
  }

  /** What goes at once, but after all that was done before it. @param {Record<string, unknown>} message */
  order(message) {
    this.act();
    this.brisk.flush();
    return this.tell(message);
  }

  /** @param {Record<string, unknown>} message */
  tell(message) {
    return this.stream?.send(message) ?? false;
  }

  /** @param {Phase} phase @param {{until?: number, reason?: string, step?: number}} [detail] */
  become(phase, detail = {}) {
    this.phase = phase;
    this.handlers.phase(phase, detail);
  }
}
