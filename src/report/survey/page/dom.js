// Elements. Whatever comes from documents goes in as text nodes and attribute values, never as markup.

/** Language of our words, `en` or `zh`. */
let language = 'en';

/** Our words, in both languages beside each other. */
const say = (en, zh) => (language === 'zh' ? zh : en);
/** Words that came with the survey. */
const words = (it) => (it ? it[language] ?? it.en : '');
const digits = new Intl.NumberFormat('en-US');
/** With a thin space between thousands. */
const number = (it) => (it > 999 || it < -999 ? digits.format(it).replaceAll(',', '\u202f') : String(it));
/** `3 errors`, with the English plural. */
const count = (n, one, many, zh) => `${number(n)} ${say(n === 1 ? one : many, zh)}`;

/** Only these addresses become links: into the page, and to the web. */
const isAddress = (it) => /^(#|https?:\/\/)/i.test(it);

function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'href' && !isAddress(value)) continue;
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

const button = (label, action, attributes) => h('button', { type: 'button', click: action, ...attributes }, label);
const severityWord = (it) => ({ error: say('error', '错误'), warning: say('warning', '警告'), info: say('info', '提示') })[it] ?? it;
const severityBadge = (it) => h('span', { class: `severity ${it}` }, severityWord(it));

const LETTERS = {
  international: ['I', '际'], regional: ['R', '区'], national: ['N', '国'], sector: ['S', '行'], local: ['L', '地'],
  association: ['A', '团'], enterprise: ['E', '企'], unknown: ['?', '？'],
};
const levelWord = (it) => (book.levels.has(it) ? words(book.levels.get(it)) : it);
const statusWord = (it) => (book.statuses.has(it) ? words(book.statuses.get(it)) : it);
const levelLetter = (it) => say(...(LETTERS[it] ?? LETTERS.unknown));
/** The level of a standard as a letter in its own shape and hue. */
const levelMark = (it) => h('abbr', { class: `level ${it}`, title: levelWord(it) }, levelLetter(it));
/** `9.A hotels`; only the code where it has no name. */
const coded = (code, label) => (label && words(label) !== code ? `${code} ${words(label)}` : code);
const sectorWord = (code) => coded(code, book.sectors.get(code));

/** A text in the document's own language: ours where there is one, any other with its language told. */
function titleOf(title) {
  const key = [language, 'en', 'zh', ...Object.keys(title ?? {}).sort()].find((it) => title?.[it]);
  return key ? h('span', { class: 'title', lang: key === language ? null : key }, title[key]) : null;
}

/** Level, identifier, and the title under it. */
function named(index, { title = true, written = '' } = {}) {
  const it = standard(index);
  if (!it) return h('span', { class: 'standard' }, h('span', { class: 'id' }, written));
  const name = standardName(it);
  return h('span', { class: 'standard' }, h('span', { class: 'name' }, levelMark(it.level), ' ', h('span', { class: name.length > 28 ? 'id long' : 'id', title: it.path }, name)), title ? titleOf(it.title) : null);
}

/** The severity words of counts, those that are none left out. */
function counted({ error, warning, info }) {
  const parts = [
    error ? h('span', { class: 'ink error' }, count(error, 'error', 'errors', '项错误')) : null,
    warning ? h('span', { class: 'ink warning' }, count(warning, 'warning', 'warnings', '项警告')) : null,
    info ? h('span', { class: 'ink info' }, count(info, 'info', 'info', '项提示')) : null,
  ].filter(Boolean);
  return parts.flatMap((it, i) => (i ? [say(', ', '，'), it] : [it]));
}

/** A link to a finding, named by its rule. */
function findingLink(fingerprint) {
  const it = finding(fingerprint);
  if (!it) return null;
  const rule = book.rules.get(it.rule);
  return h('a', { class: `finding-link ${it.severity}`, href: `#f-${fingerprint}`, title: words(it.title) || words(rule?.title) }, it.rule);
}

/** Links to findings, the first of them where there are many. */
function findingLinks(fingerprints, most = 4) {
  const known = fingerprints.filter((it) => it && finding(it));
  const shown = known.slice(0, most).flatMap((it) => [findingLink(it), ' ']);
  return known.length > most ? [...shown, h('span', { class: 'quiet' }, `+${number(known.length - most)}`)] : shown;
}

/** Segments of a passage; the marked ones numbered where there is more than one kind of mark. */
function passage(segments, differences = null) {
  return segments.map(({ text, mark }) => {
    if (mark === null || mark === undefined) return text;
    const kind = differences?.[mark]?.class ?? 'technical';
    return h('mark', { class: kind }, text, differences && differences.length > 1 ? h('sup', {}, String(mark + 1)) : null);
  });
}

/** `5.2 Title` of a clause, or a word where it has no number. */
const clauseName = (clause, title) => [clause, title].filter(Boolean).join(' ') || say('(no number)', '（无编号）');
const place = (path, line) => (line ? `${path}:${line}` : path ?? '');
/** Longest line of a text that may have none at all. */
const nothing = (text) => h('p', { class: 'nothing' }, text);
const announce = (text) => {
  const box = document.getElementById('announcement');
  box.textContent = '';
  // A change is only read out when the text was another one before.
  requestAnimationFrame(() => { box.textContent = text; });
};
