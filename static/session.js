/**
 * One page's run: made from the recipe, followed by its stream, moved by the student, and brought back when the server
 * no longer has it. It knows the network and the store, and nothing of the page.
 *
 *   asleep ─► making ─► connecting ─► live ⇄ reconnecting
 *               └─► full | away (asks again by itself) | refused (the recipe cannot be run)
 *
 * @typedef {"asleep" | "making" | "full" | "away" | "refused" | "connecting" | "live" | "reconnecting" | "ended"} Phase
 * @typedef {import("./types.js").Values} Values
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {object} Handlers
 * @property {() => void} news                                                   there is something to draw
 * @property {(phase: Phase, detail: {until?: number, reason?: string}) => void} phase
 * @property {(names: string[], sentence: string) => void} refused               a change that was not made
 */
import { Refusal, askAfter, dropRun, makeRun, streamAddress } from "./api.js";
import { Stream } from "./socket.js";
import * as stores from "./store.js";
import { rest, throttle } from "./throttle.js";

const USUAL_PACE = 2; // slow enough to follow, before the student has said anything
const OFFLINE = "There is no connection to the server just now, so nothing was changed.";

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
    /** @type {{step: number, why: "link" | "gone"} | null} */
    this.restored = null;
    /** @type {import("./api.js").Made | null} */
    this.made = null;
    /** @type {Stream | null} */
    this.stream = null;
    this.turn = 0; // of the attempts to make a run only the newest counts
    this.asked = 0; // ids of changes
    /** @type {Map<number, Values>} */
    this.pending = new Map();
    /** @type {{step: number, values: Values} | null} */
    this.afterSeek = null;
    /** @type {Record<string, unknown> | null} */
    this.lookedAt = null;
    this.resume = false; // play as soon as the run is back
    this.steps = 0;
    /** @type {() => void} */
    this.retry = () => {};
    this.sendSteps = throttle(60, () => {
      const n = this.steps;
      this.steps = 0;
      if (n) this.tell({ type: "step", n });
    });
    /** @type {(step: number) => void} */
    const seek = (step) => void this.tell({ type: "seek", step });
    this.sendSeek = throttle(60, seek);
    this.sendLook = throttle(120, () => void this.tell({ type: "look", values: this.lookedAt }));
  }

  get frame() {
    return this.store.frame;
  }

  /** What brings this run back, here and now. @returns {Recipe} */
  recipe() {
    const { initial, changes, compare } = this.store;
    const given = this.page.recipe.pace;
    const pace = this.pace === (given ?? USUAL_PACE) ? given : this.pace;
    return { config: initial, changes, compare, at: this.frame.step || null, preset: this.preset, pace };
  }

  // ---- making a run

  /** The run that the page was opened with. */
  open() {
    return this.make(this.page.recipe, this.page.recipe.at ? "link" : null);
  }

  /** A new run, with these knobs set and all others as they are now. @param {import("./types.js").Config} config */
  async restart(config) {
    const { compare } = stores.preview(this.store, null);
    const kept = compare && !Object.keys(compare).some((name) => name in config) ? compare : null;
    const next = { ...this.frame.config, ...config };
    this.lookedAt = null; // what was looked at belongs to the run that is left
    return this.make({ config: next, changes: [], at: null, compare: kept, preset: null, pace: this.pace }, null, Object.keys(config));
  }

  /** The same run once more, at the step at which it stands. */
  again() {
    return this.make(this.recipe(), null);
  }

  /** A run with every knob at its default. */
  startOver() {
    return this.make({ config: {}, changes: [], at: null, compare: null, preset: null, pace: this.pace }, null);
  }

  /** To the same run, after the server closed the connection for good. */
  comeBack() {
    if (!this.made) return;
    this.stream?.close();
    this.connect(this.made);
  }

  /** @param {Recipe} recipe @param {"link" | "gone" | null} why @param {string[] | null} [names] of the knobs that asked for it:
   * with a run already there, a refusal is told at them and the run stays */
  async make(recipe, why, names = null) {
    const turn = ++this.turn;
    const stays = names !== null && this.phase === "live";
    if (!stays) this.become("making");
    for (let attempt = 0; ; attempt++) {
      try {
        const made = await makeRun(this.page.root, this.page.lab, recipe);
        if (turn !== this.turn) return dropRun(this.page.root, made);
        return this.follow(made, { ...recipe, config: made.config }, why);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (turn !== this.turn) return;
        if (stays) return this.handlers.refused(names, error.message);
        if (![0, 429, 502, 503, 504].includes(error.status)) return this.become("refused", { reason: error.message });
        const pause = 1000 * (error.wait ?? Math.min(15, 2 ** attempt)) * (1 + 0.5 * Math.random());
        this.become(error.status === 503 || error.status === 429 ? "full" : "away", { until: Date.now() + pause });
        const { over, skip } = rest(pause);
        this.retry = skip;
        await over;
        if (turn !== this.turn) return;
      }
    }
  }

  /** @param {import("./api.js").Made} made @param {Recipe} recipe @param {"link" | "gone" | null} why */
  follow(made, recipe, why) {
    this.stream?.close();
    if (this.made && why === null) dropRun(this.page.root, this.made);
    const lookedAt = why === "gone" ? this.lookedAt : null; // another run has another place to look at
    Object.assign(this, { made, preset: recipe.preset, resume: this.frame.playing, lookedAt });
    this.store = stores.create(this.page.schema.knobs, recipe);
    this.seen = false;
    this.pending.clear();
    this.afterSeek = null;
    this.restored = why && { step: made.step, why };
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
    return { key: this.made?.key, ...(this.seen && { history, from: known }), ...(this.lookedAt && { look: this.lookedAt }) };
  }

  /** @param {import("./socket.js").State} state @param {{until?: number, full?: boolean, reason?: string}} detail */
  follows(state, detail) {
    if (state === "waiting") {
      this.retry = () => this.stream?.now();
      for (const values of this.pending.values()) this.refuse(values, OFFLINE);
      this.pending.clear();
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
        if (this.resume) this.play();
        this.resume = false;
        break;
      case "changed":
        stores.changed(this.store, message);
        stores.settle(this.store, message.values);
        this.pending.delete(message.id);
        break;
      case "moved":
        stores.moved(this.store, message);
        break;
      case "status":
        stores.status(this.store, message);
        break;
      case "error": {
        const values = this.pending.get(message.id);
        this.pending.delete(message.id);
        this.refuse(values ?? {}, message.error.message);
        break;
      }
    }
    this.handlers.news();
  }

  /** @param {stores.Store} store */
  draw(store) {
    this.seen = true;
    if (this.afterSeek && store.frame.step === this.afterSeek.step) {
      const { values } = this.afterSeek;
      this.afterSeek = null;
      this.change(values);
    }
    this.handlers.news();
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
    this.act();
    this.tell({ type: "play", pace });
  }

  pause() {
    this.tell({ type: "pause" });
  }

  /** @param {number} n */
  step(n) {
    this.act();
    this.steps += n;
    this.sendSteps();
  }

  /** @param {number} step */
  seek(step) {
    this.act();
    this.sendSeek(Math.max(0, Math.min(this.frame.end, Math.round(step))));
  }

  /** @param {Values} values */
  change(values) {
    this.act();
    const id = ++this.asked;
    stores.preview(this.store, values);
    if (this.tell({ type: "change", id, values })) this.pending.set(id, values);
    else this.refuse(values, OFFLINE);
    this.handlers.news();
  }

  /** Goes back to a step, and changes something there. @param {number} step @param {Values} values */
  changeAt(step, values) {
    this.afterSeek = { step, values };
    this.seek(step);
  }

  /** @param {Values | null} values */
  preview(values) {
    stores.preview(this.store, values);
    this.handlers.news();
  }

  /** @param {Record<string, unknown>} values */
  look(values) {
    this.lookedAt = values;
    this.sendLook();
  }

  /** The student goes on from where the run was restored. */
  act() {
    this.restored = null;
  }

  /** @param {Record<string, unknown>} message */
  tell(message) {
    return this.stream?.send(message) ?? false;
  }

  /** @param {Phase} phase @param {{until?: number, reason?: string}} [detail] */
  become(phase, detail = {}) {
    this.phase = phase;
    this.handlers.phase(phase, detail);
  }
}
