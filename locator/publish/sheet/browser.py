"""Pages as PNG and PDF, through the Chromium of this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from locator.errors import LocatorError
from locator.language import phrase
from locator.stations.writing import write_whole

if TYPE_CHECKING:
    from datetime import date

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "chromium-headless-shell",
)  # fmt: skip
_TIMEOUT_S = 180
_FLAGS = (
    "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
    # The page asks for nothing, and nobody else does.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
# A sheet of A3 across at 96 pixels an inch, drawn twice as fine.
_SHEET_PX, _FINENESS = (1588, 1123), 2
# What Chromium writes of the clock: the same number of bytes takes its place.
_PDF_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_PDF_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>\s*\]")


class NoBrowserError(LocatorError):
    """There is no Chromium on this machine."""

    def __init__(self) -> None:
        super().__init__(phrase("wall_sheet.no_chromium_found_makes_png"))


def find_browser() -> str:
    """Return the path of Chromium.

    Raises
    ------
    NoBrowserError
        If there is none.
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise NoBrowserError


def print_png(page: str, path: Path) -> None:
    """Write a page of one A3 sheet as a picture of 3,176 by 2,246 pixels.

    Raises
    ------
    NoBrowserError, LocatorError
        If there is no Chromium, or it fails.
    """
    width, height = _SHEET_PX
    flags = [f"--window-size={width},{height}", f"--force-device-scale-factor={_FINENESS}"]
    write_whole(path, lambda to: _run(page, to, [*flags, f"--screenshot={to}"]))


def print_pdf(page: str, path: Path, day: date) -> None:
    """Write a page as PDF, on the paper that its own style names.

    Parameters
    ----------
    day
        What the file says of its making: a date of the data, so that the same page makes the same
        bytes.

    Raises
    ------
    NoBrowserError, LocatorError
        If there is no Chromium, or it fails.
    """

    def write(to: Path) -> None:
        _run(page, to, ["--no-pdf-header-footer", f"--print-to-pdf={to}"])
        to.write_bytes(_undated(to.read_bytes(), day))

    write_whole(path, write)


def _run(page: str, to: Path, flags: list[str]) -> None:
    browser = find_browser()
    # A user's sandbox can't be set up by root, as whom containers run.
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="locator-print-") as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={Path(folder) / 'profile'}"
        command = [browser, *_FLAGS, *alone, profile, *flags, source.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(str(error)) from error
    if done.returncode != 0 or not to.is_file() or to.stat().st_size == 0:
        raise _failed(done.stderr.decode("utf-8", "replace").strip()[-300:])


def _failed(why: str) -> LocatorError:
    return LocatorError(phrase("wall_sheet.chromium_made_no_file", why=why))


def _undated(content: bytes, day: date) -> bytes:
    """Put a date where Chromium wrote the time, and zeros where it wrote a random id."""

    def dated(found: re.Match[bytes]) -> bytes:
        length = len(found[0]) - len(found[1]) - len(b"/ (D:)")
        stamp = f"{day:%Y%m%d}000000+08'00'".encode()
        return b"/" + found[1] + b" (D:" + stamp[:length].ljust(length) + b")"

    def zeroed(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", found[0])

    return _PDF_ID.sub(zeroed, _PDF_DATE.sub(dated, content))
