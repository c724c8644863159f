// The same as tables: for reading, for sorting, and for whoever cannot see the drawing.

const ROWS = 100;
const sorting = { documents: { by: 0, up: true }, links: { by: 0, up: true } };
let firstRow = 0;

const collator = new Intl.Collator(["en", "zh-CN"], { numeric: true });

/** Name of a column, what it holds, and what it is sorted by where that is another thing. */
const COLUMNS = {
  documents: [
    ["id", node => documentLink(node), node => node.name],
    ["title", node => titleOf(node) ?? ""],
    ["level", node => word(DATA.levels[node.level]), node => node.level],
    ["status", node => word(DATA.statuses[node.status])],
    ["date", node => node.date ?? ""],
    ["outgoing", node => node.out.length, node => -node.out.length],
    ["incoming", node => node.into.length, node => -node.into.length],
  ],
  links: [
    ["from", link => documentLink(link.from), link => link.from.name],
    ["relation", link => linkWords(link)],
    ["to", link => documentLink(link.to), link => link.to.name],
    ["status", link => word(DATA.statuses[link.to.status])],
    ["raw", link => link.raw ?? ""],
  ],
};

function rowsOf(view) {
  const hits = state.query.trim() ? new Set(search(state.query)) : null;
  const rows = view === "documents"
    ? NODES.filter(node => shown.nodes[node.at] && (!hits || hits.has(node)))
    : LINKS.filter(link => shown.links[link.at] && (!hits || hits.has(link.from) || hits.has(link.to)));
  const { by, up } = sorting[view];
  const [, text, key] = COLUMNS[view][by];
  const keyed = rows.map(row => [(key ?? text)(row), row]);
  const compare = (a, b) => typeof a === "number" ? a - b : a === b ? 0 : collator.compare(a, b);
  // what is not said comes last, whichever way
  keyed.sort((a, b) => (a[0] === "") - (b[0] === "") || (up ? 1 : -1) * compare(a[0], b[0]) || a[1].at - b[1].at);
  return keyed.map(it => it[1]);
}

function showList() {
  const { view } = state;
  const isList = view !== "picture";
  $("list").hidden = $("pager").hidden = !isList;
  $("canvases").hidden = isList;
  $("print-picture").classList.toggle("printed", !isList);
  $("print-picture").hidden = isList;
  if (!isList) return;
  const rows = rowsOf(view);
  firstRow = Math.min(firstRow, Math.max(0, Math.floor((rows.length - 1) / ROWS) * ROWS));
  const columns = COLUMNS[view];
  const sort = sorting[view];
  const head = columns.map(([name], at) => make("th", {
    scope: "col", "aria-sort": sort.by === at ? (sort.up ? "ascending" : "descending") : "none",
    className: ["outgoing", "incoming"].includes(name) ? "number" : "",
  }, make("button", { type: "button", onclick: () => {
    sorting[view] = { by: at, up: sort.by === at ? !sort.up : true };
    firstRow = 0;
    showList();
    $("list").querySelectorAll("th button")[at].focus();
  } }, say(WORDS[name]) + (sort.by === at ? (sort.up ? " ↑" : " ↓") : ""))));
  const body = rows.slice(firstRow, firstRow + ROWS).map(row => make("tr", { className: row === state.selected ? "selected" : "" },
    ...columns.map(([name, value]) => {
      const node = view === "documents" ? row : row.to;
      const isNumber = typeof value(row) === "number";
      return make("td", { className: isNumber ? "number" : name === "status" && isEnded(node) ? "ended" : name },
        isNumber ? count(value(row)) : value(row));
    })));
  $("list").setAttribute("aria-label", say(WORDS[view]));
  $("list").replaceChildren(rows.length
    ? make("table", { className: "small" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body))
    : make("p", { className: "note" }, say(WORDS.nothing)));
  const step = (name, by, isOff) => make("button", { type: "button", disabled: isOff, onclick: () => {
    firstRow += by;
    showList();
    $("list").scrollTop = 0;
    $("list").focus();
  } }, say(WORDS[name]));
  const last = Math.min(rows.length, firstRow + ROWS);
  $("pager").replaceChildren(step("before", -ROWS, firstRow === 0), step("after", ROWS, last >= rows.length),
    make("span", { className: "soft small" }, say(WORDS.page, { from: count(rows.length ? firstRow + 1 : 0), to: count(last), all: count(rows.length) })));
}
