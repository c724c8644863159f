"""The promises themselves: a good page keeps them, a bad one breaks each."""

import promises
from promises import expect


def check_a_good_page_keeps_them(browser, pages):
    promises.check_all(browser, pages["good"])


def check_a_bad_page_breaks_each(browser, pages):
    page = browser.open(pages["bad"], 390, 844)
    for check in ("quiet", "policy", "structure", "contrast", "width"):
        try:
            getattr(promises, f"check_{check}")(page)
        except AssertionError:
            continue
        expect(False, f"check_{check} saw nothing wrong with the bad page")
    expect(any("boo" in it for it in page.errors), f"the exception was not heard: {page.errors}")
    expect(page.requests == ["http://127.0.0.1:9/x.js"], f"requests: {page.requests}")
