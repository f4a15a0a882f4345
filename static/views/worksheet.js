/**
 * The worksheet: some numbers of the step are hidden, the student works them out from those that are shown, and each is
 * checked as it is typed in. What a right answer is allows for the rounding of the numbers it was made from. As soon as
 * the run moves on it is over, for the numbers are then others.
 *
 *   closed ─► open (blanks: empty ─► right | wrong ─► right | given) ─► closed, or left when the run moves
 *
 * @typedef {import("./matrix.js").Matrix} Matrix
 * @typedef {import("./matrices.js").Place} Place
 * @typedef {"few" | "stage" | "all"} Level
 *
 * @typedef {Place & {input: HTMLInputElement, truth: number, state: "" | "right" | "wrong" | "given", hinted: boolean, checked: string}} Blank
 */
import { parse } from "../format.js";
import { setStage, stage, stagesOf } from "../stages.js";
import { withhold } from "../withheld.js";
import { escaped } from "./columns.js";
import { fixed, known, unit } from "./digits.js";
import { cellLetter } from "./step-parts.js";

/** What is summed over a whole row, column or batch: it cannot be worked out from a part of it. */
const SUMMED = /^(z|delta|gW|gb|J)/;

/**
 * @param {object} given
 * @param {HTMLElement} given.bar          level, verdict and ways out
 * @param {HTMLElement} given.button
 * @param {(text: string) => void} given.say
 * @param {() => void} given.pause
 * @param {import("./step-sums.js").Now} given.now
 * @param {() => Matrix[]} given.matrices
 * @param {() => boolean} given.cut           whether layers or samples are too many to be shown whole
 * @param {() => void} given.whole            shows all stages
 * @param {(place: Place) => void} given.origin     tells below the matrices where a number comes from
 */
