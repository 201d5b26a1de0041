// Dialogs: data-opens="id" opens one, data-closes closes the one around it, a click on the veil too.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right
      && event.clientY >= box.top && event.clientY <= box.bottom;
    // Enter in a field clicks the submit button at 0,0: only a real pointer may close.
    if (!inside && event.detail) event.target.close();
  }
});
