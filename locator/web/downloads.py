"""`/downloads/`: the current stations as files. `LOCATOR_DOWNLOADS=off` leaves it out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.wsgi import wrap_file

from locator import __version__
from locator.publish.documents import licence_of
from locator.publish.downloads import DOWNLOADS, DownloadFolder, render_downloads
from locator.web.responses import REVALIDATED, base_url, cached, page_answer, requested_language
from locator.web.store import store

if TYPE_CHECKING:
    from flask import Flask


blueprint = Blueprint("downloads", __name__)


def init_app(app: Flask) -> None:
    """Serve downloads from an app."""
    app.extensions["downloads"] = DownloadFolder()
    app.register_blueprint(blueprint)


@blueprint.get("/downloads/")
def downloads() -> Response:
    """Answer with the page that lists the files."""
    lang = requested_language()
    stations = store(current_app).current().stations
    return page_answer(render_downloads(stations, licence_of(stations), lang), lang)


@blueprint.get("/downloads/<name>")
def download(name: str) -> Response:
    """Answer with a file; packed if the client can unpack it, in parts if it asks for some."""
    if name not in DOWNLOADS:
        abort(404)
    stations = store(current_app).current().stations
    licence = licence_of(stations)
    packed = request.accept_encodings.quality("gzip") > 0
    folder: DownloadFolder = current_app.extensions["downloads"]
    file = folder.open(name, stations, licence, packed=packed)
    size = os.fstat(file.fileno()).st_size
    answer = Response(
        wrap_file(request.environ, file),
        content_type=DOWNLOADS[name].media_type,
        direct_passthrough=True,
    )
    answer.content_length = size
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    stem, _, ending = name.partition(".")
    answer.headers["Content-Disposition"] = f"attachment; filename={stem}-{licence.date}.{ending}"
    answer.headers["Link"] = f'<{base_url()}/licence>; rel="license"'
    cached(answer, REVALIDATED)
    answer.vary.add("Accept-Encoding")
    answer.last_modified = stations.origin.modified_at
    # Modelled stations may be hidden of the same file, and another version may write otherwise.
    tag = f"{stations.origin.sha256[:20]}-{len(stations)}-{__version__}"
    answer.set_etag(f"{tag}-{ending}{'-gzip' if packed else ''}")
    answer.make_conditional(request, accept_ranges=True, complete_length=size)
    return answer
