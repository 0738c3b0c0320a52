"""The app under gunicorn: processes with threads, until a signal stops them.

Gunicorn was chosen by measurement (docs/benchmarks.md): granian answers more requests, but brings
a compiled server for a load that a union's machine will hardly ever see; waitress, one process,
answers half as many.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

_THREADS = 4
_QUERY = re.compile(r"\?[^\s'\"]*")


class HideQueries(logging.Filter):
    """Cuts queries out of log lines: they tell where people are."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message; every record passes."""
        message = record.getMessage()
        # What could not be read as a request may be a position from end to end.
        if "nvalid request" in message:
            message = "invalid request"
        record.msg, record.args = _QUERY.sub("?…", message), None
        return True


def run_server(
    app: Flask, listener: int, workers: int, when_forked: Callable[[], object] = lambda: None
) -> None:
    """Serve an app on a listening socket until SIGTERM or SIGINT; then the process exits.

    The app is made before the workers fork, so that they share the stations' memory.

    Parameters
    ----------
    app
        The app.
    listener
        The descriptor of a listening socket; the server takes it over.
    workers
        How many processes.
    when_forked
        Called in each worker before its first request.
    """
    _Server(app, listener, workers, when_forked).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(
        self, app: Flask, listener: int, workers: int, when_forked: Callable[[], object]
    ) -> None:
        self._app, self._listener, self._workers = app, listener, workers
        self._when_forked = when_forked
        super().__init__()

    def load_config(self) -> None:
        """Set what this program decides; the rest is gunicorn's default."""
        options: dict[str, Any] = {
            "bind": f"fd://{self._listener}",
            "workers": self._workers,
            "threads": _THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "keepalive": 5,
            "graceful_timeout": 10,
            "control_socket_disable": True,
            "on_starting": _hide_queries,
            "post_worker_init": lambda _worker: self._when_forked(),
        }
        for name, value in options.items():
            if name in self.cfg.settings:  # older releases lack the control socket
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app."""
        return self._app


def _hide_queries(server: Any) -> None:
    for handler in server.log.error_log.handlers:
        handler.addFilter(HideQueries())
