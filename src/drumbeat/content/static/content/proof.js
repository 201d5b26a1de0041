// Places by pointer: a rectangle dragged over what is looked at goes into the form's boxes, the
// film's time too, and a remark's time moves the film.
const box = (name) => document.getElementById(`id_${name}`);
const player = document.querySelector("video, audio");
const percent = (fraction) => Math.round(Math.min(Math.max(fraction, 0), 1) * 1000) / 10;

function put(place) {
  for (const [name, fraction] of Object.entries(place)) box(name).value = percent(fraction);
}

// The smallest drag that is meant as a rectangle; less is a click on a point.
const LEAST_PX = 6;

function draws(stage) {
  const pins = stage.querySelector(".pins");
  const isFilm = stage.classList.contains("film");
  let drawn;
  let from;

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

  pins.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".pin") || event.button || (isFilm && !pins.classList.contains("drawing"))) return;
    event.preventDefault();
    pins.setPointerCapture(event.pointerId);
    document.querySelectorAll(".drawn").forEach((old) => old.remove());
    from = at(event);
    drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drawn.classList.add("drawn");
    pins.append(drawn);
  });
  pins.addEventListener("pointermove", (event) => { if (from) show(region(at(event))); });
  pins.addEventListener("pointerup", (event) => {
    if (!from) return;
    const place = region(at(event));
    const { width, height } = pins.getBoundingClientRect();
    const isPoint = place.w * width < LEAST_PX || place.h * height < LEAST_PX;
    put(isPoint ? { ...from, w: 0, h: 0 } : place);
    if (box("page")) box("page").value = stage.dataset.page;
    if (isFilm) now();
    from = undefined;
    box("body").focus({ preventScroll: isFilm });
  });
  // The finger scrolls the page instead.
  pins.addEventListener("pointercancel", () => { from = undefined; drawn?.remove(); });
}

function now() {
  const minutes = Math.floor(player.currentTime / 60);
  const rest = (player.currentTime - minutes * 60).toFixed(1).padStart(4, "0");
  box("at").value = `${minutes}:${rest}`;
}

if (box("x")) document.querySelectorAll("[data-stage]").forEach(draws);
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
