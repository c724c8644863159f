// Puts the page together.

const ROWS = DATA.rows.map(([name, titles, level, status, owner, depth, parent, on, kind, effect, duty], at) => ({
  at, name, titles, level, owner: DATA.owners[owner], depth, parent, on, kind: DATA.kinds[kind], effect: DATA.effects[effect], duty,
  urgency: DATA.duties[duty][0], statusWord: DATA.statuses[status][0], status: DATA.statuses[status][1],
}));
for (const row of ROWS) row.parent = row.parent === null ? null : ROWS[row.parent];
/** Rows of one distance that are listed before one asks for all. */
const FEW = 40;
/** Steps of a way that are written out. */
const STEPS = 6;

const off = new Set();
let query = "";

const titleOf = row => row.titles ? row.titles[language] : "";
const urgencyClass = at => DATA.urgencies[at][0] === "note" ? "note-word" : DATA.urgencies[at][0];
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
const cell = (text, name = "") => make("td", { className: name }, text);

function showSums() {
  const { affected, direct } = DATA;
  $("answer").textContent = affected === 0 ? say(WORDS.nobody) : affected === 1 ? say(WORDS.one) : say(WORDS.answer, { all: count(affected), direct: count(direct) });
  $("left-out").hidden = !DATA.left_out;
  $("left-out").textContent = say(WORDS.leftOut, { count: count(DATA.left_out) });
  $("sums").hidden = affected === 0;
  const asked = DATA.urgencies.map((_, at) => at).filter(at => DATA.levels.some(it => it[4][at]));
  const number = value => make("td", { className: value ? "number" : "number zero" }, count(value));
  const row = (head, values) => make("tr", {}, make("th", { scope: "row" }, ...head), ...values.map(number));
  const sum = pick => DATA.levels.reduce((sum, it) => sum + pick(it), 0);
  $("sums").replaceChildren(make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say(WORDS.level)),
      ...[WORDS.affected, WORDS.direct].map(it => make("th", { scope: "col", className: "number" }, say(it))),
      ...asked.map(at => make("th", { scope: "col", className: `number ${urgencyClass(at)}` }, capital(say(DATA.urgencies[at][1])))))),
    make("tbody", {}, ...DATA.levels.map(it => row([shapeIcon(it[0], "current"), say(it[1])], [it[2], it[3], ...asked.map(at => it[4][at])]))),
    make("tfoot", {}, row([say(WORDS.all)], [sum(it => it[2]), sum(it => it[3]), ...asked.map(at => sum(it => it[4][at]))]))));
}

