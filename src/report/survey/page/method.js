// How the figures were got, and the rules that ran.

function ruleEntry(it) {
  const details = h('details', { toggle: () => { if (details.open && details.children.length === 1) details.append(ruleBody(it)); } },
    h('summary', {},
      h('b', { class: 'code' }, it.code), h('span', { class: 'line' }, words(it.title)),
      h('span', { class: 'kinds' }, it.confidence === 'heuristic' ? h('span', { class: 'chip' }, confidenceWord(it.confidence)) : null, severityBadge(it.severity), h('span', { class: `figure ${it.count ? '' : 'zero'}` }, number(it.count)))));
  return h('li', { class: 'rule', id: `r-${it.code}`, tabindex: '-1' }, details);
}

function ruleBody(it) {
  const rows = [
    [say('why', '理由'), words(it.why)],
    [say('what to do', '建议'), words(it.help)],
    [say('rests on', '依据'), it.sources.map(words).join(say('; ', '；'))],
  ];
  return h('div', { class: 'body' },
    h('dl', { class: 'facts' }, rows.filter(([, value]) => value).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    h('p', { class: 'tools' },
      it.count ? h('a', { href: `#s-findings?rule=${it.code}` }, say(`its ${count(it.count, 'finding', 'findings', '')}`, `${number(it.count)} 条发现`)) : null,
      it.url ? h('a', { href: it.url, rel: 'noreferrer' }, say('page of the rule', '规则页面')) : null,
      button(say('copy link', '复制链接'), () => copyLink(`r-${it.code}`))));
}

function methodSection() {
  const { rules, method } = book.survey;
  const found = rules.filter((it) => it.count);
  const silent = rules.filter((it) => !it.count);
  const group = (title, rows) => (rows.length ? [h('h3', {}, title, ' ', h('span', { class: 'quiet' }, number(rows.length))), h('ul', { class: 'rules' }, rows.map(ruleEntry))] : null);
  return [
    h('ol', { class: 'method' }, method.map((it) => h('li', {}, words(it)))),
    group(say('Rules with open findings', '有未处理发现的规则'), found),
    group(say('Rules that ran without any', '已执行而无发现的规则'), silent),
  ];
}
