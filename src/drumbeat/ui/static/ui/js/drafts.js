// What is typed into a guarded form stays in this browser until it is sent: a closed tab loses nothing.
const { me, draftBack, draftDrop } = document.body.dataset;
const PREFIX = "draft:", SENT = "draft-sent";
const timers = new Map();

const place = (form) => `${PREFIX}${me}:${new URL(form.action).pathname}${new URL(form.action).search}`;
const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["file", "password", "submit", "button"].includes(field.type);
const value = (field) => {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
};
// The version that was opened comes along: an old draft over a newer record meets the page of two edits.
const typed = (form) => [...form.elements].filter(kept).map((field) => [field.name, value(field)]);

function put(field, was) {
  if (typeof was === "boolean") field.checked = was;
  else if (Array.isArray(was)) [...field.options].forEach((option) => { option.selected = was.includes(option.value); });
  else field.value = was;
}

function tell(form) {
  const note = document.createElement("p");
  note.className = "draft-note small";
  note.setAttribute("role", "status");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "link";
  drop.textContent = draftDrop;
  drop.addEventListener("click", () => {
    localStorage.removeItem(place(form));
    form.reset();
    [...form.elements].filter(kept).forEach((field) => { if (field.type === "hidden") field.value = field.defaultValue; });
    note.remove();
  });
  note.append(draftBack, " ", drop);
  form.prepend(note);
}

function restore(form) {
  const found = JSON.parse(localStorage.getItem(place(form)) || "null");
  const fields = [...form.elements].filter(kept);
  if (!found || found.length !== fields.length || fields.some((field, index) => field.name !== found[index][0])) return;
  if (JSON.stringify(found) === JSON.stringify(typed(form))) return;
  fields.forEach((field, index) => put(field, found[index][1]));
  tell(form);
}

if (me) {
  const forms = [...document.querySelectorAll("form[data-guard][method=post]")];
  const { key: sent, page } = JSON.parse(sessionStorage.getItem(SENT) || "{}");
  sessionStorage.removeItem(SENT);
  // A form that came back with errors holds what was typed. What was taken leads on from its page to
  // another; whoever comes from anywhere else may have met a server that was gone.
  const refused = forms.find((form) => place(form) === sent && form.querySelector(".error-summary, [aria-invalid=true]"));
  const [arrival] = performance.getEntriesByType("navigation");
  if (sent && !refused && arrival.redirectCount > 0 && document.referrer === page) localStorage.removeItem(sent);
  forms.filter((form) => form !== refused).forEach(restore);

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-guard][method=post]");
    if (!form) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => localStorage.setItem(place(form), JSON.stringify(typed(form))), 300));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.action.endsWith("/sign-out/")) {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
    } else if (form.matches("[data-guard][method=post]")) {
      clearTimeout(timers.get(form));
      localStorage.setItem(place(form), JSON.stringify(typed(form)));
      sessionStorage.setItem(SENT, JSON.stringify({ key: place(form), page: location.href.split("#")[0] }));
    }
  });
}
