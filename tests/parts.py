"""Parts that a user's machine may lack: there a test is skipped and says why; in CI it fails."""

from __future__ import annotations

import os

import pytest


def lacking(reason: str) -> None:
    """Skip the test, or fail it where every test has to run."""
    if os.environ.get("LOCATOR_REQUIRE_ALL_TESTS"):
        pytest.fail(reason)
    pytest.skip(reason)
