"""The app factory: the one way in which a server, a test or a command makes the app.

It also sets the headers that every answer bears, and those by which any page may read the API.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_compress import Compress

from locator.find.nearest import travel_modes
from locator.settings import Settings, read_settings
from locator.stations.reading import load_stations
from locator.web import (
    api_docs,
    coverage,
    downloads,
    embed,
    health,
    nearest,
    oembed,
    ogc,
    pages,
    plan,
    planner_map,
    planner_query,
    responses,
    search,
    share,
    site_files,
    static_files,
    stations,
)
from locator.web.store import StationStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from locator.stations.station_set import StationSet


_COMPRESSED_TYPES = (
    "application/geo+json",
    "application/json",
    "application/problem+json",
    "application/schema+json",
    "application/vnd.oai.openapi+json",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
)

_PARTS = (
    nearest,
    stations,
    search,
    health,
    pages,
    site_files,
    static_files,
    api_docs,
    coverage,
    plan,
    planner_map,
    embed,
    share,
    oembed,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the app, its stations read.

    Parameters
    ----------
    settings
        By default those of the environment.

    Raises
    ------
    LocatorError
        If the file of stations can't be read or has faults: a server that has nothing to serve
        must not start.
    """
    settings = settings or read_settings(os.environ)
    app = Flask("locator", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.config.update(
        COMPRESS_MIMETYPES=_COMPRESSED_TYPES,
        COMPRESS_ALGORITHM=("br", "gzip"),
        COMPRESS_LEVEL=5,
        COMPRESS_CACHE_BACKEND=static_files.CompressedOnce,
        COMPRESS_CACHE_KEY=lambda _request: static_files.compressed_as(),
    )
    app.extensions["stations"] = StationStore(
        settings.stations,
        lambda path: _load(path, settings),
        settings.reload_every_s,
        settings.calendar_folder,
    )
    app.extensions["settings"] = settings
    app.extensions["travel"] = travel_modes(settings.speeds_mps, settings.detour_factor)
    responses.init_app(app)
    planner_query.init_app(app, settings)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    if settings.ogc:
        app.register_blueprint(ogc.blueprint)
    if settings.downloads:
        downloads.init_app(app)
    Compress(app)
    init_app(app)
    return app


def _load(path: Path, settings: Settings) -> StationSet:
    return load_stations(
        path,
        hide_modelled=settings.hide_modelled,
        calendar_folder=settings.calendar_folder,
    )


# The embedded map has no origin of its own where a host sandboxes it: its files are open too.
_OPEN_PATHS = (
    "/api/", "/ogc", "/downloads/", "/healthz", "/oembed", "/static/", "/basemap.geojson",
)  # fmt: skip
_EMBED = "/embed"

_EVERYWHERE = [("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff")]
# For browsers that don't know frame-ancestors, and for answers that have no policy of their own.
_UNFRAMED = [*_EVERYWHERE, ("X-Frame-Options", "DENY")]
_OPEN = [
    *_UNFRAMED,
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Content-Crs, Link"),
]
# The answer to a browser that asks first, as it does before it sends If-None-Match.
_PREFLIGHT = [
    *_OPEN,
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    ("Access-Control-Allow-Headers", "If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
]


def init_app(app: Flask) -> None:
    """Put the constant headers on every answer.

    They are added to the finished list below Flask: one at a time, through its response object,
    they cost as much as reading the query does.
    """
    app.wsgi_app = _ConstantHeaders(app.wsgi_app)  # type: ignore[method-assign]


class _ConstantHeaders:
    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        constant = _EVERYWHERE if path == _EMBED else _UNFRAMED
        if path.startswith(_OPEN_PATHS):
            constant = _PREFLIGHT if environ["REQUEST_METHOD"] == "OPTIONS" else _OPEN

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, headers + constant, *rest)

        return self._app(environ, start)
