"""Take a picture of every state of the courier's page: `python -m tools.screenshots [FOLDER]`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from locator.publish.sheet.browser import find_browser
from locator.settings import read_settings
from locator.web import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Request, Route

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_FLAGS += ["--disable-quic", "--host-resolver-rules=MAP plain.test 127.0.0.1"]
_SIZES = {"phone": (390, 844), "desk": (1280, 800)}
_NEVER = "navigator.geolocation.getCurrentPosition = () => {};"
_NONE = "kind=driver_home&service=shower,nursing"
_HERE = {"longitude": 113.6254, "latitude": 34.7466, "accuracy": 650}


class _State(NamedTuple):
    """A state: its name, the query that leads to it, what to do then, the window's options."""

    name: str
    query: str
    act: Callable[[Page], None]
    options: dict[str, Any] = {}  # noqa: RUF012  # never changed
    init: str = ""


# Two frames on, no map moves and nothing fades; what turns without end is no reason to wait.
_AT_REST = """() => new Promise((done) => {
  const moves = (one) =>
    one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity;
  const look = (frames) => {
    const isMoving = document.querySelector(".leaflet-zoom-anim, .leaflet-pan-anim")
      || document.getAnimations().some(moves);
    if (isMoving) requestAnimationFrame(() => look(2));
    else if (frames) requestAnimationFrame(() => look(frames - 1));
    else done();
  };
  requestAnimationFrame(() => look(2));
})"""


def _loaded(page: Page) -> None:
    page.wait_for_load_state("load")


def _settle(page: Page) -> None:
    """Wait until nothing moves, every request has ended, and what waits for a pause is done."""
    _answered(page)
    page.clock.run_for(500)
    _answered(page)


def _answered(page: Page) -> None:
    """Wait until the page is at rest with no request open before or after: answers ask for more."""
    done = False
    while not done:
        done = not _PENDING
        page.evaluate(_AT_REST)
        done = done and not _PENDING


def _listed(page: Page) -> None:
    page.wait_for_selector("#list .card", state="attached")
    _settle(page)


def _located(page: Page) -> None:
    page.click("#hero-locate")
    _listed(page)


def _refused(page: Page) -> None:
    page.click("#hero-locate")
    page.wait_for_selector("#notice .notice:not(.calm)")
    _settle(page)


def _locating(page: Page) -> None:
    page.click("#hero-locate")
    page.wait_for_selector("#notice .spinner")


def _timed_out(page: Page) -> None:
    page.click("#hero-locate")
    page.clock.run_for(8500)


def _searching(page: Page) -> None:
    page.fill("#search-text", "zhongyuan")
    page.locator("#search-results [role=option]").first.wait_for()


def _no_network(page: Page) -> None:
    _listed(page)
    page.context.set_offline(True)
    page.click('[data-filter="service:water"]')
    page.wait_for_selector("#banner .notice")


def _slow(page: Page) -> None:
    page.route("**/api/v1/nearest**", lambda route: _HELD.append(route))  # noqa: PLW0108  # marked by Playwright
    page.reload()
    page.wait_for_selector("#list .skeleton")
    page.clock.run_for(4100)


def _menus(page: Page) -> None:
    _listed(page)
    page.locator("#list summary").first.click()


def _all_filters(page: Page) -> None:
    _listed(page)
    page.click(".chip.toggle")


def _stations_card(page: Page) -> None:
    page.wait_for_selector(".pin")
    _settle(page)
    page.evaluate("document.querySelector('.pin').click()")
    page.wait_for_selector("#map-card .card")
    _settle(page)


def _located_on_the_map(page: Page) -> None:
    _located(page)
    page.evaluate("locator.change({ view: 'map' })")
    page.wait_for_selector(".pin")
    _settle(page)
    page.click("#shifted summary")


def _dots_card(page: Page) -> None:
    page.wait_for_selector(".pin")
    _settle(page)
    page.evaluate("locator.emit('dot', 'love-410102-1699f4bf')")
    page.wait_for_selector("#map-card .card")
    _settle(page)


def _large_text(page: Page) -> None:
    _listed(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    _settle(page)


def _another_time(page: Page) -> None:
    _listed(page)
    page.select_option("#when", "other")
    _listed(page)


# Requests that a state leaves waiting, and those of the page that have not ended.
_HELD: list[Route] = []
_PENDING: set[Request] = set()
_PLACE = "place=113.625,34.747"
_ALLOWED: dict[str, Any] = {"geolocation": _HERE, "permissions": ["geolocation"]}
_STATES = (
    _State("01-start", "", _settle),
    _State("02-locating", "", _locating, {}, _NEVER),
    _State("03-refused", "", _refused),
    _State("04-timed-out", "", _timed_out, {}, _NEVER),
    _State("05-search", "", _searching),
    _State("06-loading-slowly", _PLACE, _slow),
    _State("07-list", _PLACE, _listed),
    _State("08-located-roughly", "", _located, _ALLOWED),
    _State("09-directions", _PLACE, _menus),
    _State("10-modelled", "place=114.400,34.800", _listed),
    _State("11-filtered", _PLACE + "&service=water,toilet", _listed),
    _State("12-all-filters", _PLACE + "&kind=rider_home", _all_filters),
    _State("13-no-match", f"{_PLACE}&{_NONE}", _settle),
    _State("14-far", "place=116.400,39.900", _listed),
    _State("15-no-network", _PLACE, _no_network),
    _State("16-map", _PLACE + "&view=map", _settle),
    _State("17-map-card", _PLACE + "&view=map", _stations_card),
    _State("18-map-start", "view=map", _settle),
    _State("19-dark", _PLACE + "&service=water", _listed, {"color_scheme": "dark"}),
    _State("20-no-script", "", _loaded, {"java_script_enabled": False}),
    _State("21-on-arrival", _PLACE + "&travel=walk", _listed),
    _State("22-another-time", _PLACE + "&travel=ebike", _another_time),
    _State("23-map-located", "", _located_on_the_map, _ALLOWED),
    _State("24-map-dot-on-arrival", _PLACE + "&view=map&travel=walk", _dots_card),
    _State("25-large-text", _PLACE + "&service=water", _large_text),
    _State("26-forced-colours", _PLACE + "&service=water", _listed, {"forced_colors": "active"}),
)


class _Quiet(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Say nothing of requests."""


def main(folder: Path) -> None:
    """Write FOLDER/LANGUAGE-SIZE-STATE.png for every state."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(read_settings({}))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS)
        for lang in ("zh", "en"):
            for name, size in _SIZES.items():
                for state in _STATES:
                    file = folder / f"{lang}-{name}-{state.name}.png"
                    address = f"http://127.0.0.1:{server.server_port}/?{state.query}&lang={lang}"
                    _take(browser, address, state, size, file)
        browser.close()
    server.shutdown()


# Playwright marks what it calls, which a set's own methods don't bear.
def _begin(request: Request) -> None:
    _PENDING.add(request)


def _end(request: Request) -> None:
    _PENDING.discard(request)


def _take(browser: Browser, address: str, state: _State, size: tuple[int, int], file: Path) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=size[0] < 900,
        **state.options,
    )
    page = context.new_page()
    _PENDING.clear()
    page.on("request", _begin)
    page.on("requestfinished", _end)
    page.on("requestfailed", _end)
    if state.options.get("java_script_enabled", True):
        page.clock.install()
    if state.init:
        page.add_init_script(state.init)
    page.goto(address)
    state.act(page)
    page.screenshot(path=file)
    while _HELD:
        _HELD.pop().abort()
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
