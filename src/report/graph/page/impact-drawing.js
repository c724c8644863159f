// The ways by which it spreads: a column for each step.

const MOST_STEPS = 4;
const MOST_ROWS = 14;
const [TALL, TOP] = [25, 30];

/** What is drawn: by step, what leads farther and what is nearest in the list first. */
function drawnRows() {
  const leadsOn = new Map();
  for (const row of ROWS) if (row.parent) leadsOn.set(row.parent, (leadsOn.get(row.parent) ?? 0) + 1);
  const columns = [];
  let before = null;
  for (let step = 1; step <= MOST_STEPS; step++) {
    // a document is drawn only where the one before it is
    const all = ROWS.filter(row => row.depth === step);
    if (!all.length) break;
    const ranked = all.filter(row => !before || before.has(row.parent))
      .sort((a, b) => (leadsOn.get(b) ?? 0) - (leadsOn.get(a) ?? 0) || a.at - b.at).slice(0, MOST_ROWS);
    const order = row => before?.get(row.parent) ?? 0;
    ranked.sort((a, b) => order(a) - order(b) || a.level - b.level || a.at - b.at);
    columns.push({ step, rows: ranked, left: all.length - ranked.length });
    before = new Map(ranked.map((row, at) => [row, at]));
  }
  return columns;
}

function showWays() {
  const isNarrow = innerWidth < 700;
  const [WIDE, MOST_LETTERS] = isNarrow ? [184, 18] : [218, 24];
  const columns = drawnRows();
  const starts = DATA.names.slice(0, MOST_ROWS);
  const most = Math.max(starts.length, ...columns.map(it => it.rows.length + (it.left ? 1 : 0)));
  const height = TOP + most * TALL + 8;
  const width = WIDE * (columns.length + 1);
  const places = new Map();
  const links = [];
  const signs = [];
  const text = (x, y, words, name, whole) => makeSvg("text", { x, y: y + 4, class: name }, ...(whole ? [makeSvg("title", {}, whole)] : []), words);
  const cut = words => words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words;
  // a link begins where the name before it ends
  const wide = words => [...cut(words)].reduce((sum, it) => sum + (it.charCodeAt(0) > 0x2e7f ? 12.5 : 7.4), 0);
  const spot = (at, number, lines) => TOP + (most - lines) * TALL / 2 + number * TALL + TALL / 2;
  starts.forEach((name, number) => {
    const y = spot(0, number, starts.length);
    places.set(name, [8, y]);
    signs.push(makeSvg("rect", { x: 2, y: y - 6, width: 12, height: 12, fill: "var(--accent)" }), text(20, y, cut(name), "start", name));
  });
  columns.forEach(({ step, rows, left }, at) => {
    const x = WIDE * (at + 1) + 8;
    signs.push(text(x - 6, 8, step === 1 ? say(WORDS.firstStep) : say(WORDS.step, { number: step }), "column"));
    const lines = rows.length + (left ? 1 : 0);
    rows.forEach((row, number) => {
      const y = spot(at + 1, number, lines);
      places.set(row, [x, y]);
      const from = places.get(row.parent ?? row.on);
      if (from) {
        const begin = Math.min(x - 30, from[0] + 18 + wide(row.parent?.name ?? row.on));
        const turn = Math.max(begin, x - 48);
        const middle = (turn + x - 8) / 2;
        links.push(makeSvg("path", { class: "link", d: `M${begin} ${from[1]}H${turn}C${middle} ${from[1]} ${middle} ${y} ${x - 8} ${y}` }));
      }
      signs.push(makeSvg("path", { class: "shape", d: shapeOutline(DATA.levels[row.level][0], x, y, 5.5), ...shapeLooks(DATA.levels[row.level][0], row.statusWord) }),
        text(x + 12, y, cut(row.name), "", `${row.name} ${titleOf(row)}`));
    });
    if (left) signs.push(text(x + 12, spot(at + 1, rows.length, lines), say(WORDS.more, { count: count(left) }), "rest"));
  });
  $("ways").replaceChildren(makeSvg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say(WORDS.waysLabel) }, ...links, ...signs));
}
