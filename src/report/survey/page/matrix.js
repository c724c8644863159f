// The coverage matrix: sectors down, aspects across; a letter and a colour in each cell.

const CELLS = {
  covered: ['C', '覆'], missing: ['M', '缺'], planned: ['P', '拟'], international_only: ['I', '国际'], association_only: ['A', '团'],
  stale: ['S', '旧'], oversupplied: ['O', '重'], not_applicable: ['–', '–'], empty: ['·', '·'],
};
const cellLetter = (state) => say(...(CELLS[state] ?? ['?', '?']));

function coverageSection() {
  const matrix = book.survey.coverage;
  if (!matrix) return nothing(say('no sector scheme was given: see `coverage` in the configuration', '未给出部门分类：见配置中的 `coverage`'));
  const { totals } = matrix;
  const cells = new Map(matrix.cells.map((it) => [`${it.sector}\n${it.aspect}`, it]));
  const used = new Set(matrix.cells.map((it) => it.sector));
  const everything = kept.get('matrix-all') ?? used.size === 0;
  const parents = new Map(matrix.sectors.map((it) => [it.code, it]));
  const leaves = matrix.sectors.filter((it) => (everything || used.has(it.code)) && !(matrix.sectors.some((other) => other.parent === it.code) && !used.has(it.code)));
  const words_ = new Map(matrix.cells.map((it) => [it.state, it.state_label]));
  const legend = Object.keys(CELLS).filter((state) => words_.has(state));
  const panel = h('div', { class: 'cell-panel', role: 'status', 'aria-live': 'polite' }, h('p', { class: 'quiet' }, say('choose a cell to see what is in it; arrow keys move', '选择单元格查看内容；可用方向键移动')));

  const groups = [];
  for (const it of matrix.aspects) {
    if (groups.at(-1)?.group === it.group) groups.at(-1).span += 1;
    else groups.push({ group: it.group, span: 1, label: it.group_label });
  }
  const share = (rows, key, value) => {
    const it = rows?.find((each) => each[key] === value);
    return it ? `${number(it.covered)}/${number(it.of)}` : '';
  };
  let top = null;
  const body = leaves.map((sector) => {
    const chain = ancestors(sector, parents);
    const head = chain[0] ?? sector;
    const heading = head.code === top || !chain.length ? null : h('tr', { class: 'group' }, h('th', { scope: 'rowgroup', colspan: String(matrix.aspects.length + 2) }, h('span', {}, head.code, ' ', words(head.label))));
    top = head.code;
    return [heading, h('tr', {},
      h('th', { scope: 'row' }, h('span', { class: 'sector-code' }, sector.code), ' ', words(sector.label), sector.verified ? null : h('abbr', { title: say('code not verified in the source', '代码未在来源中核对') }, ' ?')),
      matrix.aspects.map((aspect) => drawCell(cells.get(`${sector.code}\n${aspect.key}`), sector, aspect, panel)),
      h('td', { class: 'figure total' }, share(matrix.by_sector, 'sector', sector.code)))];
  });
  const grid = h('table', { class: 'matrix', keydown: (event) => moveInGrid(event, grid) },
    h('caption', {}, say('Coverage: ', '覆盖：'), words(matrix.scheme.label)),
    h('thead', {},
      groups.length > 1 && groups.every((it) => it.label) ? h('tr', { class: 'groups' }, h('td', {}), groups.map((it) => h('th', { scope: 'colgroup', colspan: String(it.span) }, words(it.label))), h('td', {})) : null,
      h('tr', {}, h('th', { scope: 'col', class: 'corner' }, say('sector', '部门')), matrix.aspects.map((it) => h('th', { scope: 'col', class: 'aspect' }, h('span', {}, words(it.label)))), h('th', { scope: 'col', class: 'figure aspect' }, h('span', {}, say('covered', '已覆盖'))))),
    h('tbody', {}, body),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, say('covered', '已覆盖')), matrix.aspects.map((it) => h('td', { class: 'figure total' }, share(matrix.by_aspect, 'aspect', it.key))), h('td', { class: 'figure total' }, `${number(totals.covered)}/${number(totals.required)}`))));
  grid.querySelector('td.cell')?.setAttribute('tabindex', '0');
  const hidden = matrix.sectors.length - new Set([...leaves, ...leaves.flatMap((it) => ancestors(it, parents))]).size;
  return [
    h('p', {}, say(`${number(totals.covered)} of ${number(totals.required)} required cells are covered; ${count(totals.unclassified ?? 0, 'standard is', 'standards are', '')} in no sector and no cell.`,
      `${number(totals.required)} 个必备单元中已覆盖 ${number(totals.covered)} 个；${number(totals.unclassified ?? 0)} 个标准未归入任何部门和单元。`)),
    h('ul', { class: 'legend' }, legend.map((state) => h('li', {}, h('span', { class: `cell ${state}`, 'aria-hidden': 'true' }, cellLetter(state)), ' ', words(words_.get(state)), ' ', h('span', { class: 'quiet' }, number(totals[state] ?? 0))))),
    h('div', { class: 'scroll', role: 'region', 'aria-label': say('coverage matrix', '覆盖矩阵') }, grid),
    panel,
    hidden > 0 || everything && used.size ? h('p', { class: 'tools screen' }, button(everything ? say('only sectors with an entry', '只显示有内容的部门') : say(`show ${number(hidden)} sectors without any entry`, `显示无内容的 ${number(hidden)} 个部门`), () => { kept.set('matrix-all', !everything); redraw('coverage'); })) : null,
    matrix.scheme.note ? h('p', { class: 'quiet' }, words(matrix.scheme.note)) : null,
  ];
}

