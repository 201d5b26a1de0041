// Small tables are sorted and filtered where they stand; long ones are the server's work.
const key = (row, index) => {
  const cell = row.cells[index];
  const given = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
  const number = Number(given.replace(/[^\d.-]/g, ""));
  return cell?.matches(".num, [data-value]") && /\d/.test(given) && !Number.isNaN(number) ? number : given;
};

function sort(table, index, ascending) {
  const body = table.tBodies[0];
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const rows = [...body.rows].sort((a, b) => {
    // “Unknown” stays below, whichever way the table is turned.
    const last = a.matches(".unknown") - b.matches(".unknown");
    if (last) return last;
    const [x, y] = [key(a, index), key(b, index)];
    const order = typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y));
    return ascending ? order : -order;
  });
  body.append(...rows);
}

function prepare(scope) {
  scope.querySelectorAll?.("table[data-sort]:not([data-ready])").forEach((table) => {
    table.dataset.ready = "yes";
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      if (head.matches("[data-plain]") || !head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const ascending = head.getAttribute("aria-sort")
          ? head.getAttribute("aria-sort") !== "ascending"
          : !head.matches(".num");
        table.tHead.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        sort(table, index, ascending);
      });
    });
  });
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-filter]")) return;
  const tools = event.target.closest(".table-tools");
  const rows = [...tools.nextElementSibling.querySelectorAll("tbody tr")];
  const asked = event.target.value.trim().toLowerCase();
  rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(asked); });
  const shown = rows.filter((row) => !row.hidden).length;
  tools.querySelector("[data-filter-count]").value = asked ? `${shown} / ${rows.length}` : "";
});
// A whole table on one page is saved as it stands; what fills many pages is the server's work.
const cell = (text) => {
  const words = text.replace(/\s+/g, " ").trim();
  // A spreadsheet would take these for a formula.
  const safe = /^[=+@\t]|^-(?![\d.])/.test(words) ? `'${words}` : words;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-save]");
  if (!button) return;
  const table = button.closest(".table-tools").nextElementSibling.querySelector("table");
  const rows = [...table.rows].filter((row) => !row.hidden);
  const lines = rows.map((row) => [...row.cells].map((each) => cell(each.innerText)).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" }));
  link.download = `${table.caption.textContent.trim()}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
});
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
