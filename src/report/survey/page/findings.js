// All findings: filters with counts, and the list.

/** What stands for the sector and level of a finding that is about no standard, as one about a cell of the system. */
const NONE = 'none';
const noStandard = () => say('not about one standard', '不针对某一标准');

/** The filters, in the order in which they stand. `of` gives the values of a finding. */
const filters = () => [
  { key: 'severity', head: say('severity', '严重程度'), form: 'boxes', of: (it) => [it.severity], order: ['error', 'warning', 'info'], word: severityWord },
  { key: 'standing', head: say('standing', '处理状态'), form: 'boxes', of: (it) => [it.standing], order: ['open', 'waived', 'baselined'], word: standingWord },
  { key: 'confidence', head: say('confidence', '可信度'), form: 'boxes', of: (it) => [it.confidence], order: ['certain', 'heuristic'], word: confidenceWord },
  { key: 'section', head: say('matter', '事项'), form: 'list', of: (it) => [it.section], order: book.survey.summary.by_section.map((it) => it.key), word: sectionWord },
  { key: 'level', head: say('level', '层级'), form: 'list', of: (it) => [standard(it.standard)?.level ?? NONE], order: [...Object.keys(LETTERS), NONE], word: (it) => (it === NONE ? noStandard() : levelWord(it)) },
  { key: 'sector', head: say('sector', '部门'), form: 'list', of: (it) => { const own = standard(it.standard)?.sectors ?? [NONE]; return own.length ? own : ['-']; }, word: (it) => (it === '-' ? say('no sector given', '未标明部门') : it === NONE ? noStandard() : sectorWord(it)) },
  { key: 'rule', head: say('rule', '规则'), form: 'list', of: (it) => [it.rule], word: (it) => `${it} ${words(book.rules.get(it)?.title)}` },
  { key: 'standard', head: say('standard', '标准'), form: 'none', of: (it) => [standard(it.standard)?.key ?? ''], word: (it) => it },
];

/** The values of every finding by filter, and of every filter all values that occur: made once, for they are in no language. */
let valued = null;
function valuesOf(facets) {
  if (!valued) {
    const rows = book.survey.findings.map((it) => facets.map(({ of }) => of(it)));
    const present = facets.map(() => new Set());
    for (const row of rows) row.forEach((own, index) => { for (const value of own) present[index].add(value); });
    valued = { rows, present };
  }
  return valued;
}

const haystacks = new WeakMap();
function haystack(it) {
  if (!haystacks.has(it)) {
    const own = standard(it.standard);
    haystacks.set(it, [it.rule, it.title?.en, it.title?.zh, it.message.en, it.message.zh, own?.key, own?.id, ...Object.values(own?.title ?? {}), it.clause, it.path, it.fingerprint].filter(Boolean).join('\n').toLowerCase());
  }
  return haystacks.get(it);
}

const chosenValues = (key) => (state.params.get(key) ?? '').split(',').filter(Boolean);
/** Values go into the address between commas, so a comma in one is written otherwise. */
const inAddress = (value) => value.replaceAll('%', '%25').replaceAll(',', '%2C');
const fromAddress = (value) => { try { return decodeURIComponent(value); } catch { return value; } };

const SORTS = () => [
  ['', say('by place', '按位置'), null],
  ['severity', say('by severity', '按严重程度'), (it) => ['error', 'warning', 'info'].indexOf(it.severity)],
  ['rule', say('by rule', '按规则'), (it) => it.rule],
  ['standard', say('by standard', '按标准'), (it) => standardName(standard(it.standard))],
];

/** The list of findings, for deep links. */
let findingList = null;

