"""Downloads of the current data."""

from __future__ import annotations

from locator.errors import Words
from locator.publish.documents import DOWNLOADS
from locator.publish.ogc.links import GEOJSON
from locator.publish.openapi.endpoint import HTML, Endpoint
from locator.publish.openapi.parameters import one_of, path, shared
from locator.publish.openapi.schemas import ref

SWITCH = "downloads"
_FILE = {"type": "string", "format": "binary"}

ENDPOINTS = (
    Endpoint(
        "/downloads/", "downloads", "open_data",
        Words("可下载的文件、许可和日期", "The files there are, their licence and date"),
        {"text/html": HTML}, shared("lang"), (), SWITCH,
    ),
    Endpoint(
        "/downloads/{name}", "download", "open_data",
        Words("当前全部站点，一个文件", "All stations as they are now, in one file"),
        {d.media_type: _FILE for d in DOWNLOADS.values()} | {GEOJSON: ref("feature_collection")},
        (path("name", Words("文件名", "The file's name"), one_of(list(DOWNLOADS))),),
        (404,), SWITCH,
    ),
)  # fmt: skip
