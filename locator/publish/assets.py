"""Addresses of the pages' own files, with a version in them: a browser may keep them for good."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from locator.paths import static_folder


def asset_version(name: str) -> str | None:
    """Return the version of a file under `static/`, from its bytes; None where there is none.

    Parameters
    ----------
    name
        Its path below the folder, with slashes.
    """
    folder = static_folder().resolve()
    try:
        path = (folder / name).resolve()
        status = path.stat()
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return None
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    return _version(str(path), status.st_mtime_ns, status.st_size)


def asset_url(name: str) -> str:
    """Return the address of a file under `static/`, with its version.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    version = asset_version(name)
    if version is None:
        raise FileNotFoundError(f"static/{name}")
    return f"/static/{name}?v={version}"


@lru_cache(512)
def _version(path: str, modified_ns: int, size: int) -> str:  # noqa: ARG001  # they make the key
    with open(path, "rb") as file:  # noqa: PTH123  # a text is what can be cached by
        return hashlib.file_digest(file, "sha256").hexdigest()[:10]
