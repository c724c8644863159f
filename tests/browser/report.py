"""What a reader does with the page of a report: `page` is that of the fixtures and `json` the same as JSON,
`hostile` has markup in its titles and texts, `many` (`many_json`) has ten thousand findings in one standard,
`coverage` is the page of a standards system."""

import json
import re
import time
from urllib.parse import unquote, urlparse

from promises import check_all, check_print, check_quiet, expect

READY = "document.documentElement.classList.contains('ready')"


def opened(browser, url, **how):
    page = browser.open(url, **how)
    page.wait(READY, 60)
    return page


def told(page):
    """How many findings the list says it shows, and of how many."""
    numbers = [int(it.replace("\u202f", "")) for it in re.findall(r"[\d\u202f]+", page.text(".told"))]
    return numbers if len(numbers) == 2 else numbers * 2


def shown(page):
    return page.evaluate("document.querySelectorAll('.findings > li').length")


def in_view(page, selector):
    return page.evaluate(
        f"(() => {{ const box = document.querySelector({selector!r}).getBoundingClientRect();"
        " return box.top >= -2 && box.top < innerHeight - 40; })()"
    )


def check_what_every_page_promises(browser, pages):
    check_all(browser, pages["page"])


def check_promises_in_chinese(browser, pages):
    check_all(browser, pages["page"] + "#?lang=zh")


def check_promises_of_a_hostile_corpus(browser, pages):
    check_all(browser, pages["hostile"])


def held(page):
    """The survey that a page holds, unpacked by its own script."""
    return json.loads(
        page.evaluate(
            """(async () => {
              const script = [...document.scripts].at(-1).textContent;
              const part = script.slice(script.indexOf("function unpack"), script.indexOf("/** Everything that the page knows"));
              const [unpack, dataText] = new Function(`const TILDE = 126; ${part}; return [unpack, dataText];`)();
              return JSON.stringify(unpack(JSON.parse(await dataText())));
            })()"""
        )
    )


def check_the_page_holds_the_whole_report(browser, pages):
    for page_name, json_name in (("page", "json"), ("hostile", "hostile_json"), ("many", "many_json")):
        page = opened(browser, pages[page_name])
        with open(unquote(urlparse(pages[json_name]).path), encoding="utf-8") as file:
            expected = json.load(file)
        got = held(page)
        different = [key for key in expected if expected[key] != got.get(key)]
        expect(different == [] and got.keys() == expected.keys(), f"{page_name} differs in {different}")
        page.close()


def check_a_page_of_the_standards_system(browser, pages):
    check_all(browser, pages["coverage"])
    page = opened(browser, pages["coverage"])
    heads = page.evaluate("[...document.querySelectorAll('h2 .text')].map(it => it.textContent)")
    expect(len(heads) == 3, f"sections {heads}")
    expect(page.evaluate("document.querySelectorAll('.matrix td.cell.covered').length") > 5, "no matrix")
    expect("of" in page.text(".tiles"), page.text(".tiles"))
    page.close()


def check_figures_and_sections(browser, pages):
    page = opened(browser, pages["page"])
    expect("gap report" in page.text("h1").lower(), page.text("h1"))
    tiles = page.evaluate("[...document.querySelectorAll('.tile')].map(it => it.innerText)")
    expect(len(tiles) >= 6 and all(re.search(r"\d", it) for it in tiles), f"figures: {tiles}")
    expect(any(" of " in it for it in tiles), "no figure has a denominator")
    heads = page.evaluate("[...document.querySelectorAll('h2 .text')].map(it => it.textContent)")
    links = page.evaluate("[...document.querySelectorAll('.contents a .text')].map(it => it.textContent)")
    expect(heads == links and len(heads) >= 11, f"sections {heads}, contents {links}")
    expect(shown(page) == min(told(page)[1], 50), "not all findings, nor the first fifty")
    check_quiet(page)
    page.close()


