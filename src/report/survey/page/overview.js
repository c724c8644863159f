// The summary: figures with their denominators, and where the findings lie.

function tile({ label, value, of, note, section }) {
  const share = of ? Math.min(1, value / of) : null;
  return h('li', {}, h('a', { class: 'tile', href: `#s-${section}` },
    h('span', { class: 'value' }, h('b', {}, number(value)), of === null ? null : h('span', { class: 'of' }, say(` of ${number(of)}`, ` / ${number(of)}`))),
    share === null ? null : h('span', { class: 'bar', 'aria-hidden': 'true' }, shareBar(share)),
    h('span', { class: 'label' }, words(label)),
    note ? h('span', { class: 'note' }, words(note)) : null));
}

/** As many in a row as leave the last row fullest. */
function tiles(figures) {
  const list = h('ul', { class: 'tiles' }, figures.map(tile));
  const left = (columns) => (columns - (figures.length % columns)) % columns / columns;
  const [columns] = [5, 6, 4].sort((a, b) => left(a) - left(b));
  list.style.setProperty('--columns', columns);
  return list;
}

function shareBar(share) {
  const bar = h('span', {});
  bar.style.width = `${(100 * share).toFixed(1)}%`;
  return bar;
}

function verdict({ error, warning, info, waived, baselined, not_checkable: unchecked }) {
  const found = counted({ error, warning, info });
  const set = [waived ? say(`${number(waived)} waived`, `已豁免 ${number(waived)} 项`) : null, baselined ? say(`${number(baselined)} in the baseline`, `基线内 ${number(baselined)} 项`) : null].filter(Boolean).join(say(', ', '，'));
  return h('p', { class: 'verdict' },
    found.length ? found : say('no open findings', '没有未处理的发现'),
    set ? say(`; ${set}`, `；${set}`) : null,
    unchecked ? [say('; ', '；'), h('a', { href: '#s-not_checkable' }, say(`${number(unchecked)} not checkable`, `${number(unchecked)} 项无法检查`))] : null);
}

/** Findings by matter or by sector. Every row leads to them. */
function spread(key, caption, head, rows, more = []) {
  const severities = ['error', 'warning', 'info'];
  const sum = (it) => it.error + it.warning + it.info;
  const most = Math.max(1, ...rows.map(sum));
  return table(key, caption, [
    { head, cell: (it) => h('a', { href: `#s-findings?${it.query}` }, it.word), sort: (it) => it.word },
    ...more,
    ...severities.map((severity) => ({
      head: severityWord(severity), figure: true, sort: (it) => it[severity],
      cell: (it) => h('span', { class: it[severity] ? `ink ${severity}` : 'zero' }, number(it[severity])),
    })),
    { head: say('share', '分布'), share: true, cell: (it) => h('span', { class: 'stack', 'aria-hidden': 'true' }, severities.map((severity) => { const part = h('span', { class: severity }); part.style.width = `${(100 * it[severity] / most).toFixed(1)}%`; return part; })) },
  ], rows, { form: 'slim' });
}

function summarySection() {
  const { summary } = book.survey;
  const matters = summary.by_section.map((it) => ({ ...it, word: words(it.label), query: `section=${encodeURIComponent(it.key)}` }));
  const sectors = summary.by_sector.map((it) => ({ ...it, word: coded(it.sector, it.label), query: `sector=${encodeURIComponent(inAddress(it.sector || '-'))}` }));
  const tally = (key, caption, head, rows, mark) => table(key, caption, [
    { head, cell: (it) => [mark ? levelMark(it.key) : null, mark ? ' ' : null, words(it.label)] },
    { head: say('standards', '标准数'), figure: true, cell: (it) => number(it.count) },
  ], rows, { form: 'slim' });
  return [
    book.survey.kind === 'coverage' ? null : verdict(summary.findings),
    tiles(summary.figures),
    h('div', { class: 'columns' },
      matters.length ? spread('by-section', say('Open findings by matter', '各事项的未处理发现'), say('matter', '事项'), matters) : null,
      sectors.length ? spread('by-sector', say('Open findings by sector', '各部门的未处理发现'), say('sector', '部门'), sectors, [{ head: say('standards', '标准数'), figure: true, sort: (it) => it.standards, cell: (it) => number(it.standards) }]) : null),
    h('div', { class: 'columns' },
      summary.by_level.length ? tally('by-level', say('Standards by level', '各层级的标准'), say('level', '层级'), summary.by_level, true) : null,
      summary.by_status.length ? tally('by-status', say('Standards by status', '各状态的标准'), say('status', '状态'), summary.by_status, false) : null),
  ];
}
