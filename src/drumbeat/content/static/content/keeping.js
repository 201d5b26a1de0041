// What is typed in the studio is in this browser with every keystroke, and with the server soon after.
// Only what the server has is ever forgotten here.
const form = document.getElementById("studio");
const line = document.getElementById("keeping");
const words = line.dataset;
// The prefix is that of other unsent forms, so signing out clears it from a shared computer.
const place = `draft:${document.body.dataset.me}:${form.dataset.key}`;
const hand = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
const PAUSE = 800, LONGEST_PAUSE = 30_000;
// The window whose draft was found here: going on from it is no conflict.
const seen = form.dataset.seen ?? "";
let strokes = 0, timer = 0, tries = 0, sending = null;

const fields = () => [...form.elements].filter((field) => field.name && !["csrfmiddlewaretoken", "over"].includes(field.name) && field.type !== "submit");
const typed = () => Object.fromEntries(fields().map((field) => [field.name, field.value]));
const written = ({ stamp, row_version, ...rest }) => JSON.stringify(Object.entries(rest).sort());

function read() {
  try { return JSON.parse(localStorage.getItem(place)); } catch { return null; }
}

function keep(sent) {
  try {
    localStorage.setItem(place, JSON.stringify({ typed: typed(), sent, seen }));
    return true;
  } catch {
    return false;
  }
}

function say(text, link) {
  line.textContent = text;
  if (!link) return;
  const there = document.createElement("a");
  there.className = "link";
  there.href = link.href;
  there.textContent = link.text;
  line.append(" ", there);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(send, Math.min(LONGEST_PAUSE, 1000 * 2 ** tries));
  tries += 1;
}

// Resolves to true once the server has what is typed now.
async function send({ keepalive = false } = {}) {
  clearTimeout(timer);
  if (sending) await sending;
  const body = new FormData(form);
  body.delete("over");
  body.set("seen", seen);
  const stamp = form.elements.stamp.value;
  sending = fetch(form.dataset.draft, { method: "POST", body, redirect: "manual", keepalive }).catch(() => null);
  const answer = await sending;
  sending = null;
  if (answer?.ok) {
    tries = 0;
    if (form.elements.stamp.value !== stamp) return send();
    keep(true);
    say(words.kept);
    return true;
  }
  if (answer?.type === "opaqueredirect") {
    const back = encodeURIComponent(location.pathname);
    say(words.away, { href: `/sign-in/?next=${back}`, text: words.signIn });
  } else if (answer && answer.status < 500) {
    const told = await answer.json().catch(() => ({ said: words.waiting }));
    say(told.said, { href: location.pathname, text: words.reload });
  } else {
    say(keep(false) ? words.waiting : words.full);
    later();
  }
  return false;
}

form.addEventListener("input", () => {
  strokes += 1;
  form.elements.stamp.value = `${hand}.${strokes}`;
  const isKept = keep(false);
  if (tries === 0) say(isKept ? words.keeping : words.full);
  clearTimeout(timer);
  timer = setTimeout(send, tries ? Math.min(LONGEST_PAUSE, 1000 * 2 ** tries) : PAUSE);
});

// The page is only left for a server that has just answered: else what was typed stays before one's eyes.
form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented || form.dataset.sure) return;
  event.preventDefault();
  const { submitter } = event;
  if (!(await send())) return;
  form.dataset.sure = "yes";
  const box = document.activeElement;
  if (box?.form === form && box.selectionStart !== undefined) sessionStorage.setItem("studio-caret", JSON.stringify([box.name, box.selectionStart]));
  form.requestSubmit(submitter);
  delete form.dataset.sure;
});

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  form.requestSubmit();
});
addEventListener("online", () => { tries = 0; if (read()?.sent === false) send(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden && read()?.sent === false) send({ keepalive: true });
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "drop" && !event.defaultPrevented) localStorage.removeItem(place);
});

// What this browser kept and the server never had comes back, with what is different from what is saved.
async function restore() {
  const here = new URL(location);
  const saved = here.searchParams.get("saved");
  if (saved !== null) history.replaceState(null, "", here.pathname);
  const kept = read();
  if (!kept) return;
  if (kept.sent || kept.typed.stamp === saved || written(kept.typed) === written(typed())) {
    localStorage.removeItem(place);
    return;
  }
  // Refused by the server, the form holds what was sent last; what was typed then is older.
  for (const field of fields()) if (field.name in kept.typed) field.value = kept.typed[field.name];
  form.dispatchEvent(new Event("studio"));
  const body = new FormData(form);
  body.set("seen", kept.seen);
  const answer = await fetch(form.dataset.difference, { method: "POST", body }).catch(() => null);
  if (answer?.ok) {
    const told = document.getElementById("kept");
    told.innerHTML = await answer.text();
    htmx.process(told);
  }
  // Another window wrote on: what it wrote stays with the server until one has decided.
  if (!seen || kept.seen === seen || kept.typed.stamp.startsWith(seen)) send();
}

const caret = JSON.parse(sessionStorage.getItem("studio-caret"));
sessionStorage.removeItem("studio-caret");
if (caret && form.elements[caret[0]]) {
  const box = form.elements[caret[0]];
  box.focus({ preventScroll: false });
  box.setSelectionRange(caret[1], caret[1]);
}
restore();
