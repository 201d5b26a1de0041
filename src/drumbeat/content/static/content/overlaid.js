// How much of the later picture shows over the earlier one.
const overlaid = document.querySelector("[data-overlaid]");
const range = overlaid?.querySelector("input[type=range]");
const show = () => overlaid.style.setProperty("--shown", range.value / 100);

range?.addEventListener("input", show);
if (range) show();
