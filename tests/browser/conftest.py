"""A server of this process, Debian's Chromium, and pages that must stay quiet and at home."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from locator.settings import read_settings
from locator.web import create_app
from tests.making import feature, write
from tests.waiting import DEADLINE_S

PHONE, DESK = (390, 844), (1280, 800)
VIEWS = {"phone": PHONE, "desk": DESK}
ZHENGZHOU = {"longitude": 113.6254, "latitude": 34.7466, "accuracy": 35}

HOSTILE = [
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "${window.hacked=1} {{7*7}} {% raw %}",
    "\"'><svg onload=window.hacked=1>",
    "&lt;b&gt; & 'quotes' \"double\" \\",
]


class _Quiet(WSGIRequestHandler):
    def log(self, *_args):
        pass


@contextmanager
def serving(app):
    """Serve an app on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def small_stations():
    """A handful around one spot: hostile names, a real one with everything, a modelled one."""
    hostile = [
        feature(f"h{i}", 113.60 + i / 1000, 34.70, name=name, address=name, note=name, access=name)
        for i, name in enumerate(HOSTILE)
    ]
    return [
        feature(
            "full", 113.62, 34.72, name="工会驿站·中原路", kind="rider_home",
            services=["water", "toilet", "shower"], phone="0371-12345678", address="中原路1号",
            hours_text="周一至周五 8:30-18:00", opening_hours="Mo-Fr 08:30-18:00",
            access="骑手、快递员", position="surveyed",
        ),
        feature(
            "model", 113.63, 34.73, name="模拟·某司机之家", kind="driver_home",
            services=["parking", "shower"], opening_hours="24/7", position="modelled",
        ),
        *hostile,
    ]  # fmt: skip


@pytest.fixture(scope="session")
def site():
    """The bundled stations."""
    with serving(create_app(read_settings({}))) as url:
        yield url


@pytest.fixture(scope="session")
def small_site(tmp_path_factory):
    """The handful."""
    path = write(tmp_path_factory.mktemp("small") / "stations.geojson", *small_stations())
    with serving(create_app(replace(read_settings({}), stations=Path(path)))) as url:
        yield url


@pytest.fixture(scope="session")
def tiled_site():
    """The bundled stations on a tile server in GCJ-02; its tiles are made up by the test."""
    environ = {
        "LOCATOR_TILES": "http://127.0.0.1:9/tiles/{z}/{x}/{y}.png?key={key}",
        "LOCATOR_TILES_KEY": "secret",
        "LOCATOR_TILES_DATUM": "gcj02",
        "LOCATOR_TILES_ATTRIBUTION": "高德 <b>",
    }
    with serving(create_app(read_settings(environ))) as url:
        yield url


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory):
    """No station at all."""
    path = write(tmp_path_factory.mktemp("bare") / "stations.geojson")
    with serving(create_app(replace(read_settings({}), stations=Path(path)))) as url:
        yield url


@dataclass
class Watched:
    """What a page must not do: speak on the console, fail, or ask elsewhere."""

    faults: list[str] = field(default_factory=list)
    network_may_fail: bool = False

    def console(self, message):
        if message.type in ("error", "warning"):
            if self.network_may_fail and "Failed to load resource" in message.text:
                return
            self.faults.append(f"console {message.type}: {message.text}")

    def request(self, request):
        if urlsplit(request.url).hostname not in ("127.0.0.1", "plain.test", None):
            self.faults.append(f"asked elsewhere: {request.url}")


@pytest.fixture
def open_page(chromium):
    """Open an address in a window of its own; at the end of the test it must have been quiet."""
    contexts, watched = [], Watched()

    def open_(url, view="phone", *, init=None, wait="load", **options):
        width, height = VIEWS[view]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=view == "phone", **options
        )
        contexts.append(context)
        context.set_default_timeout(DEADLINE_S * 1000)
        page = context.new_page()
        page.on("console", watched.console)
        page.on("pageerror", lambda error: watched.faults.append(f"error: {error}"))
        page.on("request", watched.request)
        if init:
            page.add_init_script(init)
        page.goto(url, wait_until=wait)
        return page

    open_.watched = watched
    yield open_
    for context in contexts:
        context.close()
    assert watched.faults == []


@pytest.fixture(params=list(VIEWS))
def view(request):
    return request.param