def check_filters(browser, pages):
    page = opened(browser, pages["page"])
    all_of_them = told(page)[1]
    page.click(".box.error input")
    errors = told(page)[0]
    expect(0 < errors < all_of_them, f"{errors} errors of {all_of_them}")
    expect(page.evaluate("document.querySelectorAll('.findings > li:not(.error)').length") == 0, "others stay")
    figure = page.text(".box.error .figure")
    expect(int(figure) == errors, f"the box says {figure}, the list {errors}")
    page.type("#find", "GB/T 99912")
    page.wait("location.hash.includes('q=')")
    fewer = told(page)[0]
    expect(0 < fewer < errors, f"{fewer} with words, {errors} without")
    address = page.evaluate("location.href")
    expect("severity=error" in address, address)
    again = opened(browser, address)
    expect(told(again)[0] == fewer, f"the address gives {told(again)}, not {fewer}")
    again.click(".chosen button:last-child")
    expect(told(again)[0] == all_of_them, "cleared, and not all there")
    page.close()
    again.close()


def check_figures_lead_to_their_findings(browser, pages):
    page = opened(browser, pages["page"])
    rows = page.evaluate(
        "[...document.querySelectorAll('#s-summary tr')].filter(it => it.querySelector('a'))"
        ".map(it => [it.querySelector('a').hash, [...it.querySelectorAll('td .ink, td .zero')].map(it => Number(it.innerText))])"
    )
    expect(len(rows) > 10, f"{len(rows)} rows lead to findings")
    for address, numbers in rows:
        page.evaluate(f"location.hash = {address!r}")
        page.wait(f"location.hash.includes({address.split('?')[1]!r})")
        if sum(numbers):
            expect(told(page)[0] == sum(numbers), f"{address}: {told(page)} findings, the table says {numbers}")
        else:
            expect(shown(page) == 0, f"{address}: findings where the table has none")
    page.close()


def check_sorting(browser, pages):
    page = opened(browser, pages["page"])
    column = "[...document.querySelectorAll('#s-adoptions tbody tr')].map(it => it.cells[0].querySelector('.id').textContent)"
    head = "#s-adoptions thead th:first-child"
    for way in ("ascending", "descending"):
        page.click(f"{head} button")
        expect(page.evaluate(f"document.querySelector('{head}').ariaSort") == way, "aria-sort does not tell")
        names = page.evaluate(column)
        right = sorted(names, reverse=way == "descending")
        expect(len(names) > 3 and names[0] == right[0] and names[-1] == right[-1], f"{way}: {names}")
    lag = "#s-adoptions thead th:nth-child(6)"
    page.click(f"{lag} button")
    years = page.evaluate("[...document.querySelectorAll('#s-adoptions tbody tr')].map(it => it.cells[5].innerText.trim())")
    known = [float(it.replace("−", "-")) for it in years if it != "–"]
    expect(known == sorted(known, reverse=True), f"lags {years}")
    expect("–" not in years[: len(known)], f"what is not known is not last: {years}")
    page.close()


def check_deep_links(browser, pages):
    page = opened(browser, pages["page"])
    target = page.evaluate("document.querySelectorAll('.findings > li')[40].id")
    rule = page.evaluate("document.querySelectorAll('.findings > li')[40].querySelector('.code').textContent")
    for address in (f"#{target}", f"#{target}?severity=info&q=no+such+words"):
        there = opened(browser, pages["page"] + address)
        there.wait(f"document.activeElement?.id === {target!r}")
        time.sleep(0.2)
        expect(in_view(there, f"[id={target!r}]"), f"{address}: not in view")
        expect(there.evaluate(f"document.getElementById({target!r}).querySelector('details').open"), "not open")
        expect(rule in there.text(f"[id={target!r}]"), "another rule")
        there.wait(f"document.getElementById({target!r}).innerText.includes('what to do')")
        there.close()
    # the same within the page, from where it is named
    page.evaluate("document.querySelector('#s-adoptions .finding-link').scrollIntoView()")
    page.click("#s-adoptions .finding-link")
    page.wait("document.activeElement?.id.startsWith('f-')")
    page.go(pages["page"] + "#f-00000000000000000000000000000000")
    page.wait("document.querySelector('#announcement').textContent.includes('not in this report')")
    for name in ("s-method", "u-u1", "r-REF007"):
        there = opened(browser, f"{pages['page']}#{name}")
        time.sleep(0.2)
        expect(in_view(there, f"#{name}"), f"#{name} is not in view")
        there.close()
    page.close()


