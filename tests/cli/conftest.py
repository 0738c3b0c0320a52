import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import eventually

LISTENING = re.compile(r"on (http://\S+)")


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """Start `locator serve` on a free port; a context that gives (url, process, log path)."""

    @contextmanager
    def start(*options, command=(sys.executable, "-m", "locator"), **words):
        log = tmp_path_factory.mktemp("serve") / "log.txt"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*map(str, command), "serve", "--port", "0", *map(str, options)],
                stdout=file,
                stderr=file,
                **words,
            )
        try:
            yield _url(process, log), process, log
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)

    return start


def _url(process: subprocess.Popen, log: Path) -> str:
    def said():
        assert process.poll() is None, log.read_text()
        return LISTENING.search(log.read_text())

    return eventually(said, lambda: "it did not start in time: " + log.read_text())[1]
