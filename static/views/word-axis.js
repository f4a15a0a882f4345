/** An axis between two words or two groups of words: its form, and the strip on which every word has its foot. */
import { alternative } from "./alternative.js";
import { line, text, textWidth } from "./drawing.js";
import { faint, palette } from "./palette.js";
import { short } from "./pull-lens.js";
import { Room } from "./room.js";
import { found, like } from "./spellings.js";
import { mark } from "./map-marks.js";
import { Stage } from "./stage.js";

/** @typedef {import("./map-pane.js").Shared} Shared */
/** @typedef {import("./words.js").Vocabulary} Vocabulary */

const MOST = 240; // letters of one end, as the server takes them

/** The words of an end as typed, and those that are not in the text. @param {string} typed @param {Vocabulary} vocabulary */
export function parsed(typed, vocabulary) {
  const words = typed.split(/[,，、،;/]/).map((word) => word.trim()).filter(Boolean);
  return { words: words.map((word) => found(word, vocabulary)), strange: words.filter((word) => !found(word, vocabulary)) };
}

/** The words of an end that is looked at: king, or king/man. @param {unknown} end @returns {string[]} */
export function members(end) {
  return String(end).split("/").map((word) => word.trim());
}

/** Whether such a wish can be sent; else what is wrong. @param {string[]} typed @param {Vocabulary} vocabulary
 * @returns {{ends: [string, string]} | {wrong: string}} */
export function checked(typed, vocabulary) {
  const [first, second] = typed.map((one) => parsed(one, vocabulary));
  const strange = [...first.strange, ...second.strange];
  if (strange.length) {
    const meant = [...new Set(strange.flatMap((word) => like(word, vocabulary)))];
    return { wrong: `${strange.map((word) => `“${word}”`).join(" and ")} ${strange.length > 1 ? "are" : "is"} not among the words of this text.${meant.length ? ` Spelled alike: ${meant.join(", ")}.` : ""}` };
  }
  if (!first.words.length || !second.words.length) return { wrong: "An axis needs two ends: a word, or several with commas, in each field." };
  const ends = /** @type {[string, string]} */ ([first, second].map(({ words }) => words.join("/")));
  if (ends.some((end) => end.length > MOST)) return { wrong: `An end can have ${MOST} letters at most.` };
  const same = first.words.length === second.words.length && first.words.every((word) => second.words.includes(word));
  return same ? { wrong: "Both ends are the same: between them is no way." } : { ends };
}

/** @param {HTMLElement} element @param {{vocabulary: () => Vocabulary | null, look: (axis: string[]) => void, opened: (open: boolean) => void}} options */
export function form(element, { vocabulary, look, opened }) {
  element.innerHTML = `<form class="axis-form" hidden><label>from <input class="text" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="king, man"></label>
    <label>to <input class="text" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="queen, woman"></label>
    <button type="submit">Draw</button><button type="button" class="ghost">Let go</button><p class="note" role="status"></p></form>`;
  const box = /** @type {HTMLFormElement} */ (element.firstElementChild);
  const fields = [...box.querySelectorAll("input")];
  const note = /** @type {HTMLElement} */ (box.querySelector(".note"));
  let known = "";
  const HINT = "Click two words on the map, or type them; several with commas make one end.";

  function draw() {
    const words = vocabulary();
    if (!words) return;
    const wish = checked(fields.map(({ value }) => value), words);
    if ("wrong" in wish) return void (note.textContent = wish.wrong);
    known = String(wish.ends);
    note.textContent = "";
    look(wish.ends);
  }

  function letGo() {
    const there = known !== "";
    known = "";
    fields.forEach((field) => (field.value = ""));
    open(false);
    if (there) look([]);
  }

  /** @param {boolean} there */
  function open(there) {
    box.hidden = !there;
    note.textContent = there && !known ? HINT : "";
    opened(there);
  }

  box.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    letGo();
  });
  /** @type {HTMLElement} */ (box.querySelector(".ghost")).addEventListener("click", letGo);

  return {
    open, letGo,
    get there() {
      return !box.hidden;
    },
    /** @param {unknown} wish  as it was asked for, here or by a link */
    follow(wish) {
      const ends = Array.isArray(wish) ? wish : [];
      if (String(ends) === known) return;
      if (!ends.length && !known) return;
      known = String(ends);
      fields.forEach((field, i) => (field.value = ends[i] === undefined ? "" : members(ends[i]).join(", ")));
      open(ends.length > 0);
    },
    /** A word clicked on the map: it goes into the first empty end. True: it was taken. @param {string} word */
    take(word) {
      const empty = box.hidden || known ? undefined : fields.find(({ value }) => !value.trim());
      if (!empty) return false;
      empty.value = word;
      if (fields.every(({ value }) => value.trim())) draw();
      return true;
    },
    focus: () => fields[0].focus(),
  };
}

