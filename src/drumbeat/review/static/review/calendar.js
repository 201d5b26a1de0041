// Entries between days, by drag or by keyboard. The server has the last word and says why not.
const day = (entry) => entry.closest("[data-day]");
const say = (words) => { document.querySelector("[data-said]").textContent = words; };
const tell = (text, level = "error") => document.dispatchEvent(new CustomEvent("toast", { detail: { text, level } }));
const mark = (target) => {
  document.querySelectorAll(".cal-day.over").forEach((other) => other.classList.remove("over"));
  target?.classList.add("over");
};
let dragged = null;
let lifted = null;
let goal = null;

async function move(entry, target) {
  mark(null);
  if (!target || target === day(entry)) return;
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") || "{}"), "HX-Request": "true" };
  const body = new URLSearchParams({ to: target.dataset.day, row_version: entry.dataset.version });
  const answer = await fetch(entry.dataset.moveUrl, { method: "POST", headers, body }).catch(() => null);
  if (answer?.status === 204) {
    // The page knows anew what stands in the way, and offers to take it back.
    sessionStorage.setItem("calendar-focus", entry.dataset.entry);
    location.reload();
    return;
  }
  const plain = answer?.headers.get("Content-Type")?.startsWith("text/plain");
  tell(plain ? await answer.text() : document.body.dataset[answer ? "refused" : "offline"]);
}

document.addEventListener("dragstart", (event) => {
  const fixed = event.target.closest?.("[data-fixed]");
  if (fixed) {
    event.preventDefault();
    tell(fixed.dataset.fixed, "warning");
    return;
  }
  dragged = event.target.closest?.("[data-move-url]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
  dragged.classList.add("dragging");
});
document.addEventListener("dragover", (event) => {
  const target = dragged && event.target.closest?.("[data-day]");
  if (!target) return;
  event.preventDefault();
  mark(target);
});
document.addEventListener("drop", (event) => {
  const target = dragged && event.target.closest?.("[data-day]");
  if (!target) return;
  event.preventDefault();
  move(dragged, target);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragging");
  dragged = null;
  mark(null);
});

function putDown(keep) {
  const entry = lifted;
  lifted = null;
  entry.classList.remove("lifted");
  mark(null);
  if (keep) move(entry, goal);
  else say(document.querySelector("[data-calendar]").dataset.returned);
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.(".cal-handle");
  if (!handle) return;
  const entry = handle.closest("[data-entry]");
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  if (event.key === " ") {
    event.preventDefault();
    if (lifted) return putDown(true);
    [lifted, goal] = [entry, day(entry)];
    entry.classList.add("lifted");
    mark(goal);
    say(document.querySelector("[data-calendar]").dataset.lifted);
  } else if (lifted && event.key === "Escape") {
    putDown(false);
  } else if (lifted && event.key in steps) {
    event.preventDefault();
    const days = [...document.querySelectorAll("[data-day]")].filter((one) => one.checkVisibility());
    goal = days[days.indexOf(goal) + steps[event.key]] || goal;
    mark(goal);
    goal.scrollIntoView({ block: "nearest" });
    say(goal.querySelector("h2").textContent.trim().replace(/\s+/g, " "));
  }
});
document.addEventListener("focusout", (event) => {
  if (lifted && event.target.closest?.(".cal-handle")) putDown(false);
});

const kept = sessionStorage.getItem("calendar-focus");
sessionStorage.removeItem("calendar-focus");
if (kept) document.querySelector(`[data-entry="${CSS.escape(kept)}"] .cal-handle`)?.focus();
