// Steps of a path by mouse and by keys; without this the arrow buttons do the same.
const rows = () => [...document.querySelectorAll("tr[data-place-url]")];
const form = document.getElementById("path-place");
let lifted = null;

function put(row, to) {
  form.action = row.dataset.placeUrl;
  form.elements.to.value = to;
  form.requestSubmit();
}

const over = (event) => event.target.closest?.("tr[data-place-url]");
const mark = (row) => rows().forEach((each) => each.classList.toggle("path-over", each === row));

document.addEventListener("dragstart", (event) => {
  lifted = over(event);
  if (lifted) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const row = over(event);
  if (!lifted || !row) return;
  event.preventDefault();
  mark(row);
});
document.addEventListener("dragend", () => {
  lifted = null;
  mark(null);
});
document.addEventListener("drop", (event) => {
  const row = over(event);
  if (!lifted || !row || row === lifted) return;
  event.preventDefault();
  put(lifted, rows().indexOf(row));
});

document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = over(event);
  if (!way || !event.altKey || !row) return;
  event.preventDefault();
  row.querySelector(`[data-way=${way}]`)?.click();
});

// Where a step was put, the keys go on.
const moved = document.getElementById(location.hash.slice(1));
if (moved?.matches("tr[data-place-url]")) moved.focus();
