"""Requests per second of `/api/v1/nearest`, beside a bare Flask hello under the same server.

The load is wrk's where it is installed (Debian's package wrk), else that of threads here, which
take so much of the machine themselves that they blur the difference.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import flask

from benchmarks.tables import Row
from locator.web import create_app
from locator.web.server import run_server

if TYPE_CHECKING:
    from collections.abc import Callable

_WORKERS, _CONNECTIONS, _SECONDS, _ROUNDS = 2, 8, 3, 6
NEAREST = "/api/v1/nearest?lon=113.65&lat=34.76&k=5"


def rows() -> list[Row]:
    """Measure both in turns, and take the best of each: what the machine disturbed least."""
    rates: dict[str, list[float]] = {"hello": [], "nearest": []}
    apps: dict[str, tuple[Callable[[], flask.Flask], str]] = {
        "hello": (_hello, "/"),
        "nearest": (create_app, NEAREST),
    }
    for _ in range(_ROUNDS):
        for name, (make, path) in apps.items():
            rates[name].append(_rate(make, path))
    hello, nearest = (max(rates[name]) for name in ("hello", "nearest"))
    load = "wrk" if shutil.which("wrk") else "threads of Python"
    data = f"bundled, {_WORKERS} workers, {_CONNECTIONS} connections, {load}"
    ratio = nearest / hello
    return [Row("requests of /api/v1/nearest, k = 5", data, f"{nearest:,.0f} /s, {ratio:.2f} of hello", f"hello {hello:,.0f} /s", "0.6 of hello", ratio >= 0.6)]  # fmt: skip


def _hello() -> flask.Flask:
    app = flask.Flask("hello")
    app.add_url_rule("/", view_func=lambda: flask.jsonify(message="hello"))
    return app


def _rate(make: Callable[[], flask.Flask], path: str) -> float:
    """Start a server in a process of its own, load it, stop it; return requests per second."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = multiprocessing.get_context("fork").Process(target=_serve, args=(make, listener))
        process.start()
    try:
        wait_for(port, path)
        return measure_with_wrk(port, path) if shutil.which("wrk") else _threads(port, path)
    finally:
        os.kill(process.pid or 0, signal.SIGTERM)
        process.join(20)


def _serve(make: Callable[[], flask.Flask], listener: socket.socket) -> None:
    run_server(make(), listener.detach(), _WORKERS)


def wait_for(port: int, path: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def measure_with_wrk(port: int, path: str) -> float:
    """Return requests per second under wrk's load."""
    command = [
        "wrk",
        "-t1",
        f"-c{_CONNECTIONS}",
        f"-d{_SECONDS}s",
        f"http://127.0.0.1:{port}{path}",
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(text)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", text)[1])  # type: ignore[index]


def _threads(port: int, path: str) -> float:
    counts: list[int] = []
    end = time.monotonic() + _SECONDS

    def ask() -> None:
        connection, count = http.client.HTTPConnection("127.0.0.1", port, timeout=10), 0
        while time.monotonic() < end:
            connection.request("GET", path)
            connection.getresponse().read()
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / _SECONDS


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
