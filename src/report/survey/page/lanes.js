// The reference graph: one lane a level, from international to enterprise; a document stands near those it is joined to.

const LANE = { width: 176, gap: 64, row: 24, box: 18, head: 34 };
/** Members of a level that stand in one column. */
const CROWDED = 40;
const kindWord = (it) => ({ cites: say('cites', '引用'), adopts: say('adopts', '采用'), replaces: say('replaces', '代替'), amends: say('amends', '修改'), 'part-of': say('part of', '属于'), maps: say('maps to', '对应') })[it] ?? it;

/** Lanes with their documents, ordered by the middle of their neighbours, so that lines are short. */
function lanesOf({ nodes, edges }) {
  const byLevel = new Map(Object.keys(LETTERS).map((it) => [it, []]));
  for (const { standard: index } of nodes) (byLevel.get(standard(index)?.level) ?? byLevel.get('unknown')).push(index);
  const lanes = [...byLevel].filter(([, members]) => members.length).flatMap(([level, members]) => {
    const columns = members.length > CROWDED ? steps(members, edges) : [members];
    return columns.map((part, index) => ({ level, total: members.length, first: index === 0, members: [...part].sort((a, b) => compare(standardName(standard(a)), standardName(standard(b)))) }));
  });
  const near = new Map(nodes.map((it) => [it.standard, []]));
  for (const { from, to } of edges) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const at = new Map();
  const place = (lane) => lane.members.forEach((it, index) => at.set(it, (index + 0.5) / lane.members.length));
  lanes.forEach(place);
  for (let round = 0; round < 8; round += 1) {
    for (const lane of round % 2 ? [...lanes].reverse() : lanes) {
      const wish = new Map(lane.members.map((it) => {
        const around = near.get(it).filter((other) => at.has(other) && !lane.members.includes(other));
        return [it, around.length ? around.reduce((sum, other) => sum + at.get(other), 0) / around.length : at.get(it)];
      }));
      lane.members.sort((a, b) => wish.get(a) - wish.get(b) || at.get(a) - at.get(b));
      place(lane);
    }
  }
  return lanes;
}

/** Members of one level side by side: those that only are referred to, those that refer to them, and so on. */
function steps(members, edges) {
  const own = new Set(members);
  const inside = edges.filter((it) => it.from !== it.to && own.has(it.from) && own.has(it.to));
  const step = new Map(members.map((it) => [it, 0]));
  // A few rounds are enough for a picture, and a circle ends with them.
  for (let round = 1; round < 4; round += 1) {
    for (const { from, to } of inside) if (step.get(from) <= step.get(to) && step.get(to) < round) step.set(from, round);
  }
  const columns = [0, 1, 2, 3].map((at) => members.filter((it) => step.get(it) === at));
  return columns.filter((it) => it.length);
}

