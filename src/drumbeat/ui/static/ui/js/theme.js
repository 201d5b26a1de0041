// Colours and density. A cookie, not local storage, so that the server already sends the right page.
const root = document.documentElement;
const ORDER = ["auto", "light", "dark"];

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

function label(button) {
  button.setAttribute("aria-label", button.dataset[root.dataset.theme || "auto"]);
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-toggle]");
  if (theme) {
    const next = ORDER[(ORDER.indexOf(root.dataset.theme || "auto") + 1) % ORDER.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    remember("theme", next);
    document.querySelectorAll("[data-theme-toggle]").forEach(label);
  }
  const density = event.target.closest("[data-density]:not(html)");
  if (density) {
    const compact = root.dataset.density !== "compact";
    if (compact) root.dataset.density = "compact";
    else delete root.dataset.density;
    remember("density", compact ? "compact" : "roomy");
    density.setAttribute("aria-pressed", String(compact));
  }
});

document.querySelectorAll("[data-theme-toggle]").forEach(label);
document.querySelectorAll("[data-density]:not(html)").forEach((button) => {
  button.setAttribute("aria-pressed", String(root.dataset.density === "compact"));
});
