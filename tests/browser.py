# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A person at a browser: looks, clicks where something really is, types.

Odoo's own tours end where the page leaves Odoo; a consent does leave it. This drives
the same headless Chromium over the DevTools protocol, across origins. ``looks`` are
JavaScript expressions; every wait fails with a picture's worth of words, and an error
on the console of any page fails ``check()``.

Pictures are written only where ``GWS_SCREENSHOTS`` names a folder or says ``1``
(then ``docs/img``), so that a test run leaves the checkout as it was.
"""

import base64
import io
import json
import os
import time
from pathlib import Path

from PIL import Image

from odoo.tests.common import ChromeBrowser, ChromeBrowserException

DOCS_IMAGES = Path(__file__).parents[1] / "docs" / "img"
PAUSE = 0.1

# The element of a selector that holds the words, if it is there to be seen.
FIND = """
((selector, words) => [...document.querySelectorAll(selector)].find((element) => {
    const text = element.innerText ?? element.textContent;
    return element.checkVisibility() && (!words || text.includes(words));
}))(%s, %s)
"""
# Its middle, once it stands still and nothing covers it.
SPOT = """
(async (element) => {
    if (!element) return null;
    element.scrollIntoView({ block: "center", inline: "center" });
    const place = () => {
        const box = element.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const before = place();
    await new Promise((resolve) => setTimeout(resolve, 60));
    const [x, y] = place();
    const top = document.elementFromPoint(x, y);
    const free = top && (element.contains(top) || top.contains(element));
    return free && before[0] === x && before[1] === y ? [x, y] : null;
})(%s)
"""


class Person:
    """Of an ``HttpCase``, inside ``allow_requests(browser=person.chrome)``."""

    def __init__(self, case, timeout=30):
        self.chrome = ChromeBrowser(case)
        self.timeout = timeout

    def close(self):
        """What the page still asks for is cut off; what it says of that is no error."""
        for event in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            self.chrome._handlers.pop(event, None)
        self.chrome.stop()

    def ask(self, method, **params):
        return self.chrome._websocket_request(method, params=params, timeout=20)

    # -- looking ------------------------------------------------------

    def look(self, expression):
        """The value of a JavaScript expression; None while a page is changing."""
        try:
            answer = self.ask(
                "Runtime.evaluate",
                expression=f"(async () => {{ return ({expression.strip()}) }})()",
                awaitPromise=True,
                returnByValue=True,
            )
        except ChromeBrowserException as error:
            if "navigated" not in str(error):
                raise
            return None  # the page went away while it was asked
        return answer["result"].get("value")

    def wait(self, expression, words):
        """Wait until an expression is true; ``words`` say what for."""
        end = time.monotonic() + self.timeout
        while time.monotonic() < end:
            value = self.look(expression)
            if value:
                return value
            time.sleep(PAUSE)
        self.chrome.take_screenshot("sc_waiting_").result(10)
        seen = self.look("location.href + '\\n' + document.body.innerText")
        raise AssertionError(f"Waited in vain for {words} on\n{seen}")

    def sees(self, selector, words=""):
        """Wait until such an element is on the screen."""
        self.wait(f"!!({self._find(selector, words)})", f"{selector} {words!r}")

    def misses(self, selector, words=""):
        """Wait until no such element is on the screen."""
        self.wait(f"!({self._find(selector, words)})", f"no {selector} {words!r}")

    def text(self, selector):
        return self.look(f"document.querySelector({json.dumps(selector)}).innerText")

    def _find(self, selector, words=""):
        return FIND % (json.dumps(selector), json.dumps(words))

    # -- acting -------------------------------------------------------

    def goes(self, url):
        self.chrome.navigate_to(url, wait_stop=True)

    def clicks(self, selector, words=""):
        find = self._find(selector, words)
        x, y = self.wait(SPOT % find, f"{selector} {words!r} to click")
        mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.ask("Input.dispatchMouseEvent", type="mousePressed", **mouse)
        self.ask("Input.dispatchMouseEvent", type="mouseReleased", **mouse)

    def types(self, selector, text):
        """Replace what is in an input."""
        self.clicks(selector)
        self.look(f"document.querySelector({json.dumps(selector)}).select()")
        self.ask("Input.insertText", text=text)

    def empties(self, selector):
        """Take everything out of an input, by keyboard."""
        self.clicks(selector)
        self.look(f"document.querySelector({json.dumps(selector)}).select()")
        self._key(key="Backspace", code="Backspace", windowsVirtualKeyCode=8)

    def presses_enter(self):
        self._key(key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")

    def _key(self, **key):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, **key)

    def resizes(self, width, height=None):
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height or 768,
            deviceScaleFactor=1,
            mobile=width < 768,
        )

    def picture(self, name):
        """A screenshot for the guide, when asked for."""
        wanted = os.environ.get("GWS_SCREENSHOTS")
        if not wanted:
            return
        folder = DOCS_IMAGES if wanted == "1" else Path(wanted)
        folder.mkdir(parents=True, exist_ok=True)
        time.sleep(0.6)  # let what fades in be there
        data = self.ask("Page.captureScreenshot", format="png")["data"]
        # 256 colours are plenty for a screen, and a third of the bytes
        image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
        image.quantize(256).save(folder / f"{name}.png", optimize=True)

    def check(self):
        """No page wrote an error to its console."""
        if self.chrome._result.done():
            self.chrome._result.result()
