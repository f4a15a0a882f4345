/** Passing a run on: its link, or the text for a course page, to the clipboard. */

/** @param {HTMLElement | null} button @param {() => string} address @param {(text: string) => void} say */
export function copyButton(button, address, say) {
  const word = button?.querySelector(".word") ?? button;
  const before = word?.textContent ?? "";
  let timer = 0;
  button?.addEventListener("click", async () => {
    const done = await copy(address());
    if (word) word.textContent = done ? "Copied" : "Not copied";
    say(done ? "The link is on the clipboard." : "The browser did not allow copying; the address bar holds the link.");
    clearTimeout(timer);
    timer = window.setTimeout(() => word && (word.textContent = before), 2000);
  });
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // pages that are served without https have no clipboard of their own
  }
}

/** @param {string} text */
function copyBySelection(text) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
