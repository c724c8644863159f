// What the reader chose, kept in the address behind `#` (which works for a file too) and, where there is storage, beyond it.

const state = { target: '', params: new URLSearchParams() };

const storage = {
  get(key) {
    try { return localStorage.getItem(`consonance.${key}`); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(`consonance.${key}`, value); } catch { /* a file without storage: the address has it */ }
  },
};

/** `#f-0123?severity=error&lang=zh` */
function readAddress() {
  const raw = location.hash.slice(1);
  const cut = raw.indexOf('?');
  let target = cut < 0 ? raw : raw.slice(0, cut);
  try { target = decodeURIComponent(target); } catch { /* taken as written */ }
  return { target, params: cut < 0 ? null : new URLSearchParams(raw.slice(cut + 1)) };
}

function writeAddress() {
  const query = state.params.toString();
  const hash = encodeURI(state.target) + (query ? `?${query}` : '');
  history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search);
}

function choose(key, value) {
  if (value === null || value === '' || value === undefined) state.params.delete(key);
  else state.params.set(key, value);
  writeAddress();
}

/** The address of a target, without what is only this reader's view. */
const addressOf = (target) => `${location.href.split('#')[0]}#${target}`;

function chosenLanguage() {
  const asked = state.params.get('lang') ?? storage.get('language');
  return asked === 'zh' || asked === 'en' ? asked : document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
}

function chosenTheme() {
  const kept = storage.get('theme');
  if (kept === 'dark' || kept === 'light') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

async function copyLink(target) {
  const address = addressOf(target);
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    const field = h('textarea', { class: 'aside', 'aria-hidden': 'true' }, address);
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (!done) return announce(say(`the link: ${address}`, `链接：${address}`));
  }
  return announce(say('link copied', '链接已复制'));
}
