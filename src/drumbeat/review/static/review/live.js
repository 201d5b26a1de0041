// The live part of a campaign redraws itself; never under somebody's hand.
const part = () => document.getElementById("live");
let focused = -1;

const reachable = (root) => [...root.querySelectorAll("a[href], button, [tabindex='0']")];

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id !== "live") return;
  if (document.hidden || part().querySelector(":popover-open, details[open]")) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "live") return;
  focused = reachable(part()).indexOf(document.activeElement);
});

document.addEventListener("htmx:afterSettle", () => {
  if (focused < 0 || !part()) return;
  reachable(part())[focused]?.focus({ preventScroll: true });
  focused = -1;
});