/** @param {HTMLElement} element @param {Shared} shared */
export function strip(element, shared) {
  const describe = alternative(element);
  /** @type {{axis: Float32Array, names: string[], dimensions: number} | null} */
  let shown = null;
  /** @type {Map<number, number>} */
  let sides = new Map();
  const stage = new Stage(element, { heights: [96, 96], draw });

  /** @param {Float32Array} axis @param {string[]} names @param {number} dimensions @param {boolean} resting */
  function update(axis, names, dimensions, resting) {
    if (names.join() !== shown?.names.join()) sides = new Map();
    shown = { axis, names, dimensions };
    describe(words, resting);
    stage.show();
  }

  function draw() {
    const c = stage.clear(0);
    if (!shown) return;
    const { ink, ink2, sunk, edge, small } = palette();
    const { axis, names } = shown;
    const { width, height } = stage;
    const finite = [...axis.keys()].filter((v) => Number.isFinite(axis[v]));
    const [low, high] = finite.reduce(([a, b], v) => [Math.min(a, axis[v]), Math.max(b, axis[v])], [0, 1]);
    const X = (/** @type {number} */ t) => 26 + ((width - 52) * (t - low)) / (high - low);
    const y = height / 2 + 2;
    line(c, [[8, y], [width - 8, y]], { color: faint(ink, 0.35), width: 1.2 });
    line(c, [[X(0), y], [X(1), y]], { color: faint(ink, 0.75), width: 2.4 });
    const room = new Room(width, height);
    for (const [t, name] of names.entries()) {
      line(c, [[X(t), y - 13], [X(t), y + 13]], { color: ink, width: 1.6 });
      const said = name.length > 30 ? `${name.slice(0, 29)}…` : name;
      const wide = textWidth(c, said, { bold: true });
      const left = Math.max(4, Math.min(width - wide - 4, X(t) - wide / 2));
      text(c, said, left, y - 18, { bold: true, color: ink, ground: sunk });
      room.add({ x: left - 4, y: y - 18 - small, width: wide + 8, height: small + 4 });
    }
    for (const v of finite) mark(c, shared.shapes[v] ?? "dot", X(axis[v]), y, { color: strong(v) ? ink : shared.shapes[v] === "dot" ? edge : faint(ink2, 0.8), ground: sunk });
    const byEnds = [...finite].sort((a, b) => Math.abs(axis[b] - 0.5) - Math.abs(axis[a] - 0.5));
    const rank = [...new Set([...finite.filter(strong), ...byEnds.slice(0, 6), ...finite.filter((v) => shared.kinds[v] >= 0), ...finite])];
    const wanted = rank.flatMap((v) => {
      const word = short(shared.words[v] ?? "");
      const wide = textWidth(c, word, { bold: strong(v) });
      const left = Math.max(4, Math.min(width - wide - 4, X(axis[v]) - wide / 2));
      return [{ v, word, x: left, width: wide, height: small + 1 }];
    });
    const rows = [y + 16, y - 18 - 2 * small - 2, y + 16 + small + 3];
    for (const one of wanted) {
      const last = sides.get(one.v);
      const order = last === undefined ? rows.keys() : [last, ...rows.keys()];
      for (const row of order) {
        const box = { x: one.x, y: rows[row], width: one.width, height: one.height };
        if (room.cost(box, row === last ? 1 : 4) > 0) {
          if (row === last) sides.delete(one.v);
          continue;
        }
        room.add(box);
        sides.set(one.v, row);
        text(c, one.word, box.x, box.y + small - 1, { color: strong(one.v) || shared.kinds[one.v] >= 0 ? ink : ink2, bold: strong(one.v), ground: sunk });
        break;
      }
    }
  }

  /** @param {number} v */
  function strong(v) {
    return v === shared.focus || v === shared.hover || shared.pins.has(v);
  }

  function words() {
    if (!shown) return "";
    const { axis, names, dimensions } = shown;
    const sorted = [...axis.keys()].filter((v) => Number.isFinite(axis[v])).sort((a, b) => axis[a] - axis[b]).map((v) => shared.words[v]);
    return `All words along the axis from ${names[0]} to ${names[1]}, measured in ${dimensions} dimensions. From its beginning: ${sorted.slice(0, 6).join(", ")} … at its end: ${sorted.slice(-6).join(", ")}.`;
  }

  return { update, redraw: () => shown && stage.request(), resize: () => stage.resize(), hide: () => void (shown = null) };
}
