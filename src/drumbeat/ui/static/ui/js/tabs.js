// Parts of one page behind tabs; without this file all parts simply stand below one another.
// A row of pages that is wider than the screen opens with the page one is on in view.
function choose(tab) {
  for (const other of tab.closest("[data-tabs]").querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel) panel.hidden = !chosen;
  }
}

function prepare(scope) {
  scope.querySelectorAll?.("[data-tabs]").forEach((list) => {
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const named = tabs.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
    choose(named || tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || tabs[0]);
  });
  scope.querySelectorAll?.("nav.tabs [aria-current]").forEach((here) => {
    const row = here.closest(".tabs");
    row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  });
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tabs] [role=tab]");
  if (tab) choose(tab);
});
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[data-tabs] [role=tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const tabs = [...tab.closest("[data-tabs]").querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  choose(next);
  next.focus();
});
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
