// Short news at the edge of the page. Errors stay until closed; pointing at one keeps it.
const box = document.getElementById("toasts");
const words = document.body.dataset;

function watch(toast) {
  if (toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  const stays = toast.matches(".error, .warning");
  let timer;
  const start = () => { if (!stays) timer = setTimeout(() => toast.remove(), 7000); };
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("focusout", start);
  start();
}

function show({ text, level = "success", undo = "" }) {
  const toast = document.createElement("div");
  toast.className = `toast ${level}`;
  toast.dataset.toast = "";
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  if (undo) {
    const button = document.createElement("button");
    button.className = "btn small";
    button.textContent = words.undo;
    button.addEventListener("click", () => {
      htmx.ajax("POST", undo, { swap: "none" }).then(() => location.reload());
    });
    toast.append(button);
  }
  const close = document.createElement("button");
  close.className = "toast-close";
  close.setAttribute("aria-label", words.close);
  close.textContent = "×";
  toast.append(close);
  box.append(toast);
  watch(toast);
}

box?.addEventListener("click", (event) => {
  if (event.target.closest(".toast-close")) event.target.closest("[data-toast]").remove();
});
box?.querySelectorAll("[data-toast]").forEach(watch);
document.addEventListener("toast", (event) => show(event.detail));
document.addEventListener("htmx:sendError", () => show({ text: words.offline, level: "error" }));
document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  const plain = answer.getResponseHeader("Content-Type")?.startsWith("text/plain");
  show({ text: plain ? answer.responseText : words.refused, level: "error" });
});
