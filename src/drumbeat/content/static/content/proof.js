// Places by pointer: a rectangle dragged over what is looked at, or a line drawn on it, goes into the
// form's boxes, the film's time too, and a remark's time moves the film.
const box = (name) => document.getElementById(`id_${name}`);
const player = document.querySelector("video, audio");
const percent = (fraction) => Math.round(Math.min(Math.max(fraction, 0), 1) * 1000) / 10;

const free = document.querySelector("[data-free]");
const isFree = () => free?.getAttribute("aria-pressed") === "true";

function put(place, line = []) {
  box("stroke").value = line.map(({ x, y }) => `${x.toFixed(4)},${y.toFixed(4)}`).join(" ");
  for (const [name, fraction] of Object.entries(place)) box(name).value = percent(fraction);
}

// The smallest drag that is meant as a rectangle; less is a click on a point.
const LEAST_PX = 6;
// As many as the server reads of one line.
const MOST_POINTS = 2000;

function draws(stage) {
  const pins = stage.querySelector(".pins");
  const isFilm = stage.classList.contains("film");
  let drawn;
  let from;
  let line;

  const at = (event) => {
    const frame = pins.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value, 0), 1);
    return {
      x: within((event.clientX - frame.left) / frame.width),
      y: within((event.clientY - frame.top) / frame.height),
    };
  };
  const region = (to) => ({
    x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), w: Math.abs(to.x - from.x), h: Math.abs(to.y - from.y),
  });
  const show = ({ x, y, w, h }) => {
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) drawn.setAttribute(name, `${value * 100}%`);
  };

  const begin = () => {
    const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
    drawn = make(isFree() ? "polyline" : "rect");
    drawn.classList.add("drawn");
    if (!isFree()) return pins.append(drawn);
    drawn.classList.add("stroke");
    // Fractions of the picture, stretched over it.
    const sheet = make("svg");
    sheet.classList.add("drawn");
    for (const [name, value] of Object.entries({ viewBox: "0 0 1 1", preserveAspectRatio: "none", width: "100%", height: "100%" })) sheet.setAttribute(name, value);
    sheet.append(drawn);
    pins.append(sheet);
  };
  const goOn = (to) => {
    line.push(to);
    if (isFree()) drawn.setAttribute("points", line.map(({ x, y }) => `${x},${y}`).join(" "));
    else show(region(to));
  };
  const around = () => {
    const [across, down] = ["x", "y"].map((side) => line.map((point) => point[side]));
    const [x, y] = [Math.min(...across), Math.min(...down)];
    return { x, y, w: Math.max(...across) - x, h: Math.max(...down) - y };
  };

  pins.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".pin") || event.button || (isFilm && !pins.classList.contains("drawing"))) return;
    event.preventDefault();
    pins.setPointerCapture(event.pointerId);
    document.querySelectorAll(".drawn").forEach((old) => old.remove());
    from = at(event);
    line = [from];
    begin();
  });
  pins.addEventListener("pointermove", (event) => { if (from) goOn(at(event)); });
  pins.addEventListener("pointerup", (event) => {
    if (!from) return;
    const { width, height } = pins.getBoundingClientRect();
    const place = isFree() ? around() : region(at(event));
    const [wide, high] = [place.w * width >= LEAST_PX, place.h * height >= LEAST_PX];
    if (isFree() && (wide || high)) put(place, line.slice(0, MOST_POINTS));
    else put(wide && high ? place : { ...from, w: 0, h: 0 });
    if (box("page")) box("page").value = stage.dataset.page;
    if (isFilm) now();
    from = undefined;
    box("body").focus({ preventScroll: isFilm });
  });
  // The finger scrolls the page instead.
  pins.addEventListener("pointercancel", () => {
    from = undefined;
    document.querySelectorAll(".drawn").forEach((old) => old.remove());
  });
}

function now() {
  const minutes = Math.floor(player.currentTime / 60);
  const rest = (player.currentTime - minutes * 60).toFixed(1).padStart(4, "0");
  box("at").value = `${minutes}:${rest}`;
}

if (box("x")) {
  document.querySelectorAll("[data-stage]").forEach(draws);
  // Who writes the place in numbers means a rectangle.
  for (const side of ["x", "y", "w", "h"]) box(side).addEventListener("input", () => { box("stroke").value = ""; });
}
free?.addEventListener("click", () => {
  free.setAttribute("aria-pressed", !isFree());
  document.querySelector(".proof").classList.toggle("free", isFree());
});
if (player) {
  document.querySelector("[data-now]")?.addEventListener("click", now);
  document.querySelectorAll("[data-seek]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    player.currentTime = Number(link.dataset.seek);
    player.scrollIntoView({ block: "nearest" });
  }));
}
document.querySelector("[data-draw]")?.addEventListener("click", ({ currentTarget: button }) => {
  const isOn = document.querySelector(".pins").classList.toggle("drawing");
  button.setAttribute("aria-pressed", isOn);
  if (isOn) player.pause();
});
