"""Drives headless Chromium through the DevTools protocol, with the standard library alone.

The protocol runs over two pipes (`--remote-debugging-pipe`), so no port is opened and no socket is needed:

    with Browser() as browser:
        page = browser.open(Path("page.html").as_uri(), width=390, height=844)
        page.evaluate("document.title")
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that are looked for on the PATH."""

TIMEOUT = 60
"""Seconds that one answer may take: machines that test are often busy."""


class Failure(Exception):
    """What the browser or the page says is wrong."""


def find_browser():
    """The browser on the PATH, or `None`."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One browser with a profile of its own, gone when the block is left."""

    def __init__(self, *flags):
        program = find_browser()
        if program is None:
            raise Failure("no chromium on the PATH")
        self.profile = tempfile.mkdtemp(prefix="browser-")
        theirs_in, self.into = os.pipe()
        self.out, theirs_out = os.pipe()
        # DevTools reads from descriptor 3 and writes to 4
        command = (
            [program, "--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
            + ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
            + ["--disable-extensions", "--remote-debugging-pipe", f"--user-data-dir={self.profile}"]
            + (["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else [])
            + [*flags, "about:blank"]
        )
        shell = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self.process = subprocess.Popen(
            ["sh", "-c", shell, "sh", *command],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest = b""
        self.number = 0
        self.listeners = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close")
        except Failure:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.into)
        os.close(self.out)
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, session=None, **parameters):
        """Calls a method of the protocol and gives its answer; events meanwhile go to their pages."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        try:
            while data:
                data = data[os.write(self.into, data) :]
        except OSError as error:
            raise Failure(f"the browser is gone: {error}") from error
        deadline = time.monotonic() + TIMEOUT
        while True:
            answer = self.receive(deadline)
            if answer is None:
                raise Failure(f"{method}: no answer in {TIMEOUT} s")
            if answer.get("id") != self.number:
                continue
            if "error" in answer:
                raise Failure(f"{method}: {answer['error'].get('message')}")
            return answer["result"]

    def receive(self, deadline):
        """The next message, handed to its page when it is an event; `None` at the deadline."""
        while b"\0" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.out], [], [], left)[0]:
                return None
            read = os.read(self.out, 1 << 20)
            if not read:
                raise Failure("the browser is gone")
            self.rest += read
        message, self.rest = self.rest.split(b"\0", 1)
        message = json.loads(message)
        listener = self.listeners.get(message.get("sessionId"))
        if listener and "method" in message:
            listener(message["method"], message["params"])
        return message

    def open(self, url, width=1280, height=900, dark=False, reduced_motion=False):
        """A page of its own, loaded."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            page.send(f"{domain}.enable")
        page.size(width, height)
        page.media(dark=dark, reduced_motion=reduced_motion)
        page.go(url)
        return page


class Page:
    """A loaded page, and everything that went wrong on it."""

    def __init__(self, browser, session, target):
        self.browser = browser
        self.session = session
        self.target = target
        self.errors = []
        """Errors on the console, uncaught exceptions, what the content policy blocked."""
        self.requests = []
        """Addresses that were asked for, the page's own and what is inside it left out."""
        self.loaded = 0
        self.url = None
        browser.listeners[session] = self.hear

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def hear(self, method, event):
        if method == "Page.loadEventFired":
            self.loaded += 1
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            said = details.get("exception", {}).get("description")
            self.errors.append(said or details.get("text", "exception"))
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "assert"):
            words = [str(it.get("value", it.get("description"))) for it in event["args"]]
            self.errors.append(" ".join(words))
        elif method == "Log.entryAdded" and event["entry"]["level"] == "error":
            self.errors.append(event["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            url = event["request"]["url"]
            own = self.url is not None and url.split("#")[0] == self.url.split("#")[0]
            if not own and not url.startswith(("data:", "blob:", "about:")):
                self.requests.append(url)

    def go(self, url):
        """Loads an address, and waits until it is there."""
        self.url = url
        before = self.loaded
        self.send("Page.navigate", url=url)
        deadline = time.monotonic() + TIMEOUT
        # another fragment of the same page loads nothing
        while self.loaded == before and time.monotonic() < deadline:
            if self.browser.receive(min(deadline, time.monotonic() + 2)) is None:
                if self.evaluate("document.readyState") == "complete":
                    break

    def size(self, width, height, scale=1):
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 600,
        )

    def media(self, dark=False, reduced_motion=False, kind=""):
        """What the reader prefers; `kind` may be `print`."""
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"},
        ]
        self.send("Emulation.setEmulatedMedia", media=kind, features=features)

    def evaluate(self, expression):
        """The value of an expression, as JSON gives it; promises are waited for."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            said = details.get("exception", {}).get("description", details.get("text"))
            raise Failure(f"{expression[:200]}: {said}")
        return answer["result"].get("value")

    def wait(self, expression, seconds=10):
        """Waits until an expression is true."""
        deadline = time.monotonic() + seconds
        while not self.evaluate(expression):
            if time.monotonic() > deadline:
                raise Failure(f"did not come true in {seconds} s: {expression[:300]}")
            time.sleep(0.05)

    def click(self, selector):
        """Presses the middle of an element with the mouse, as a person does."""
        x, y = self.middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    def middle(self, selector):
        place = self.evaluate(
            f"""(() => {{
              const it = document.querySelector({json.dumps(selector)});
              if (!it) return null;
              it.scrollIntoView({{block: "nearest", inline: "nearest", behavior: "instant"}});
              const box = it.getBoundingClientRect();
              return box.width ? [box.left + box.width / 2, box.top + box.height / 2] : null;
            }})()"""
        )
        if place is None:
            raise Failure(f"nothing to press: {selector}")
        return place

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def type(self, selector, text):
        """Puts the focus on a field, empties it and types."""
        self.evaluate(
            f"(() => {{ const it = document.querySelector({json.dumps(selector)});"
            " it.focus(); it.select && it.select(); })()"
        )
        self.send("Input.insertText", text=text)

    def key(self, name, code=None, modifiers=0):
        """Presses a key: `Tab`, `Enter`, `Escape`, `ArrowLeft`, `a`."""
        numbers = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38}
        numbers |= {"ArrowRight": 39, "ArrowDown": 40, " ": 32, "Home": 36, "End": 35}
        text = "\r" if name == "Enter" else name if len(name) == 1 else None
        number = numbers.get(name, ord(name.upper()) if len(name) == 1 else 0)
        about = {"key": name, "code": code or name, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.send("Input.dispatchKeyEvent", **down, **about)
        self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    def text(self, selector="body"):
        """The text of an element as it can be seen."""
        return self.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText ?? null")

    def screenshot(self, path=None):
        """The picture as PNG, also written to `path`."""
        data = base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])
        if path:
            with open(path, "wb") as file:
                file.write(data)
        return data

    def pdf(self, path=None):
        """The page printed as PDF, also written to `path`."""
        answer = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        data = base64.b64decode(answer["data"])
        if path:
            with open(path, "wb") as file:
                file.write(data)
        return data

    def close(self):
        self.browser.listeners.pop(self.session, None)
        self.browser.send("Target.closeTarget", targetId=self.target)
