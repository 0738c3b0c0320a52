"""What each property of a served station is, as JSON Schema: one table for every document."""

from __future__ import annotations

from typing import Any

from locator.errors import Words
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import POSITION_QUALITIES, STATUSES

Schema = dict[str, Any]

ID_PATTERN = "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$"


def _text(zh: str, en: str, **more: Any) -> Schema:
    return {"type": "string", "title": Words(zh, en), **more}


# In the order of `Station`; a test holds the two together.
STATION_PROPERTIES: dict[str, Schema] = {
    "id": _text("编号", "Id", pattern=ID_PATTERN),
    "kind": _text("类别", "Kind", enum=list(KINDS)),
    "name": _text("名称；示例站点以“模拟”开头", "Name; that of a sample begins with 模拟"),
    "address": _text("地址", "Address"),
    "adcode": _text("县级行政区划代码", "Code of the county", pattern="^[0-9]{6}$"),
    "opening_hours": _text(
        "开放时间，OSM 格式；缺失表示未知", "Opening hours in OSM syntax; absent means unknown"
    ),
    "hours_text": _text("原文所载开放时间", "Hours as published"),
    "services": {
        "type": "array",
        "title": Words("服务；缺失表示未知", "Services; absent means unknown"),
        "items": {"type": "string", "enum": list(SERVICES)},
    },
    "phone": _text("公开电话", "Public phone number"),
    "operator": _text("运营单位", "Operator"),
    "capacity": {
        "type": "integer",
        "title": Words("可容纳人数", "Number of people it holds"),
        "minimum": 1,
    },
    "access": _text("谁可进入", "Who may enter"),
    "status": _text("状态", "Status", enum=list(STATUSES)),
    "valid_from": _text("启用日期", "First day", format="date"),
    "valid_to": _text("截止日期", "Last day", format="date"),
    "part_of": _text("所属站点编号", "Id of the station it belongs to", pattern=ID_PATTERN),
    "note": _text("说明", "Note"),
    "verified_at": _text("核实日期或时间", "Date or time of its verification"),
    "url": _text("网址", "Web address", format="uri"),
    "source": _text("来源", "Source"),
    "position": _text(
        "位置来源：实测、地理编码、模拟（示例数据）",
        "Where the position comes from; modelled means sample data",
        enum=list(POSITION_QUALITIES),
    ),
}
REQUIRED_PROPERTIES = ("id", "kind", "name", "status")

POINT: Schema = {
    "type": "object",
    "title": Words("位置，WGS 84 经度、纬度", "Position, longitude and latitude, WGS 84"),
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {
            "type": "array",
            "items": {"type": "number", "minimum": -180, "maximum": 180},
            "minItems": 2,
            "maxItems": 2,
        },
    },
}


def feature_schema(more: Schema | None = None, required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a station as a GeoJSON feature.

    Parameters
    ----------
    more
        Properties beyond the listed ones.
    required
        Which of these always stand there.
    """
    return {
        "type": "object",
        "title": Words("站点", "Station"),
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": STATION_PROPERTIES["id"],
            "geometry": POINT,
            "properties": {
                "type": "object",
                "required": [*REQUIRED_PROPERTIES, *required],
                "properties": {**STATION_PROPERTIES, **(more or {})},
                "additionalProperties": False,
            },
        },
    }