function showOwners() {
  const groups = new Map();
  for (const row of ROWS) {
    if (row.urgency > 1) continue;
    const name = JSON.stringify([row.level, row.owner, row.duty]);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  const list = [...groups.values()].sort((a, b) => a[0].urgency - b[0].urgency || a[0].level - b[0].level || (a[0].owner[0] < b[0].owner[0] ? -1 : a[0].owner[0] > b[0].owner[0] ? 1 : 0) || a[0].duty - b[0].duty);
  if (!list.length) {
    $("owners").replaceChildren(make("p", {}, say(WORDS.nobodyActs)));
    return;
  }
  $("owners").replaceChildren(make("table", {},
    make("colgroup", {}, make("col", { className: "who" }), make("col", { className: "what" }), make("col")),
    make("thead", {}, make("tr", {}, ...[WORDS.owner, WORDS.todo, WORDS.documents].map(it => make("th", { scope: "col" }, say(it))))),
    make("tbody", {}, ...list.map(rows => {
      const [first] = rows;
      const names = rows.slice(0, FEW).flatMap((row, at) => [at ? ", " : "", make("a", { href: `#n-${encodeURIComponent(row.name)}`, title: titleOf(row) }, row.name)]);
      if (rows.length > FEW) names.push(`, ${say(WORDS.more, { count: count(rows.length - FEW) })}`);
      return make("tr", {},
        make("td", {}, make("b", {}, say(first.owner)), make("span", { className: "soft small" }, ` · ${say(DATA.levels[first.level][1])}`)),
        make("td", {}, make("span", { className: `mark ${urgencyClass(first.urgency)}` }, `${capital(say(DATA.urgencies[first.urgency][1]))}${say(WORDS.colon)}`), say(DATA.duties[first.duty][1])),
        make("td", {}, ...names));
    }))));
}

function showFilters() {
  $("urgencies").replaceChildren(...DATA.urgencies.map(([name, words], at) => [at, words, ROWS.filter(row => row.urgency === at).length]).filter(it => it[2]).map(([at, words, number]) =>
    make("label", { className: "choice" }, make("input", { type: "checkbox", checked: !off.has(at), onchange: event => { off[event.target.checked ? "delete" : "add"](at); showEverything(); } }),
      make("span", { className: urgencyClass(at) }, say(words)), make("span", { className: "soft" }, count(number)))));
  $("search").placeholder = say(WORDS.search);
}

/** The documents of the way, from the one before this to the one to which it happens. */
function wayOf(row) {
  const names = [];
  let at = row;
  while (at) {
    if (names.length === STEPS && at.parent) {
      names.push(`… ${say(WORDS.between, { count: count(at.depth - 1) })} …`);
      while (at.parent) at = at.parent;
    }
    names.push(at.parent ? at.parent.name : at.on);
    at = at.parent;
  }
  return names.join(" → ");
}

function showEverything() {
  const words = query.trim().split(/\s+/).map(folded).filter(it => it);
  const isIn = row => {
    row.folded ??= folded([row.name, ...row.owner, ...(row.titles ?? [])].join(" "));
    return !off.has(row.urgency) && words.every(it => row.folded.includes(it));
  };
  const rows = ROWS.filter(isIn);
  $("status").textContent = say(WORDS.shown, { shown: count(rows.length), all: count(ROWS.length) });
  const parts = DATA.levels.map((level, at) => {
    const members = rows.filter(row => row.level === at);
    if (!members.length) return null;
    const byDepth = new Map();
    for (const row of members) {
      const step = Math.min(row.depth, 4);
      if (!byDepth.has(step)) byDepth.set(step, []);
      byDepth.get(step).push(row);
    }
    return make("details", { open: members.length <= 60 || words.length > 0 || DATA.levels.length === 1 },
      make("summary", {}, shapeIcon(level[0], "current"), `${capital(say(level[1]))} (${count(members.length)})`),
      ...[...byDepth].flatMap(([step, group]) => ofDepth(step, group)));
  }).filter(Boolean);
  $("everything").replaceChildren(...(parts.length ? parts : [make("p", {}, say(ROWS.length ? WORDS.nothing : WORDS.nobody))]));
}

function ofDepth(step, group) {
  const body = make("tbody");
  const fill = most => body.replaceChildren(...group.slice(0, most).map(entry));
  fill(FEW);
  const head = step === 1 ? say(WORDS.directly) : say(WORDS.depth, { number: step === 4 && group.some(row => row.depth > 4) ? "4+" : step });
  const parts = [make("h3", {}, `${capital(head)} (${count(group.length)})`), make("table", {},
    make("colgroup", {}, make("col", { className: "document" }), make("col", { className: "todo" }), make("col")),
    make("thead", {}, make("tr", {}, ...[WORDS.document, WORDS.todo, WORDS.way].map(it => make("th", { scope: "col" }, say(it))))), body)];
  if (group.length > FEW) parts.push(make("button", { type: "button", className: "small unprinted", onclick: event => { fill(Infinity); event.target.remove(); } }, say(WORDS.showAll, { count: count(group.length) })));
  return parts;
}

function entry(row) {
  const isPlain = IN_FORCE.includes(row.statusWord);
  return make("tr", { id: `n-${row.name}` },
    make("td", {}, make("b", { className: ENDED.includes(row.statusWord) ? "ended" : "" }, row.name),
      isPlain ? "" : make("span", { className: "soft small" }, ` · ${say(row.status)}`), make("span", { className: "title soft small" }, titleOf(row))),
    make("td", { className: "small" }, make("span", { className: urgencyClass(row.urgency) }, `${capital(say(DATA.urgencies[row.urgency][1]))}${say(WORDS.colon)}`), say(DATA.duties[row.duty][1])),
    make("td", { className: "way" }, make("span", { className: "soft" }, `${say(row.kind)} `), wayOf(row)));
}

/** Shows the document that the address names: `#n-NAME`. */
function follow() {
  if (!location.hash.startsWith("#n-")) return;
  let name = location.hash.slice(3);
  try { name = decodeURIComponent(name); } catch { /* taken as it is */ }
  const row = ROWS.find(it => it.name === name);
  if (!row) return;
  if (!document.getElementById(`n-${name}`)) {
    query = $("search").value = name;
    showEverything();
  }
  const element = document.getElementById(`n-${name}`);
  if (!element) return;
  element.closest("details").open = true;
  element.scrollIntoView({ block: "center" });
}

function showAll() {
  $("title").textContent = document.title = capital(say(DATA.question));
  $("about").textContent = say(WORDS.about, { date: DATA.as_of });
  $("foot").textContent = say(WORDS.foot, { tool: DATA.tool });
  for (const name of ["ways", "owners", "everything"]) $(name).closest("section").hidden = !ROWS.length;
  showSums();
  showWays();
  showOwners();
  showFilters();
  showEverything();
}

setUpLook(showAll);
matchMedia("(max-width: 699px)").addEventListener("change", showWays);
$("search").addEventListener("input", event => { query = event.target.value; showEverything(); });
addEventListener("hashchange", follow);
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => { for (const each of opened) each.open = false; });
follow();
