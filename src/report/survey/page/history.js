// What changed since, and the rate of harmonization over the years.

const percent = (part, whole) => (whole ? `${Math.round(100 * part / whole)}\u202f%` : '–');

function historySection() {
  const { history } = book.survey;
  if (!history) return nothing(say('not asked for: `report --since` compares with an earlier date or revision', '未要求：`report --since` 与更早的日期或版本比较'));
  const fixed = history.fixed ?? [];
  const entry = (it, link) => h('li', {}, severityBadge(it.severity), ' ', link ? findingLink(it.fingerprint) : h('b', { class: 'code' }, it.rule), ' ', words(it.message), ' ', h('span', { class: 'quiet' }, owner(it.standard, '', it.clause)));
  const group = (key, title, rows, link) => {
    const out = h('ul', { class: 'changes' });
    const list = rows.length ? windowed(key, rows, (it) => entry(it, link), out) : null;
    return h('div', {}, h('h3', {}, title, ' ', h('span', { class: 'quiet' }, number(rows.length))), list ? [list.before, out, list.after] : nothing(say('none', '无')));
  };
  return [
    h('p', {}, say(`From ${history.since} to ${history.until}: `, `${history.since} 至 ${history.until}：`),
      h('b', {}, count(history.new.length, 'new finding', 'new findings', '项新发现')), say(', ', '，'),
      h('b', {}, say(`${number(fixed.length)} fixed`, `${number(fixed.length)} 项已解决`)), say(', ', '，'), say(`${number(history.persisting)} persisting${history.waived ? `, ${number(history.waived)} waived or put into the baseline since` : ''}.`, `${number(history.persisting)} 项持续存在${history.waived ? `，${number(history.waived)} 项其后已豁免或列入基线` : ''}。`),
      ' ', h('span', { class: 'quiet' }, history.since_kind === 'revision' ? say('The texts of the earlier revision are judged as these are.', '较早修订版的文本按本报告的日期评判。') : say('The same texts, judged on both days.', '同一文本，以两个日期分别评判。'))),
    history.rates.length ? h('div', { class: 'rates' }, chart(history.rates), rateTable(history.rates)) : null,
    h('div', { class: 'two-lists' }, group('history-new', say('New', '新增'), history.new.map(finding).filter(Boolean), true), group('history-fixed', say('Fixed', '已解决'), fixed, false)),
  ];
}

function rateTable(rates) {
  return table('rates', say('Adoptions by date', '各日期的采用关系'), [
    { head: say('date', '日期'), cell: (it) => h('span', { class: 'date' }, it.date) },
    { head: say('adoptions', '采用'), figure: true, cell: (it) => number(it.adoptions) },
    { head: say('source in force', '来源现行'), figure: true, cell: (it) => number(it.current_source) },
    { head: say('checked', '已检查'), figure: true, cell: (it) => number(it.checked) },
    { head: say('harmonized', '已协调'), figure: true, cell: (it) => number(it.harmonized) },
    { head: say('rate', '比率'), figure: true, cell: (it) => percent(it.harmonized, it.checked) },
  ], rates, { form: 'slim' });
}

/** Bars: outline for adoptions, hatched for those checked, solid for harmonized; the rate in words above. */
function chart(rates) {
  const most = Math.max(1, ...rates.map((it) => it.adoptions));
  const [step, height, top, left, foot] = [Math.max(34, Math.min(64, 600 / rates.length)), 150, 22, 34, 40];
  const width = left + rates.length * step + 6;
  const y = (value) => top + height - (height * value) / most;
  const ticks = [...new Set([0, Math.round(most / 2), most])];
  const label = say('Bars of adoptions, checked and harmonized, by date; the table beside has the figures', '各日期的采用、已检查、已协调柱状图；数据见旁边的表');
  return h('figure', { class: 'chart' },
    svg('svg', { viewBox: `0 0 ${width} ${top + height + foot}`, role: 'img', 'aria-label': label, style: null },
      svg('defs', {}, svg('pattern', { id: 'hatch', width: '5', height: '5', patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, svg('line', { x1: '0', y1: '0', x2: '0', y2: '5', class: 'hatch' }))),
      ticks.map((it) => [svg('line', { class: 'grid', x1: String(left), x2: String(width), y1: String(y(it)), y2: String(y(it)) }), svg('text', { class: 'tick', x: String(left - 6), y: String(y(it) + 4), 'text-anchor': 'end' }, number(it))]),
      rates.map((it, index) => {
        const x = left + index * step + step * 0.16;
        const bar = (kind, value) => svg('rect', { class: kind, x: String(x), width: String(step * 0.68), y: String(y(value)), height: String(Math.max(0, y(0) - y(value))) });
        const every = Math.ceil(rates.length / 16);
        return [bar('adoptions', it.adoptions), bar('checked', it.checked), bar('harmonized', it.harmonized),
          svg('text', { class: 'rate', x: String(x + step * 0.34), y: String(y(it.adoptions) - 6), 'text-anchor': 'middle' }, percent(it.harmonized, it.checked)),
          index % every ? null : svg('text', { class: 'tick', x: String(x + step * 0.34), y: String(top + height + 16), 'text-anchor': 'middle' }, it.date.slice(0, 4)),
          index % every || it.date.length < 7 || rates.filter((other) => other.date.slice(0, 4) === it.date.slice(0, 4)).length < 2 ? null : svg('text', { class: 'tick', x: String(x + step * 0.34), y: String(top + height + 30), 'text-anchor': 'middle' }, it.date.slice(5))];
      })),
    h('figcaption', {}, [['adoptions', say('adoptions', '采用')], ['checked', say('checked', '已检查')], ['harmonized', say('harmonized (% of those checked)', '已协调（占已检查的 %）')]].map(([kind, word]) => h('span', { class: `key ${kind}` }, word))));
}
