// Buttons with data-copy put that text onto the clipboard and say so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  } catch {
    // No permission, or not over https: select the address so that the person can copy it.
    const shown = document.querySelector(".qr .code");
    if (shown) getSelection().selectAllChildren(shown);
  }
});
