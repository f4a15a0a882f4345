/**
 * The stream of one run: says hello, hands on what comes, acknowledges what was drawn, and comes back after a break
 * at the first loss it lacks. It knows nothing of what the messages mean.
 *
 *   connecting ─► open ─► waiting ─► connecting …      a break: again after a jittered, growing pause
 *                   └──► gone                           the server no longer has the run
 *                   └──► refused                        a rule was broken, or the messages make no sense
 *
 * @typedef {"connecting" | "open" | "waiting" | "gone" | "refused" | "closed"} State
 * @typedef {object} Handlers
 * @property {() => Record<string, unknown>} hello        what the greeting says besides type and version
 * @property {(frame: import("./protocol.js").WireFrame) => void} frame
 * @property {(message: import("./protocol.js").Message) => void} message
 * @property {(state: State, detail: {until?: number, full?: boolean, reason?: string}) => void} state
 * @property {() => Promise<"there" | "gone" | "away">} askAfter
 */
import { ProtocolError, VERSION, decode, read } from "./protocol.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const RESTART = 1012;
const FULL = 1013;
const RULE = 1008;

export class Stream {
  /** @param {string} address @param {Handlers} handlers */
  constructor(address, handlers) {
    this.address = address;
    this.handlers = handlers;
    /** @type {State} */
    this.state = "connecting";
    /** @type {WebSocket | null} */
    this.socket = null;
    this.attempts = 0;
    this.timer = 0;
    this.newest = 0; // the last frame that came
    this.acknowledged = 0;
    this.greeted = false;
    this.online = () => this.now();
    addEventListener("online", this.online);
    this.connect();
  }

  /** @param {Record<string, unknown>} message @returns {boolean} whether it went out */
  send(message) {
    if (!this.greeted || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** All that came is on the screen: the server may send more. */
  drawn() {
    if (this.newest > this.acknowledged && this.send({ type: "ack", frame: this.newest })) this.acknowledged = this.newest;
  }

  /** Does not wait any longer. */
  now() {
    if (this.state !== "waiting") return;
    clearTimeout(this.timer);
    this.connect();
  }

  close() {
    this.become("closed");
    clearTimeout(this.timer);
    removeEventListener("online", this.online);
    this.socket?.close(1000);
  }

  connect() {
    this.become("connecting");
    this.greeted = false;
    this.newest = this.acknowledged = 0;
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    let opened = false;
    socket.addEventListener("open", () => {
      opened = true;
      socket.send(JSON.stringify({ type: "hello", version: VERSION, encoding: "binary", ...this.handlers.hello() }));
    });
    socket.addEventListener("message", (event) => {
      if (socket === this.socket && this.state !== "closed") this.take(event.data);
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.socket && (this.state === "open" || this.state === "connecting")) this.lost(event, opened);
    });
  }

  /** @param {ArrayBuffer | string} data */
  take(data) {
    try {
      if (data instanceof ArrayBuffer) {
        const frame = decode(data);
        this.newest = frame.frame;
        this.handlers.frame(frame);
        return;
      }
      const message = read(data);
      if (message.type === "welcome") {
        this.greeted = true;
        this.attempts = 0;
        this.become("open");
      }
      this.handlers.message(message);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // A gap is mended by coming back and naming the first loss that is lacking; nonsense is not mended by anything.
      if (error.code === "gap") this.socket?.close(4000, "gap");
      else this.refuse(error.message);
    }
  }

  /** @param {CloseEvent} event @param {boolean} opened */
  async lost(event, opened) {
    if (event.code === RULE) return this.refuse(event.reason || "a rule of the server was broken");
    const full = event.code === FULL;
    const restart = event.code === RESTART && this.attempts === 0;
    const pause = restart ? 1000 * Math.random() : this.pause(full ? 8 : 1);
    this.attempts += 1;
    this.timer = window.setTimeout(() => this.now(), pause);
    this.become("waiting", { until: Date.now() + pause, full });
    // A socket that is refused does not say why: ask.
    if (opened || (await this.handlers.askAfter()) !== "gone" || this.greeted || this.state === "closed") return;
    clearTimeout(this.timer);
    removeEventListener("online", this.online);
    this.become("gone");
  }

  /** Between half and one and a half times a pause that doubles, so that a class does not come back as one.
   * @param {number} times */
  pause(times) {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE * times * 2 ** this.attempts) * (0.5 + Math.random());
  }

  /** @param {string} reason */
  refuse(reason) {
    this.become("refused", { reason });
    removeEventListener("online", this.online);
    this.socket?.close(1000);
  }

  /** @param {State} state @param {{until?: number, full?: boolean, reason?: string}} [detail] */
  become(state, detail = {}) {
    this.state = state;
    this.handlers.state(state, detail);
  }
}
