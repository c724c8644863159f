// What is said of the selected document, or of the whole graph; and the choices that are its legend.

/** Links that are listed before one asks for all. */
const FEW = 40;

const address = node => `#n-${encodeURIComponent(node.key)}`;

function documentLink(node) {
  return make("a", { href: address(node), className: isEnded(node) ? "ended" : "" }, node.name);
}

function lineIcon([name, wide, dash]) {
  return makeSvg("svg", { viewBox: "0 0 26 16", class: "line", "aria-hidden": "true" },
    makeSvg("path", { d: "M1 8H25", stroke: `var(--${name})`, "stroke-width": wide + .4, "stroke-dasharray": dash.join(" ") }));
}

function arrowIcon(name) {
  return makeSvg("svg", { viewBox: "0 0 26 12", class: name, "aria-hidden": "true" },
    makeSvg("path", { d: name === "out" ? "M1 6H20M16 2L23 6L16 10Z" : "M25 6H6M10 2L3 6L10 10Z", "stroke-width": 1.6 }));
}

/** The choices: each is a filter and explains a sign. */
function showChoices() {
  const choice = (group, value, icon, text, number) => make("label", { className: "choice" },
    make("input", {
      type: "checkbox", checked: !state.off[group].has(value),
      onchange: event => { state.off[group][event.target.checked ? "delete" : "add"](value); changed(); },
    }), icon, make("span", {}, text), make("span", { className: "count" }, count(number)));
  const tally = (list, value) => list.reduce((sum, it) => sum + (value(it) ? 1 : 0), 0);
  const set = (name, ...rows) => rows.length > 0 && make("fieldset", {}, make("legend", {}, say(WORDS[name])), ...rows);
  const sets = [
    set("level", ...DATA.levels.map((it, at) => choice("level", at, shapeIcon(it[0], "current"), word(it), tally(NODES, node => node.level === at)))),
    set("status", ...DATA.statuses.map((it, at) => choice("status", at, shapeIcon(null, it[0]), word(it), tally(NODES, node => node.status === at)))),
    set("kind", ...DATA.kinds.map(([it], at) => choice("kind", at, lineIcon(lookOf({ kind: at, role: null })), word(it), tally(LINKS, link => link.kind === at)))),
    DATA.roles.length > 1 && set("role", ...DATA.roles.map((it, at) => choice("role", at,
      lineIcon(it[0] === "informative" ? ["soft", 1, [2, 4]] : ["soft", 1, []]), word(it), tally(LINKS, link => link.role === at)))),
  ];
  const linked = make("label", { className: "choice unprinted" }, make("input", {
    type: "checkbox", id: "linked", checked: state.linkedOnly,
    onchange: event => { state.linkedOnly = event.target.checked; changed(); },
  }), make("span", {}, say(WORDS.linked)));
  const everything = make("button", { type: "button", id: "everything", className: "unprinted", onclick: () => {
    for (const off of Object.values(state.off)) off.clear();
    [state.linkedOnly, state.steps] = [false, 0];
    showChoices();
    showDetail();
    changed();
  } }, say(WORDS.everything));
  $("choices").replaceChildren(...sets.filter(Boolean), linked, everything);
}

function showDetail() {
  const panel = $("detail");
  panel.replaceChildren(...(state.selected ? ofDocument(state.selected) : ofAll()));
}

function ofDocument(node) {
  const row = (name, value) => value ? [make("dt", {}, say(WORDS[name])), make("dd", {}, value)] : [];
  const parts = [
    make("div", { className: "head" }, make("h2", { id: "name" }, node.name),
      make("button", { type: "button", id: "clear", className: "unprinted", onclick: () => open(null) }, say(WORDS.clear))),
    make("p", { className: titleOf(node) ? "" : "soft" }, titleOf(node) ?? say(WORDS.noTitle)),
    make("dl", { className: "small" },
      ...row("status", make("span", { className: isEnded(node) ? "ended" : "" }, word(DATA.statuses[node.status]))),
      ...row("level", word(DATA.levels[node.level])),
      ...row("date", node.date),
      ...row("key", node.key === node.name ? null : node.key),
      ...row("file", node.path === null ? say(WORDS.named) : DATA.paths[node.path])),
  ];
  const steps = [[0, say(WORDS.off)], [1, say(WORDS.step)], [2, say(WORDS.steps, { count: 2 })], [3, say(WORDS.steps, { count: 3 })]];
  if (node.out.length || node.into.length) {
    parts.push(make("div", { id: "steps", className: "small unprinted" }, say(WORDS.only), make("span", { className: "group", role: "group", "aria-label": say(WORDS.only) },
      ...steps.map(([number, text]) => make("button", {
        type: "button", "aria-pressed": String(state.steps === number),
        onclick: () => { state.steps = number; showDetail(); changed(); $("steps").querySelector("[aria-pressed=true]").focus(); },
      }, text)))));
  } else {
    parts.push(make("p", { className: "soft" }, say(WORDS.noLinks)));
  }
  parts.push(make("div", { id: "links-of" }, ...side(node.into, false), ...side(node.out, true)));
  return parts;
}

