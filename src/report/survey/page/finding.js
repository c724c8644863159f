// One finding: its line, and what opens under it.

const standingWord = (it) => ({ open: say('open', '未处理'), waived: say('waived', '已豁免'), baselined: say('baselined', '基线内') })[it] ?? it;
const confidenceWord = (it) => ({ certain: say('certain', '确定'), heuristic: say('heuristic', '启发式') })[it] ?? it;
const sectionWord = (key) => {
  const found = book.survey.summary.by_section.find((it) => it.key === key);
  return found ? words(found.label) : key;
};

/** `T/EXAMPLE 101-2021 › 5.2` */
function owner(index, written, clause) {
  const it = standard(index);
  const name = it ? standardName(it) : written;
  // A finding about a cell of the system, say, is about no standard.
  if (!name && clause) return [clause];
  return [it ? levelMark(it.level) : null, it ? ' ' : null, h('span', { class: 'id' }, name || say('(no identifier)', '（无编号）')), clause ? ` › ${clause}` : null];
}

/** Words of a document at their place. */
function excerpt(kind, who, path, line, segments, message) {
  return h('figure', { class: `excerpt ${kind}` },
    h('figcaption', {}, h('span', { class: 'owner' }, who), h('span', { class: 'path' }, place(path, line))),
    segments ? h('blockquote', {}, passage(segments)) : null,
    message ? h('p', { class: 'said' }, message) : null);
}

function excerptsOf(it) {
  const own = it.excerpt || it.related.length ? excerpt('own', owner(it.standard, '', it.clause), it.path, it.line, it.excerpt, it.related.length && !it.excerpt ? words(it.message) : null) : null;
  const MOST = 8;
  const others = it.related.slice(0, MOST).map((other) => excerpt('other', owner(other.standard, other.written, other.clause), other.path, other.line, other.excerpt, words(other.message)));
  const rest = it.related.length - others.length;
  return own || others.length
    ? h('div', { class: `excerpts${others.length ? ' two' : ''}` }, own, h('div', { class: 'others' }, others, rest > 0 ? nothing(say(`and ${count(rest, 'more place', 'more places', '')}`, `另有 ${number(rest)} 处`)) : null))
    : null;
}

const ruleHelp = (it) => words(it.help) || words(book.rules.get(it.rule)?.help);
const sourcesOf = (it) => (it.sources?.length ? it.sources : book.rules.get(it.rule)?.sources ?? []);

/** What opens under the line of a finding. */
function findingBody(it) {
  const rule = book.rules.get(it.rule);
  const rows = [
    [say('what to do', '建议'), ruleHelp(it)],
    [say('why', '理由'), words(rule?.why)],
    [say('rests on', '依据'), sourcesOf(it).map(words).join(say('; ', '；'))],
    [say('waived', '豁免'), it.waiver ? [it.waiver.reason, it.waiver.owner, it.waiver.expires ? say(`until ${it.waiver.expires}`, `至 ${it.waiver.expires}`) : null].filter(Boolean).join(say('; ', '；')) : null],
    [say('evidence', '证据'), it.evidence?.length ? h('span', { class: 'evidence' }, it.evidence.map(([name, value]) => h('span', {}, h('i', {}, name), ' ', value))) : null],
  ];
  return h('div', { class: 'body' },
    excerptsOf(it),
    h('dl', { class: 'facts' }, rows.filter(([, value]) => value).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    h('p', { class: 'tools' },
      rule ? h('a', { href: `#r-${it.rule}` }, say(`rule ${it.rule}`, `规则 ${it.rule}`)) : null,
      button(say('copy link', '复制链接'), () => copyLink(`f-${it.fingerprint}`)),
      h('span', { class: 'fingerprint' }, it.fingerprint)));
}

/** A finding as an entry of the list: a line that opens. */
function findingEntry(it) {
  const rule = book.rules.get(it.rule);
  const details = h('details', {
    toggle: () => {
      if (details.open && details.children.length === 1) details.append(findingBody(it));
    },
  },
  h('summary', {},
    severityBadge(it.severity),
    h('span', { class: 'line' },
      h('span', { class: 'message' }, h('b', { class: 'code' }, it.rule), ' ', words(it.message)),
      h('span', { class: 'where' },
        h('span', { class: 'owner' }, owner(it.standard, '', it.clause)),
        h('span', { class: 'path' }, place(it.path, it.line)),
        h('span', { class: 'rule-title' }, words(it.title) || words(rule?.title)),
        it.confidence === 'heuristic' ? h('span', { class: 'chip' }, confidenceWord(it.confidence)) : null,
        it.standing === 'open' ? null : h('span', { class: 'chip' }, standingWord(it.standing))))));
  return h('li', { class: `finding ${it.severity} ${it.standing}`, id: `f-${it.fingerprint}`, tabindex: '-1' }, details);
}
