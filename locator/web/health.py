"""`/healthz`: what is being served, and whether the newest file is."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from locator import __version__
from locator.web.store import store

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer with the version, the number of stations, and the data's time and checksum.

    `status` is `ok`, or `stale` where a newer file is broken and the old data go on serving;
    then `error` says what is wrong with it.
    """
    served = store(current_app).current()
    origin = served.stations.origin
    body = {
        "status": "ok" if served.error is None else "stale",
        "version": __version__,
        "stations": len(served.stations),
        "data_modified_at": origin.modified_at.isoformat(),
        "data_sha256": origin.sha256,
    }
    if served.error is not None:
        body["error"] = str(served.error)
    answer: Response = jsonify(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