def check_folding(browser, pages):
    page = opened(browser, pages["page"])
    page.click("#s-conflicts .fold-section")
    expect(page.evaluate("document.querySelector('#b-conflicts').checkVisibility()") is False, "not folded")
    page.evaluate("location.hash = 's-conflicts'")
    page.wait("document.querySelector('#b-conflicts').checkVisibility()")
    page.click("#s-unharmonized .screen button:nth-child(2)")
    expect(page.evaluate("document.querySelectorAll('.clause-pair details[open]').length") == 0, "pairs stay open")
    page.click("#s-unharmonized .screen button:nth-child(1)")
    marks = page.evaluate("document.querySelectorAll('.clause-pair mark').length")
    expect(marks >= 2, f"{marks} marked words")
    page.close()


def check_language_in_place(browser, pages):
    page = opened(browser, pages["page"])
    page.click(".box.error input")
    page.evaluate("document.querySelector('#s-terms').scrollIntoView()")
    before = page.evaluate("document.querySelector('#s-terms').getBoundingClientRect().top")
    page.evaluate("document.querySelector('#switch-language').click()")
    expect(page.evaluate("document.documentElement.lang") == "zh-CN", "language of the page is not told")
    expect(re.search("[\u4e00-\u9fff]", page.text("h1")), page.text("h1"))
    after = page.evaluate("document.querySelector('#s-terms').getBoundingClientRect().top")
    expect(abs(before - after) < 60, f"the eye is elsewhere: {before} {after}")
    expect("lang=zh" in page.evaluate("location.hash"), "not in the address")
    expect(page.evaluate("document.querySelector('.box.error input').checked"), "the filter is gone")
    words = page.evaluate(
        "[...document.querySelectorAll('h2 .text, th, label, legend, button')].map(it => it.innerText)"
        ".filter(it => /[a-z]{4}/.test(it) && !/English/.test(it))"
    )
    expect(words == [], f"English left: {words[:5]}")
    again = opened(browser, page.evaluate("location.href"))
    expect(again.evaluate("document.documentElement.lang") == "zh-CN", "the address does not keep it")
    page.evaluate("localStorage.clear()")
    page.close()
    again.close()


def check_light_and_dark(browser, pages):
    page = opened(browser, pages["page"])
    colour = "getComputedStyle(document.body.parentElement).backgroundColor"
    light = page.evaluate(colour)
    page.click(".page-tools button:nth-child(2)")
    dark = page.evaluate(colour)
    expect(dark != light, "no change")
    page.evaluate("localStorage.clear()")
    page.close()
    page = opened(browser, pages["page"], dark=True)
    expect(page.evaluate(colour) == dark, "what the reader prefers is not heard")
    page.close()


def check_the_matrix_by_key(browser, pages):
    page = opened(browser, pages["page"])
    cell = "document.activeElement"
    page.evaluate("document.querySelector('.matrix td.cell.covered').focus()")
    first = page.text(".cell-panel")
    page.key("ArrowRight")
    second = page.text(".cell-panel")
    page.key("ArrowDown")
    expect(first != second and page.text(".cell-panel") != second, "arrow keys do not move")
    expect(page.evaluate("document.querySelectorAll('.matrix td.cell[tabindex=\"0\"]').length") == 1, "tab stops")
    letters = page.evaluate("[...document.querySelectorAll('.matrix td.cell.covered span')].map(it => it.textContent)")
    expect("C" in letters, f"no letter in the cells: {letters[:4]}")
    page.close()


