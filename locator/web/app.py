"""The app factory: the one way in which a server, a test or a command makes the app."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flask import Flask
from flask_compress import Compress

from locator.find.travel import travel_modes
from locator.settings import Settings, read_settings
from locator.stations.loading import load_stations
from locator.web import (
    areas,
    basemap,
    coverage,
    datums,
    downloads,
    embed,
    headers,
    health,
    licence,
    nearest,
    oembed,
    ogc,
    openapi,
    page,
    plan,
    planner,
    planner_map,
    problems,
    relaxing,
    search,
    share,
    static_files,
    station_page,
    view,
)
from locator.web.store import StationStore

if TYPE_CHECKING:
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
    view,
    search,
    relaxing,
    datums,
    health,
    page,
    basemap,
    static_files,
    station_page,
    licence,
    openapi,
    coverage,
    plan,
    planner_map,
    areas,
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
    problems.init_app(app)
    planner.init_app(app, settings)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    if settings.ogc:
        app.register_blueprint(ogc.blueprint)
    if settings.downloads:
        downloads.init_app(app)
    Compress(app)
    headers.init_app(app)
    return app


def _load(path: Path, settings: Settings) -> StationSet:
    return load_stations(
        path,
        hide_modelled=settings.hide_modelled,
        calendar_folder=settings.calendar_folder,
    )
