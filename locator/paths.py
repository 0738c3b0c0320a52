"""Where the program's own files lie: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

from locator.errors import LocatorError

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    """Return the folder that holds `static/` and `data/`.

    The checkout is looked at first: an editable install leaves a copy of the shipped files in
    site-packages, which goes stale as soon as the checkout's are edited.
    """
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "data").is_dir():
        return checkout
    shipped = _PACKAGE / "_shipped"
    if shipped.is_dir():
        return shipped
    raise LocatorError(f"neither {checkout / 'data'} nor {shipped} exists; install locator again")


def data_file(name: str) -> Path:
    """Return the path of a bundled data file, such as `stations.geojson`."""
    return _root() / "data" / name


def static_folder() -> Path:
    """Return the folder of the page's own scripts, styles, icons and vendored parts."""
    return _root() / "static"
