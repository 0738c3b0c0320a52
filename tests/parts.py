"""Parts that a user's machine may lack: there a test is skipped and says why; in CI it fails."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Skip the test, or fail it where every test has to run."""
    if os.environ.get("LOCATOR_REQUIRE_ALL_TESTS"):
        pytest.fail(reason)
    pytest.skip(reason)


def chromium_path() -> str:
    """Return Debian's Chromium: where it is there its headless shell, which costs half as much."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        path = shutil.which(name)
        if path:
            return path
    lacking("no chromium: apt-get install chromium-headless-shell fonts-noto-cjk")
