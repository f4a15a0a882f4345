/**
 * The whole player by keyboard. A key never acts where it already means something: in a field, on a slider, a button or
 * a link. It can be switched off in the list of keys, for those whose voice or switch types letters.
 *
 * @typedef {ReturnType<typeof import("./player.js").createPlayer>} Player
 */

const FIELDS = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea, [contenteditable], dialog *";
const MOVABLE = "input[type=range], input[type=radio]";
const PRESSABLE = "input[type=checkbox], input[type=radio], button, a, summary, [role=button], [tabindex]";

/** @param {Player} player @param {() => void} help */
export function listen(player, help) {
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const keys = {
    " ": () => player.toggle(),
    k: () => player.toggle(),
    ArrowRight: (event) => player.forward(event.shiftKey ? 10 : 1),
    ArrowLeft: (event) => player.backward(event.shiftKey ? 10 : 1),
    Home: () => player.toStart(),
    End: () => player.toEnd(),
    ",": () => player.faster(-1),
    ".": () => player.faster(1),
    "?": () => help(),
  };
  const off = /** @type {HTMLInputElement | null} */ (document.querySelector("#keys-off"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || off?.checked) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.matches(FIELDS)) return;
    if ((event.key === " " || event.key === "Enter") && target.matches(PRESSABLE)) return;
    if (/^(Arrow|Home|End)/.test(event.key) && target.matches(MOVABLE)) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}