def check_the_graph(browser, pages):
    page = opened(browser, pages["page"])
    page.evaluate("document.querySelector('.lanes .node.judged').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    expect("refer" in page.text(".node-panel"), page.text(".node-panel"))
    page.evaluate("document.querySelector('.lanes .node.judged').focus()")
    before = page.text(".node-panel h3")
    page.key("ArrowDown")
    expect(page.text(".node-panel h3") != before, "arrow keys do not move")
    edges = page.evaluate("document.querySelectorAll('.lanes .edge:not(.off)').length")
    page.evaluate("document.querySelector('.graph-tools .box input').click()")
    expect(page.evaluate("document.querySelectorAll('.lanes .edge:not(.off)').length") < edges, "no edge goes")
    page.close()


def check_paper(browser, pages):
    page = opened(browser, pages["page"])
    page.evaluate("document.querySelector('#s-unharmonized .screen button:nth-child(2)').click()")
    page.media(kind="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.evaluate("document.querySelectorAll('.clause-pair details:not([open])').length") == 0, "pairs closed")
    hidden = page.evaluate("[...document.querySelectorAll('button, .filter, .fold-section')].filter(it => it.closest('table') === null && it.checkVisibility()).map(it => it.outerHTML.slice(0, 80))")
    expect(hidden == [], f"controls on paper: {hidden[:3]}")
    expect(shown(page) == told(page)[1], "not all findings on paper")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.evaluate("document.querySelectorAll('.clause-pair details[open]').length") == 0, "pairs stay open")
    page.media()
    whole = check_print(page)
    page.evaluate("document.querySelector('#s-findings .fold-section').click()")
    less = check_print(page)
    sheets = [len(re.findall(rb"/Type\s*/Page\b", it)) for it in (whole, less)]
    expect(sheets[1] < sheets[0], f"a folded section is printed: {sheets}")
    page.close()


def check_without_script(browser, pages):
    page = browser.open("about:blank")
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    page.go(pages["page"])
    text = page.send("Runtime.evaluate", expression="document.body.innerText", returnByValue=True)
    text = text["result"].get("value") or ""
    expect("This page needs script" in text, "no word on script")
    expect("GB/T 99911-2020" in text and "Adoptions" in text, "no headline table")
    page.close()


def check_first_key_skips(browser, pages):
    page = opened(browser, pages["page"])
    page.key("Tab")
    expect(page.evaluate("document.activeElement.id") == "skip", "the first tab stop is no skip link")
    expect(page.evaluate("document.activeElement.getBoundingClientRect().left >= 0"), "it cannot be seen")
    page.key("Enter")
    page.wait("document.activeElement?.closest('section')?.id === 's-summary'")
    page.close()


def check_markup_in_texts_is_text(browser, pages):
    for address in ("", "#?lang=zh", "#s-findings?q=%3Cimg"):
        page = opened(browser, pages["hostile"] + address)
        page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
        time.sleep(0.3)
        expect(page.evaluate("window.pwned") is None, "a script of a document ran")
        strange = page.evaluate("document.querySelectorAll('img, iframe, object, embed, form[action], [onerror], [onload], a[href^=\"javascript\"], h1 b').length")
        expect(strange == 0, f"{strange} elements out of texts")
        expect("<img src=x onerror=" in page.text("body"), "the text is not shown as it is")
        check_quiet(page)
        page.close()


def check_ten_thousand_findings(browser, pages):
    begun = time.monotonic()
    page = opened(browser, pages["many"])
    expect(time.monotonic() - begun < 40, "slow to open")
    expect(told(page)[1] >= 10_000, f"{told(page)}")
    expect(shown(page) == 50, f"{shown(page)} rows at once")
    page.evaluate("document.querySelector('#s-findings .more:last-child button').click()")
    expect(shown(page) == 250, f"{shown(page)} rows after more")
    took = page.evaluate("(() => { const begun = performance.now(); document.querySelector('#order').value = 'rule'; document.querySelector('#order').dispatchEvent(new Event('change')); return performance.now() - begun; })()")
    expect(took < 5000, f"sorting takes {took} ms")
    page.close()
