// ⌘K, Ctrl+K or /: commands are filtered here, everything else is asked from the server.
const palette = document.getElementById("palette");

if (palette) {
  const input = palette.querySelector("input");
  const commands = [...palette.querySelectorAll("[data-commands] [role=option]")];
  const found = palette.querySelector("#palette-found");
  const empty = palette.querySelector(".palette-empty");
  const visible = () => [...palette.querySelectorAll("[role=option]")].filter((option) => !option.hidden);

  const select = (option) => {
    palette.querySelectorAll("[aria-selected=true]").forEach((old) => old.setAttribute("aria-selected", "false"));
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.id ||= `option-${Math.random().toString(36).slice(2, 8)}`;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const refresh = () => {
    const asked = input.value.trim().toLowerCase();
    for (const option of commands) {
      const text = `${option.textContent} ${option.dataset.words || ""}`.toLowerCase();
      option.hidden = !asked.split(/\s+/).every((word) => text.includes(word));
    }
    if (!asked) found.replaceChildren();
    const options = visible();
    empty.hidden = options.length > 0;
    select(options[0]);
  };

  const open = () => {
    if (palette.open) return;
    palette.showModal();
    input.select();
    refresh();
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const wanted = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey);
    if (wanted || (event.key === "/" && !typing)) {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-opens="palette"]')) refresh();
  });
  input.addEventListener("input", refresh);
  found.addEventListener("htmx:afterSettle", refresh);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const options = visible();
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (step) {
      event.preventDefault();
      select(options[(at + step + options.length) % options.length]);
    }
    // What was chosen may just have been replaced by a newer answer: then its first is meant.
    const chosen = options[at] ?? options[0];
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      chosen.click();
    }
  });
}
