// Puts the page together, and leads to what the address names.

/** A section is called as the survey calls it. */
const sectionTitle = (key, en, zh) => { const own = sectionWord(key); return own === key ? say(en, zh) : own; };

/** The sections in their order, with a sentence on what each shows. */
const SECTIONS = () => [
  ['summary', say('Summary', '概要'), null, summarySection],
  ['adoptions', sectionTitle('adoptions', 'Adoptions', '采用'), say('For each adoption: the degree that the document declares, the degree that both texts show, and the edition it rests on.', '对每项采用关系：文件声明的一致性程度、两份文本显示的程度，以及所依据的版本。'), adoptionsSection],
  ['gaps', sectionTitle('gaps', 'Gaps', '缺口'), say('Requirements of a source that the standard does not take over, and requirements that stand in one of both only.', '来源标准中未被采用的要求，以及只在一方出现的要求。'), gapsSection],
  ['conflicts', sectionTitle('conflicts', 'Conflicts', '冲突'), say('Provisions that cannot both be met, or where meeting the one breaks the other.', '不能同时满足，或满足其一即违反另一的规定。'), conflictsSection],
  ['unharmonized', sectionTitle('unharmonized', 'Unharmonized clauses', '未协调条款'), say('Clauses that correspond and still differ. The words that make the difference are marked.', '相互对应但仍有差异的条款，造成差异的词已标出。'), unharmonizedSection],
  ['terms', sectionTitle('terms', 'Terms', '术语'), say('One term with two definitions, or one concept with two names.', '同一术语有不同定义，或同一概念有不同名称。'), termsSection],
  ['references', sectionTitle('references', 'References at risk', '有风险的引用'), say('Cited documents that are withdrawn, replaced, drafts or not found, and how many documents depend on them, directly or through others.', '被引用但已废止、被代替、仍为草案或找不到的文件，以及直接或间接依赖它们的文件数。'), referencesSection],
  ['coverage', sectionTitle('coverage', 'Coverage', '覆盖'), say('Which sectors have standards for which aspects, and at which level.', '哪些部门在哪些方面有标准，处于哪一层级。'), coverageSection],
  ['history', say('History', '变化'), null, historySection],
  ['not_checkable', say('Not checkable', '无法检查'), say('Nothing passes in silence: what could not be checked or read, and why. None of it is in a denominator above.', '没有任何内容被默默放过：无法检查或读取的内容及原因。它们不计入上文任何分母。'), uncheckedSection],
  ['findings', say('All findings', '全部发现'), null, findingsSection],
  ['graph', say('Reference graph', '引用图'), say('Documents by level. A line leads from the document that refers to the one it refers to; a triangle marks open errors or warnings.', '按层级排列的文件。连线由引用者指向被引用者；三角标记表示有未处理的错误或警告。'), graphSection],
  ['method', say('Method and rules', '方法与规则'), null, methodSection],
];

/** Which sections a page of a kind has. */
const ONLY = { coverage: ['summary', 'coverage', 'method'], impact: ['summary', 'references', 'graph', 'method'] };

function sectionsOfPage() {
  const only = ONLY[book.survey.kind];
  return SECTIONS().filter(([key]) => {
    if (only && !only.includes(key)) return false;
    if (key === 'coverage') return book.survey.coverage || book.survey.kind === 'coverage';
    if (key === 'history') return book.survey.history;
    return true;
  });
}

const folded = new Set();

function drawSection([key, title, intro, body], index) {
  const inside = h('div', { class: 'section-body', id: `b-${key}` });
  const fold = button('', () => {
    if (folded.has(key)) folded.delete(key); else folded.add(key);
    show();
  }, { class: 'fold-section', 'aria-controls': inside.id });
  const element = h('section', { id: `s-${key}`, 'aria-labelledby': `h-${key}` },
    h('h2', { id: `h-${key}`, tabindex: '-1' }, h('span', { class: 'clause-number' }, String(index + 1)), h('span', { class: 'text' }, title), h('a', { class: 'permalink', href: `#s-${key}`, 'aria-label': say(`link to ${title}`, `${title} 的链接`) }, '#'), fold),
    inside);
  function show() {
    const closed = folded.has(key);
    inside.hidden = closed;
    element.classList.toggle('folded', closed);
    fold.setAttribute('aria-expanded', String(!closed));
    fold.setAttribute('aria-label', closed ? say(`open ${title}`, `展开 ${title}`) : say(`fold ${title} (and leave it out of print)`, `折叠 ${title}（打印时不含）`));
    fold.textContent = closed ? '+' : '–';
  }
  element.open = () => { folded.delete(key); show(); };
  inside.append(...[intro ? h('p', { class: 'intro' }, intro) : null, body()].flat(3).filter((it) => it !== null && it !== undefined && it !== false));
  show();
  return element;
}

