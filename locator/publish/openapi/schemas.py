"""The schemas that endpoints' answers share.

The query parameters that endpoints share, from the tables by which `Query` reads them.
One endpoint's part of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locator.errors import Words
from locator.find.nearest import DEFAULT_K, MAX_K, OPEN_FILTERS, TRAVEL_MODES
from locator.geo.datum import DATUMS
from locator.publish.courier.navigation import PROVIDERS
from locator.publish.station_schema import feature_schema
from locator.stations.hours.reason import WORDINGS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Schema = dict[str, Any]

NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time"}


def record(members: dict[str, Schema], *optional: str) -> Schema:
    """Return the schema of an object of these members and no others; all but some always stand."""
    return {
        "type": "object",
        "required": [name for name in members if name not in optional],
        "properties": members,
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Return a reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


_NOTICE = {"type": "string", "title": Words("示例数据的说明", "Says that the data are a sample")}
_OPENING: dict[str, Schema] = {
    "open_state": {"type": "string", "enum": ["open", "closed", "unknown"]},
    "open_text": TEXT,
    "open_reason": TEXT,
    "open_reason_code": {"type": "string", "enum": list(WORDINGS)},
    "open_until": MOMENT,
    "opens_at": MOMENT,
}
_STATED = ("open_state", "open_text", "open_reason", "open_reason_code")
_NAVIGATION = {
    "type": "object",
    "title": Words(
        "导航链接，{mode} 代表出行方式；示例站点没有",
        "Links of navigation; {mode} stands for the way of travelling. Samples have none",
    ),
    "properties": dict.fromkeys(PROVIDERS, TEXT),
    "additionalProperties": False,
}
_WAY: dict[str, Schema] = {
    "distance_m": {**NUMBER, "minimum": 0, "title": Words("直线距离，米", "Metres along the line")},
    "bearing_deg": {**NUMBER, "minimum": 0, "maximum": 360},
    "travel_time_s": {
        **NUMBER, "minimum": 0, "title": Words("估计用时，秒", "Seconds, an estimate")
    },
    "arrives_at": MOMENT,
}  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "problem": {
        "type": "object",
        "title": Words("错误，RFC 9457", "A problem, RFC 9457"),
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "parameter": TEXT,
            "value": {"nullable": True, "title": Words("所给的值", "The value as given")},
            "allowed": TEXT,
            "errors": listed(
                record({"parameter": TEXT, "value": {"nullable": True}, "allowed": TEXT})
            ),
        },
    },
    "station": feature_schema({"navigation": _NAVIGATION, **_WAY, **_OPENING}, _STATED),
    "neighbour": feature_schema(
        {
            "navigation": _NAVIGATION,
            "rank": {"type": "integer", "minimum": 1},
            **_WAY,
            **_OPENING,
        },
        ("rank", "distance_m", "bearing_deg", *_STATED),
    ),
    "neighbours": record(
        {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": listed(ref("neighbour")),
            "notice": _NOTICE,
        },
        "notice",
    ),
    "view": record(
        {
            "total": WHOLE,
            "clusters": {
                **listed({**listed(NUMBER), "minItems": 3, "maxItems": 3}),
                "title": Words("[经度, 纬度, 个数]", "[lon, lat, count]"),
            },
            "stations": {
                **listed({**listed({"anyOf": [NUMBER, TEXT]}), "minItems": 5, "maxItems": 5}),
                "title": Words("[经度, 纬度, 类别, 编号, 名称]", "[lon, lat, kind, id, name]"),
            },
        }
    ),
    "matches": record(
        {
            "results": listed(
                record(
                    {
                        "what": {"type": "string", "enum": ["prefecture", "county", "station"]},
                        "key": TEXT,
                        "name": TEXT,
                        "pinyin": TEXT,
                        "within": TEXT,
                        "lon": NUMBER,
                        "lat": NUMBER,
                    }
                )
            )
        }
    ),
    "drops": record(
        {
            "drops": listed(
                record(
                    {
                        "parameter": {"type": "string", "enum": ["kind", "service", "open"]},
                        "words": listed(TEXT),
                        "distance_m": {**NUMBER, "minimum": 0},
                    }
                )
            )
        }
    ),
    "points": record({"points": listed({**listed(NUMBER), "minItems": 2, "maxItems": 2})}),
    "health": record(
        {
            "status": {"type": "string", "enum": ["ok", "stale"]},
            "version": TEXT,
            "stations": WHOLE,
            "data_modified_at": MOMENT,
            "data_sha256": TEXT,
            "error": TEXT,
        },
        "error",
    ),
    "feature_collection": {
        "type": "object",
        "title": Words("GeoJSON 要素集", "GeoJSON features"),
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": listed({"type": "object"}),
        },
    },
}


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


_FAILURES = {
    400: Words("参数有误", "A parameter is wrong"),
    404: Words("没有此项", "There is no such thing"),
    422: Words("没有方案能满足全部约束", "No plan keeps to all constraints"),
    501: Words("没有此格式", "There is no such format"),
    503: Words("暂时无法答复", "It can't be answered at present"),
}
PROBLEM = {"$ref": "#/components/schemas/problem"}
HTML = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path that answers GET and HEAD.

    Parameters
    ----------
    path
        With braces around parameters, from the server's root.
    name
        Its operationId.
    tag
        A key of `TAGS`.
    summary
        One line.
    answers
        Schemas of a good answer by media type.
    parameters
        Parts of `parameters`.
    failures
        Statuses of the problems it may answer with.
    switch
        The setting that turns it off, if there is one.
    failures_as
        The media type of a problem that is told as a page.
    """

    path: str
    name: str
    tag: str
    summary: Words
    answers: Mapping[str, Mapping[str, Any]]
    parameters: Sequence[Parameter] = ()
    failures: Sequence[int] = (400,)
    switch: str = ""
    failures_as: str = "application/problem+json"

    def operation(self) -> dict[str, Any]:
        """Return the path's item, its texts in both languages."""
        good = {
            "description": Words("结果", "The answer"),
            "content": {media: {"schema": schema} for media, schema in self.answers.items()},
        }
        unchanged = {"description": Words("内容未变", "Not modified")}
        schema = HTML if self.failures_as == "text/html" else PROBLEM
        problems = {
            str(status): {
                "description": _FAILURES[status],
                "content": {self.failures_as: {"schema": schema}},
            }
            for status in self.failures
        }
        return {
            "get": {
                "operationId": self.name,
                "tags": [self.tag],
                "summary": self.summary,
                "parameters": list(self.parameters),
                "responses": {"200": good, "304": unchanged, **problems},
            }
        }
