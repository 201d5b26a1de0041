// Files go one by one, two at a time, each with its progress, large ones in parts; without this the
// form sends them all.
import { isLarge, Parts, Refused, Stopped } from "./parts.js";

const AT_ONCE = 2;
const desk = document.querySelector("[data-upload]");
const form = desk?.querySelector("form");
const list = document.getElementById("uploads");
const waiting = [];
let running = 0;

function row(name) {
  const item = document.createElement("li");
  item.className = "upload";
  item.innerHTML = '<span class="grow"><strong></strong><br><progress max="1"></progress></span><span class="small dim num"></span>';
  item.querySelector("strong").textContent = name;
  item.querySelector("progress").setAttribute("aria-label", name);
  says(item, desk.dataset.waits);
  list.append(item);
  return item;
}

const says = (item, words) => (item.querySelector(".num").textContent = words);

function shows(item, share) {
  item.querySelector("progress").value = share;
  says(item, `${Math.floor(100 * share)}%`);
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function failed(item, file) {
  item.querySelector("progress").replaceWith(desk.dataset.lost);
  item.querySelectorAll("button, .num").forEach((one) => one.remove());
  item.append(
    button(desk.dataset.again, () => {
      item.remove();
      take([file]);
    }),
  );
}

function refused(item, words) {
  const said = document.createElement("span");
  said.className = "urgent";
  said.textContent = words || desk.dataset.lost;
  item.classList.add("refused");
  item.querySelector("progress").replaceWith(said);
  item.querySelectorAll("button, .num").forEach((one) => one.remove());
}

// What the form says of the file, with the file itself or the key under which it arrived.
function tells(item, file, told, whenDone = () => {}) {
  return new Promise((then) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", ({ loaded, total }) => shows(item, loaded / total));
    request.addEventListener("load", () => {
      if (request.status !== 200) return failed(item, file);
      whenDone();
      item.outerHTML = request.responseText;
    });
    request.addEventListener("error", () => failed(item, file));
    request.addEventListener("loadend", then);
    request.send(told);
  });
}

function whole({ file, item, told }) {
  told.set("files", file, file.name || "pasted.png");
  return tells(item, file, told);
}

function steers(item, parts, again) {
  const stop = button(desk.dataset.pause, () => parts.stop());
  const giveUp = button(desk.dataset.giveUp, async () => {
    await parts.giveUp();
    waiting.splice(0, waiting.length, ...waiting.filter((one) => one.item !== item));
    item.remove();
  });
  item.append(stop, giveUp);
  return () => {
    says(item, desk.dataset.paused);
    const goOn = button(desk.dataset.goOn, () => {
      goOn.remove();
      giveUp.remove();
      again();
    });
    stop.replaceWith(goOn);
    goOn.focus();
  };
}

async function inParts(one) {
  const { file, item, told } = one;
  const parts = new Parts(file, {
    address: desk.dataset.parts,
    token: form.elements.csrfmiddlewaretoken.value,
    onSafe: (bytes) => shows(item, bytes / file.size),
    onWait: () => says(item, desk.dataset.line),
  });
  const paused = steers(item, parts, () => {
    waiting.unshift(one);
    next();
  });
  try {
    told.set("arrived", await parts.send());
  } catch (trouble) {
    if (trouble instanceof Stopped) paused();
    else if (trouble instanceof Refused) refused(item, trouble.message);
    else failed(item, file);
    return;
  }
  item.querySelectorAll("button").forEach((each) => each.remove());
  says(item, desk.dataset.looks);
  await tells(item, file, told, () => parts.done());
}

async function send(one) {
  one.told = new FormData(form);
  one.told.delete("files");
  await (isLarge(one.file) ? inParts(one) : whole(one));
  running -= 1;
  next();
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
  const choose = button(desk.dataset.folder, () => picker.click());
  choose.className = "btn";
  const hint = document.createElement("p");
  hint.className = "small dim";
  hint.textContent = desk.dataset.drop;
  form.querySelector("button:not([type=button])").after(choose, picker);
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