function ancestors(sector, parents) {
  const chain = [];
  for (let at = parents.get(sector.parent); at && chain.length < 10; at = parents.get(at.parent)) chain.unshift(at);
  return chain;
}

function drawCell(it, sector, aspect, panel) {
  const state = it?.state ?? 'empty';
  const what = it ? words(it.state_label) : say('not required, nothing there', '未要求，也没有标准');
  const label = `${sector.code} ${words(sector.label)}, ${words(aspect.label)}: ${what}`;
  const show = () => panel.replaceChildren(...cellDetails(it, sector, aspect, what, state));
  return h('td', { class: `cell ${state}${it?.required ? ' required' : ''}`, tabindex: '-1', title: label, focus: show, click: (event) => event.currentTarget.focus() },
    h('span', { 'aria-hidden': 'true' }, cellLetter(state)), h('span', { class: 'aside' }, what));
}

function cellDetails(it, sector, aspect, what, state) {
  const held = (it?.standards ?? []).map((each) => h('li', {}, typeof each === 'number' ? named(each) : h('span', { class: 'id' }, each)));
  return [
    h('h4', {}, h('span', { class: `cell ${state}`, 'aria-hidden': 'true' }, cellLetter(state)), ' ', sector.code, ' ', words(sector.label), ' × ', words(aspect.label)),
    h('p', {}, h('b', {}, what), it?.required ? say(`; required${it.min_level ? ` at ${levelWord(it.min_level)} level or above` : ''}`, `；必备${it.min_level ? `，至少${levelWord(it.min_level)}级` : ''}`) : null, it?.reason ? `${say('; ', '；')}${it.reason}` : null),
    held.length ? h('ul', { class: 'plain' }, held.slice(0, 50), held.length > 50 ? h('li', { class: 'quiet' }, `+${number(held.length - 50)}`) : null) : null,
  ].filter(Boolean);
}

/** Arrow keys, Home and End move among the cells; only one of them is a tab stop. */
function moveInGrid(event, grid) {
  const cell = event.target.closest?.('td.cell');
  if (!cell) return;
  const rows = [...grid.querySelectorAll('tbody tr:not(.group)')].map((row) => [...row.querySelectorAll('td.cell')]);
  const y = rows.findIndex((row) => row.includes(cell));
  const x = rows[y].indexOf(cell);
  const goal = { ArrowRight: [y, x + 1], ArrowLeft: [y, x - 1], ArrowDown: [y + 1, x], ArrowUp: [y - 1, x], Home: [y, 0], End: [y, rows[y].length - 1] }[event.key];
  const next = goal && rows[goal[0]]?.[goal[1]];
  if (!goal) return;
  event.preventDefault();
  if (!next) return;
  cell.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
}
