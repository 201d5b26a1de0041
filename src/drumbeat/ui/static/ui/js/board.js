// Cards between columns, by drag or by keyboard. The server has the last word: refused, a card goes back.
const place = (card) => ({ list: card.parentElement, before: card.nextElementSibling });
const putBack = (card, from) => from.list.insertBefore(card, from.before);
const column = (card) => card.closest("[data-column]");
let dragged = null;
let lifted = null;
let from = null;

function say(board, words) {
  board.querySelector("[data-said]").textContent = words;
}

function recount(board) {
  board.querySelectorAll("[data-column]").forEach((each) => {
    each.querySelector("[data-count]").textContent = each.querySelectorAll("[data-card]").length;
  });
}

async function settle(card, was) {
  const board = card.closest("[data-board]");
  recount(board);
  const same = was.list === card.parentElement && was.before === card.nextElementSibling;
  if (same || !board.dataset.moveUrl) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const body = new URLSearchParams({
    card: card.dataset.card,
    column: column(card).dataset.column,
    index: [...card.parentElement.children].indexOf(card),
  });
  const answer = await fetch(board.dataset.moveUrl, { method: "POST", headers, body }).catch(() => null);
  if (answer?.ok) return;
  putBack(card, was);
  recount(board);
  const plain = answer?.headers.get("Content-Type")?.startsWith("text/plain");
  const text = plain ? await answer.text() : board.dataset.refused;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-board] [data-card]");
  if (!dragged) return;
  from = place(dragged);
  event.dataTransfer.effectAllowed = "move";
  dragged.classList.add("dragging");
});
document.addEventListener("dragover", (event) => {
  const target = dragged && event.target.closest?.("[data-column]");
  if (!target || target.closest("[data-board]") !== dragged.closest("[data-board]")) return;
  event.preventDefault();
  const list = target.querySelector("ul");
  const next = [...list.children].find((other) => {
    const box = other.getBoundingClientRect();
    return other !== dragged && event.clientY < box.top + box.height / 2;
  });
  list.insertBefore(dragged, next || null);
});
document.addEventListener("drop", (event) => {
  if (!dragged) return;
  event.preventDefault();
  settle(dragged, from);
  dragged.classList.remove("dragging");
  dragged = null;
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  putBack(dragged, from);
  dragged.classList.remove("dragging");
  dragged = null;
});

function lift(card, handle) {
  lifted = card;
  from = place(card);
  card.classList.add("lifted");
  handle.setAttribute("aria-pressed", "true");
  say(card.closest("[data-board]"), card.closest("[data-board]").dataset.lifted);
}

function putDown(handle, keep) {
  const board = lifted.closest("[data-board]");
  if (!keep) putBack(lifted, from);
  lifted.classList.remove("lifted");
  handle.setAttribute("aria-pressed", "false");
  say(board, keep ? `${board.dataset.dropped} ${column(lifted).getAttribute("aria-label")}` : board.dataset.returned);
  if (keep) settle(lifted, from);
  lifted = null;
  handle.focus();
}

function shift(card, key) {
  const list = card.parentElement;
  if (key === "ArrowUp") list.insertBefore(card, card.previousElementSibling);
  if (key === "ArrowDown") list.insertBefore(card, card.nextElementSibling?.nextElementSibling || null);
  const side = { ArrowLeft: "previousElementSibling", ArrowRight: "nextElementSibling" }[key];
  const next = side && column(card)[side];
  if (next?.matches("[data-column]")) next.querySelector("ul").append(card);
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.(".board-handle");
  if (!handle) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (lifted) putDown(handle, true);
    else lift(handle.closest("[data-card]"), handle);
  } else if (lifted && event.key === "Escape") {
    putDown(handle, false);
  } else if (lifted && event.key.startsWith("Arrow")) {
    event.preventDefault();
    shift(lifted, event.key);
    handle.focus();
    lifted?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
document.addEventListener("focusout", (event) => {
  // Moving a node in the document takes its focus away for a moment; only a real leave puts it back.
  const handle = event.target.closest?.(".board-handle");
  if (lifted && handle) setTimeout(() => { if (lifted && document.activeElement !== handle) putDown(handle, false); }, 0);
});
