"""The page of `graph --format html`. Pages: `page`, the corpus of tests/it/pages.rs; `large`, one that is too large."""

from urllib.parse import quote

from promises import check_all, expect

HOSTILE = 'x"</script><img src=1 onerror=hacked=1>\'&amp;\u2028'
"""A key of the corpus that tries to be more than text."""


def opened(browser, pages, key=None, width=1280, height=900, **more):
    """The page with a document selected; motion reduced, so that nothing has to be waited for."""
    url = pages["page"] + (f"#n-{quote(key, safe='')}" if key else "")
    return browser.open(url, width, height, reduced_motion=True, **more)


def pixels(page, canvas="picture"):
    """A fingerprint of a canvas, once it is drawn."""
    return page.evaluate(
        f"""new Promise(done => requestAnimationFrame(() => setTimeout(() => {{
          const it = document.getElementById("{canvas}");
          const data = it.getContext("2d").getImageData(0, 0, it.width, it.height).data;
          let sum = 0;
          for (let at = 0; at < data.length; at += 4) sum = (sum * 31 + data[at] * 7 + data[at + 1] * 3 + data[at + 2] + data[at + 3]) % 4294967291;
          done(sum);
        }}, 120)))"""
    )


def has_colours(page, canvas, more_than):
    """Waits until a canvas has more colours than that: it is drawn in a frame after the page has loaded."""
    page.wait(
        f"""(() => {{ const it = document.getElementById("{canvas}");
          const data = new Uint32Array(it.getContext("2d").getImageData(0, 0, it.width, it.height).data.buffer);
          return new Set(data).size > {more_than}; }})()"""
    )


def quiet(page):
    expect(page.errors == [] and page.requests == [], f"{page.errors} {page.requests}")


def check_promises(browser, pages):
    check_all(browser, pages["page"])
    check_all(browser, pages["page"] + "#n-" + quote("GB/T 99901-2019", safe=""))


def check_it_opens_with_its_drawing(browser, pages):
    page = opened(browser, pages)
    has_colours(page, "picture", 20)
    expect("9 of 9 documents and 8 of 8 links" in page.text("#status"), page.text("#status"))
    expect("2 of 6 references" in page.text("#detail").replace("\n", " "), page.text("#detail"))
    quiet(page)


def check_search(browser, pages):
    page = opened(browser, pages)
    for query, name in (
        ("gb/t99901", "GB/T 99901-2019"),
        ("WIDGETS", "ISO 99901:2024"),
        ("部件", "GB/T 99901-2019"),
        ("t／example 1", "T/EXAMPLE 1-2021"),
    ):
        page.type("#search", query)
        found = page.text("#found")
        expect(name in found, f"{query}: {found}")
    page.key("Enter")
    page.wait("document.querySelector('#name')?.textContent === 'T/EXAMPLE 1-2021'")
    page.type("#search", "nowhere")
    expect("nowhere" in page.text("#found"), "an empty search says nothing")
    page.key("Escape")
    expect(page.evaluate("document.getElementById('found').hidden"), "Escape does not end the search")
    quiet(page)


def check_filters(browser, pages):
    page = opened(browser, pages)
    before = pixels(page)

    def press(text):
        page.evaluate(
            f"[...document.querySelectorAll('.choice')].find(it => it.textContent.startsWith('{text}')).querySelector('input').click()"
        )

    def status(words):
        expect(words in page.text("#status"), f"{words}: {page.text('#status')}")

    press("cites")
    status("9 of 9 documents and 2 of 8 links")
    expect(pixels(page) != before, "the drawing did not change")
    press("cites")
    press("informative")
    status("7 of 8 links")
    press("informative")
    press("association")
    status("6 of 9 documents and 4 of 8 links")
    press("association")
    press("replaced")
    status("8 of 9 documents")
    press("Only documents")
    status("7 of 9 documents and 6 of 8 links")
    page.click("#everything")
    status("9 of 9 documents and 8 of 8 links")
    quiet(page)


