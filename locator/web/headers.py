"""Headers that every answer bears, and those by which any page may read the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

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
