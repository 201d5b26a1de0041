// A passage selected in the text goes into the form, with the words around it.
const text = document.getElementById("passage");
const AROUND = 40;

text?.addEventListener("select", () => {
  const { selectionStart: start, selectionEnd: end, value } = text;
  if (start === end) return;
  const put = (name, words) => { document.getElementById(`id_${name}`).value = words; };
  put("quote", value.slice(start, end));
  put("before", value.slice(Math.max(0, start - AROUND), start));
  put("after", value.slice(end, end + AROUND));
});
