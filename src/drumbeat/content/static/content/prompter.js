// The words go by at the pace at which they are said; space runs and pauses.
const prompter = document.querySelector("[data-prompter]");
const button = prompter.querySelector("[data-run]");
const pace = prompter.querySelector("[data-pace]");
const seconds = Math.max(Number(prompter.dataset.seconds), 1);
let isRunning = false;
let last = 0;
let at = 0;

function step(now) {
  if (!isRunning) return;
  const words = prompter.querySelector("main").scrollHeight - innerHeight;
  at += ((now - last) / 1000) * (words / seconds) * (pace.value / 100);
  last = now;
  scrollTo({ top: at, behavior: "instant" });
  if (at >= document.documentElement.scrollHeight - innerHeight) return toggle();
  requestAnimationFrame(step);
}

function toggle() {
  isRunning = !isRunning;
  button.setAttribute("aria-pressed", isRunning);
  if (!isRunning) return;
  at = scrollY;
  last = performance.now();
  requestAnimationFrame(step);
}

button.addEventListener("click", toggle);
pace.addEventListener("input", () => { prompter.querySelector("[data-paced]").textContent = `${pace.value}%`; });
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || event.target.closest("input, button, a")) return;
  event.preventDefault();
  toggle();
});
