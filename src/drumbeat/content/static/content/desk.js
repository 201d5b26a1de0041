// The desk by keyboard: arrows go from brief to brief, Enter opens the one in focus as any link.
const typing = (element) => element.closest("input, textarea, select, dialog, [role=tablist]");

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const links = [...document.querySelectorAll("#desk tbody tr:not([hidden]) td:first-child a")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});
