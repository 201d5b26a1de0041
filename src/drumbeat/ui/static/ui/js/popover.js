// Menus and askable numbers: native popovers, placed beside the button that opened them.
function place(popover) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const room = 12;
  const left = Math.min(Math.max(room, at.left), document.documentElement.clientWidth - size.width - room);
  const below = at.bottom + 6;
  const above = at.top - size.height - 6;
  const top = below + size.height > innerHeight - room && above > room ? above : below;
  popover.style.left = `${left}px`;
  popover.style.top = `${top}px`;
}

const placed = (event) => {
  const popover = event.target;
  if (!popover.matches?.(".menu, .asked")) return;
  if (event.newState === "open") {
    place(popover);
    popover.querySelector(".menu a, .menu button, :scope > ul a")?.focus();
  }
};
document.addEventListener("toggle", placed, true);
document.addEventListener("htmx:afterSettle", (event) => {
  const popover = event.target.closest?.("[popover]:popover-open");
  if (popover) place(popover);
});
document.addEventListener("scroll", () => {
  document.querySelectorAll(".menu:popover-open, .asked:popover-open").forEach(place);
}, { passive: true, capture: true });

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a, button")].filter((item) => item.offsetParent);
  const at = items.indexOf(event.target);
  items[(at + step + items.length) % items.length]?.focus();
});
