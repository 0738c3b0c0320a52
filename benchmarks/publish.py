"""Pages for the public in Debian's Chromium: served, as a site of files, and alone in one file.

Beside them stands stock Folium with a MarkerCluster of the same stations, its hosts answered at
once from the vendored files: what a planner would mail today.
"""

from __future__ import annotations

import gzip
import html
import re
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import folium
import folium.plugins
from playwright.sync_api import sync_playwright

from benchmarks.map import _stock_page, _vendored
from benchmarks.page import _FLAGS, _server, once
from benchmarks.tables import Row
from locator.cli import main
from locator.paths import data_file
from locator.publish.sheet.browser import find_browser
from locator.stations import read_stations
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

_ROUNDS = 9
_DESK = {"width": 1280, "height": 800}
# Ours are drawn on one canvas, in the frame in which it comes; Folium's are elements.
_WATCH = """new MutationObserver((_, observer) => {
  if (!document.querySelector(".leaflet-marks-pane canvas, .leaflet-marker-pane .marker-cluster")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => (window.firstMarks = performance.now()), 0));
}).observe(document, { childList: true, subtree: true });"""


# All that Folium's popups ask of jQuery: an element out of markup. The real one takes longer.
_JQUERY = """window.$ = (markup) => {
  const box = document.createElement("template");
  box.innerHTML = markup.trim();
  return box.content.children;
};"""


class _Load(NamedTuple):
    """Until the first stations were drawn: seconds, and what had been asked for."""

    s: float
    addresses: list[str]


def rows() -> list[Row]:
    """Publish, then load each page in turns, from a cold cache in a window of its own.

    The shortest of the loads counts: the one that the rest of the machine disturbed least.
    """
    with tempfile.TemporaryDirectory() as name, _server() as url, sync_playwright() as playwright:
        folder = Path(name)
        site_s = _publish("-o", folder / "site", "--no-coverage")
        single_s = _publish("--single-file", folder / "map.html")
        stock_s, stock = _stock_page(folder)
        addresses = {
            "single": (folder / "map.html").as_uri(),
            "site": (folder / "site" / "index.html").as_uri(),
            "served": f"{url}/",
            "stock": stock.as_uri(),
            "facts": _stock_with_facts(folder).as_uri(),
        }
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS)
        loads: dict[str, list[_Load]] = {key: [] for key in addresses}
        for _ in range(_ROUNDS):
            for key, address in addresses.items():
                loads[key].append(_load(browser, address))
        browser.close()
        sizes = {
            key: Path(unquote(urlsplit(addresses[key]).path)).stat().st_size / 1e6
            for key in ("single", "stock", "facts")
        }
        packed_kb = _packed_bytes(loads["site"][0].addresses) / 1e3
    took_s = {key: min(load.s for load in runs) for key, runs in loads.items()}
    smaller, faster = sizes["facts"] / sizes["single"], took_s["facts"] / took_s["single"]
    data = "bundled, 11,659 stations"
    drawn = f"{data}, 1280 x 800, cold cache"
    peer = f"Folium {took_s['facts']:.2f} s; {took_s['stock']:.2f} s with names alone"
    peer_size = f"Folium {sizes['facts']:.2f} MB; {sizes['stock']:.2f} MB with names alone"
    return [
        Row("single file", f"{data}, hours, search, table", f"{sizes['single']:.2f} MB, {smaller:.1f} times smaller", peer_size, "3 MB, 2.5 times", sizes["single"] < 3 and smaller >= 2.5),
        Row("single file, to the first stations", drawn, f"{took_s['single']:.2f} s, {faster:.1f} times faster", peer, "4 times", faster >= 4),
        Row("static site, to the first stations", drawn, f"{took_s['site']:.2f} s", peer),
        Row("`/`, served, to the first stations", drawn, f"{took_s['served']:.2f} s", peer),
        Row("static site, gzipped, with its data", f"{data}, {len(loads['site'][0].addresses)} files", f"{packed_kb:.0f} kB"),
        Row("`locator publish --single-file`", data, f"{single_s:.1f} s", f"Folium {stock_s:.1f} s"),
        Row("`locator publish -o`, without coverage", data, f"{site_s:.1f} s"),
    ]  # fmt: skip


def _stock_with_facts(folder: Path) -> Path:
    """Write stock Folium's page that tells what a card of ours does, in a popup for each station."""
    path = folder / "facts.html"
    made = folium.Map([34.0, 113.6], zoom_start=7, tiles=None)
    made.options["max_zoom"] = 18
    cluster = folium.plugins.MarkerCluster().add_to(made)
    for station in read_stations(data_file("stations.geojson")):
        services = "、".join(SERVICES[key].name.in_language("zh") for key in station.services)
        lines = (
            KINDS[station.kind].name.in_language("zh"),
            station.opening_hours,
            station.access,
            station.address,
        )
        text = "<br>".join(html.escape(line) for line in (*lines, services) if line)
        popup = f"<b>{html.escape(station.name)}</b><br>{text}"
        where = [station.where.lat, station.where.lon]
        folium.Marker(where, popup=popup, tooltip=station.name).add_to(cluster)
    made.save(path)
    return path


def _publish(*arguments: object) -> float:
    start = perf_counter()
    main(["publish", *map(str, arguments)], standalone_mode=False)
    return perf_counter() - start


def _load(browser: Browser, url: str) -> _Load:
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    context = browser.new_context(viewport=_DESK)
    page = context.new_page()
    page.route(re.compile("^https://"), _vendored)
    page.route(re.compile("^https://.*jquery"), lambda route: route.fulfill(body=_JQUERY))
    page.on("request", note)
    page.add_init_script(_WATCH)
    page.goto(url, wait_until="commit")
    time_ms = float(once(page, "window.firstMarks"))
    context.close()
    return _Load(time_ms / 1e3, addresses)


def _packed_bytes(addresses: list[str]) -> int:
    """Return what files take on the wire where a server packs them by gzip."""
    paths = {
        unquote(urlsplit(address).path) for address in addresses if address.startswith("file:")
    }
    return sum(len(gzip.compress(Path(path).read_bytes(), 6, mtime=0)) for path in paths)


if __name__ == "__main__":
    from benchmarks.tables import machine, table

    print(machine())
    print(table(rows()))
