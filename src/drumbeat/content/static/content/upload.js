// Files go one by one, two at a time, each with its progress; without this the form sends them all.
const AT_ONCE = 2;
const desk = document.querySelector("[data-upload]");
const form = desk?.querySelector("form");
const list = document.getElementById("uploads");
const waiting = [];
let running = 0;

function row(name) {
  const item = document.createElement("li");
  item.className = "upload";
  item.innerHTML = '<span class="grow"><strong></strong><br><progress max="1"></progress></span><span class="small dim"></span>';
  item.querySelector("strong").textContent = name;
  item.querySelector("progress").setAttribute("aria-label", name);
  item.lastElementChild.textContent = desk.dataset.waits;
  list.append(item);
  return item;
}

function failed(item, file) {
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn small";
  again.textContent = desk.dataset.again;
  again.addEventListener("click", () => {
    item.remove();
    take([file]);
  });
  item.querySelector("progress").replaceWith(desk.dataset.lost);
  item.lastElementChild.replaceWith(again);
}

function send({ file, item }) {
  const told = new FormData(form);
  told.set("files", file, file.name || "pasted.png");
  const request = new XMLHttpRequest();
  request.open("POST", location.pathname);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    item.querySelector("progress").value = loaded / total;
    item.lastElementChild.textContent = `${Math.round((100 * loaded) / total)}%`;
  });
  request.addEventListener("load", () => {
    if (request.status === 200) item.outerHTML = request.responseText;
    else failed(item, file);
  });
  request.addEventListener("error", () => failed(item, file));
  request.addEventListener("loadend", () => {
    running -= 1;
    next();
  });
  request.send(told);
}

function next() {
  while (running < AT_ONCE && waiting.length) {
    running += 1;
    send(waiting.shift());
  }
}

function take(files) {
  if (!form.elements.target.value) {
    form.elements.target.setAttribute("aria-invalid", "true");
    form.elements.target.focus();
    return;
  }
  form.elements.target.removeAttribute("aria-invalid");
  for (const file of files) waiting.push({ file, item: row(file.name || "pasted.png") });
  next();
}

function offersFolders() {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.webkitdirectory = true;
  picker.hidden = true;
  picker.addEventListener("change", () => {
    // What a system hides in its folders is nobody's material.
    take([...picker.files].filter((file) => !file.name.startsWith(".")));
    picker.value = "";
  });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = desk.dataset.folder;
  button.addEventListener("click", () => picker.click());
  const hint = document.createElement("p");
  hint.className = "small dim";
  hint.textContent = desk.dataset.drop;
  form.querySelector("button:not([type=button])").after(button, picker);
  form.append(hint);
}

if (form) {
  offersFolders();
  form.addEventListener("submit", (event) => {
    const { files } = form.elements;
    if (!files.files.length) return;
    event.preventDefault();
    take([...files.files]);
    files.value = "";
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    desk.classList.add("over");
  });
  document.addEventListener("dragleave", () => desk.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    desk.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take([...event.clipboardData.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });
}
