// Adoptions: what is declared, what the texts show, on which edition.

const ALIGNMENTS = {
  identical: ['identical', '相同'], harmonized: ['harmonized', '协调'], unilaterally_aligned: ['unilaterally aligned', '单向一致'],
  comparable: ['comparable', '可比'], conflicting: ['conflicting', '冲突'], unrelated: ['unrelated', '无关'],
};
const alignmentWord = (it) => (ALIGNMENTS[it] ? say(...ALIGNMENTS[it]) : it);
/** How grave a state is, for its colour and for sorting. */
const STATES = ['overclaimed', 'source_withdrawn', 'no_degree', 'old_edition', 'underclaimed', 'not_checkable', 'confirmed'];
const GRAVITY = { overclaimed: 'error', source_withdrawn: 'error', no_degree: 'warning', old_edition: 'warning', underclaimed: 'warning', not_checkable: 'unchecked', confirmed: 'good' };

function degrees({ declared, computed }) {
  const unknown = h('span', { class: 'quiet', title: say('not known', '未知') }, '–');
  const same = computed && declared === computed;
  return h('span', { class: 'degrees' }, declared ?? unknown, h('span', { class: 'quiet' }, ' → '), computed ? h('span', { class: same ? null : 'differs' }, computed) : unknown.cloneNode(true));
}

function adoptionsSection() {
  const rows = book.survey.adoptions;
  if (!rows.length) return nothing(say('no adoption is declared in this corpus', '语料库中没有声明的采用关系'));
  return table('adoptions', say('Adoptions, as declared and as the texts show', '采用关系：声明的与文本显示的'), [
    { head: say('standard', '标准'), sort: (it) => standardName(standard(it.standard)), cell: (it) => named(it.standard) },
    { head: say('source', '来源'), sort: (it) => it.source_written, cell: (it) => [
      it.source === null ? h('span', { class: 'standard' }, h('span', { class: 'id' }, it.source_written), h('span', { class: 'quiet title' }, say('not in the corpus', '不在语料库中'))) : named(it.source, { title: false }),
      it.latest_edition ? h('span', { class: 'title' }, say('latest: ', '最新：'), it.latest_edition) : null] },
    { head: say('declared → computed', '声明 → 计算'), sort: (it) => it.declared, cell: (it) => [degrees(it), it.alignment ? h('span', { class: 'title' }, alignmentWord(it.alignment)) : null] },
    { head: say('mapped', '已对应'), figure: true, sort: (it) => (it.requirements ? it.requirements.mapped / Math.max(1, it.requirements.total) : null), cell: (it) => (it.requirements ? [number(it.requirements.mapped), h('span', { class: 'of' }, say(` of ${number(it.requirements.total)}`, ` / ${number(it.requirements.total)}`))] : '–') },
    { head: say('technical', '技术性差异'), figure: true, sort: (it) => it.technical, cell: (it) => (it.technical === null ? '–' : [number(it.technical), it.undeclared ? h('span', { class: 'title ink error' }, say(`${number(it.undeclared)} undeclared`, `${number(it.undeclared)} 项未声明`)) : null]) },
    { head: say('lag, years', '滞后（年）'), figure: true, sort: (it) => it.lag_years, cell: (it) => (it.lag_years === null ? '–' : String(it.lag_years).replace('-', '−')) },
    { head: say('state', '结论'), wide: true, sort: (it) => STATES.indexOf(it.state), cell: (it) => [h('span', { class: `state ${GRAVITY[it.state] ?? ''}` }, words(it.state_label)), it.reason ? h('span', { class: 'title' }, words(it.reason)) : null] },
    { head: say('findings', '发现'), sort: (it) => it.findings.length, cell: (it) => (it.findings.length ? findingLinks(it.findings) : h('span', { class: 'quiet' }, '–')) },
  ], rows);
}
