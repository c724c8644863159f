#!/usr/bin/env python3
"""Checks pages in headless Chromium: `run.py SUITE PAGE [NAME=PAGE …]`.

SUITE is a module beside this file with functions `check_…(browser, pages)`; PAGE is a file, `pages` has it as
`pages["page"]` and the further ones under their names, all as `file:` addresses. A line is printed for each
check. Ends with 0 when all hold, with 1 when one fails, with 77 when there is no Chromium to ask.
"""

import importlib
import sys
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

from devtools import Browser, Failure, find_browser  # noqa: E402  (found through the line above)


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    if find_browser() is None:
        print("skipped: no chromium on the PATH")
        return 77
    suite = importlib.import_module(Path(arguments[0]).stem)
    pages = {}
    for argument in arguments[1:]:
        name, _, path = argument.rpartition("=")
        pages[name or "page"] = Path(path).resolve(strict=True).as_uri()
    checks = [it for name, it in vars(suite).items() if name.startswith("check_") and it.__module__ == suite.__name__]
    failed = 0
    with Browser() as browser:
        for check in checks:
            begun = time.monotonic()
            name = check.__name__.removeprefix("check_").replace("_", " ")
            try:
                check(browser, pages)
                print(f"ok      {name} ({time.monotonic() - begun:.1f} s)", flush=True)
            except (AssertionError, Failure) as error:
                failed += 1
                line = traceback.extract_tb(error.__traceback__)
                place = next((it for it in reversed(line) if it.filename == suite.__file__), line[-1])
                print(f"FAILED  {name} (line {place.lineno}): {error}", flush=True)
    print(f"{len(checks)} checks, {failed} failed")
    return 1 if failed or not checks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
