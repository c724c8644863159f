// The coverage matrix: sectors down, aspects across; a letter and a colour in each cell.

const CELLS = {
  covered: ['C', '覆'], missing: ['M', '缺'], planned: ['P', '拟'], international_only: ['I', '际'], association_only: ['A', '团'],
  stale: ['S', '旧'], oversupplied: ['O', '多'], unknown: ['?', '？'], not_applicable: ['–', '–'], empty: ['·', '·'],
};
const cellLetter = (state) => say(...(CELLS[state] ?? ['?', '?']));

function coverageSection() {
  const matrix = book.survey.coverage;
  if (!matrix) return nothing(say('no sector scheme was given: see `coverage` in the configuration', '未给出部门分类：见配置中的 `coverage`'));
  const { totals } = matrix;
  const cells = new Map(matrix.cells.map((it) => [`${it.sector}\n${it.aspect}`, it]));
  const used = new Set(matrix.cells.map((it) => it.sector));
  const everything = kept.get('matrix-all') ?? used.size === 0;
  const rows = matrix.sectors.filter((it) => everything || used.has(it.code));
  const stateWords = new Map(matrix.cells.map((it) => [it.state, it.state_label]));
  const legend = Object.keys(CELLS).filter((state) => stateWords.has(state));
  const panel = h('div', { class: 'cell-panel', role: 'status', 'aria-live': 'polite' }, h('p', { class: 'quiet' }, say('choose a cell to see what is in it; arrow keys move', '选择单元格查看内容；可用方向键移动')));
  const grid = h('table', { class: 'matrix', keydown: (event) => moveInGrid(event, grid) },
    h('caption', {}, words(matrix.scheme.label)),
    h('thead', {}, matrixHeads(matrix)),
    h('tbody', {}, matrixRows(matrix, rows, cells, panel)),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, say('filled', '已有')), matrix.aspects.map((it) => h('td', { class: 'figure total' }, tallied(matrix.by_aspect, 'aspect', it.key))), h('td', { class: 'figure total' }, `${number(totals.filled)}/${number(totals.applicable)}`))));
  grid.querySelector('td.cell')?.setAttribute('tabindex', '0');
  const hidden = matrix.sectors.length - rows.length;
  return [
    coverageWords(matrix),
    h('ul', { class: 'legend' }, legend.map((state) => h('li', {}, h('span', { class: `cell ${state}`, 'aria-hidden': 'true' }, cellLetter(state)), ' ', words(stateWords.get(state)), ' ', h('span', { class: 'quiet' }, number(totals[state] ?? 0)))),
      matrix.planned ? h('li', {}, h('span', { class: 'cell empty required', 'aria-hidden': 'true' }, '\u00a0'), ' ', say('outlined: required and not met', '有框：必备而未满足')) : null),
    h('div', { class: 'scroll', role: 'region', 'aria-label': say('coverage matrix', '覆盖矩阵') }, grid),
    panel,
    hidden > 0 || (everything && used.size && used.size < matrix.sectors.length) ? h('p', { class: 'tools screen' }, button(everything ? say('only sectors with an entry', '只显示有内容的部门') : say(`show ${count(hidden, 'sector', 'sectors', '')} without any entry`, `显示无内容的 ${number(hidden)} 个部门`), () => { kept.set('matrix-all', !everything); redraw('coverage'); })) : null,
    matrix.scheme.note ? h('p', { class: 'quiet' }, words(matrix.scheme.note)) : null,
    coverageTroubles(matrix),
    levelsTable(matrix),
  ];
}

/** How many standards in force each sector has, by level. */
function levelsTable({ levels, sectors, by_sector: tallies }) {
  const rows = tallies.filter((it) => it.by_level?.length);
  const known = (levels ?? []).filter((level) => rows.some((it) => it.by_level.some((each) => each.level === level.key)));
  if (!rows.length || !known.length) return null;
  const names = new Map(sectors.map((it) => [it.code, it.label]));
  const of = (it, level) => it.by_level.find((each) => each.level === level.key)?.count ?? 0;
  return table('sector-levels', say('Standards in force by sector and level', '各部门、各层级的现行标准'), [
    { head: say('sector', '部门'), sort: (it) => it.sector, cell: (it) => coded(it.sector, names.get(it.sector)) },
    ...known.map((level) => ({ head: words(level.label), figure: true, sort: (it) => of(it, level), cell: (it) => h('span', { class: of(it, level) ? null : 'zero' }, number(of(it, level))) })),
    { head: say('all', '合计'), figure: true, sort: (it) => it.standards, cell: (it) => number(it.standards) },
    { head: say('without an aspect', '未标明方面'), figure: true, sort: (it) => it.without_aspect, cell: (it) => h('span', { class: it.without_aspect ? null : 'zero' }, number(it.without_aspect)) },
  ], rows, { form: 'slim' });
}

/** The figures in a sentence: what is required where there is a plan, else what there is. */
function coverageWords({ totals, planned }) {
  const outside = totals.unclassified
    ? say(` ${count(totals.unclassified, 'standard is', 'standards are', '')} in no cell, for want of a sector or an aspect.`, `${number(totals.unclassified)} 个标准因缺少部门或方面而未归入任何单元。`) : '';
  return h('p', {}, planned
    ? say(`${number(totals.required_filled)} of ${count(totals.required, 'required cell is', 'required cells are', '')} filled${totals.below_minimum ? `, ${number(totals.below_minimum)} of them below the level that the plan wants` : ''}; ${number(totals.missing)} missing.`, `${number(totals.required)} 个必备单元中已有 ${number(totals.required_filled)} 个${totals.below_minimum ? `，其中 ${number(totals.below_minimum)} 个低于规划要求的层级` : ''}；缺失 ${number(totals.missing)} 个。`)
    : say(`${number(totals.filled)} of ${count(totals.applicable, 'cell is', 'cells are', '')} filled; no plan says which are required.`, `${number(totals.applicable)} 个单元中已有 ${number(totals.filled)} 个；没有规划说明哪些必备。`), outside);
}

