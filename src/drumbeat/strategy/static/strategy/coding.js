// The coding desk by keyboard: a theme's key puts it on or takes it off, arrows go to the next answer.
const field = (element) => element.closest("input:not([type=checkbox]), textarea, select, dialog");

document.addEventListener("keydown", (event) => {
  const desk = document.querySelector("[data-coding]");
  if (!desk || event.ctrlKey || event.metaKey || event.altKey || field(event.target)) return;
  const items = [...desk.querySelectorAll(".coding-item")];
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    const next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return;
  }
  const box = items[at]?.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  if (!box) return;
  event.preventDefault();
  box.click();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const item = event.target.closest(".coding-item");
  item?.classList.toggle("saved", event.detail.successful);
});
