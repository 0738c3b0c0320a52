"""`locator serve`: the app under gunicorn, with workers, until it is told to stop."""

from __future__ import annotations

import logging
import os
import re
import socket
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication

from locator.cli.options import settings_with, stations_option
from locator.errors import LocatorError
from locator.web.app import create_app
from locator.web.store import store

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

_THREADS = 4
_QUERY = re.compile(r"\?[^\s'\"]*")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one.")  # fmt: skip  # noqa: E501
@click.option("--workers", type=click.IntRange(1, 64), help="Processes.  [default: one per processor]")  # fmt: skip  # noqa: E501
@stations_option
def command(host: str, port: int, workers: int | None, stations: Path | None) -> None:
    """Serve the stations over HTTP. A changed file is taken up while it runs."""
    settings = settings_with(stations)
    listener = _listen(host, port)
    app = create_app(settings)
    url = f"http://{_bracketed(host)}:{listener.getsockname()[1]}"
    click.echo(f"{len(store(app).served.stations)} stations on {url}", err=True)
    _Server(app, listener, workers or os.cpu_count() or 1).run()


class HideQueries(logging.Filter):
    """Cuts queries out of log lines: they tell where people are."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message; every record passes."""
        record.msg, record.args = _QUERY.sub("?…", record.getMessage()), None
        return True


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the app made before its workers fork: they share the stations' memory."""

    def __init__(self, app: Flask, listener: socket.socket, workers: int) -> None:
        self._app, self._listener, self._workers = app, listener, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what the command decides; the rest is gunicorn's default."""
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
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app."""
        return self._app


def _hide_queries(server: Any) -> None:
    for handler in server.log.error_log.handlers:
        handler.addFilter(HideQueries())


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that a taken port is told at once and in words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise LocatorError(
            f"can't listen on {_bracketed(host)}:{port}: {error.strerror or error}; "
            "choose another --port or --host"
        ) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
