"""The page of `impact --format html`. Pages: `page`, of the corpus of tests/it/pages.rs; `nobody`, without anybody affected."""

from promises import check_all, expect


def quiet(page):
    expect(page.errors == [] and page.requests == [], f"{page.errors} {page.requests}")


def check_promises(browser, pages):
    check_all(browser, pages["page"])
    check_all(browser, pages["nobody"])


def check_summary_comes_first(browser, pages):
    page = browser.open(pages["page"])
    expect(page.text("h1") == "If ISO 99901:2015 is withdrawn", page.text("h1"))
    expect(page.text("#answer") == "3 documents affected, 1 directly", page.text("#answer"))
    expect("Must act" in page.text("#sums") and "national" in page.text("#sums"), page.text("#sums"))
    expect("withdraw the adoption" in page.text("#owners") and "GB/T 99901-2019" in page.text("#owners"), page.text("#owners"))
    expect("T/EXAMPLE 1-2021 → GB/T 99901-2019 → ISO 99901:2015" in page.text("#everything"), page.text("#everything"))
    quiet(page)


def check_the_drawing_has_every_way(browser, pages):
    page = browser.open(pages["page"])
    expect(page.evaluate("document.querySelectorAll('#ways path.link').length") == 3, "not three ways")
    expect("T/EXAMPLE 2-2022" in page.evaluate("document.getElementById('ways').textContent"), "a document is missing")


def check_search_and_filter(browser, pages):
    page = browser.open(pages["page"])
    page.type("#search", "recycling")
    expect("1 of 3" in page.text("#status") and "T/EXAMPLE 2-2022" in page.text("#everything"), page.text("#status"))
    page.type("#search", "x")
    page.key("Escape")
    page.evaluate("(it => { it.value = ''; it.dispatchEvent(new Event('input')); })(document.getElementById('search'))")
    page.evaluate("document.querySelector('#urgencies input').click()")
    expect("2 of 3" in page.text("#status"), page.text("#status"))
    quiet(page)


def check_deep_link(browser, pages):
    page = browser.open(pages["page"] + "#n-T%2FEXAMPLE%202-2022", height=400)
    expect(
        page.evaluate("(box => box.top >= 0 && box.bottom <= innerHeight)(document.getElementById('n-T/EXAMPLE 2-2022').getBoundingClientRect())"),
        "the document is not in sight",
    )
    quiet(page)


def check_language(browser, pages):
    page = browser.open(pages["page"])
    page.click("#language")
    expect(page.text("h1") == "若 ISO 99901:2015 废止", page.text("h1"))
    for words in ("须处理", "国家", "部件通则", "直接"):
        expect(words in page.text("main"), f"{words} is missing")
    quiet(page)


def check_nobody(browser, pages):
    page = browser.open(pages["nobody"])
    expect(page.text("#answer") == "Nobody in the corpus is affected", page.text("#answer"))
    quiet(page)
