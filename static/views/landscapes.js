/** What the pictures must know of the landscapes (engine/landscapes): what the axes are called, and what a model says. */

/** @typedef {import("../types.js").Config} Config */
/** @typedef {[letter: string, index: string]} Letter */

/** @type {[Letter, Letter]} */
const THETA = [["θ", "0"], ["θ", "1"]];

/** The letters of the two axes. @param {Config} config @returns {[Letter, Letter]} */
export function axesOf({ landscape }) {
  return landscape === "linear-rnn" ? [["w", "x"], ["w", "rec"]] : THETA;
}

/** A letter with its index in a sentence: θ₀, w_x. @param {Letter} letter */
export function named([letter, index]) {
  return letter + (/^\d+$/.test(index) ? index.replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit))) : index && `_${index}`);
}

/** ŷ of an x. @param {Config} config @param {ArrayLike<number>} theta @param {number} x */
export function modelAt({ landscape }, theta, x) {
  const z = theta[0] + theta[1] * x;
  return landscape === "neuron" ? 1 / (1 + Math.exp(-z)) : z;
}

/** Whether a student may set the points that it is made of. @param {Config} config */
export function ofPoints({ landscape }) {
  return landscape === "regression";
}

/** Whether the surface bends alike everywhere, so that every cut through it is a parabola. @param {Config} config */
export function quadratic({ landscape }) {
  return landscape === "regression" || landscape === "bowl" || landscape === "ravine";
}

/** Whether the model is a straight line, on which θ₀ and θ₁ can be pointed at. @param {Config} config */
export function straight({ landscape }) {
  return landscape !== "neuron";
}
