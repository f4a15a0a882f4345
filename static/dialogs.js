/** Small windows over the page, such as the list of keys. */

/** @param {HTMLElement | null} dialog */
export function show(dialog) {
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {HTMLElement | null} button @param {HTMLElement | null} dialog */
export function listen(button, dialog) {
  button?.addEventListener("click", () => show(dialog));
  dialog?.addEventListener("click", (event) => {
    const target = event.target;
    const outside = target === dialog; // the backdrop counts as the dialog itself
    const close = target instanceof Element && target.closest("[data-close]");
    if (dialog instanceof HTMLDialogElement && (outside || close)) dialog.close();
  });
}
