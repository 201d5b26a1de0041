// Beat lines and Gantt charts that are wider than the page open with today in view.
function show(scope) {
  scope.querySelectorAll?.("[data-days]").forEach((box) => {
    const today = box.querySelector(".beat-today circle")?.getBoundingClientRect();
    if (!today) return;
    const names = box.querySelector("svg").clientWidth;
    const middle = box.getBoundingClientRect().left + names + (box.clientWidth - names) / 2;
    box.scrollLeft += today.left - middle;
  });
  scope.querySelectorAll?.(".thread .here").forEach((here) => {
    const ribbon = here.closest(".thread");
    ribbon.scrollLeft = here.offsetLeft - ribbon.clientWidth / 2 + here.clientWidth / 2;
  });
}
show(document);
document.addEventListener("htmx:load", (event) => show(event.target));