/** The links of one side, by what they say. */
function side(links, isOut) {
  const groups = new Map();
  for (const link of links) {
    const words = linkWords(link, isOut);
    if (!groups.has(words)) groups.set(words, []);
    groups.get(words).push(link);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length).flatMap(([words, group]) => {
    // what is no longer in force is what one looks for
    group.sort((a, b) => isEnded(isOut ? b.to : b.from) - isEnded(isOut ? a.to : a.from) || a.at - b.at);
    const list = make("ul", { className: "small" });
    // what is said several times between two documents is one line
    const byOther = new Map();
    for (const link of group) {
      const other = isOut ? link.to : link.from;
      if (!byOther.has(other)) byOther.set(other, []);
      byOther.get(other).push(link);
    }
    const lines = [...byOther.values()];
    const fill = most => list.replaceChildren(...lines.slice(0, most).map(line => entry(line, isOut)));
    fill(FEW);
    const more = lines.length > FEW && make("button", {
      type: "button", className: "small unprinted", onclick: event => { fill(Infinity); event.target.remove(); list.querySelectorAll("a")[FEW].focus(); },
    }, say(WORDS.moreLinks, { count: count(lines.length) }));
    const title = words.charAt(0).toUpperCase() + words.slice(1);
    return [make("h3", {}, arrowIcon(isOut ? "out" : "into"), `${title} (${count(group.length)})`), list, more].filter(Boolean);
  });
}

function entry([link, ...more], isOut) {
  const other = isOut ? link.to : link.from;
  const status = statusWord(other);
  const isPlain = IN_FORCE.includes(status);
  return make("li", {}, documentLink(other), more.length ? make("span", { className: "soft" }, ` × ${count(more.length + 1)}`) : null,
    isPlain ? null : make("span", { className: isEnded(other) ? "ended" : "soft" }, ` · ${word(DATA.statuses[other.status])}`),
    make("span", { className: "title soft", title: titleOf(other) ?? "" }, titleOf(other) ?? ""),
    link.raw && link.raw !== link.to.name && link.raw !== link.from.name ? make("span", { className: "soft" }, say(WORDS.written, { raw: link.raw })) : null);
}

function ofAll() {
  if (!NODES.length) return [make("p", {}, say(WORDS.empty))];
  const parts = [make("h2", {}, say(WORDS.overview))];
  const cites = LINKS.filter(link => kindWord(link) === "cites");
  const stale = cites.filter(link => isEnded(link.to));
  if (cites.length) {
    parts.push(make("h3", {}, say(WORDS.staleHead)));
    parts.push(stale.length ? make("p", {}, make("span", { className: "big ended" }, count(stale.length)), " ", say(WORDS.stale, { all: count(cites.length) }))
      : make("p", {}, say(WORDS.noStale)));
  }
  const rows = DATA.levels.map((level, at) => {
    const members = NODES.filter(node => node.level === at);
    const inForce = members.filter(node => IN_FORCE.includes(statusWord(node))).length;
    const ended = members.filter(isEnded).length;
    return [word(level), members.length, inForce, ended, members.length - inForce - ended];
  });
  const head = ["level", "sum", "inForce", "ended", "other"];
  parts.push(make("h3", {}, say(WORDS.level)), make("table", { className: "small" },
    make("thead", {}, make("tr", {}, ...head.map((name, at) => make("th", { scope: "col", className: at ? "number" : "" }, at ? say(WORDS[name]) : "")))),
    make("tbody", {}, ...rows.map(([name, ...numbers]) => make("tr", {}, make("th", { scope: "row" }, name),
      ...numbers.map(number => make("td", { className: "number" }, count(number))))))));
  const citedBy = new Map();
  for (const link of cites) citedBy.set(link.to, (citedBy.get(link.to) ?? 0) + 1);
  const ranked = [...citedBy].sort((a, b) => b[1] - a[1] || a[0].at - b[0].at);
  const list = rows => make("ul", { className: "small" }, ...rows.map(([node, number]) => make("li", {}, documentLink(node),
    make("span", { className: "soft" }, ` · ${say(cites.length ? number === 1 ? WORDS.once : WORDS.cited : WORDS.linkedTimes, { count: count(number) })}`),
    make("span", { className: "title soft" }, titleOf(node) ?? ""))));
  const old = ranked.filter(([node]) => isEnded(node)).slice(0, 8);
  if (old.length) parts.push(make("h3", {}, say(WORDS.staleList)), list(old));
  if (ranked.length) parts.push(make("h3", {}, say(WORDS.mostCited)), list(ranked.slice(0, 8)));
  const linked = cites.length ? [] : NODES.map(node => [node, node.into.length + node.out.length]).filter(it => it[1])
    .sort((a, b) => b[1] - a[1] || a[0].at - b[0].at);
  if (linked.length) parts.push(make("h3", {}, say(WORDS.mostLinked)), list(linked.slice(0, 8)));
  const box = make("div", { id: "links-of" }, ...parts);
  return [box];
}
