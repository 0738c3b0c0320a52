"""The whole document, OpenAPI 3.0: what every endpoint takes and answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locator import __version__
from locator.errors import Words
from locator.publish.documents.wording import say
from locator.publish.openapi import (
    courier,
    ogc,
    open_data,
    pages,
    planner,
    service,
    sharing,
)
from locator.publish.openapi.parameters import PARAMETERS
from locator.publish.openapi.schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from locator.errors import Language
    from locator.publish.openapi.endpoint import Endpoint

_TITLE = Words("户外劳动者驿站定位", "Locator of rest stations for outdoor workers")
_ABOUT = Words(
    "查找最近的户外劳动者驿站。坐标一律先经度后纬度，结果为 WGS 84；"
    "/api 和 /ogc 下未知或重复的参数是错误。",
    "Finds the nearest rest station for outdoor workers. Longitude stands before latitude, answers "
    "are WGS 84; under /api and /ogc an unknown or repeated parameter is an error.",
)
TAGS = {
    "courier": Words("找驿站", "For couriers"),
    "planner": Words("规划", "For planners"),
    "pages": Words("网页", "Pages"),
    "ogc": Words("OGC API - Features", "OGC API - Features"),
    "open_data": Words("数据下载", "Downloads"),
    "service": Words("服务", "The service"),
}


def endpoints(switched_off: Collection[str] = ()) -> list[Endpoint]:
    """Return every endpoint that the settings leave on."""
    parts = (courier, planner, pages, sharing, ogc, open_data, service)
    every = [endpoint for part in parts for endpoint in part.ENDPOINTS]
    return [endpoint for endpoint in every if endpoint.switch not in switched_off]


def build_document(
    server: str, lang: Language, switched_off: Collection[str] = (), below: str = ""
) -> dict[str, Any]:
    """Return the document.

    Parameters
    ----------
    server
        The address under which the paths lie, without a slash at its end.
    lang
        Of its texts.
    switched_off
        Settings that are off: what they switch is left out.
    below
        Keep to the paths below this one, which are then told from there on: for clients that
        take `server` plus `below` for the root of an API.
    """
    kept = [e for e in endpoints(switched_off) if e.path.startswith(below + "/")]
    tags = dict.fromkeys(endpoint.tag for endpoint in kept)
    paths = {endpoint.path.removeprefix(below): endpoint.operation() for endpoint in kept}
    document = {
        "openapi": "3.0.3",
        "info": {
            "title": _TITLE,
            "description": _ABOUT,
            "version": __version__,
            "license": {"name": "MIT", "x-covers": "the code, not the data"},
        },
        "servers": [{"url": server + below}],
        "tags": [{"name": tag, "description": TAGS[tag]} for tag in tags],
        "paths": paths,
        "components": _components(paths),
    }
    found: dict[str, Any] = say(document, lang)
    return found


def _components(paths: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the shared parts that the paths refer to, and those that these refer to."""
    known = {"parameters": PARAMETERS | ogc.PARAMETERS, "schemas": SCHEMAS | ogc.SCHEMAS}
    found: dict[str, dict[str, Any]] = {section: {} for section in known}
    waiting = list(_references(paths))
    while waiting:
        section, name = waiting.pop().split("/")[-2:]
        if name not in found[section]:
            found[section][name] = known[section][name]
            waiting += _references(known[section][name])
    return {section: dict(sorted(parts.items())) for section, parts in found.items()}


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, (list, tuple)):
        for member in part:
            yield from _references(member)
