"""The planner's map in Debian's Chromium, beside stock Folium with a MarkerCluster.

Stock Folium's page asks four other hosts for its scripts. Here they are answered at once: Leaflet
and the cluster plugin with the vendored files, what only its looks need with nothing.
"""

from __future__ import annotations

import gzip
import re
import tempfile
import time
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import folium
import folium.plugins
import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.page import _FLAGS, _server, at_rest, once
from benchmarks.tables import Row
from locator.paths import data_file, static_folder
from locator.publish.sheet.browser import find_browser
from locator.stations import read_stations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

_ROUNDS = 5
_STEP_S = 0.008  # a hand's pace
_DESK = {"width": 1280, "height": 800}
_OURS = "window.locator && locator.planner && locator.planner.firstDrawn || 0"
_WATCH = """new MutationObserver((_, observer) => {
  if (!document.querySelector(".leaflet-marker-icon")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => (window.firstMarks = performance.now()), 0));
}).observe(document, { childList: true, subtree: true });"""
_STOCK = "window.firstMarks || 0"
_COUNT = """() => {
  window.frames_ = [];
  const tick = (now) => { window.frames_.push(now); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""
_VENDORED = {
    "leaflet.js": "vendor/leaflet/leaflet.js",
    "leaflet.css": "vendor/leaflet/leaflet.css",
    "leaflet.markercluster.js": "vendor/leaflet.markercluster/leaflet.markercluster.js",
    "MarkerCluster.css": "vendor/leaflet.markercluster/MarkerCluster.css",
    "MarkerCluster.Default.css": "vendor/leaflet.markercluster/MarkerCluster.Default.css",
}


def rows() -> list[Row]:
    """Measure each load from a cold cache in a window of its own; the server's answer is kept."""
    with tempfile.TemporaryDirectory() as folder, _server() as url, sync_playwright() as playwright:
        first_s, ours = _answer(f"{url}/map")
        stock_s, stock = _stock_page(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS)
        ours_ms = [_load(browser, f"{url}/map", _OURS) for _ in range(_ROUNDS)]
        stock_ms = [_load(browser, stock.as_uri(), _STOCK) for _ in range(_ROUNDS)]
        rate = _pan(browser, f"{url}/map")
        browser.close()
        size, stock_size = len(ours) / 1e3, len(gzip.compress(stock.read_bytes())) / 1e3
    drawn_s, stock_drawn_s = np.median(ours_ms) / 1e3, np.median(stock_ms) / 1e3
    data = "bundled, 11,659 stations"
    everything = f"{data}, 164,015 cells, 157 districts, 50 gaps"
    return [
        Row("/map gzipped, with its data", everything, f"{size:.0f} kB", f"{stock_size:.0f} kB, stations alone", "1,500 kB", size < 1500),
        Row("until the first stations are drawn", f"{data}, 1280 x 800, cold cache", f"{drawn_s:.2f} s", f"{stock_drawn_s:.2f} s", "2 s", drawn_s < 2),
        Row("the page's making, asked for the first time", everything, f"{first_s:.2f} s", f"{stock_s:.2f} s, stations alone"),
        Row("panning the map, province in view", data, f"{rate:.0f} frames/s", "", "30 frames/s", rate >= 30),
    ]  # fmt: skip


def _answer(url: str) -> tuple[float, bytes]:
    start = perf_counter()
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=120) as answer:
        return perf_counter() - start, answer.read()


def _stock_page(folder: Path) -> tuple[float, Path]:
    """Write what a Folium user would: a marker with a tooltip for each station, in a cluster."""
    stations = read_stations(data_file("stations.geojson"))
    path = folder / "stock.html"
    start = perf_counter()
    made = folium.Map([34.0, 113.6], zoom_start=7, tiles=None)
    made.options["max_zoom"] = 18  # which the plugin wants, and tiles would have set
    cluster = folium.plugins.MarkerCluster().add_to(made)
    for station in stations:
        where = [station.where.lat, station.where.lon]
        folium.Marker(where, tooltip=station.name).add_to(cluster)
    made.save(path)
    return perf_counter() - start, path


def _vendored(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[-1].split("?")[0]
    if name in _VENDORED:
        route.fulfill(path=static_folder() / _VENDORED[name])
    else:
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body="", content_type=kind)


def _load(browser: Browser, url: str, drawn: str) -> float:
    """Return when the first stations were drawn, in milliseconds since the navigation's start."""
    context = browser.new_context(viewport=_DESK)
    page = context.new_page()
    page.route(re.compile("^https://"), _vendored)
    page.add_init_script(_WATCH)
    page.goto(url, wait_until="commit")
    time_ms = float(once(page, drawn))
    context.close()
    return time_ms


def _pan(browser: Browser, url: str) -> float:
    """Drag the map to and fro, and return the frames drawn per second."""
    context = browser.new_context(viewport=_DESK)
    page = context.new_page()
    page.goto(url, wait_until="load")
    once(page, _OURS)
    at_rest(page)
    page.evaluate(_COUNT)
    for way in (1, -1, 1, -1):
        page.mouse.move(430 - way * 200, 420)
        page.mouse.down()
        for step in range(1, 41):
            page.mouse.move(430 - way * 200 + way * 10 * step, 420)
            time.sleep(_STEP_S)
        page.mouse.up()
    frames: list[float] = page.evaluate("window.frames_")
    context.close()
    return (len(frames) - 1) / ((frames[-1] - frames[0]) / 1000)


if __name__ == "__main__":
    from benchmarks.tables import machine, table

    print(machine())
    print(table(rows()))
