"""What every page of consonance promises, whatever is on it. A suite calls `check_all(browser, url)`."""

import re

CONTRAST = 4.5
"""Of text against what is behind it (WCAG 2, level AA)."""

NAMELESS = """
[...document.querySelectorAll("button, input, select, textarea, a[href], summary, [role=button], [role=tab], canvas, svg[role=img]")]
  .filter(it => it.checkVisibility() && !(
    it.getAttribute("aria-label") || (it.getAttribute("aria-labelledby") || "").split(" ").some(id => document.getElementById(id))
    || it.labels?.length || it.textContent.trim() || it.title || it.querySelector("title")))
  .map(it => it.outerHTML.slice(0, 120))
"""

DOUBLE_IDS = """
(() => { const seen = new Set(), twice = new Set();
  for (const it of document.querySelectorAll("[id]")) (seen.has(it.id) ? twice : seen).add(it.id);
  return [...twice]; })()
"""

# Of every visible piece of text: its colour against the nearest background that is painted.
FAINT = """
(() => {
  const rgba = text => { const n = (text.match(/[\\d.]+/g) || []).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const faint = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const it = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !it.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    if (it.closest("svg, script, style, noscript, option, [disabled], [aria-disabled=true]")) continue;
    const layers = [];
    for (let at = it; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    let behind = [255, 255, 255, 1];
    for (const layer of layers.reverse()) behind = over(layer, behind);
    const ink = over(rgba(getComputedStyle(it).color), behind);
    const [a, b] = [light(ink), light(behind)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < LIMIT) faint.set(`${it.tagName}.${it.className}`, `${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 30)}`);
  }
  return [...faint].map(it => it.join(": "));
})()
""".replace("LIMIT", str(CONTRAST))

WIDER = """
(() => { const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll("*")].filter(it => it.checkVisibility() && it.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map(it => it.outerHTML.slice(0, 100)); })()
"""


def expect(is_so, words):
    """Ends a check with `words` when something is not so."""
    if not is_so:
        raise AssertionError(words)


def check_quiet(page):
    """No error on the console, and nothing asked of the network."""
    expect(page.errors == [], f"errors: {page.errors}")
    expect(page.requests == [], f"asked of the network: {page.requests}")


def check_policy(page):
    """The page itself forbids the network."""
    policy = page.evaluate(
        "document.querySelector('meta[http-equiv=\"Content-Security-Policy\"]')?.content ?? ''"
    )
    expect("default-src 'none'" in policy, f"content policy: {policy!r}")
    for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        if word == "unsafe-inline" and "script-src" in policy:
            scripts = re.search(r"script-src ([^;]*)", policy).group(1)
            expect(word not in scripts, f"content policy allows {word} scripts: {policy!r}")
        elif word != "unsafe-inline":
            expect(word not in policy, f"content policy allows {word}: {policy!r}")


def check_structure(page):
    """Language, title, one main heading, ids used once, and a name for everything that can be pressed."""
    expect(page.evaluate("document.documentElement.lang") != "", "no language")
    expect(page.evaluate("document.title.trim()") != "", "no title")
    expect(page.evaluate("document.querySelectorAll('h1').length") == 1, "not one h1")
    expect(page.evaluate("document.querySelectorAll('main').length") == 1, "not one main")
    double = page.evaluate(DOUBLE_IDS)
    expect(double == [], f"ids used twice: {double[:5]}")
    nameless = page.evaluate(NAMELESS)
    expect(nameless == [], f"without a name: {nameless[:5]}")


def check_contrast(page):
    faint = page.evaluate(FAINT)
    expect(faint == [], f"contrast below {CONTRAST}: {faint[:5]}")


def check_width(page):
    """Nothing has to be scrolled sideways."""
    wide = page.evaluate(WIDER)
    expect(wide == [], f"wider than the window: {wide}")


def check_print(page):
    """Prints to PDF, on at least one sheet and not on hundreds."""
    data = page.pdf()
    expect(data.startswith(b"%PDF"), "not a PDF")
    sheets = len(re.findall(rb"/Type\s*/Page\b", data))
    expect(1 <= sheets <= 300, f"{sheets} sheets")
    return data


def check_all(browser, url):
    """Every promise, at both widths, in light and dark."""
    for width, height in ((1280, 900), (390, 844)):
        for dark in (False, True):
            page = browser.open(url, width, height, dark=dark)
            where = f"{width} px, {'dark' if dark else 'light'}"
            try:
                check_quiet(page)
                check_policy(page)
                check_structure(page)
                check_contrast(page)
                check_width(page)
                if not dark:
                    check_print(page)
                check_quiet(page)
            except AssertionError as error:
                raise AssertionError(f"{where}: {error}") from error
            page.close()
