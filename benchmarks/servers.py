"""Which server: the same app under gunicorn, granian and waitress, with wrk as the load.

Granian and waitress are no dependencies: `pip install granian waitress` first; what is not
installed is left out. Not part of `make bench`, since the choice is made.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.serving import NEAREST, measure_with_wrk, wait_for
from benchmarks.tables import Row, machine, table

_ROUNDS = 3
_HELLO = "from flask import Flask, jsonify; app = Flask('hello'); app.add_url_rule('/', view_func=lambda: jsonify(message='hello'))"
_NEAREST = "from locator.web import create_app; app = create_app()"


def commands(port: int, module: str) -> dict[str, list[str]]:
    """Return how each server is started, with two processes where it has processes."""
    python = [sys.executable, "-m"]
    bind = f"127.0.0.1:{port}"
    return {
        "gunicorn, 2 workers, 4 threads": [*python, "gunicorn", "-w", "2", "--threads", "4", "-b", bind, f"{module}:app"],
        "gunicorn, 2 workers, sync": [*python, "gunicorn", "-w", "2", "-b", bind, f"{module}:app"],
        "granian, 2 workers": [*python, "granian", "--interface", "wsgi", "--workers", "2", "--host", "127.0.0.1", "--port", str(port), f"{module}:app"],
        "waitress, 8 threads": [*python, "waitress", f"--listen={bind}", "--threads=8", f"{module}:app"],
    }  # fmt: skip


def main() -> None:
    """Print requests per second of a bare hello and of /api/v1/nearest under each server."""
    rows = []
    for name in commands(0, ""):
        package = name.split(",")[0]
        if subprocess.run(
            [sys.executable, "-c", f"import {package}"], capture_output=True, check=False
        ).returncode:
            continue
        hello = max(_rate(name, "hello_app", _HELLO, "/") for _ in range(_ROUNDS))
        nearest = max(_rate(name, "nearest_app", _NEAREST, NEAREST) for _ in range(_ROUNDS))
        rows.append(Row(name, "bundled", f"{nearest:,.0f} /s", f"hello {hello:,.0f} /s"))
    print(machine())
    print(table(rows))


def _rate(name: str, module: str, source: str, path: str) -> float:
    folder = Path(tempfile.mkdtemp())
    (folder / f"{module}.py").write_text(source, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    server = subprocess.Popen(
        commands(port, module)[name],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, path)
        measure_with_wrk(port, path)  # not counted: one answer says that one process is up
        return measure_with_wrk(port, path)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        shutil.rmtree(folder)


if __name__ == "__main__":
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt install wrk")
    main()