function findingsSection() {
  const all = book.survey.findings;
  const facets = filters();
  const { rows, present } = valuesOf(facets);
  const out = h('ol', { class: 'findings' });
  const told = h('p', { class: 'told', role: 'status', 'aria-live': 'polite' });
  const panel = h('div', { class: 'facets' });
  const controls = new Map();

  /** For each filter, the findings that all the others let through. */
  function apply() {
    const query = (state.params.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const sets = facets.map(({ key }) => new Set(chosenValues(key).map(fromAddress)));
    const chosen = sets.flatMap((set, index) => (set.size ? [index] : []));
    const counts = facets.map(() => new Map());
    const shown = [];
    for (const it of all) {
      if (query.length && !query.every((part) => haystack(it).includes(part))) continue;
      let failed = -1;
      let fails = 0;
      const values = rows[it.index];
      for (const index of chosen) {
        if (!values[index].some((value) => sets[index].has(value))) { fails += 1; failed = index; }
      }
      if (fails === 0) shown.push(it);
      if (fails > 1) continue;
      values.forEach((own, index) => {
        if (fails === 0 || failed === index) for (const value of own) counts[index].set(value, (counts[index].get(value) ?? 0) + 1);
      });
    }
    const by = SORTS().find(([key]) => key === (state.params.get('sort') ?? ''))?.[2];
    if (by) {
      const keyed = shown.map((it) => ({ it, by: by(it) }));
      keyed.sort((a, b) => compare(a.by, b.by) || a.it.index - b.it.index);
      shown.splice(0, shown.length, ...keyed.map(({ it }) => it));
    }
    return { shown, counts };
  }

  function refresh() {
    const { shown, counts } = apply();
    facets.forEach((facet, index) => controls.get(facet.key)?.(counts[index]));
    controls.get('chips')();
    findingList.renew(shown);
    const text = shown.length === all.length
      ? say(all.length === 1 ? '1 finding' : `all ${number(all.length)} findings`, `全部 ${number(all.length)} 条`)
      : say(`${number(shown.length)} of ${count(all.length, 'finding', 'findings', '')}`, `${number(all.length)} 条中的 ${number(shown.length)} 条`);
    told.textContent = text;
  }

  facets.forEach((facet, index) => {
    if (facet.form === 'none') return;
    const options = facet.order ? facet.order.filter((it) => present[index].has(it)) : [...present[index]].sort(compare);
    if (options.length < 2 && !chosenValues(facet.key).length) return;
    const [element, update] = (facet.form === 'boxes' ? boxes : picker)(facet, options, refresh);
    panel.append(element);
    controls.set(facet.key, update);
  });

  let wait = 0;
  const field = h('input', {
    type: 'search', id: 'find', value: state.params.get('q') ?? '', autocomplete: 'off', spellcheck: 'false',
    placeholder: say('words, identifier, clause, file', '文字、编号、条款、文件'),
    input: () => { clearTimeout(wait); wait = setTimeout(() => { choose('q', field.value.trim()); refresh(); }, 150); },
  });
  panel.prepend(h('p', { class: 'facet find' }, h('label', { for: 'find' }, say('search', '搜索')), field));
  const order = h('select', { id: 'order', change: () => { choose('sort', order.value); refresh(); } },
    SORTS().map(([key, label]) => h('option', { value: key, selected: (state.params.get('sort') ?? '') === key }, label)));
  panel.append(h('p', { class: 'facet' }, h('label', { for: 'order' }, say('order', '排序')), order));

  const chips = h('p', { class: 'chosen' });
  controls.set('chips', () => {
    const parts = facets.flatMap(({ key, head, form, word }) => (form === 'none' ? chosenValues(key).map(fromAddress).map((value) => button(`${head}: ${word(value)} ×`, () => {
      choose(key, chosenValues(key).filter((it) => fromAddress(it) !== value).join(','));
      refresh();
    }, { class: 'chip', 'aria-label': say(`take the filter ${value} away`, `取消筛选 ${value}`) })) : []));
    const any = parts.length || state.params.get('q') || facets.some(({ key }) => state.params.get(key));
    chips.replaceChildren(...parts, ...(any ? [button(say('clear all filters', '清除全部筛选'), () => { clearFilters(); field.value = ''; refresh(); field.focus(); })] : []));
  });

  findingList = windowed('findings', all, findingEntry, out);
  findingList.refresh = () => { field.value = state.params.get('q') ?? ''; refresh(); };
  refresh();
  return [h('form', { class: 'filter', role: 'search', 'aria-label': say('filter the findings', '筛选发现'), submit: (event) => event.preventDefault() }, panel, chips), told, findingList.before, out, findingList.after];
}

function clearFilters() {
  for (const { key } of filters()) state.params.delete(key);
  state.params.delete('q');
  writeAddress();
}

/** A few values as boxes to tick, each with its count. */
function boxes(facet, options, changed) {
  const made = options.map((value) => {
    const figure = h('span', { class: 'figure' });
    const box = h('input', {
      type: 'checkbox', name: facet.key, value,
      change: () => { choose(facet.key, made.filter((it) => it.box.checked).map((it) => inAddress(it.value)).join(',')); changed(); },
    });
    return { value, box, figure, label: h('label', { class: `box ${value}` }, box, facet.word(value), ' ', figure) };
  });
  const update = (counts) => {
    const chosen = new Set(chosenValues(facet.key).map(fromAddress));
    for (const { value, box, figure } of made) {
      box.checked = chosen.has(value);
      figure.textContent = number(counts.get(value) ?? 0);
    }
  };
  return [h('fieldset', { class: 'facet' }, h('legend', {}, facet.head), made.map((it) => it.label)), update];
}

/** Many values as a list to pick one from, each with its count. */
function picker(facet, options, changed) {
  const select = h('select', { id: `pick-${facet.key}`, change: () => { choose(facet.key, select.value); changed(); } });
  const any = h('option', { value: '' }, say('all', '全部'));
  const made = options.map((value) => ({ value, option: h('option', { value: inAddress(value) }) }));
  select.append(any, ...made.map((it) => it.option));
  const update = (counts) => {
    const chosen = chosenValues(facet.key);
    for (const { value, option } of made) {
      const n = counts.get(value) ?? 0;
      option.textContent = `${facet.word(value)} (${number(n)})`;
      option.hidden = n === 0 && !chosen.includes(option.value);
    }
    select.value = chosen[0] ?? '';
  };
  return [h('p', { class: 'facet' }, h('label', { for: select.id }, facet.head), select), update];
}
