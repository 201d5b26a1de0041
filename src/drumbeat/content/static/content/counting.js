// How long the words for each network are, with every keystroke, by the tables that the server counts by.
const rules = JSON.parse(document.getElementById("rules").textContent);
const form = document.getElementById("studio");
const list = form.querySelector(".variants");
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const number = new Intl.NumberFormat(document.documentElement.lang);

const links = Object.fromEntries(Object.entries(rules.links).map(([unit, pattern]) => [unit, new RegExp(pattern, "gi")]));
const mention = new RegExp(rules.mention, "g");
const characters = (text) => [...segmenter.segment(text)].map((one) => one.segment);
const lies = (ranges, code) => ranges.some(([first, last]) => first <= code && code <= last);
const sum = (parts, weigh) => parts.reduce((total, part) => total + weigh(part), 0);

function half(part) {
  const letters = [...part.normalize("NFC")];
  if (/^\p{M}/u.test(letters[0])) return 0;
  const first = letters[0].codePointAt(0);
  const isFlag = first >= 0x1f1e6 && first < 0x1f200;
  return isFlag || letters.some((letter) => lies(rules.wide, letter.codePointAt(0))) ? 2 : 1;
}
const weight = (part) => ([...part].length === 1 && lies(rules.light, part.codePointAt(0)) ? 1 : 2);

function withoutLinks(text, unit) {
  let found = 0;
  const rest = text.replace(links[unit], () => { found += 1; return ""; });
  return [rest, found * rules.link_weighs];
}
const units = {
  characters: (text) => characters(text).length,
  width: (text) => sum(characters(text), half),
  weighted(text) {
    const [rest, weighs] = withoutLinks(text, "weighted");
    return weighs + sum(characters(rest.normalize("NFC")), weight);
  },
  linked(text) {
    const [rest, weighs] = withoutLinks(text, "linked");
    return weighs + characters(rest.replace(mention, "$1")).length;
  },
};

function parts(text) {
  const headlines = [], paragraphs = [""];
  for (const line of text.split("\n")) {
    const last = paragraphs.length - 1;
    if (line.startsWith("#")) headlines.push(line.replace(/^#+/, "").trim());
    else if (line.trim()) paragraphs[last] = `${paragraphs[last]}\n${line.trim()}`.trim();
    else if (paragraphs[last]) paragraphs.push("");
  }
  return [headlines, paragraphs.filter(Boolean)];
}

// [name, length, most] of each part of the text that has a limit.
export function measured(text, limit) {
  const [headlines, paragraphs] = parts(text);
  const bodies = limit.body_is === "each" ? paragraphs : [paragraphs.join("\n\n")];
  return [["headline", limit.headline, headlines], ["body", limit.body, bodies]].flatMap(([name, most, said]) =>
    said.filter((words) => most && words).map((words) => [name, units[limit.unit](words), most]));
}

function values() {
  const given = form.elements.variables.value.matchAll(/^\s*([\p{L}_][\p{L}\p{N}_]*)\s*[=＝:：]\s*(.*?)\s*$/gmu);
  return Object.fromEntries([...given].map(([, name, value]) => [name, value]));
}

function show(row, filled) {
  const own = form.elements[`variant-${row.dataset.network}`].value;
  const text = filled(own.trim() ? own : form.elements.text.value);
  const pieces = measured(text, rules.networks[row.dataset.network]).flatMap(([name, length, most]) => {
    const piece = document.createElement("span");
    piece.className = length > most ? "urgent" : "dim";
    piece.textContent = `${list.dataset[name]} ${number.format(length)} / ${number.format(most)}`;
    return [" · ", piece];
  });
  row.querySelector(".variant-length").replaceChildren(...pieces.slice(1));
}

function count() {
  const given = { brand: form.dataset.brand, ...values() };
  const filled = (text) => text.replace(/\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}/gu, (open, name) => given[name] ?? open);
  for (const row of list.children) show(row, filled);
}

form.addEventListener("input", count);
form.addEventListener("studio", count);