/** One section anew. */
function redraw(key) {
  const sections = sectionsOfPage();
  const index = sections.findIndex((it) => it[0] === key);
  document.getElementById(`s-${key}`).replaceWith(drawSection(sections[index], index));
  measure();
}

function drawHead() {
  const { survey } = book;
  const { summary, scope } = survey;
  const other = language === 'zh' ? 'en' : 'zh';
  const of = scope.kind === 'standard' && standard(scope.standard) ? named(scope.standard) : null;
  const facts = [
    [say('status as of', '状态截至'), survey.as_of === 'publication' ? say('the date of publication of each standard', '各标准的发布日期') : survey.as_of],
    [say('judged', '已检查'), survey.kind === 'coverage' ? null : say(`${count(summary.standards, 'standard', 'standards', '')}, ${count(summary.clauses, 'clause', 'clauses', '')}, ${count(summary.references, 'reference', 'references', '')}`, `${number(summary.standards)} 个标准，${number(summary.clauses)} 个条款，${number(summary.references)} 个引用`)],
    [survey.kind === 'coverage' ? say('counted', '计入') : say('in the light of', '对照'), survey.kind === 'coverage' ? say(count(summary.standards, 'standard', 'standards', ''), `${number(summary.standards)} 个标准`) : say(count(survey.standards.length, 'standard', 'standards', ''), `${number(survey.standards.length)} 个标准`)],
    [say('from', '来自'), scope.paths.length ? cut(scope.paths.join(say(', ', '、')), 200) : null],
    [say('made by', '生成者'), `${survey.tool.name} ${survey.tool.version}`],
  ];
  document.title = words(survey.title);
  return h('header', { class: 'cover' },
    h('h1', {}, words(survey.title)),
    h('p', { class: 'subtitle', lang: other }, survey.title[other]),
    of ? h('p', { class: 'scope' }, of) : null,
    h('dl', { class: 'cover-facts' }, facts.filter(([, value]) => value).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))));
}

function drawTools() {
  const dark = () => document.documentElement.dataset.theme === 'dark';
  const theme = button(dark() ? say('light', '浅色') : say('dark', '深色'), () => {
    storage.set('theme', dark() ? 'light' : 'dark');
    document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
    theme.textContent = dark() ? say('light', '浅色') : say('dark', '深色');
  }, { 'aria-label': say('change between light and dark', '切换浅色和深色') });
  return h('div', { class: 'page-tools', role: 'group', 'aria-label': say('page', '页面') },
    button(say('中文', 'English'), () => speak(language === 'zh' ? 'en' : 'zh'), { lang: say('zh', 'en'), id: 'switch-language' }),
    theme,
    button(say('print', '打印'), () => print(), { title: say('folded sections are left out', '折叠的部分不打印') }));
}

function drawContents(sections) {
  const { summary, ...survey } = book.survey;
  const figures = { adoptions: survey.adoptions?.length, gaps: survey.gaps?.length, conflicts: survey.conflicts?.length, unharmonized: survey.unharmonized?.length, terms: survey.terms?.length, references: survey.references?.length, not_checkable: survey.not_checkable?.length, findings: survey.findings?.length };
  const list = () => h('ol', {}, sections.map(([key, title], index) => h('li', {}, h('a', { href: `#s-${key}` }, h('span', { class: 'clause-number' }, String(index + 1)), h('span', { class: 'text' }, title), figures[key] === undefined ? null : h('span', { class: 'figure' }, number(figures[key]))))));
  const details = h('details', { class: 'contents-fold', open: matchMedia('(min-width: 60rem)').matches }, h('summary', {}, say('Contents', '目次')), list());
  return h('nav', { class: 'contents', 'aria-label': say('contents', '目次') }, details);
}

/** Everything, in the language that is set. */
function draw() {
  const sections = sectionsOfPage();
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  lists = [];
  findingList = null;
  pairList = null;
  document.getElementById('page').replaceChildren(
    drawTools(), drawHead(), drawContents(sections),
    h('main', { id: 'main' }, sections.map(drawSection)),
    h('footer', {}, h('p', {}, say('This page holds everything it shows and asks no network for anything.', '本页自含全部内容，不访问网络。'))));
  document.getElementById('skip').textContent = say('skip to the text', '跳到正文');
  measure();
  follow();
}

/** Boxes that scroll can be reached by key; the others need not be. */
function measure() {
  for (const box of document.querySelectorAll('.scroll')) {
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.setAttribute('tabindex', '0');
    else box.removeAttribute('tabindex');
  }
}