function coverageTroubles(matrix) {
  const codes = matrix.unknown_codes ?? [];
  const faults = matrix.plan_faults ?? [];
  return [
    codes.length ? h('p', { class: 'quiet' }, say('Not in the scheme or the list of aspects: ', '不在分类或方面清单中：'), codes.map((it) => `${it.code} (${number(it.standards)})`).join(say(', ', '、'))) : null,
    faults.length ? h('ul', { class: 'plain' }, faults.map((it) => h('li', {}, h('span', { class: 'path' }, place(it.path, it.line)), ' ', words(it.message)))) : null,
  ];
}

/** `3/7` of a row or a column. */
function tallied(tallies, key, value) {
  const it = tallies.find((each) => each[key] === value);
  return it ? `${number(it.covered)}/${number(it.of)}` : '';
}

/** Groups of aspects over the aspects; a group of one that has its name is not said twice. */
function matrixHeads({ aspects, aspect_groups: cards }) {
  const labels = new Map((cards ?? []).map((it) => [it.key, words(it.label)]));
  const groups = [];
  for (const it of aspects) {
    if (groups.at(-1)?.key === it.group) groups.at(-1).aspects.push(it);
    else groups.push({ key: it.group, aspects: [it] });
  }
  const name = (it) => (it.aspects.length === 1 && (!labels.has(it.key) || it.key === it.aspects[0].key) ? '' : labels.get(it.key) ?? '');
  return [
    groups.some(name) ? h('tr', { class: 'groups' }, h('td', {}), groups.map((it) => (name(it) ? h('th', { scope: 'colgroup', colspan: String(it.aspects.length) }, name(it)) : h('td', { colspan: String(it.aspects.length) }))), h('td', {})) : null,
    h('tr', {}, h('th', { scope: 'col', class: 'corner' }, say('sector', '部门')), aspects.map((it) => h('th', { scope: 'col', class: 'aspect' }, h('span', {}, words(it.label)))), h('th', { scope: 'col', class: 'figure aspect' }, h('span', {}, say('filled', '已有')))),
  ];
}

function matrixRows(matrix, rows, cells, panel) {
  const headings = new Map((matrix.headings ?? []).map((it) => [it.code, it]));
  let last = null;
  return rows.map((sector) => {
    const head = headings.get(sector.parent);
    const heading = head && head.code !== last ? h('tr', { class: 'group' }, h('th', { scope: 'rowgroup', colspan: String(matrix.aspects.length + 2) }, h('span', {}, coded(head.code, head.label)))) : null;
    last = sector.parent;
    return [heading, h('tr', { class: head ? null : 'alone' },
      h('th', { scope: 'row' }, h('span', { class: 'sector-code' }, sector.code), ' ', words(sector.label), sector.verified ? null : h('abbr', { title: say('the code was not yet read in its source', '该代码尚未与来源核对') }, ' ~')),
      matrix.aspects.map((aspect) => drawCell(cells.get(`${sector.code}\n${aspect.key}`), sector, aspect, panel)),
      h('td', { class: 'figure total' }, tallied(matrix.by_sector, 'sector', sector.code)))];
  });
}

function drawCell(it, sector, aspect, panel) {
  const state = it?.state ?? 'empty';
  const what = it ? words(it.state_label) : say('not required, nothing there', '未要求，也没有标准');
  const label = `${sector.code} ${words(sector.label)}, ${words(aspect.label)}: ${what}`;
  const show = (event) => {
    // Only the cell that one is in is a tab stop.
    for (const other of event.currentTarget.closest('table').querySelectorAll('td.cell[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    event.currentTarget.setAttribute('tabindex', '0');
    panel.replaceChildren(...cellDetails(it, sector, aspect, what, state));
  };
  return h('td', { class: `cell ${state}${it?.required ? ' required' : ''}`, tabindex: '-1', title: label, focus: show, click: (event) => event.currentTarget.focus() },
    h('span', { 'aria-hidden': 'true' }, cellLetter(state)), h('span', { class: 'aside' }, what));
}

function cellDetails(it, sector, aspect, what, state) {
  const MOST = 50;
  const list = (title, names) => {
    if (!names?.length) return null;
    const shown = names.slice(0, MOST).map((name) => h('li', {}, book.keys.has(name) ? named(book.keys.get(name)) : h('span', { class: 'id' }, name)));
    return [title ? h('p', { class: 'quiet' }, title) : null, h('ul', { class: 'plain' }, shown, names.length > MOST ? h('li', { class: 'quiet' }, `+${number(names.length - MOST)}`) : null)];
  };
  return [
    h('h3', {}, h('span', { class: `cell ${state}`, 'aria-hidden': 'true' }, cellLetter(state)), ' ', sector.code, ' ', words(sector.label), ' × ', words(aspect.label)),
    h('p', {}, h('b', {}, what), it?.required ? say(`; required${it.min_level ? ` at ${levelWord(it.min_level)} level or above` : ''}`, `；必备${it.min_level ? `，至少${levelWord(it.min_level)}级` : ''}`) : null, it?.reason ? `${say('; ', '；')}${it.reason}` : null),
    it?.below_minimum ? h('p', { class: 'ink warning' }, say('what is there is weaker than that', '现有标准低于该层级')) : null,
    list(null, it?.standards), list(say('planned', '制定中'), it?.planned), list(say('status not known', '状态未知'), it?.uncertain),
  ].flat().filter(Boolean);
}

/** Arrow keys, Home and End move among the cells. */
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
  next?.focus();
}
