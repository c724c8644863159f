// Terms, references at risk, what could not be checked.

function termsSection() {
  const rows = book.survey.terms;
  if (!rows.length) return nothing(say('no term differs', '术语没有差异'));
  const name = (it) => titleOf(it.term)?.textContent;
  return table('terms', say('Terms that differ', '有差异的术语'), [
    { head: say('term', '术语'), sort: name, cell: (it) => Object.keys(it.term).sort().reverse().map((key) => h('span', { class: 'term', lang: key }, it.term[key])) },
    { head: say('what', '问题'), sort: (it) => words(it.kind), cell: (it) => words(it.kind) },
    { head: say('definition', '定义'), wide: true, sort: (it) => standardName(standard(it.standard)), cell: (it) => [named(it.standard, { title: false }), it.definition ? h('span', { class: 'definition' }, it.definition) : null] },
    { head: say('the other', '对方'), wide: true, sort: (it) => standardName(standard(it.other)), cell: (it) => [it.other === null ? h('span', { class: 'quiet' }, '–') : named(it.other, { title: false }), it.other_definition ? h('span', { class: 'definition' }, it.other_definition) : null] },
    { head: say('finding', '发现'), cell: (it) => findingLink(it.finding) },
  ], rows);
}

const RISKS = ['withdrawn', 'replaced', 'draft', 'unresolved'];

function citing(indices) {
  const MOST = 3;
  const line = (it) => h('li', {}, named(it, { title: false }));
  if (indices.length <= MOST) return h('ul', { class: 'plain' }, indices.map(line));
  const details = h('details', { class: 'fold', toggle: () => { if (details.open && details.children.length === 1) details.append(h('ul', { class: 'plain' }, indices.slice(0, PAPER).map(line))); } },
    h('summary', {}, count(indices.length, 'document', 'documents', '份文件')));
  return details;
}

function referencesSection() {
  const { references: rows, references_left_out: more } = book.survey;
  if (!rows.length) return nothing(say('every reference leads to a document in force', '所有引用都指向现行文件'));
  const rest = more ? h('p', { class: 'quiet' }, say(`${count(more, 'further document at risk, with fewer dependants, is', 'further documents at risk, with fewer dependants, are', '')} not listed.`, `另有 ${number(more)} 份受影响较少的文件未列出。`)) : null;
  return [table('references', say('References at risk, the one with most dependants first', '有风险的引用，受影响最多的在前'), [
    { head: say('cited document', '被引用文件'), sort: (it) => standardName(standard(it.target)) || it.written, cell: (it) => named(it.target, { written: it.written }) },
    { head: say('risk', '风险'), sort: (it) => RISKS.indexOf(it.risk), cell: (it) => [h('span', { class: `state ${it.risk === 'withdrawn' ? 'error' : 'warning'}` }, words(it.risk_label)), it.since ? h('span', { class: 'title' }, say('since ', '自 '), it.since) : null] },
    { head: say('successor', '后继文件'), sort: (it) => it.successor, cell: (it) => it.successor ?? h('span', { class: 'quiet' }, '–') },
    { head: say('cited by', '引用者'), sort: (it) => it.cited_by.length, cell: (it) => citing(it.cited_by) },
    { head: say('affected', '受影响'), figure: true, sort: (it) => it.affected, cell: (it) => number(it.affected) },
    { head: say('findings', '发现'), sort: (it) => it.findings.length, cell: (it) => (it.findings.length ? findingLinks(it.findings) : h('span', { class: 'quiet' }, '–')) },
  ], rows), rest];
}

/** One line a reason and set of rules: thousands of standards of which only the list is known are one line. */
function grouped(rows) {
  const groups = new Map();
  for (const it of rows) {
    const key = `${it.reason.en}\n${it.rules.join(' ')}`;
    if (!groups.has(key)) groups.set(key, { reason: it.reason, rules: it.rules, standards: [] });
    groups.get(key).standards.push(it.standard);
  }
  return [...groups.values()].sort((a, b) => b.standards.length - a.standards.length);
}

function uncheckedSection() {
  const { not_checkable: rows, problems } = book.survey;
  const names = ({ standards }) => {
    if (standards.length <= 3) return standards.join(say(', ', '、'));
    const details = h('details', { class: 'fold', toggle: () => { if (details.open && details.children.length === 1) details.append(h('p', {}, standards.slice(0, PAPER).join(say(', ', '、')), standards.length > PAPER ? say(` and ${number(standards.length - PAPER)} more`, ` 等，另有 ${number(standards.length - PAPER)} 个`) : null)); } },
      h('summary', {}, count(standards.length, 'standard', 'standards', '个标准')));
    return details;
  };
  return [
    rows.length ? table('unchecked', say('What could not be checked', '无法检查的内容'), [
      { head: say('why', '原因'), sort: (it) => words(it.reason), cell: (it) => words(it.reason) },
      { head: say('rules', '规则'), cell: (it) => it.rules.flatMap((code) => [book.rules.has(code) ? h('a', { href: `#r-${code}` }, code) : code, ' ']) },
      { head: say('standards', '标准数'), figure: true, sort: (it) => it.standards.length, cell: (it) => number(it.standards.length) },
      { head: say('which', '哪些'), wide: true, cell: names },
    ], grouped(rows)) : nothing(say('everything could be checked', '全部内容都可检查')),
    problems.length ? table('problems', say('What could not be read', '无法读取的内容'), [
      { head: say('file', '文件'), sort: (it) => it.path, cell: (it) => h('span', { class: 'path' }, place(it.path, it.line)) },
      { head: say('problem', '问题'), wide: true, sort: (it) => it.code, cell: (it) => [h('b', { class: 'code' }, it.code), ' ', words(it.message)] },
    ], problems) : null,
  ];
}
