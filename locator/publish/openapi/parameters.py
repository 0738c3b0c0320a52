"""The query parameters that endpoints share, from the tables by which `Query` reads them."""

from __future__ import annotations

from typing import Any

from locator.errors import Words
from locator.find.arrival import OPEN_FILTERS
from locator.find.nearest import DEFAULT_K, MAX_K
from locator.find.travel import TRAVEL_MODES
from locator.geo.datum import DATUMS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES

Parameter = dict[str, Any]


def query(name: str, text: Words, schema: dict[str, Any], **more: Any) -> Parameter:
    """Return a parameter of the query; `more` are members such as `required` or `example`."""
    return {"name": name, "in": "query", "description": text, "schema": schema, **more}


def words(name: str, text: Words, known: list[str], **more: Any) -> Parameter:
    """Return a parameter of several words, comma-separated or repeated."""
    items = {"type": "string", "enum": known}
    schema = {"type": "array", "items": items, "minItems": 1}
    return query(name, text, schema, style="form", explode=False, **more)


def path(name: str, text: Words, schema: dict[str, Any], **more: Any) -> Parameter:
    """Return a parameter of the path."""
    return {
        "name": name, "in": "path", "required": True, "description": text, "schema": schema, **more
    }  # fmt: skip


def one_of(known: tuple[str, ...] | list[str], default: str | None = None) -> dict[str, Any]:
    """Return the schema of one of some words."""
    schema: dict[str, Any] = {"type": "string", "enum": list(known)}
    return schema if default is None else {**schema, "default": default}


# By their names in `#/components/parameters`; endpoints refer to them by `shared`.
PARAMETERS: dict[str, Parameter] = {
    "lon": query(
        "lon",
        Words("经度，度", "Longitude in degrees"),
        {"type": "number", "minimum": -180, "maximum": 180},
        required=True,
        example=113.65,
    ),
    "lat": query(
        "lat",
        Words("纬度，度", "Latitude in degrees"),
        {"type": "number", "minimum": -90, "maximum": 90},
        required=True,
        example=34.76,
    ),
    "coordsys": query(
        "coordsys",
        Words("所给经纬度的坐标系；结果为 WGS 84", "What lon and lat are in; answers are WGS 84"),
        one_of(DATUMS, "wgs84"),
    ),
    "bbox": query(
        "bbox",
        Words(
            "范围 west,south,east,north，度；west 大于 east 时跨越 180 度经线",
            "A box west,south,east,north in degrees; west > east crosses the antimeridian",
        ),
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        style="form",
        explode=False,
        example=[113.4, 34.6, 113.9, 34.9],
    ),
    "k": query(
        "k",
        Words("个数", "How many"),
        {"type": "integer", "minimum": 1, "maximum": MAX_K, "default": DEFAULT_K},
    ),
    "kind": words("kind", Words("类别，其中之一", "Of one of these kinds"), list(KINDS)),
    "service": words(
        "service", Words("服务，须全部具备", "Offering all of these services"), list(SERVICES)
    ),
    "status": words(
        "status", Words("状态；默认 active", "Of one of these statuses; active"), list(STATUSES)
    ),
    "at": query(
        "at",
        Words(
            "时刻：now 或 ISO 8601，无时区时为中国时间",
            "The moment: now, or ISO 8601, China's time where it carries no zone",
        ),
        {"type": "string", "default": "now"},
        example="2026-10-01T22:30",
    ),
    "open": query(
        "open",
        Words(
            "any 不限；possible 不确知关闭；only 确知开放",
            "any; possible: not known to be closed; only: known to be open",
        ),
        one_of(OPEN_FILTERS, "any"),
    ),
    "travel": query(
        "travel",
        Words("出行方式；给出时开放状态为到达时的", "How one travels; states are those on arrival"),
        one_of(tuple(TRAVEL_MODES)),
    ),
    "max_distance_m": query(
        "max_distance_m",
        Words("最远距离，米", "Leave out what is farther, in metres"),
        {"type": "number", "minimum": 0},
    ),
    "radius_m": query(
        "radius_m",
        Words("服务半径，米", "The service radius in metres"),
        {"type": "number", "minimum": 0, "maximum": 1_000_000, "default": 1000},
    ),
    "lang": query("lang", Words("语言", "The language of words"), one_of(("zh", "en"), "zh")),
    "f": query(
        "f",
        Words("格式；默认依 Accept 头", "The format; by default the Accept header's"),
        one_of(("json", "html")),
    ),
    "v": query("v", Words("文件版本", "The file's version"), {"type": "string"}),
    "station_id": path(
        "station_id", Words("站点编号", "The station's id"), {"type": "string"},
        example="example-kiosk",
    ),
}  # fmt: skip


def shared(*names: str) -> list[Parameter]:
    """Return references to shared parameters.

    Raises
    ------
    KeyError
        For a name that is none.
    """
    for name in names:
        PARAMETERS[name]
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def optional(name: str) -> Parameter:
    """Return a shared parameter that an endpoint can do without."""
    return {key: value for key, value in PARAMETERS[name].items() if key != "required"}
