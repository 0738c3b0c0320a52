"""The embedded map in Debian's Chromium: bytes and time until the first station, beside Folium's."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.map import _stock_page, _vendored
from benchmarks.page import _FLAGS, _server, once
from benchmarks.tables import Row
from locator.publish.sheet.browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ROUNDS = 5
_SIZE = {"width": 800, "height": 640}
_CITY = "/embed?lon=113.625&lat=34.747&zoom=14"
_PROVINCE = "/embed"
_MOST_BYTES, _MOST_S = 300_000, 1.0
# When there is something to see: the first row of the list, and the first mark on the map.
_WATCH = """new MutationObserver(() => {
  const now = (name) => requestAnimationFrame(() => setTimeout(
    () => (window[name] = window[name] || performance.now()), 0));
  if (document.querySelector("#rows tr")) now("firstRow");
  const panes = window.locator && window.locator.map && window.locator.map.getPanes();
  if (panes && panes.marks && panes.marks.querySelector("canvas")) now("firstMark");
  if (document.querySelector(".leaflet-marker-icon")) now("firstMarker");
}).observe(document, { childList: true, subtree: true, attributes: true });"""


class _Load(NamedTuple):
    """Until the first mark: milliseconds of row and mark, bytes over the wire before and in all."""

    row_ms: float
    mark_ms: float
    page_bytes: int
    all_bytes: int


def rows() -> list[Row]:
    """Measure, each load from a cold cache in a window of its own; the peer from this machine too."""
    with _server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS)
        city = [_load(browser, url + _CITY) for _ in range(_ROUNDS)]
        province = [_load(browser, url + _PROVINCE) for _ in range(_ROUNDS)]
        peer_s, peer_bytes = _folium(browser)
        browser.close()
    return [
        *_rows("city", city, peer_s, peer_bytes),
        *_rows("province", province, peer_s, peer_bytes),
    ]


def _rows(name: str, loads: list[_Load], peer_s: float, peer_bytes: int) -> list[Row]:
    data = f"bundled, {name}, 800 x 640, cold cache"
    page = max(load.page_bytes for load in loads)
    whole = max(load.all_bytes for load in loads)
    row_s = float(np.median([load.row_ms for load in loads])) / 1000
    mark_s = float(np.median([load.mark_ms for load in loads])) / 1000
    folium = f"Folium with MarkerCluster {peer_s:.1f} s"
    return [
        Row("/embed: bytes before data, compressed", data, f"{page / 1000:.0f} kB", "", "300 kB", page < _MOST_BYTES),
        Row("/embed: all bytes, compressed", data, f"{whole / 1000:.0f} kB", f"Folium's page alone {peer_bytes / 1000:.0f} kB, not compressed"),
        Row("/embed: first station in the list", data, f"{row_s:.2f} s", folium, "1 s", row_s < _MOST_S),
        Row("/embed: first station on the map", data, f"{mark_s:.2f} s", folium, "1 s", mark_s < _MOST_S),
    ]  # fmt: skip


def _load(browser: Browser, url: str) -> _Load:
    context = browser.new_context(viewport=_SIZE)
    page = context.new_page()
    debugger = context.new_cdp_session(page)
    debugger.send("Network.enable")
    addresses: dict[str, str] = {}
    received: dict[str, int] = {}
    debugger.on(
        "Network.responseReceived",
        lambda e: addresses.update({e["requestId"]: e["response"]["url"]}),
    )
    debugger.on(
        "Network.loadingFinished",
        lambda e: received.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    page.add_init_script(_WATCH)
    page.goto(url, wait_until="networkidle")
    once(page, "window.firstMark && window.firstRow")
    row_ms, mark_ms = page.evaluate("[window.firstRow, window.firstMark]")
    context.close()
    api_bytes = sum(size for key, size in received.items() if "/api/" in addresses.get(key, ""))
    return _Load(row_ms, mark_ms, sum(received.values()) - api_bytes, sum(received.values()))


def _folium(browser: Browser) -> tuple[float, int]:
    """Return seconds until stock Folium's clusters stand, its hosts answered from here, and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        _, file = _stock_page(Path(folder))
        return min(_folium_s(browser, file) for _ in range(2)), file.stat().st_size


def _folium_s(browser: Browser, file: Path) -> float:
    context = browser.new_context(viewport=_SIZE)
    page = context.new_page()
    page.route(re.compile("^https://"), _vendored)
    page.add_init_script(_WATCH)
    page.goto(file.as_uri(), wait_until="commit")
    time_ms = float(once(page, "window.firstMarker"))
    context.close()
    return time_ms / 1000


if __name__ == "__main__":
    from benchmarks.tables import machine, table

    print(machine())
    print(table(rows()))
