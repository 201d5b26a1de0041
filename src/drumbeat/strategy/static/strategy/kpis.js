// The grid by keyboard: arrows and Enter move as in a spreadsheet, a copied block fills cells.
const cellsOf = (row) => [...row.querySelectorAll(".kpi-cell")].map((cell) => cell.querySelector("input"));
const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")].map(cellsOf);

function placeOf(input) {
  const grid = input.closest?.(".kpi-cell")?.closest("table");
  if (!grid || input.tagName !== "INPUT") return null;
  const rows = rowsOf(grid);
  const row = rows.findIndex((cells) => cells.includes(input));
  return { rows, row, column: rows[row].indexOf(input) };
}

function follow({ rows, row, column }, down, across) {
  for (let r = row + down, c = column + across; rows[r] && c >= 0 && c < rows[r].length; r += down, c += across) {
    if (rows[r][c]) {
      rows[r][c].focus();
      rows[r][c].select();
      return true;
    }
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  const place = placeOf(event.target);
  if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
  const { selectionStart: start, selectionEnd: end, value } = event.target;
  const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  // Within a number the arrows move the caret; at its end, or with all of it chosen, the cell.
  const atEdge = start === 0 && end === value.length ? true : start === end && end === (across > 0 ? value.length : 0);
  const down = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  if (down ? follow(place, down, 0) || event.key === "Enter" : across && atEdge && follow(place, 0, across)) event.preventDefault();
});

document.addEventListener("paste", (event) => {
  const place = placeOf(event.target);
  const block = event.clipboardData?.getData("text").replace(/\r/g, "").replace(/\n$/, "");
  if (!place || !/[\t\n]/.test(block ?? "")) return;
  event.preventDefault();
  let last = null;
  block.split("\n").forEach((line, down) =>
    line.split("\t").forEach((text, across) => {
      const input = place.rows[place.row + down]?.[place.column + across];
      if (!input) return;
      input.value = text.trim();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      last = input;
    }),
  );
  last?.dispatchEvent(new Event("change", { bubbles: true }));
});
