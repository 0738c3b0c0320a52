"""What each property of a served station is, as JSON Schema: one table for every document."""

from __future__ import annotations

from typing import Any

from locator.language import Phrase, phrase
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import POSITION_QUALITIES, STATUSES

Schema = dict[str, Any]

ID_PATTERN = "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$"


def _text(title: Phrase, **more: Any) -> Schema:
    return {"type": "string", "title": title, **more}


# In the order of `Station`; a test holds the two together.
STATION_PROPERTIES: dict[str, Schema] = {
    "id": _text(phrase("openapi.station.id"), pattern=ID_PATTERN),
    "kind": _text(phrase("openapi.station.kind"), enum=list(KINDS)),
    "name": _text(phrase("openapi.station.name")),
    "address": _text(phrase("openapi.station.address")),
    "adcode": _text(phrase("openapi.station.adcode"), pattern="^[0-9]{6}$"),
    "opening_hours": _text(phrase("openapi.station.opening_hours")),
    "hours_text": _text(phrase("openapi.station.hours_text")),
    "services": {
        "type": "array",
        "title": phrase("openapi.station_properties.services.title"),
        "items": {"type": "string", "enum": list(SERVICES)},
    },
    "phone": _text(phrase("openapi.station.phone")),
    "operator": _text(phrase("openapi.station.operator")),
    "capacity": {
        "type": "integer",
        "title": phrase("openapi.station_properties.capacity.title"),
        "minimum": 1,
    },
    "access": _text(phrase("openapi.station.access")),
    "status": _text(phrase("openapi.station.status"), enum=list(STATUSES)),
    "valid_from": _text(phrase("openapi.station.valid_from"), format="date"),
    "valid_to": _text(phrase("openapi.station.valid_to"), format="date"),
    "part_of": _text(phrase("openapi.station.part_of"), pattern=ID_PATTERN),
    "note": _text(phrase("openapi.station.note")),
    "verified_at": _text(phrase("openapi.station.verified_at")),
    "url": _text(phrase("openapi.station.url"), format="uri"),
    "source": _text(phrase("openapi.station.source")),
    "position": _text(
        phrase("openapi.station.position"),
        enum=list(POSITION_QUALITIES),
    ),
}
REQUIRED_PROPERTIES = ("id", "kind", "name", "status")

POINT: Schema = {
    "type": "object",
    "title": phrase("openapi.point.title"),
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
        "title": phrase("openapi.station"),
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