/** Changes the language in place, with the same section under the eye. */
function speak(chosen) {
  language = chosen;
  storage.set('language', chosen);
  choose('lang', chosen);
  const seen = [...document.querySelectorAll('main > section')].find((it) => it.getBoundingClientRect().bottom > 80);
  const offset = seen?.getBoundingClientRect().top;
  draw();
  const now = seen && document.getElementById(seen.id);
  if (now) window.scrollBy({ top: now.getBoundingClientRect().top - offset, behavior: 'instant' });
  document.getElementById('switch-language').focus({ preventScroll: true });
}

/** Marks the section under the eye in the contents. */
function follow() {
  const watch = new IntersectionObserver((entries) => {
    for (const it of entries) {
      if (!it.isIntersecting) continue;
      for (const link of document.querySelectorAll('.contents a')) {
        if (link.hash === `#${it.target.id}`) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    }
  }, { rootMargin: '-10% 0px -80% 0px' });
  for (const it of document.querySelectorAll('main > section')) watch.observe(it);
}

/** Leads to a target: unfolds what hides it, brings it under the eye, marks it. */
function reach(target) {
  const [form, name] = [target.slice(0, 2), target.slice(2)];
  if (form === 's-') {
    const section = document.getElementById(target);
    if (!section) return false;
    section.open?.();
    section.querySelector('h2').focus({ preventScroll: true });
    section.scrollIntoView({ block: 'start' });
    return true;
  }
  if (form === 'f-') {
    const it = finding(name);
    if (!it || !findingList) return false;
    document.getElementById('s-findings').open();
    if (!findingList.items.includes(it)) {
      clearFilters();
      findingList.refresh();
      announce(say('filters cleared, to show the linked finding', '为显示所链接的发现，已清除筛选'));
    }
    findingList.reach(findingList.items.indexOf(it));
  } else if (form === 'u-') {
    const index = book.survey.unharmonized.findIndex((it) => it.id === name);
    if (index < 0 || !pairList) return false;
    document.getElementById('s-unharmonized').open();
    pairList.reach(index);
  } else if (form === 'r-') {
    document.getElementById('s-method')?.open();
  } else {
    return false;
  }
  const element = document.getElementById(target);
  if (!element) return false;
  const details = element.querySelector('details');
  if (details) details.open = true;
  for (const it of document.querySelectorAll('.marked')) it.classList.remove('marked');
  element.classList.add('marked');
  element.focus({ preventScroll: true });
  // What opens is drawn in the next turn: only then its height is known.
  setTimeout(() => element.scrollIntoView({ block: 'start' }), 0);
  return true;
}

/** Takes the address as it is now: what it names, and the filters in it. */
function arrive() {
  const { target, params } = readAddress();
  const filtered = params !== null;
  if (filtered) {
    if (!params.has('lang') && state.params.has('lang')) params.set('lang', state.params.get('lang'));
    state.params = params;
  }
  state.target = target;
  writeAddress();
  if (chosenLanguage() !== language) { language = chosenLanguage(); draw(); } else if (filtered) findingList?.refresh();
  if (target && !reach(target)) announce(say('what this link names is not in this report; a finding that was fixed has no entry any more', '本报告中没有该链接所指的内容；已解决的发现不再列出'));
}

/** Opens everything that is not folded away for paper, and closes it again behind it. */
let undo = [];
function beforePaper() {
  if (undo.length) return;
  undo = lists.map((it) => it.print());
  for (const it of document.querySelectorAll('section:not(.folded) details:not([open])')) {
    if (it.closest('.findings, .rules')) continue;
    it.open = true;
    it.dispatchEvent(new Event('toggle'));
    undo.push(() => { it.open = false; });
  }
  undo.push(() => {});
}
function afterPaper() {
  for (const it of undo.reverse()) it();
  undo = [];
}

async function start() {
  const read = readAddress();
  state.target = read.target;
  state.params = read.params ?? new URLSearchParams();
  document.documentElement.dataset.theme = chosenTheme();
  try {
    load(unpack(JSON.parse(await dataText())));
  } catch (error) {
    announce('this browser cannot read the data of the report; use a newer one, or `--format xlsx` or `json` ‖ 此浏览器无法读取报告数据；请使用较新的浏览器，或 `--format xlsx`、`json`');
    document.documentElement.classList.add('unread');
    throw error;
  }
  language = chosenLanguage();
  draw();
  document.documentElement.classList.add('ready');
  if (state.target) arrive();
  addEventListener('hashchange', arrive);
  addEventListener('beforeprint', beforePaper);
  addEventListener('afterprint', afterPaper);
  addEventListener('resize', measure);
  // A link to where one already is still leads there.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.hash === location.hash) arrive();
  });
}

start();