function graphSection() {
  const { graph } = book.survey;
  if (!graph?.nodes.length) return nothing(say('no document refers to another', '文件之间没有引用'));
  const lanes = lanesOf(graph);
  const rows = Math.max(...lanes.map((it) => it.members.length));
  const width = lanes.length * LANE.width + (lanes.length - 1) * LANE.gap + 60;
  const height = LANE.head + rows * LANE.row + 8;
  const spot = new Map();
  lanes.forEach((lane, column) => lane.members.forEach((it, index) => {
    const share = (rows * LANE.row) / lane.members.length;
    spot.set(it, { x: column * (LANE.width + LANE.gap), y: LANE.head + share * (index + 0.5), column, index });
  }));
  const shapes = new Map();
  const kinds = [...new Set(graph.edges.map((it) => it.kind))].sort();
  const off = kept.get('edges-off') ?? new Set();
  kept.set('edges-off', off);

  const lines = graph.edges.filter((it) => spot.has(it.from) && spot.has(it.to)).map((edge) => ({ edge, path: svg('path', { class: `edge ${edge.kind} ${edge.role ?? ''}`, d: curve(spot.get(edge.from), spot.get(edge.to)), 'marker-end': 'url(#tip)' }) }));
  const panel = h('div', { class: 'node-panel', role: 'status', 'aria-live': 'polite' }, h('p', { class: 'quiet' }, say('choose a document to see what it is joined to; arrow keys move', '选择文件查看其关联；可用方向键移动')));

  const picture = svg('svg', { class: 'lanes', viewBox: `0 0 ${width} ${height}`, width: String(width), height: String(height), role: 'group', 'aria-label': say('reference graph', '引用图'), keydown: (event) => move(event) },
    svg('defs', {}, svg('marker', { id: 'tip', viewBox: '0 0 6 6', refX: '6', refY: '3', markerWidth: '7', markerHeight: '7', markerUnits: 'userSpaceOnUse', orient: 'auto' }, svg('path', { d: 'M0 0L6 3L0 6z', class: 'tip' }))),
    lanes.map((lane, column) => (lane.first ? svg('text', { class: 'lane-name', x: String(column * (LANE.width + LANE.gap)), y: '16' }, `${levelLetter(lane.level)}  ${levelWord(lane.level)} (${number(lane.total)})`) : null)),
    svg('g', {}, lines.map((it) => it.path)),
    svg('g', {}, lanes.flatMap((lane) => lane.members.map((it) => node(it)))));

  function node(index) {
    const it = standard(index);
    const { x, y } = spot.get(index);
    const name = standardName(it);
    const trouble = it.findings.error ? 'error' : it.findings.warning ? 'warning' : '';
    const shape = svg('g', { class: `node ${it.status} ${it.judged ? 'judged' : ''}`, tabindex: '-1', role: 'button', 'aria-label': `${name}, ${levelWord(it.level)}, ${statusWord(it.status)}`, transform: `translate(${x} ${y})`, click: () => pick(index), focus: () => pick(index) },
      svg('title', {}, `${name}\n${titleOf(it.title)?.textContent ?? ''}\n${statusWord(it.status)}`),
      svg('rect', { x: '0', y: String(-LANE.box / 2), width: String(LANE.width), height: String(LANE.box), rx: '3', class: `box ${it.level}` }),
      svg('text', { x: '7', y: '4', class: 'letter' }, levelLetter(it.level)),
      svg('text', { x: '24', y: '4', class: 'name' }, cut(name, trouble ? 19 : 22)),
      trouble ? svg('path', { class: `trouble ${trouble}`, d: `M${LANE.width - 14} -5l5 10h-10z` }) : null);
    shapes.set(index, shape);
    return shape;
  }

  function pick(index) {
    const joined = new Set([index]);
    for (const { edge, path } of lines) {
      const on = edge.from === index || edge.to === index;
      path.classList.toggle('on', on);
      if (on) { joined.add(edge.from); joined.add(edge.to); }
    }
    for (const [other, shape] of shapes) {
      shape.classList.toggle('on', other === index);
      shape.classList.toggle('near', joined.has(other));
      shape.setAttribute('tabindex', other === index ? '0' : '-1');
    }
    picture.classList.add('picked');
    panel.replaceChildren(...nodeDetails(index, graph.edges, (to) => shapes.get(to)?.focus()));
  }

  function move(event) {
    const index = [...shapes].find(([, shape]) => shape === event.target.closest?.('.node'))?.[0];
    if (index === undefined) return;
    const { column, index: row } = spot.get(index);
    const aside = (step) => {
      const lane = lanes[column + step];
      return lane && lane.members.reduce((best, it) => (Math.abs(spot.get(it).y - spot.get(index).y) < Math.abs(spot.get(best).y - spot.get(index).y) ? it : best));
    };
    const next = { ArrowDown: () => lanes[column].members[row + 1], ArrowUp: () => lanes[column].members[row - 1], ArrowRight: () => aside(1), ArrowLeft: () => aside(-1) }[event.key];
    if (event.key === 'Escape') { picture.classList.remove('picked'); return; }
    if (!next) return;
    event.preventDefault();
    const goal = next();
    if (goal !== undefined) { pick(goal); shapes.get(goal).focus(); }
  }

  const filter = () => { for (const { edge, path } of lines) path.classList.toggle('off', off.has(edge.kind)); };
  filter();
  const find = h('input', { type: 'search', id: 'find-node', autocomplete: 'off', spellcheck: 'false', input: () => {
    const wanted = find.value.trim().toLowerCase();
    picture.classList.toggle('finding', wanted !== '');
    for (const [index, shape] of shapes) shape.classList.toggle('found', wanted !== '' && `${standardName(standard(index))} ${Object.values(standard(index).title).join(' ')}`.toLowerCase().includes(wanted));
    picture.querySelector('.found')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  } });
  shapes.get(lanes[0].members[0]).setAttribute('tabindex', '0');
  return [
    h('p', {}, say(`${count(graph.nodes.length, 'document', 'documents', '')} and ${count(graph.edges.length, 'relation', 'relations', '')}`, `${number(graph.nodes.length)} 份文件，${number(graph.edges.length)} 个关系`),
      graph.left_out ? say(`; ${number(graph.left_out)} further documents are left out: \`consonance graph\` draws them all.`, `；另有 ${number(graph.left_out)} 份未画出：\`consonance graph\` 可画出全部。`) : say('.', '。')),
    h('form', { class: 'filter graph-tools', submit: (event) => event.preventDefault() },
      h('p', { class: 'facet find' }, h('label', { for: 'find-node' }, say('find', '查找')), find),
      h('fieldset', { class: 'facet' }, h('legend', {}, say('relations', '关系')), kinds.map((kind) => {
        const box = h('input', { type: 'checkbox', checked: !off.has(kind), change: () => { if (box.checked) off.delete(kind); else off.add(kind); filter(); } });
        return h('label', { class: 'box' }, box, edgeSample(kind), ' ', kindWord(kind));
      }))),
    h('div', { class: 'scroll tall', role: 'region', 'aria-label': say('reference graph', '引用图') }, picture),
    panel,
  ];
}

