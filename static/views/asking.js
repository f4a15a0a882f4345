/** What the vectors know: neighbours, analogies and likeness, asked of them as they are, and answered while they learn. */
import { count } from "../format.js";
import { throttle } from "../throttle.js";
import { say } from "../written.js";
import * as answersOf from "./ask-answers.js";
import { KINDS, firstQuestions, looked } from "./ask-first.js";
import * as likenessOf from "./ask-likeness.js";
import { questionForm } from "./ask-form.js";
import { isolated, vocabulary } from "./words.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./ask-first.js").Kind} Kind
 * @typedef {import("./words.js").Vocabulary} Vocabulary
 */

const CALM = 400; // milliseconds between two answers while it plays: rows that change places can be followed
const ROWS = { neighbours: 8, analogy: 6 };
/** Of several questions in a look the one that is opened. @type {Kind[]} */
const OPENED = ["analogy", "similarity", "neighbours"];

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`[data-part=${name}]`));
  const said = /** @type {HTMLElement | null} */ (element.closest("[data-picture]")?.querySelector("[data-said=ask]") ?? null);
  const place = part("answers");
  const choose = (/** @type {string} */ word) => actions.look({ word });
  const answers = answersOf.create(place, choose);
  const likeness = likenessOf.create(place, choose, () => draw());
  const suggestions = element.querySelector("datalist");
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Vocabulary | null} */
  let known = null;
  let text = ""; // all its words
  /** @type {Kind} */
  let kind = "neighbours";
  /** @type {import("./ask-first.js").Questions} */
  const questions = { neighbours: [], analogy: [], similarity: [] };
  let sent = ""; // what was asked for last, of which run
  let telling = false; // a screen reader has not heard the answer yet
  const form = questionForm(element, { actions, ask, count: () => count(known?.words.length ?? 0), left: () => (frame?.arrays.sizes?.data[5] ?? 0) + (frame?.arrays.sizes?.data[6] ?? 0) > 0 });
  const show = throttle(CALM, draw);

  const boxes = /** @type {HTMLInputElement[]} */ ([...part("kinds").querySelectorAll("input")]);
  part("kinds").hidden = !actions.may("questions");
  for (const box of boxes) box.addEventListener("change", () => {
    open(/** @type {Kind} */ (box.value));
    look(false);
    draw();
  });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const there = vocabulary(next);
    if (!there) return;
    if (there !== known) learn(there, next);
    const now = questions[kind];
    if (now.length && !looked(next.look, kind, there) && String(asked(next)) !== String(now) && sent !== `${next.run} ${kind} ${now}`) look(true);
    show();
    if (!next.playing) show.flush();
  }

  /** Another text: of the questions those stay whose words it has. @param {Vocabulary} there @param {Frame} now */
  function learn(there, now) {
    known = there;
    form.words(there);
    const before = text;
    text = there.words.join("\n");
    if (text === before) return;
    suggestions?.replaceChildren(...there.words.map((word) => Object.assign(document.createElement("option"), { value: word })));
    const first = firstQuestions(there);
    for (const one of KINDS) {
      const kept = questions[one].length && questions[one].every((word) => there.ids.has(word)) ? questions[one] : null;
      questions[one] = looked(now.look, one, there) ?? kept ?? first.questions[one];
      form.fill(one, questions[one]);
    }
    form.refuse("");
    const lost = KINDS.filter((one) => one in now.look && !looked(now.look, one, there)); // such words there are not any more
    if (lost.length) actions.look(Object.fromEntries(lost.map((one) => [one, undefined])));
    open(OPENED.find((one) => looked(now.look, one, there)) ?? (before && questions[kind].length ? kind : first.kind));
  }

  /** @param {Kind} next */
  function open(next) {
    kind = next;
    for (const box of boxes) box.checked = box.value === next;
    form.open(next);
  }

  /** The student's question. @param {Kind} about @param {string[]} words */
  function ask(about, words) {
    questions[about] = words;
    telling = true;
    look(false);
    draw();
  }

  /** One question at a time, so that a link has the one that is seen. @param {boolean} passing  nobody has asked it */
  function look(passing) {
    const words = questions[kind];
    sent = `${frame?.run} ${kind} ${words}`;
    const none = Object.fromEntries(KINDS.map((one) => [one, undefined]));
    actions.look({ ...none, ...(words.length && { [kind]: kind === "neighbours" ? words[0] : words }) }, passing);
  }

  /** The words of which the answers are that have come. @param {Frame} now @returns {string[]} */
  function asked({ arrays }) {
    const ids = [...(arrays.asked?.data ?? [])];
    const some = { neighbours: ids.slice(0, 1), analogy: ids.slice(1, 4), similarity: ids.slice(4) }[kind];
    return some.every((id) => id >= 0) ? some.map((id) => known?.words[id] ?? "") : [];
  }

  function draw() {
    if (!frame || !known) return;
    const { arrays, config, look: { word } } = frame;
    const glove = String(config.method).startsWith("glove");
    say(said, `cosine${glove ? " of W + C" : ""}, in ${dimensions(Number(config.dimensions))}`);
    const words = asked(frame);
    const waits = questions[kind].length > 0 && String(words) !== String(questions[kind]);
    if (waits && String(words) === "") return; // what was there before stays until the answer comes
    if (kind === "similarity") {
      compose(part("of"));
      if (words.length && arrays.likeness) likeness.show(words, arrays.likeness.data, word);
    } else {
      const found = words.length ? arrays[kind === "analogy" ? "answers" : "neighbours"] : undefined;
      const room = Math.min(ROWS[kind], Math.max(0, known.words.length - (new Set(words).size || 1)));
      const title = words.length ? `Nearest to ${kind === "analogy" ? `${isolated(words[0])} − ${isolated(words[1])} + ${isolated(words[2])}` : isolated(words[0])}` : "";
      const wanted = kind === "analogy" ? "Which word is to c as a is to b? Type three words of this text." : "Type a word of this text.";
      answers.show(title, found?.data ?? null, room, known, word);
      compose(part("of"), ...(words.length ? ["Nearest to ", bold(kind === "analogy" ? "" : words[0], ...(kind === "analogy" ? words : []))] : [wanted]));
    }
    compose(part("note"), ...note(words));
    place.dataset.of = `${kind} ${words}`;
    element.toggleAttribute("data-drawn", true);
    if (telling && !waits) {
      telling = false;
      actions.say(spoken(words));
    }
  }

  /** @param {string[]} words @returns {(string | Node)[]} */
  function note(words) {
    if (!frame || !known) return [];
    const { scalars, arrays } = frame;
    if (kind === "neighbours" && words.length) return [bold(words[0]), ` occurs ${times(known.counts[known.ids.get(words[0]) ?? 0])} in this text.`];
    if (kind === "similarity") {
      const [one, other] = likeness.pair ?? [];
      if (one && words.includes(one) && words.includes(other)) return [bold(one), " and ", bold(other), `: ${answersOf.hundredths(arrays.likeness?.data[words.indexOf(one) * words.length + words.indexOf(other)])}`];
      const found = words.length && arrays.likeness ? likenessOf.extremes(words, arrays.likeness.data) : null;
      if (!found) return [];
      const told = (/** @type {[string, string, number]} */ [a, b, cosine]) => [bold(a), " and ", bold(b), `, ${answersOf.hundredths(cosine)}`];
      return ["Most alike: ", ...told(found.most), ". Least: ", ...told(found.least), "."];
    }
    const rate = Number.isFinite(scalars.analogy) ? ["Right for ", bold(`${Math.round(100 * scalars.analogy)} %`), " of the analogies planted in this text."] : ["No analogies are planted in this text: whether an answer is right, you judge."];
    return words.length ? rate : [];
  }

  /** @param {string[]} words */
  function spoken(words) {
    const { arrays } = /** @type {Frame} */ (frame);
    if (kind === "similarity") return part("note").textContent ?? "";
    const found = arrays[kind === "analogy" ? "answers" : "neighbours"];
    const first = [0, 1, 2].filter((i) => found && i < found.shape[0]).map((i) => `${known?.words[found.data[2 * i]]} ${answersOf.hundredths(found.data[2 * i + 1])}`);
    return `Nearest to ${words.join(kind === "analogy" ? ", " : "")}: ${first.join(", ")}`;
  }

  return { update, resize: draw };
}

/** @param {number} n */
const times = (n) => (n === 1 ? "once" : n === 2 ? "twice" : `${count(n)} times`);
/** @param {number} N */
const dimensions = (N) => (N === 1 ? "one dimension" : N === 2 ? "both dimensions" : `all ${N} dimensions`);

/** Puts these parts into a place, if they say something else than what is there. @param {HTMLElement} place @param {...(string | Node)} parts */
function compose(place, ...parts) {
  const words = parts.map((one) => (typeof one === "string" ? one : one.textContent)).join("");
  if (place.textContent !== words) place.replaceChildren(...parts);
}

/** A word in bold, or three as a sum; in scripts from right to left each keeps its place. @param {string} word @param {...string} sum */
function bold(word, ...sum) {
  const strong = document.createElement("b");
  const own = (/** @type {string} */ one) => Object.assign(document.createElement("bdi"), { textContent: one });
  if (sum.length) strong.append(own(sum[0]), " − ", own(sum[1]), " + ", own(sum[2]));
  else strong.append(own(word));
  return strong;
}