def check_deep_links(browser, pages):
    page = opened(browser, pages, "GB/T 99901-2019")
    text = page.text("#detail")
    for words in ("GB/T 99901-2019", "current", "national", "2019-06-04", "Cited by (1)", "T/EXAMPLE 1-2021", "Adopts IDT (1)", "ISO 99901:2015"):
        expect(words in text, f"{words} is missing: {text}")
    page.click("#links-of a")
    page.wait("document.querySelector('#name').textContent === 'T/EXAMPLE 1-2021'")
    expect(page.evaluate("location.hash") == "#n-T%2FEXAMPLE%201-2021", page.evaluate("location.hash"))
    page.evaluate("history.back()")
    page.wait("document.querySelector('#name').textContent === 'GB/T 99901-2019'")
    page.go(pages["page"] + "#n-Nobody")
    page.wait("document.querySelector('#status').textContent.includes('Nobody')")
    quiet(page)


def check_neighbours_and_steps(browser, pages):
    page = opened(browser, pages, "T/EXAMPLE 1-2021")
    has_colours(page, "marks", 10)
    page.evaluate("[...document.querySelectorAll('#steps button')][1].click()")
    expect("4 of 9 documents" in page.text("#status"), page.text("#status"))
    page.evaluate("[...document.querySelectorAll('#steps button')][0].click()")
    page.click("#clear")
    expect("Overview" in page.text("#detail"), "the overview is not back")
    quiet(page)


def check_moving(browser, pages):
    page = opened(browser, pages)
    seen = [pixels(page)]

    def moved(what):
        seen.append(pixels(page))
        expect(seen[-1] != seen[-2], f"{what} did nothing")

    x, y = page.middle("#picture")
    page.mouse("mouseWheel", x, y, deltaX=0, deltaY=-300)
    moved("the wheel")
    page.mouse("mousePressed", x, y, button="left", clickCount=1)
    page.mouse("mouseMoved", x + 60, y + 30, button="left", buttons=1)
    page.mouse("mouseReleased", x + 60, y + 30, button="left", clickCount=1)
    moved("pulling")
    page.click("#closer")
    moved("the button +")
    page.click("#whole")
    moved("the button for the whole")
    page.evaluate("document.getElementById('picture').focus()")
    for key in ("+", "ArrowLeft", "ArrowDown", "-", "0"):
        page.key(key)
        moved(f"the key {key}")
    quiet(page)


