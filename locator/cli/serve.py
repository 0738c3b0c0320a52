"""`locator serve`: the app under a production server, until it is told to stop."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import click

from locator.cli.options import settings_with, stations_option
from locator.errors import LocatorError
from locator.language import phrase
from locator.web.app import create_app
from locator.web.planner_map import make_ahead
from locator.web.server import run_server
from locator.web.store import store

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535),
    help="Port; 0 takes a free one.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes.  [default: one per processor]"
)
@stations_option
def command(host: str, port: int, workers: int | None, stations: Path | None) -> None:
    """Serve the stations over HTTP. A changed file is taken up while it runs."""
    settings = settings_with(stations)
    with _listen(host, port) as listener:
        app = create_app(settings)
        url = f"http://{_bracketed(host)}:{listener.getsockname()[1]}"
        handle = listener.detach()  # the server's from here on: it closes it
    click.echo(f"{len(store(app).served.stations):,} stations on {url}", err=True)

    def when_forked() -> None:
        store(app).current()
        make_ahead(app)

    run_server(app, handle, workers or os.cpu_count() or 1, when_forked)


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that a taken port is told at once and in words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        address, reason = f"{_bracketed(host)}:{port}", error.strerror or error
        raise LocatorError(
            phrase("cli.cant_listen_choose_another_port", address=address, reason=reason)
        ) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
