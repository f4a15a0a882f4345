/** A choice of a few: buttons side by side, one of them pressed. */

/** @typedef {[value: string, label: string, title?: string]} Choice */

/** @param {string} label @param {Choice[]} choices @param {(value: string) => void} choose */
export function segment(label, choices, choose) {
  const element = Object.assign(document.createElement("div"), { className: "seg" });
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
  let known = "";

  /** @param {Choice[]} list @param {string} chosen */
  function offer(list, chosen) {
    const now = list.join();
    if (now !== known) {
      known = now;
      element.replaceChildren(...list.map(([value, text, title]) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, title: title ?? "" });
        button.dataset.value = value;
        if (title) button.setAttribute("aria-label", `${text}, ${title}`);
        button.addEventListener("click", () => {
          press(value);
          choose(value);
        });
        return button;
      }));
    }
    press(chosen);
  }

  /** @param {string} chosen */
  function press(chosen) {
    for (const button of element.querySelectorAll("button")) {
      const state = String(button.dataset.value === chosen);
      if (button.getAttribute("aria-pressed") !== state) button.setAttribute("aria-pressed", state);
    }
  }
  offer(choices, choices[0]?.[0] ?? "");
  return { element, offer };
}
