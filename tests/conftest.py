"""What holds for all tests, and the browser that they share."""

import pytest
from hypothesis import settings

from tests.parts import chromium_path

# A busy machine is no fault of the code: how long an example takes fails no test.
settings.register_profile("locator", deadline=None)
settings.load_profile("locator")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name that is no secure context on plain http, as localhost is.
    "--host-resolver-rules=MAP plain.test 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium: one for all rooms, since a process can't drive two Playwrights at once."""
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
