/** The same step and unit backwards: what its error comes of, what it does to each sum, and what the step adds to a weight's gradient. */
import { FUNCTIONS } from "./functions.js";
import { activationOf, before, gateOf, of } from "./rnn-numbers-forward.js";
import { comesTo, difference, number, product, rest, restOfSquare, word } from "./rnn-numbers-sum.js";

/**
 * @typedef {import("./rnn-numbers-forward.js").Now} Now
 * @typedef {import("./rnn-numbers-forward.js").Line} Line
 */

const fine = { fine: true };

/** @param {Now} now @returns {Line[]} */
export function backwards(now) {
  const { at: { letters } } = now;
  const gates = letters.length === 4 ? lstm(now) : letters.length === 3 ? gru(now) : elman(now);
  return [error(now), ...gates, weight(now)].map((line) => ({ ...line, back: true }));
}

/** From its own output, and from the step after. @param {Now} now @returns {Line} */
function error({ at, t, u, frame }) {
  const [all, own] = [at.row("da", t)[u], at.row("own", t)[u]];
  const from = number(own, { ...fine, link: `own-${t}-${u}` });
  const later = number(all - own, fine);
  const last = t >= at.length - 1;
  const cut = !last && !frame.arrays.goes_on.data[t + 1];
  const counts = frame.arrays.mask.data[t] > 0;
  const pieces = comesTo((more) => {
    const [a, b] = [from(more), later(more)];
    const minus = b.pieces[0].text.startsWith("−") ? [word("("), ...b.pieces, word(")")] : b.pieces;
    return { pieces: [...a.pieces, word(" from Y", true), ...(last || cut ? [] : [word(" + "), ...minus, word(` from t${t + 1}`, true)])], value: a.value + (last || cut ? 0 : b.value) };
  }, all, { ...fine, link: `da-${t}-${u}` });
  const said = last ? `Nothing comes back: t${t} is the last step.` : cut ? `Nothing comes back from t${t + 1}: the error is cut there.` : "";
  return { rule: "da", pieces, note: [counts ? "" : "Y has no error at this step.", said].filter(Boolean).join(" ") };
}

/** @param {Now} now */
const errorOf = ({ at, t, u }) => number(at.row("da", t)[u], { ...fine, link: `da-${t}-${u}` });

/** @param {Now} now @returns {Line[]} */
function elman(now) {
  const name = activationOf(now);
  const z = of(now, "sums", 0);
  const a = number(now.at.row("a", now.t + 1)[now.u], { link: `a-${now.t}-${now.u}` });
  const slope = name === "tanh" ? restOfSquare(a) : name === "sigmoid" ? product(a, rest(a)) : number(FUNCTIONS[name]?.slope(z) ?? NaN, fine);
  return [{ rule: "dz", pieces: comesTo(product(errorOf(now), slope), of(now, "dz", 0), fine) }];
}

/** @param {Now} now @returns {Line[]} */
function lstm(now) {
  const { at, t, u, frame } = now;
  const tanhC = Math.tanh(at.row("c", t + 1)[u]);
  const back = at.row("dc", t)[u];
  const dc = at.row("da", t)[u] * gateOf(now, "o") * (1 - tanhC * tanhC) + back;
  const [i, f, o, g] = ["i", "f", "o", "g"].map((letter) => number(gateOf(now, letter)));
  const cell = number(dc, fine);
  const over = t >= at.length - 1 || !frame.arrays.goes_on.data[t + 1];
  const last = t ? number(at.row("c", t)[u], { link: `c-${t - 1}-${u}` }) : number(0);
  const flat = restOfSquare(number(tanhC));
  return [
    { rule: "dc", pieces: comesTo((more) => {
      const own = product(errorOf(now), o, flat)(more);
      if (over) return own;
      const later = number(back, fine)(more);
      const bracket = later.pieces[0].text.startsWith("−");
      return { pieces: [...own.pieces, word(" + "), ...(bracket ? [word("("), ...later.pieces, word(")")] : later.pieces), word(` from t${t + 1}`, true)], value: own.value + later.value };
    }, dc, fine) },
    { rule: "di", pieces: comesTo(product(cell, g, i, rest(i)), of(now, "dz", 0), fine) },
    { rule: "df", pieces: comesTo(product(cell, last, f, rest(f)), of(now, "dz", 1), fine) },
    { rule: "do", pieces: comesTo(product(errorOf(now), number(tanhC), o, rest(o)), of(now, "dz", 2), fine) },
    { rule: "dg", pieces: comesTo(product(cell, i, restOfSquare(g)), of(now, "dz", 3), fine) },
  ];
}

/** @param {Now} now @returns {Line[]} */
function gru(now) {
  const [z, r, n] = ["z", "r", "n"].map((letter) => number(gateOf(now, letter)));
  const dn = number(of(now, "dz", 2), fine);
  return [
    { rule: "dz-gate", pieces: comesTo(product(errorOf(now), difference(before(now), n), z, rest(z)), of(now, "dz", 0), fine) },
    { rule: "dn", pieces: comesTo(product(errorOf(now), rest(z), restOfSquare(n)), of(now, "dz", 2), fine) },
    { rule: "dr", pieces: comesTo(product(dn, number(of(now, "parts", 2, 1)), r, rest(r)), of(now, "dz", 1), fine) },
  ];
}

/** What the step adds to the gradient of a recurrent weight: that from the unit to itself, of the candidate or the only sum.
 * @param {Now} now @returns {Line} */
function weight(now) {
  const { at, t, u } = now;
  const gate = at.letters.length - 1;
  const reset = at.letters.length === 3;
  const a = t ? at.row("a", t)[u] : 0;
  const share = a * of(now, "dz", gate) * (reset ? gateOf(now, "r") : 1);
  const factors = [before(now), number(of(now, "dz", gate), fine), ...(reset ? [number(gateOf(now, "r"))] : [])];
  const which = `Unit ${u + 1}’s weight to itself${at.letters[gate] ? `, of ${at.letters[gate]}` : ""}`;
  return { rule: reset ? "dw-gru" : "dw", pieces: comesTo(product(...factors), share, fine), note: `${which}: what t${t} adds to its gradient.` };
}

