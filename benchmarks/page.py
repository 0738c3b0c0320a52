"""The courier's page in Debian's Chromium: bytes and time until the first list, frames while panning."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.tables import Row
from locator.publish.sheet.browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession, Page

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_FLAGS += ["--disable-component-update", "--disable-sync", "--disable-quic"]
_PLACE = "/?place=113.625,34.747"
_ROUNDS = 5
# Slow 3G as Chromium's developer tools had it: 400 kbit/s, 400 ms; and a processor six times slower.
_SLOW_3G = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
_CPU_RATE = 6
_PAN_SECONDS = 4
_STEP_S = 0.004  # a hand's pace

_WATCH = """new MutationObserver((_, observer) => {
  if (!document.querySelector("#list .card")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => (window.firstList = performance.now()), 0));
}).observe(document, { childList: true, subtree: true });"""
_COUNT = """() => {
  window.frames_ = [];
  const tick = (now) => { window.frames_.push(now); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


class _Load(NamedTuple):
    """Until the first list stands there: milliseconds, bytes over the wire, requests."""

    ms: float
    received: int
    requests: int


def rows() -> list[Row]:
    """Measure, each load from a cold cache in a window of its own."""
    with _server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS)
        plain = [_load(browser, url, throttled=False) for _ in range(_ROUNDS)]
        slow = [_load(browser, url, throttled=True) for _ in range(3)]
        province, city = (_pan(browser, url + at) for at in ("/", _PLACE))
        browser.close()
    kilobytes = max(load.received for load in plain) / 1000
    plain_s = float(np.median([load.ms for load in plain])) / 1000
    slow_s = float(np.median([load.ms for load in slow])) / 1000
    data = f"bundled, 390 x 844, cold cache, {plain[0].requests} requests"
    return [
        Row("bytes until the first list", data, f"{kilobytes:.0f} kB", "", "250 kB", kilobytes < 250),
        Row("time to the first list", data, f"{plain_s:.2f} s", "", "0.7 s", plain_s < 0.7),
        Row("the same, CPU slowed 6 times, slow 3G", data, f"{slow_s:.2f} s", "", "5 s", slow_s < 5),
        _frames("panning the map, province in view", province),
        _frames("panning the map, city in view", city),
    ]  # fmt: skip


def _frames(what: str, rate: float) -> Row:
    data = "bundled, 1280 x 800, all stations"
    return Row(what, data, f"{rate:.0f} frames/s", "", "30 frames/s", rate >= 30)


@contextmanager
def _server() -> Iterator[str]:
    """Run `locator serve` as users do; yield its address."""
    command = [sys.executable, "-m", "locator", "serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr or ():
            match = re.search(r"http://\S+", line)
            if match:
                yield match[0]
                break
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _load(browser: Browser, url: str, *, throttled: bool) -> _Load:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    debugger = context.new_cdp_session(page)
    debugger.send("Network.enable")
    received: list[float] = []
    debugger.on(
        "Network.loadingFinished", lambda event: received.append(event["encodedDataLength"])
    )
    if throttled:
        debugger.send("Network.emulateNetworkConditions", {"offline": False, **_SLOW_3G})
        debugger.send("Emulation.setCPUThrottlingRate", {"rate": _CPU_RATE})
    page.add_init_script(_WATCH)
    page.goto(url + _PLACE, wait_until="commit")
    ms = float(once(page, "window.firstList"))
    load = _Load(ms, int(sum(received)), len(received))
    context.close()
    return load


def once(page: Page, expression: str, within_s: float = 60) -> Any:
    """Return an expression's value once it is true; the page looks at each of its frames.

    Nothing is asked of the page meanwhile, so that what is measured is not disturbed.
    """
    return page.evaluate(
        f"""(ms) => new Promise((done, fail) => {{
          const look = () => {{
            const found = {expression};
            if (found) done(found);
            else if (performance.now() > ms) fail(new Error("in vain: " + {json.dumps(expression)}));
            else requestAnimationFrame(look);
          }};
          look();
        }})""",
        within_s * 1000,
    )


def at_rest(page: Page) -> None:
    """Wait until nothing is loaded any more, and no map moves."""
    page.wait_for_load_state("networkidle")
    once(page, '!document.querySelector(".leaflet-zoom-anim, .leaflet-pan-anim")')


def _pan(browser: Browser, url: str) -> float:
    """Drag the map to and fro, and return the frames drawn per second."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.wait_for_selector("#map.leaflet-container")
    at_rest(page)
    debugger = context.new_cdp_session(page)
    page.evaluate(_COUNT)
    start: float = page.evaluate("performance.now()")
    sweep = 0
    while page.evaluate("performance.now()") - start < _PAN_SECONDS * 1000:
        _drag(debugger, 1 if sweep % 2 else -1)
        sweep += 1
    frames: list[float] = page.evaluate("window.frames_")
    context.close()
    return (len(frames) - 1) / ((frames[-1] - frames[0]) / 1000)


def _drag(debugger: CDPSession, way: int) -> None:
    x, y = 860 - way * 200, 420

    def mouse(kind: str, at: int) -> None:
        event: dict[str, Any] = {"type": kind, "x": at, "y": y, "button": "left", "buttons": 1}
        debugger.send("Input.dispatchMouseEvent", {**event, "clickCount": 1})

    mouse("mousePressed", x)
    for step in range(1, 41):
        mouse("mouseMoved", x + way * 10 * step)
        time.sleep(_STEP_S)
    mouse("mouseReleased", x + way * 400)


if __name__ == "__main__":
    from benchmarks.tables import machine, table

    print(machine())
    print(table(rows()))
