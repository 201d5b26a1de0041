// A form with data-guard warns before what was typed is lost.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) changed.delete(event.target);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) changed.delete(event.target);
});
addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// The list of what to put right is read first.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:load", (event) => {
  event.target.querySelector?.("[data-focus]")?.focus();
});
