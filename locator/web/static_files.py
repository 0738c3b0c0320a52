"""`/static/`: the pages' own scripts, styles, icons and vendored parts.

Pages name each file with its version, `?v=…`: such an answer may be kept for good. Without the
right version it must be asked for anew. Compressed forms are made once and kept in memory.
"""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response, abort, g, request

from locator.paths import static_folder
from locator.publish.page import asset_version
from locator.web.responses import IMMUTABLE, REVALIDATED, cached

blueprint = Blueprint("static_files", __name__)


@blueprint.get("/static/<path:name>")
def static(name: str) -> Response:
    """Answer with a file of the folder, and with none outside it."""
    version = asset_version(name)
    if version is None:
        abort(404)
    # Whole, not as a stream of parts: so it gets compressed, and keeps a strong ETag.
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = Response((static_folder() / name).read_bytes(), mimetype=kind)
    answer.set_etag(version)
    cached(answer, version_policy(name, version)).make_conditional(request)
    return answer


def version_policy(name: str, version: str) -> str:
    """Return how long the present answer, a file, may be kept; let it be compressed once.

    For good, where its address has its version.
    """
    g.compressed_as = f"{name}@{version}"
    return IMMUTABLE if request.args.get("v") == version else REVALIDATED


class CompressedOnce:
    """Keeps the compressed form of answers that were given a name: files, and nothing else."""

    def __init__(self) -> None:
        self._compressed: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return a compressed form, if it is kept."""
        return self._compressed.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep a compressed form; Flask-Compress calls this for every answer."""
        if not key.endswith(";"):
            self._compressed[key] = value


def compressed_as() -> str:
    """Return the name under which the present answer's compressed form is kept, if any."""
    return str(g.get("compressed_as", ""))