export function create({ bar, button, say, pause, now, matrices, cut, whole, origin }) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (bar.querySelector(selector));
  const [verdict, hint, answer] = [find("[data-verdict]"), find("[data-way=sum]"), find("[data-way=answer]")];
  /** @type {Blank[]} */
  let blanks = [];
  /** The one that was looked at last. @type {Blank | null} */
  let current = null;
  /** What is to be opened as soon as the run stands. @type {Level | null} */
  let wanted = null;
  let whose = 0; // of several runs, the one whose numbers are asked for

  const level = () => /** @type {Level} */ (/** @type {HTMLInputElement} */ (bar.querySelector("input:checked")).value);

  button.addEventListener("click", () => {
    if (bar.hidden) ask();
    else leave();
  });
  bar.addEventListener("change", ask);
  find("[data-way=close]").addEventListener("click", leave);
  hint.addEventListener("click", () => {
    if (!current) return;
    current.hinted = true;
    current.input.focus();
    origin(current);
    tell(`The sum stands below the matrices, with the numbers that are shown.`);
  });
  answer.addEventListener("click", () => {
    if (!current) return;
    settle(current, "given");
    tell(`${named(current)} is ${current.input.value}.`);
    onward(current);
  });

  /** The run has to stand still for it. */
  function ask() {
    bar.hidden = false;
    button.setAttribute("aria-expanded", "true");
    if (level() === "all") whole();
    pause();
    wanted = level();
    if (now.net) open(wanted);
  }

  function leave() {
    const had = document.activeElement;
    close();
    bar.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (had && !had.isConnected) button.focus();
  }

  /** The blanks go, the bar stays; whether there were any. */
  function close() {
    wanted = null;
    if (!blanks.length) return false;
    for (const { matrix } of blanks) matrix.uncover();
    for (const { matrix, r, c } of blanks) matrix.at(r, c).classList.remove("blank", "right", "wrong", "given");
    blanks = [];
    current = null;
    offer();
    conceal();
    verdict.replaceChildren();
    return true;
  }

  /** @param {Level} chosen @param {boolean} [lead]  whether the first blank gets the focus */
  function open(chosen, lead = true) {
    close();
    const taken = choose(chosen).filter(({ matrix, r, c }) => known(matrix.part.value(r, c)) && matrix.part.how?.(r, c));
    blanks = taken.map((place) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "text", inputMode: "text", autocomplete: "off", spellcheck: false });
      input.setAttribute("aria-label", `${place.matrix.part.plain}, row ${place.r + 1}, column ${place.c + 1}`);
      return { ...place, input, truth: place.matrix.part.value(place.r, place.c), state: "", hinted: false, checked: "" };
    });
    for (const blank of blanks) {
      blank.matrix.cover(blank.r, blank.c, blank.input);
      blank.matrix.at(blank.r, blank.c).classList.add("blank");
      blank.matrix.at(blank.r, blank.c).tabIndex = -1;
      listen(blank);
    }
    if (!blanks.length) return tell("Of this step nothing can be worked out: its numbers are over more samples than are shown, or beyond all measure.");
    conceal();
    tell(`${blanks.length === 1 ? "One number is" : `${blanks.length} numbers are`} hidden. Work ${blanks.length === 1 ? "it" : "them"} out from the others; Enter checks.`);
    if (lead) blanks[0].input.focus();
  }

  /** Which cells are hidden. @param {Level} chosen @returns {Place[]} */
  function choose(chosen) {
    const made = matrices().filter(({ part }) => part.how && !part.again && !(cut() && SUMMED.test(part.id)));
    if (chosen === "few") {
      const { top, focusRow } = now.net;
      const ids = ["z2", `z${top}`, "yhat", "J", `delta${top}`, `gW${top - 1}`, `nW${top - 1}`];
      const some = made.filter(({ part }) => ids.includes(part.id));
      return (some.length ? some : made).map((matrix) => ({ matrix, r: matrix.part.samples && focusRow >= 0 && focusRow < matrix.rows ? focusRow : 0, c: 0 }));
    }
    if (chosen === "stage" && stage() === null) setStage(stagesOf(now.net.sizes)[0].id);
    return made
      .filter(({ part }) => chosen === "all" || part.stage === stage())
      .flatMap((matrix) => Array.from({ length: matrix.rows * matrix.cols }, (_, at) => ({ matrix, r: Math.floor(at / matrix.cols), c: at % matrix.cols })));
  }

  /** @param {Blank} blank */
  function listen(blank) {
    const { input } = blank;
    input.addEventListener("focus", () => {
      current = blank;
      offer();
      origin(blank);
    });
    input.addEventListener("click", (event) => event.stopPropagation()); // here it means to type, not to keep a number lit
    input.addEventListener("input", () => {
      blank.checked = "";
      mark(blank, "");
    });
    input.addEventListener("change", () => check(blank));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !input.readOnly) {
        input.value = "";
        check(blank);
      }
      if (event.key !== "Enter") return;
      event.preventDefault();
      check(blank);
      if (!input.value.trim()) tell(`Type a number for ${named(blank)} first.`);
      if (blank.state === "right") onward(blank);
    });
  }

  /** @param {Blank} blank */
  function check(blank) {
    const { input, truth } = blank;
    const text = input.value.trim();
    if (input.readOnly || text === blank.checked) return;
    blank.checked = text;
    if (!text) return mark(blank, "");
    const typed = parse(text);
    if (typed === null) {
      mark(blank, "wrong");
      return tell(`“${escaped(text.slice(0, 20))}” is not a number: type one such as ${fixed(0.57, 2)}.`);
    }
    const [low, high] = allowed(blank);
    if (typed >= low && typed <= high) {
      settle(blank, "right");
      return tell(`Right: ${named(blank)} is ${input.value}.`);
    }
    mark(blank, "wrong");
    tell(`${escaped(text)} is too ${typed > truth ? "large" : "small"}${typed === -truth || Math.sign(typed) !== Math.sign(truth) && Math.abs(typed + truth) <= high - low ? ": look at its sign" : ""}.`);
  }

  /** Between what is true and what the rounded numbers come to, and one digit more. @param {Blank} blank @returns {[number, number]} */
  function allowed({ matrix, r, c, truth }) {
    const reckoned = matrix.part.how?.(r, c)?.value ?? truth;
    const other = Number.isFinite(reckoned) ? reckoned : truth;
    const room = Math.max(0.6 * unit(truth, matrix.digits), 0.01 * Math.abs(truth));
    return [Math.min(truth, other) - room, Math.max(truth, other) + room];
  }

  /** @param {Blank} blank @param {"right" | "given"} state */
  function settle(blank, state) {
    blank.input.value = blank.matrix.text(blank.r, blank.c);
    blank.checked = blank.input.value;
    blank.input.readOnly = true;
    conceal();
    mark(blank, state);
  }

  /** What is still to be found stands nowhere on the page; what has been found may. */
  function conceal() {
    withhold(blanks.filter(({ input }) => !input.readOnly).map(({ matrix, r, c }) => matrix.part.link(r, c)));
  }

  /** @param {Blank} blank @param {Blank["state"]} state */
  function mark(blank, state) {
    blank.state = state;
    const cell = blank.matrix.at(blank.r, blank.c);
    for (const name of ["right", "wrong", "given"]) cell.classList.toggle(name, name === state);
    blank.input.setAttribute("aria-invalid", String(state === "wrong"));
    offer();
    origin(blank);
  }

  /** To the next that is still to be filled in. @param {Blank} blank */
  function onward(blank) {
    const at = blanks.indexOf(blank);
    const next = [...blanks.slice(at + 1), ...blanks.slice(0, at)].find(({ input }) => !input.readOnly);
    (next ?? blank).input.focus();
  }

  /** Hint and answer, where there is one to be helped with. */
  function offer() {
    hint.hidden = !current || current.input.readOnly || current.hinted;
    answer.hidden = !current || current.state !== "wrong" && !current.hinted || current.input.readOnly;
  }

  /** @param {Blank} blank */
  const named = ({ matrix, r, c }) => cellLetter(matrix.part, r, c);

  /** Seen and heard: what is so, and how many are right. @param {string} markup */
  function tell(markup) {
    const right = blanks.filter(({ state }) => state === "right").length;
    const over = blanks.length > 0 && blanks.every(({ input }) => input.readOnly);
    verdict.innerHTML = markup + (right || over ? ` <b>${right} of ${blanks.length} right.</b>` : "");
    say(verdict.textContent ?? "");
  }

  return {
    close,
    /** Once more at the same level, of the stage that is shown now. */
    renew: () => open(level(), false),
    /** With each frame: whether the numbers are still those that were hidden. @param {import("../types.js").Frame} frame */
    check(frame) {
      if (!blanks.length) whose = frame.lane ?? 0;
      if (wanted && !blanks.length && !frame.playing) return void open(wanted);
      if (!blanks.length || !(frame.playing || blanks.some(({ matrix, r, c, truth }) => matrix.part.value(r, c) !== truth))) return;
      const other = whose !== (frame.lane ?? 0);
      close();
      tell(`${other ? "Another run is looked at now" : "The run has moved on"}, so these numbers are gone. Choose once more how much to fill in.`);
    },
    /** Whether a number is to be found out still; `hinted`: its sum may be seen. @param {Matrix} matrix @param {number} r @param {number} c */
    blank: (matrix, r, c) => blanks.find((blank) => blank.matrix === matrix && blank.r === r && blank.c === c && !blank.input.readOnly),
  };
}
