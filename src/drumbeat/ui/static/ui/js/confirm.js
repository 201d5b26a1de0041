// A question before something that cannot be undone: data-confirm on a form, button or link, or hx-confirm.
const dialog = document.getElementById("confirm");
const yes = dialog?.querySelector("[data-confirm-yes]");

function ask(words, detail, label) {
  dialog.querySelector("h2").textContent = words;
  const more = dialog.querySelector("[data-confirm-detail]");
  more.textContent = detail || "";
  more.hidden = !detail;
  yes.textContent = label || yes.dataset.default;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

const askAbout = (element) =>
  ask(element.dataset.confirm, element.dataset.confirmDetail, element.dataset.confirmYes);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const asking = [event.submitter, form].find((element) => element?.dataset?.confirm);
  if (!asking || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await askAbout(asking))) return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(event.submitter);
  delete form.dataset.confirmed;
}, true);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-confirm]");
  if (!link) return;
  event.preventDefault();
  if (await askAbout(link)) location.assign(link.href);
});

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question).then((agreed) => agreed && event.detail.issueRequest(true));
});
