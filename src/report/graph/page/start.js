// Puts the page together.

/** Hits that are listed under the search field. */
const HITS = 12;

function showHead() {
  $("title").textContent = document.title = say(DATA.title);
  $("about").textContent = say(WORDS.about, { date: DATA.as_of, nodes: count(NODES.length), links: count(LINKS.length), tool: DATA.tool });
  const [nodes, links] = DATA.left_out;
  $("left-out").hidden = !nodes && !links;
  $("left-out").replaceChildren(say(WORDS.leftOut, { nodes: count(nodes), links: count(links) }), " ",
    make("code", {}, "consonance graph --around ID --depth 2 --only cites,adopts"));
  $("views").replaceChildren(...["picture", "documents", "links"].map(view => make("button", {
    type: "button", "data-view": view, "aria-pressed": String(state.view === view), onclick: () => {
      state.view = view;
      firstRow = 0;
      showHead();
      changed();
      $("views").querySelector("[aria-pressed=true]").focus();
    },
  }, say(WORDS[view]))));
  for (const name of ["closer", "farther", "whole"]) {
    $(name).title = say(WORDS[name]);
    $(name).setAttribute("aria-label", say(WORDS[name]));
  }
  canvas.setAttribute("aria-label", say(WORDS.drawing, { nodes: count(NODES.length), links: count(LINKS.length) }));
  $("search").placeholder = say(WORDS.search);
}

function showStatus(words) {
  $("status").textContent = words ?? say(WORDS.shown, {
    nodes: count(shown.nodeCount), allNodes: count(NODES.length), links: count(shown.linkCount), allLinks: count(LINKS.length),
  });
}

/** After another choice of what is shown. */
function changed() {
  choose();
  linkPaths = null;
  showStatus();
  showList();
  if (state.view === "picture" && size.width) draw();
}

/** After another language or theme. */
function showAll() {
  readInk();
  showHead();
  showChoices();
  showDetail();
  showFound();
  changed();
}

function showFound() {
  const hits = search(state.query);
  const isAsked = state.query.trim() !== "";
  $("found").hidden = !isAsked;
  if (!isAsked) return;
  const rows = hits.slice(0, HITS).map(node => make("li", {}, make("button", { type: "button", onclick: () => open(node) },
    make("b", { className: isEnded(node) ? "ended" : "" }, node.name), make("span", { className: "title soft small" }, titleOf(node) ?? ""))));
  if (!hits.length) rows.push(make("li", { className: "small soft" }, say(WORDS.none, { query: state.query.trim() })));
  if (hits.length > HITS) rows.push(make("li", { className: "small soft" }, say(WORDS.more, { count: count(hits.length - HITS) })));
  $("found").replaceChildren(...rows);
}

/** Selects a document through its address, so that Back leads to the one before. */
function open(node) {
  const hash = node ? address(node) : "";
  if (node && location.hash === hash) follow();
  else if (node) location.hash = hash;
  else {
    if (location.hash) history.pushState(null, "", location.pathname + location.search);
    follow();
  }
}

/** Selects what the address names: `#n-KEY`. */
function follow() {
  const hash = location.hash;
  let key = null;
  if (hash.startsWith("#n-")) {
    try { key = decodeURIComponent(hash.slice(3)); } catch { key = hash.slice(3); }
  }
  const node = key === null ? null : BY_KEY.get(key) ?? search(key)[0] ?? null;
  if (!node || !state.selected) state.steps = 0;
  const isNew = node !== state.selected;
  state.selected = node;
  showDetail();
  changed();
  if (key !== null && !node) showStatus(say(WORDS.unknownKey, { key }));
  if (node && isNew && size.width && state.view === "picture") goTo(node);
  if (node && isNew) {
    $("detail").scrollTop = 0;
    showStatus(`${node.name} · ${word(DATA.statuses[node.status])} · ${say(WORDS.incoming)} ${count(node.into.length)} · ${say(WORDS.outgoing)} ${count(node.out.length)}`);
  }
}

$("legend").open = matchMedia("(min-width: 861px)").matches;
measure();
fit();
setUpMoving();
setUpLook(showAll);
$("search").addEventListener("input", event => {
  state.query = event.target.value;
  showFound();
  if (state.view !== "picture") { firstRow = 0; showList(); }
});
$("search").addEventListener("keydown", event => {
  const first = $("found").querySelector("button");
  if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  if (event.key === "Enter" && first) first.click();
});
$("found").addEventListener("keydown", event => {
  const buttons = [...$("found").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
  if (next === null) return;
  event.preventDefault();
  (buttons[next] ?? (next < 0 ? $("search") : buttons[at])).focus();
});
document.addEventListener("keydown", event => {
  const isTyping = event.target.matches("input, select, textarea");
  if (event.key === "/" && !isTyping) { event.preventDefault(); $("search").focus(); }
  if (event.key === "Escape") {
    if (state.query) {
      $("search").value = state.query = "";
      showFound();
      if (state.view !== "picture") showList();
    } else if (state.selected) open(null);
  }
});
addEventListener("hashchange", follow);
if (location.hash) follow();
