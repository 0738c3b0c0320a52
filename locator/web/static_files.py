"""`/static/`: the pages' own scripts, styles, icons and vendored parts."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from locator.paths import static_folder

blueprint = Blueprint("static_files", __name__)


@blueprint.get("/static/<path:name>")
def static(name: str) -> Response:
    """Answer with a file; Flask refuses paths that leave the folder."""
    answer = send_from_directory(static_folder(), name, max_age=3600)
    # Whole in memory, so that it gets compressed like everything else and keeps a strong ETag.
    answer.direct_passthrough = False
    return answer
