// What paper gets: the drawing, and, where its names are too small to read, the same as a list by level.

/** Documents that a drawing on paper can still name. */
const LEGIBLE = 30;
/** Documents on paper: who wants more reads on a screen. */
const MOST_PRINTED = 2000;

/** What a document says of others, one relation behind the other. */
function linksInWords(node) {
  const byWords = new Map();
  for (const link of node.out) {
    if (!shown.links[link.at]) continue;
    const words = linkWords(link);
    if (!byWords.has(words)) byWords.set(words, []);
    byWords.get(words).push(link.to.name);
  }
  return [...byWords].map(([words, names]) => `${words} ${[...new Set(names)].sort(collator.compare).join(language ? "、" : ", ")}`);
}

function printedRow(node) {
  const links = linksInWords(node);
  return make("tr", {},
    make("td", { className: isEnded(node) ? "ended name" : "name" }, node.name),
    make("td", {}, titleOf(node) ?? "", links.length ? make("div", { className: "soft" }, links.join(language ? "；" : "; ")) : null),
    make("td", {}, word(DATA.statuses[node.status])),
    make("td", { className: "number" }, count(node.into.filter(link => shown.links[link.at]).length)));
}

/** The documents that are shown, level by level, each with what it leads to. */
function listForPrint() {
  const target = $("print-list");
  target.replaceChildren();
  if (state.view !== "picture" || shown.nodeCount <= LEGIBLE) return;
  const heads = ["id", "title", "status", "incoming"].map(name => make("th", { scope: "col", className: name === "incoming" ? "number" : "" }, say(WORDS[name])));
  let room = MOST_PRINTED;
  DATA.levels.forEach((level, at) => {
    const all = NODES.filter(node => shown.nodes[node.at] && node.level === at).sort((a, b) => collator.compare(a.name, b.name));
    const some = all.slice(0, room);
    room -= some.length;
    if (!some.length) return;
    target.append(make("h2", {}, `${word(level)} (${count(all.length)})`),
      make("table", { className: "small" }, make("thead", {}, make("tr", {}, ...heads.map(it => it.cloneNode(true)))), make("tbody", {}, ...some.map(printedRow))));
  });
  const rest = shown.nodeCount - MOST_PRINTED;
  if (rest > 0) target.append(make("p", {}, say(WORDS.notPrinted, { count: count(rest) })));
}

/** The part of the drawing that is shown, as large as a sheet takes it. */
function drawForPrint() {
  const target = $("print-picture");
  const some = NODES.filter(node => shown.nodes[node.at]);
  const isPart = some.length > 0 && some.length < NODES.length;
  const margin = 40;
  const least = name => isPart ? some.reduce((it, node) => Math.min(it, node[name]), Infinity) - margin : 0;
  const most = (name, size) => isPart ? some.reduce((it, node) => Math.max(it, node[name]), -Infinity) + margin : size;
  const [left, top] = [least("x"), least("y")];
  const [broad, high] = [Math.max(1, most("x", DATA.size[0]) - left), Math.max(1, most("y", DATA.size[1]) - top)];
  const wide = 920;
  const tall = Math.min(1050, Math.max(300, Math.round(wide * high / broad) + 20));
  [target.width, target.height] = [wide * 2, tall * 2];
  const k = Math.min(1.3, (wide - 16) / broad, (tall - 16) / high);
  const forPaper = { ...camera, k, x: (wide - broad * k) / 2 - left * k, y: Math.max(8, (tall - high * k) / 2) - top * k };
  const kept = { ...size };
  size = { width: wide, height: tall, ratio: 2 };
  drawGraph(target.getContext("2d"), wide, tall, 2, forPaper);
  size = kept;
}

let wasOpen = true;
addEventListener("afterprint", () => {
  $("legend").open = wasOpen;
  $("print-list").replaceChildren();
});
addEventListener("beforeprint", () => {
  wasOpen = $("legend").open;
  $("legend").open = true;
  const theme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
  readInk();
  drawForPrint();
  listForPrint();
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  readInk();
});
