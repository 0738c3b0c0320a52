"""The app under gunicorn: processes with threads, until a signal stops them.

Gunicorn was chosen by measurement (docs/benchmarks.md): granian answers half as many requests
again, but brings a compiled server for what a union's machine will hardly ever see; waitress, one
process, answers half as many.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    import socket

    from flask import Flask

_THREADS = 4
_QUERY = re.compile(r"\?[^\s'\"]*")


class HideQueries(logging.Filter):
    """Cuts queries out of log lines: they tell where people are."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message; every record passes."""
        record.msg, record.args = _QUERY.sub("?…", record.getMessage()), None
        return True


def run_server(app: Flask, listener: socket.socket, workers: int) -> None:
    """Serve an app on a listening socket until SIGTERM or SIGINT; then the process exits.

    The app is made before the workers fork, so that they share the stations' memory.
    """
    _Server(app, listener, workers).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, app: Flask, listener: socket.socket, workers: int) -> None:
        self._app, self._listener, self._workers = app, listener, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what this program decides; the rest is gunicorn's default."""
        options: dict[str, Any] = {
            "bind": f"fd://{self._listener.fileno()}",
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