const edgeSample = (kind) => svg('svg', { class: 'sample', width: '26', height: '10', 'aria-hidden': 'true' }, svg('path', { class: `edge ${kind}`, d: 'M1 5H25' }));
/** Cut where it would be wider than so many letters; Chinese characters take about the room of two. */
function cut(text, most) {
  let room = most;
  let out = '';
  for (const letter of text) {
    room -= letter.codePointAt(0) > 0x2e7f ? 1.8 : 1;
    if (room < 0) return `${out}…`;
    out += letter;
  }
  return out;
}

function curve(a, b) {
  const [right, left] = [LANE.width, 0];
  if (a.column === b.column) {
    const x = a.x + right;
    const bulge = x + Math.min(54, 14 + Math.abs(a.y - b.y) / 6);
    return `M${x} ${a.y}C${bulge} ${a.y} ${bulge} ${b.y} ${x + 2} ${b.y}`;
  }
  const forth = a.column < b.column;
  const [x1, x2] = [a.x + (forth ? right : left), b.x + (forth ? left - 2 : right + 2)];
  const bend = (forth ? 1 : -1) * Math.min(70, Math.abs(x2 - x1) / 2);
  return `M${x1} ${a.y}C${x1 + bend} ${a.y} ${x2 - bend} ${b.y} ${x2} ${b.y}`;
}

function nodeDetails(index, edges, go) {
  const it = standard(index);
  const out = edges.filter((edge) => edge.from === index);
  const into = edges.filter((edge) => edge.to === index);
  const line = (edge, other) => h('li', {}, h('span', { class: 'quiet' }, kindWord(edge.kind), edge.degree ? ` ${edge.degree}` : '', edge.role === 'informative' ? say(' (informative)', '（资料性）') : '', ' '), button([levelMark(standard(other).level), ' ', standardName(standard(other))], () => go(other), { class: 'link' }));
  const side = (title, rows, end) => (rows.length ? h('div', {}, h('h4', {}, title, ' ', h('span', { class: 'quiet' }, number(rows.length))), h('ul', { class: 'plain' }, rows.slice(0, 40).map((edge) => line(edge, edge[end])), rows.length > 40 ? h('li', { class: 'quiet' }, `+${number(rows.length - 40)}`) : null)) : null);
  const found = counted(it.findings);
  return [
    h('h3', {}, named(index)),
    h('p', {}, levelWord(it.level), say(', ', '，'), statusWord(it.status), it.date ? `${say(', ', '，')}${it.date}` : '', found.length ? [say('; ', '；'), h('a', { href: `#s-findings?standard=${encodeURIComponent(inAddress(it.key))}` }, found)] : null),
    h('div', { class: 'two-lists' }, side(say('refers to', '指向'), out, 'to'), side(say('is referred to by', '被指向'), into, 'from')),
  ];
}
