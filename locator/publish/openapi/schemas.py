"""The schemas that endpoints' answers share."""

from __future__ import annotations

from typing import Any

from locator.errors import Words
from locator.publish.navigation import PROVIDERS
from locator.publish.station_schema import feature_schema
from locator.stations.hours.reason import WORDINGS

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
