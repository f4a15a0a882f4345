/**
 * The whole player by keyboard. A key never acts where it already means something: in a field, on a slider, a button or
 * a link, in a region that it scrolls, under a dialog; nor for a part of the player that this page's reader may not touch. It can be switched off in the list of
 * keys, for those whose voice or switch types letters.
 *
 * @typedef {ReturnType<typeof import("./player.js").createPlayer>} Player
 */

const FIELDS = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea, [contenteditable]";
const MOVABLE = "input[type=range], input[type=radio]";
const PRESSABLE = "input[type=checkbox], input[type=radio], button, a, summary, [role=button], [tabindex]:not([tabindex='-1'])";

/** @param {Player} player @param {import("./rights.js").May} may @param {() => void} help */
export function listen(player, may, help) {
  /** @type {Record<string, [part: string | null, act: (event: KeyboardEvent) => void]>} */
  const keys = {
    " ": ["play", () => player.toggle()],
    k: ["play", () => player.toggle()],
    ArrowRight: ["step", (event) => player.forward(event.shiftKey ? 10 : 1)],
    ArrowLeft: ["back", (event) => player.backward(event.shiftKey ? 10 : 1)],
    Home: ["restart", () => player.toStart()],
    End: ["timeline", () => player.toEnd()],
    ",": ["pace", () => player.faster(-1)],
    ".": ["pace", () => player.faster(1)],
    "?": [null, () => help()],
  };
  const off = /** @type {HTMLInputElement | null} */ (document.querySelector("#keys-off"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || off?.checked) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.matches(FIELDS) || document.querySelector("dialog[open]")) return;
    if ((event.key === " " || event.key === "Enter") && target.matches(PRESSABLE)) return;
    if (/^(Arrow|Home|End)/.test(event.key) && (target.matches(MOVABLE) || scrolls(target, event.key))) return;
    const [part, act] = keys[event.key] ?? [];
    if (!act || (part && !may(part))) return;
    event.preventDefault();
    act(event);
  });
}

/** Whether the key would scroll a region around the focus, such as a table or an equation that is too wide for its card:
 * arrows sideways, Home and End up and down. The page itself is none: it is read by other keys as well.
 * @param {Element} target @param {string} key */
function scrolls(target, key) {
  const sideways = key.startsWith("Arrow");
  for (let element = /** @type {Element | null} */ (target); element && element !== document.body; element = element.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const room = sideways ? element.scrollWidth - element.clientWidth : element.scrollHeight - element.clientHeight;
    if (room > 1 && /auto|scroll/.test(sideways ? overflowX : overflowY)) return true;
  }
  return false;
}
