// Gaps: requirements without counterpart.

const gapWord = (it) => ({
  source_unmapped: say('not taken over', '未采用'),
  national_extra: say('only here', '仅本标准有'),
  no_relation: say('no relation declared', '未声明关系'),
})[it] ?? it;

function gapsSection() {
  const { gaps, gaps_by_pair: pairs, gaps_by_sector: sectors } = book.survey;
  if (!gaps.length && !pairs.length && !sectors.length) return nothing(say('no requirement is without a counterpart, among those that could be compared', '可比的要求都有对应'));
  const figures = [
    { head: say('required', '要求'), figure: true, sort: (it) => it.required, cell: (it) => number(it.required) },
    { head: say('mapped', '已对应'), figure: true, sort: (it) => it.mapped, cell: (it) => number(it.mapped) },
    { head: say('missing', '缺少'), figure: true, sort: (it) => it.missing, cell: (it) => h('span', { class: it.missing ? 'ink error' : 'zero' }, number(it.missing)) },
    { head: say('only here', '仅本标准有'), figure: true, sort: (it) => it.extra, cell: (it) => number(it.extra) },
  ];
  const name = (it) => standardName(standard(it));
  return [
    pairs.length ? table('gap-pairs', say('Requirements by pair', '各对标准的要求'), [
      { head: say('standard', '标准'), sort: (it) => name(it.standard), cell: (it) => named(it.standard) },
      { head: say('source', '来源'), sort: (it) => name(it.source), cell: (it) => named(it.source) },
      ...figures,
    ], pairs) : null,
    sectors.length ? table('gap-sectors', say('Requirements by sector', '各部门的要求'), [
      { head: say('sector', '部门'), sort: (it) => it.sector, cell: (it) => coded(it.sector, it.label) },
      ...figures,
    ], sectors) : null,
    gaps.length ? table('gaps', say('Each gap', '逐项缺口'), [
      { head: say('kind', '种类'), sort: (it) => gapWord(it.kind), cell: (it) => [gapWord(it.kind), it.declared ? h('span', { class: 'title' }, say('declared', '已声明')) : null] },
      { head: say('standard', '标准'), sort: (it) => name(it.standard), cell: (it) => [named(it.standard, { title: false }), it.source === null ? null : h('span', { class: 'title' }, say('against ', '对照 '), name(it.source))] },
      { head: say('clause', '条款'), sort: (it) => it.clause, cell: (it) => clauseName(it.clause, it.clause_title) },
      { head: say('text', '内容'), wide: true, cell: (it) => h('span', { lang: it.language }, it.text) },
      { head: say('finding', '发现'), sort: (it) => finding(it.finding)?.rule, cell: (it) => findingLink(it.finding) ?? h('span', { class: 'quiet' }, '–') },
    ], gaps) : null,
  ];
}