def check_two_fingers(browser, pages):
    page = opened(browser, pages, width=390, height=844)
    page.send("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
    before = pixels(page)
    x, y = page.middle("#picture")
    for kind, far in (("touchStart", 20), ("touchMove", 60), ("touchMove", 110)):
        page.send("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x - far, "y": y, "id": 1}, {"x": x + far, "y": y, "id": 2}])
    page.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    expect(pixels(page) != before, "two fingers do not zoom")
    quiet(page)


def check_pressing_a_document(browser, pages):
    page = opened(browser, pages, "T/EXAMPLE 2-2022")
    pixels(page)
    page.key("Escape")
    page.wait("!document.querySelector('#name')")
    # the document that was gone to stands in the middle
    page.click("#picture")
    page.wait("document.querySelector('#name')?.textContent === 'T/EXAMPLE 2-2022'")
    page.key("Escape")
    page.evaluate("document.getElementById('picture').focus()")
    page.key("Enter")
    page.wait("document.querySelector('#name')?.textContent === 'T/EXAMPLE 2-2022'")
    quiet(page)


def check_language_and_theme(browser, pages):
    page = opened(browser, pages, "GB/T 99901-2019")
    expect("Widgets of this country" in page.text("#detail"), "no English title")
    page.click("#language")
    expect(page.evaluate("document.documentElement.lang") == "zh-CN", "the page does not say that it is Chinese")
    for words in ("国家", "现行", "被引用", "采用 IDT", "部件通则"):
        expect(words in page.text("#detail"), f"{words} is missing: {page.text('#detail')}")
    english = page.evaluate("[...document.querySelectorAll('button, legend, label, h2, h3, summary')].map(it => it.textContent.trim()).filter(it => /^[A-Za-z ]{6,}$/.test(it) && it !== 'English')")
    expect(english == [], f"still English: {english}")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    expect(page.evaluate("getComputedStyle(document.body).backgroundColor") != paper, "the theme did not change")
    quiet(page)


def check_tables(browser, pages):
    page = opened(browser, pages)
    page.click("[data-view=documents]")
    rows = "document.querySelectorAll('#list tbody tr').length"
    expect(page.evaluate(rows) == 9, "not every document is in the table")
    first = "document.querySelector('#list tbody tr').textContent"
    for turn, (order, name) in enumerate((("ascending", "ISO 99901:2015"), ("descending", "T/EXAMPLE 1-2021"))):
        page.evaluate("[...document.querySelectorAll('#list th button')][6].click()")
        expect(page.evaluate("document.querySelectorAll('#list th')[6].getAttribute('aria-sort')") == order, f"turn {turn}: not {order}")
    for _ in range(2):
        page.evaluate("document.querySelector('#list th button').click()")
    expect(page.evaluate(first).startswith("untitled"), page.evaluate(first))
    page.type("#search", "recycling")
    expect(page.evaluate(rows) == 1, f"{page.evaluate(rows)} rows for a title")
    page.evaluate("document.querySelector('#list td a').click()")
    page.wait("document.querySelector('#name')?.textContent === 'T/EXAMPLE 2-2022'")
    page.key("Escape")
    page.click("[data-view=links]")
    expect(page.evaluate(rows) == 8, "not every link is in the table")
    expect(page.evaluate("document.querySelector('#list table').checkVisibility()"), "the table cannot be seen")
    quiet(page)


def check_hostile_words_stay_words(browser, pages):
    page = opened(browser, pages, HOSTILE)
    expect(page.text("#name") is not None, "the hostile key is not found")
    expect("<b>bold</b>" in page.text("#detail"), page.text("#detail"))
    page.click("[data-view=documents]")
    expect(page.evaluate("document.images.length") == 0, "an image was made")
    expect(page.evaluate("typeof hacked") == "undefined", "a script was run")
    expect(page.evaluate("document.querySelectorAll('#detail b, #list td b').length") == 0, "markup was made")
    quiet(page)


def check_print(browser, pages):
    page = opened(browser, pages)
    data = page.pdf()
    expect(data.startswith(b"%PDF") and len(data) > 15000, f"{len(data)} bytes of PDF")
    has_colours(page, "print-picture", 20)
    quiet(page)


def check_print_of_a_small_graph_is_its_drawing(browser, pages):
    page = opened(browser, pages)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.evaluate("document.getElementById('print-list').childElementCount") == 0, "a list of nine")


def check_print_of_a_large_graph_can_be_read(browser, pages):
    page = browser.open(pages["large"], reduced_motion=True)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.media(kind="print")
    heads = page.evaluate("[...document.querySelectorAll('#print-list h2')].map(it => it.textContent)")
    expect(heads == ["level not known (20,000)"], heads)
    rows = page.evaluate("document.querySelectorAll('#print-list tbody tr').length")
    expect(rows == 2000, rows)
    said = page.evaluate("document.getElementById('print-list').textContent")
    expect("18,000 more are not printed" in said, "what is left out is not said")
    expect("cites Hub" in said, "a link is not in the list")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#print-list td')).fontSize)")
    expect(size >= 9, f"{size} px on paper")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.evaluate("document.getElementById('print-list').childElementCount") == 0, "the list stays")
    quiet(page)


def check_keyboard_reaches_everything(browser, pages):
    page = opened(browser, pages, "GB/T 99901-2019")
    reached = set()
    for _ in range(60):
        page.key("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.dataset.view || document.activeElement.tagName"))
    for name in ("search", "language", "theme", "documents", "picture", "closer", "clear", "A"):
        expect(name in reached, f"Tab does not reach {name}: {sorted(reached)}")


def check_a_page_that_is_too_large_says_so(browser, pages):
    page = browser.open(pages["large"], reduced_motion=True)
    note = page.text("#left-out")
    expect("1,003 documents" in note and "--around" in note, note)
    expect("20,000" in page.text("#about"), page.text("#about"))
    # the one that everything leads to is there, and found at once
    page.type("#search", "Hub")
    page.key("Enter")
    page.wait("document.querySelector('#name')?.textContent === 'Hub'")
    expect(page.evaluate("document.querySelectorAll('#detail li').length") <= 200, "the panel lists thousands")
    quiet(page)
