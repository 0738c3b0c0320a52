"""`/healthz`: what is being served, and whether the newest file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, jsonify

from locator import __version__
from locator.stations.faults import StationFileError
from locator.web.responses import NO_STORE, cached
from locator.web.store import store

if TYPE_CHECKING:
    from locator.errors import LocatorError

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
        body["error"] = _public(served.error)
    answer: Response = jsonify(body)
    return cached(answer, NO_STORE)


def _public(error: LocatorError) -> str:
    """Return what anybody may read of an error; the log has the rest."""
    if isinstance(error, StationFileError):
        return error.without_values()
    return "the file can't be read"
