// Conflicts and unharmonized clauses: both texts side by side, the words that differ marked.

function conflictsSection() {
  const rows = book.survey.conflicts.map(finding).filter(Boolean);
  if (!rows.length) return nothing(say('no conflict was found, among the provisions that could be compared', '可比的规定之间没有发现冲突'));
  const out = h('ol', { class: 'conflicts' });
  const draw = (it) => h('li', { class: `conflict ${it.severity} ${it.standing}` },
    h('p', { class: 'heading' },
      severityBadge(it.severity), ' ', h('b', {}, words(it.title) || words(book.rules.get(it.rule)?.title)), ' ', findingLink(it.fingerprint),
      it.confidence === 'heuristic' ? [' ', h('span', { class: 'chip' }, confidenceWord(it.confidence))] : null,
      it.standing === 'open' ? null : [' ', h('span', { class: 'chip' }, standingWord(it.standing))]),
    h('p', { class: 'message' }, words(it.message)),
    excerptsOf(it),
    ruleHelp(it) ? h('p', { class: 'help' }, h('b', {}, say('what to do', '建议')), ' ', ruleHelp(it)) : null);
  const list = windowed('conflicts', rows, draw, out);
  return [list.before, out, list.after];
}

const relationWord = (it) => ({
  equal: say('equal', '相同'), equivalent: say('equivalent', '等同'), subset: say('narrower', '较窄'), superset: say('wider', '较宽'),
  intersects: say('overlapping', '部分重合'), none: say('none', '无'),
})[it] ?? it;
const differenceWord = (it) => ({
  modality: say('modality', '情态'), quantity: say('quantity', '量值'), condition: say('condition', '条件'), term: say('term', '术语'),
  definition: say('definition', '定义'), reference: say('reference', '引用'), provision: say('provision', '条款'), wording: say('wording', '文字'), text: say('wording', '文字'),
  missing: say('left out', '缺少'), extra: say('added', '增加'),
})[it] ?? it;
const basisWord = (it) => ({ adoption: say('adoption', '采用'), mapping: say('mapping', '映射'), subject: say('common subject', '共同主题'), edition: say('another edition', '另一版本') })[it] ?? it;
const classWord = (it) => ({ technical: say('technical', '技术性'), editorial: say('editorial', '编辑性'), structural: say('structural', '结构性'), informative: say('informative', '资料性') })[it] ?? it;

function passageColumn(side, index, differences) {
  return h('div', { class: 'passage' },
    h('p', { class: 'owner' }, named(index, { title: false }), h('span', { class: 'path' }, place(side.path, side.line))),
    h('h3', { lang: side.language }, clauseName(side.clause, side.title)),
    h('blockquote', { lang: side.language }, side.segments.length ? passage(side.segments, differences) : h('span', { class: 'quiet' }, say('(no text)', '（无文字）'))));
}

function pairEntry(it) {
  const details = h('details', {
    open: kept.get(`pair:${it.id}`) ?? kept.get('pairs-open') ?? it.position < 12,
    toggle: () => {
      kept.set(`pair:${it.id}`, details.open);
      if (details.open && details.children.length === 1) details.append(pairBody(it));
    },
  },
  h('summary', {},
    h('span', { class: 'line' },
      h('b', {}, standardName(standard(it.standard)), ' ', it.left.clause ?? ''), h('span', { class: 'quiet' }, ' ↔ '), h('b', {}, standardName(standard(it.source)), ' ', it.right.clause ?? ''), ' ',
      h('span', { class: 'title', lang: it.left.language }, it.left.title ?? it.right.title)),
    h('span', { class: 'kinds' }, [...new Set(it.differences.map((each) => each.kind))].map((kind) => h('span', { class: 'chip' }, differenceWord(kind))),
      h('span', { class: `state ${it.declared ? 'good' : 'warning'}` }, it.declared ? say('declared', '已声明') : say('not declared', '未声明')))));
  if (details.open) details.append(pairBody(it));
  return h('li', { class: 'clause-pair', id: `u-${it.id}`, tabindex: '-1' }, details);
}

function pairBody(it) {
  return h('div', { class: 'body' },
    h('div', { class: 'sides' }, passageColumn(it.left, it.standard, it.differences), passageColumn(it.right, it.source, it.differences)),
    it.differences.length ? h('ol', { class: 'differences' }, it.differences.map((each) => h('li', { class: each.class },
      h('b', {}, differenceWord(each.kind)), ' ', h('span', { class: 'quiet' }, classWord(each.class), each.declared ? say(', declared', '，已声明') : ''), say(': ', '：'), words(each.message), ' ', findingLink(each.finding)))) : null,
    h('p', { class: 'tools' },
      h('span', {}, say('relation: ', '关系：'), relationWord(it.relation), say(', score ', '，得分 '), it.score.toFixed(2), it.basis ? say(`, paired by ${basisWord(it.basis)}`, `，对应依据：${basisWord(it.basis)}`) : ''),
      findingLinks(it.findings),
      button(say('copy link', '复制链接'), () => copyLink(`u-${it.id}`))));
}

/** The list of pairs, for deep links. */
let pairList = null;

function unharmonizedSection() {
  const rows = book.survey.unharmonized;
  rows.forEach((it, index) => { it.position = index; });
  if (!rows.length) return nothing(say('no pair of clauses differs, among those that could be compared', '可比的条款之间没有差异'));
  const out = h('ol', { class: 'pairs' });
  pairList = windowed('pairs', rows, pairEntry, out);
  const all = (open) => {
    for (const key of [...kept.keys()]) if (key.startsWith('pair:')) kept.delete(key);
    kept.set('pairs-open', open);
    pairList.show();
  };
  return [
    h('p', { class: 'tools screen' }, button(say('open all', '全部展开'), () => all(true)), button(say('close all', '全部折叠'), () => all(false))),
    pairList.before, out, pairList.after];
}
