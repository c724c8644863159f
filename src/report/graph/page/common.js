// What pages share: elements, words in two languages, light and dark.

const DATA = JSON.parse(document.getElementById("data").textContent);
const LANGUAGES = ["en", "zh"];
let language = LANGUAGES.indexOf(DATA.lang);

const $ = id => document.getElementById(id);

/**
 * Of a pair of words, the one in the language of the reader; `{name}` stands for a value, and
 * `{name|file|files}` for the noun that goes with it.
 */
function say(pair, values = {}) {
  return pair[language].replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name, one, many) => {
    const value = String(values[name] ?? "");
    return one === undefined ? value : value === "1" ? one : many;
  });
}

const count = number => number.toLocaleString(language ? "zh-CN" : "en-US");

/** An element; text is always text, never markup. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && !key.startsWith("aria-")) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function makeSvg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Folds a text for search: case, width, dashes and spaces do not count. */
const folded = text => text.normalize("NFKC").toLowerCase().replace(/[\s\u2010-\u2015\u2212_-]+/g, "");

/** Kept for the next time where the browser allows it; pages opened from a disk may not. */
const kept = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* nothing is lost but the habit */ } },
};

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";

/** The colour of a name of the style sheet, as it is now. */
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Sets up the buttons for language and theme; `changed` draws the page again. */
function setUpLook(changed) {
  const theme = kept.get("consonance-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  const turn = () => {
    document.documentElement.lang = language ? "zh-CN" : "en";
    for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(WORDS[element.dataset.say]);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(WORDS[element.dataset.label]));
    $("language").textContent = language ? "English" : "中文";
    $("language").lang = language ? "en" : "zh-CN";
    $("theme").textContent = say(isDark() ? WORDS.light : WORDS.dark);
    changed();
  };
  $("language").addEventListener("click", () => { language = 1 - language; turn(); });
  $("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    kept.set("consonance-theme", document.documentElement.dataset.theme);
    turn();
  });
  prefersDark.addEventListener("change", turn);
  turn();
}
