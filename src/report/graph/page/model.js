// The graph, and what of it is shown.

const NODES = DATA.nodes.map(([key, name, titles, level, status, date, path, x, y], at) => ({
  at, key, name: name ?? key, titles, level, status, date, path, x, y, out: [], into: [],
}));
const LINKS = DATA.links.map(([from, to, kind, role, degree, raw], at) => ({
  at, from: NODES[from], to: NODES[to], kind, role, degree, raw,
}));
for (const link of LINKS) {
  link.from.out.push(link);
  link.to.into.push(link);
}
for (const node of NODES) node.radius = Math.min(18, 5.5 + 1.6 * Math.sqrt(node.into.length));
const BY_KEY = new Map(NODES.map(node => [node.key, node]));
/** The best linked first: they are named first where there is no room for all. */
const BY_WEIGHT = [...NODES].sort((a, b) => b.into.length - a.into.length || b.out.length - a.out.length || a.at - b.at);

const levelWord = node => DATA.levels[node.level][0];
const statusWord = node => DATA.statuses[node.status][0];
const kindWord = link => DATA.kinds[link.kind][0][0];
const isEnded = node => ENDED.includes(statusWord(node));
const word = ([, en, zh]) => [en, zh][language];

function titleOf(node) {
  return Array.isArray(node.titles) ? node.titles[language] : node.titles;
}

/** What a link says, from its one end: `cites (informative)`, `adopts IDT`. */
function linkWords(link, fromTo = true) {
  const kind = DATA.kinds[link.kind];
  let words = fromTo ? word(kind[0]) : kind[1 + language];
  if (link.degree) words += ` ${link.degree}`;
  if (link.role !== null && DATA.roles[link.role][0] !== "normative") words += language ? `（${word(DATA.roles[link.role])}）` : ` (${word(DATA.roles[link.role])})`;
  return words;
}

/** What the reader has chosen. */
const state = {
  view: "picture",
  selected: null,
  /** Steps around the selected document; 0 is everything. */
  steps: 0,
  query: "",
  linkedOnly: false,
  /** Values that are switched off. */
  off: { level: new Set(), status: new Set(), kind: new Set(), role: new Set() },
};

/** What of the graph is shown: one entry a node and a link. */
const shown = { nodes: new Uint8Array(NODES.length), links: new Uint8Array(LINKS.length), nodeCount: 0, linkCount: 0 };

function isLinkOn(link) {
  return !state.off.kind.has(link.kind) && !(link.role !== null && state.off.role.has(link.role));
}

/** Works out what is shown. */
function choose() {
  const { off } = state;
  shown.nodes.fill(0);
  for (const node of NODES) shown.nodes[node.at] = off.level.has(node.level) || off.status.has(node.status) ? 0 : 1;
  if (state.selected && state.steps) {
    const near = around(state.selected, state.steps);
    for (const node of NODES) if (!near.has(node)) shown.nodes[node.at] = 0;
  }
  // a document that somebody asked for is never hidden by a filter
  if (state.selected) shown.nodes[state.selected.at] = 1;
  shown.linkCount = 0;
  for (const link of LINKS) {
    const on = isLinkOn(link) && shown.nodes[link.from.at] && shown.nodes[link.to.at];
    shown.links[link.at] = on ? 1 : 0;
    shown.linkCount += on ? 1 : 0;
  }
  if (state.linkedOnly) {
    for (const node of NODES) {
      const has = link => shown.links[link.at];
      if (node !== state.selected && !node.out.some(has) && !node.into.some(has)) shown.nodes[node.at] = 0;
    }
  }
  shown.nodeCount = shown.nodes.reduce((sum, it) => sum + it, 0);
}

/** The documents within so many steps, in either direction, over links that are switched on. */
function around(node, steps) {
  const seen = new Set([node]);
  let layer = [node];
  for (let step = 0; step < steps && layer.length; step++) {
    const next = [];
    for (const each of layer) {
      for (const link of [...each.out, ...each.into]) {
        const other = link.from === each ? link.to : link.from;
        if (isLinkOn(link) && !seen.has(other)) {
          seen.add(other);
          next.push(other);
        }
      }
    }
    layer = next;
  }
  return seen;
}

/** Documents whose identifier or title has every word of the query; those that begin with it come first. */
function search(query) {
  const words = query.trim().split(/\s+/).map(folded).filter(it => it);
  if (!words.length) return [];
  const whole = words.join("");
  const hits = [];
  for (const node of NODES) {
    node.folded ??= [folded(node.name), folded([node.key, node.titles ?? ""].flat().join(" "))];
    const [name, rest] = node.folded;
    if (!words.every(it => name.includes(it) || rest.includes(it))) continue;
    const rank = name === whole ? 0 : name.startsWith(whole) ? 1 : name.includes(whole) ? 2 : 3;
    hits.push([rank, node]);
  }
  hits.sort((a, b) => a[0] - b[0] || b[1].into.length - a[1].into.length || a[1].at - b[1].at);
  return hits.map(it => it[1]);
}
