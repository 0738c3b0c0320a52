"""Headers that every answer bears, and those by which any page may read the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

_OPEN_PATHS = ("/api/", "/ogc/", "/healthz")

_EVERYWHERE = [("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff")]
_OPEN = [
    *_EVERYWHERE,
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag"),
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
        constant = _EVERYWHERE
        if environ.get("PATH_INFO", "").startswith(_OPEN_PATHS):
            constant = _PREFLIGHT if environ["REQUEST_METHOD"] == "OPTIONS" else _OPEN

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, headers + constant, *rest)

        return self._app(environ, start)
