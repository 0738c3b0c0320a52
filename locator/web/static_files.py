"""`/static/`: the pages' own scripts, styles, icons and vendored parts.

Pages name each file with its version, `?v=…`: such an answer may be kept for good. Without the
right version it must be asked for anew. Compressed forms are made once and kept in memory.
"""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response, abort, g, request

from locator.paths import static_folder
from locator.publish.page import asset_version

blueprint = Blueprint("static_files", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"


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
    cacheable(answer, name, version)
    answer.make_conditional(request)
    return answer


def cacheable(answer: Response, name: str, version: str) -> None:
    """Let an answer be kept for good if its address has its version, and be compressed once."""
    right = request.args.get("v") == version
    answer.headers["Cache-Control"] = FOR_GOOD if right else "no-cache"
    g.compressed_as = f"{name}@{version}"


class CompressedOnce:
    """Keeps the compressed form of answers that were given a name: files, and nothing else."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return a compressed form, if it is kept."""
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep a compressed form; Flask-Compress calls this for every answer."""
        if not key.endswith(";"):
            self._kept[key] = value


def compressed_as() -> str:
    """Return the name under which the present answer's compressed form is kept, if any."""
    return str(g.get("compressed_as", ""))
