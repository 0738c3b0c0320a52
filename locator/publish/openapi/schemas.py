"""The schemas that endpoints' answers share.

The query parameters that endpoints share, from the tables by which `Query` reads them.
One endpoint's part of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locator.find.nearest import DEFAULT_K, MAX_K, OPEN_FILTERS, TRAVEL_MODES
from locator.geo.datum import DATUMS
from locator.language import LANGUAGES, Phrase, phrase
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


_NOTICE = {"type": "string", "title": phrase("openapi.notice.title")}
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
    "title": phrase("openapi.navigation.title"),
    "properties": dict.fromkeys(PROVIDERS, TEXT),
    "additionalProperties": False,
}
_WAY: dict[str, Schema] = {
    "distance_m": {**NUMBER, "minimum": 0, "title": phrase("openapi.way.distance_m.title")},
    "bearing_deg": {**NUMBER, "minimum": 0, "maximum": 360},
    "travel_time_s": {
        **NUMBER, "minimum": 0, "title": phrase("openapi.way.travel_time_s.title")
    },
    "arrives_at": MOMENT,
}  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "problem": {
        "type": "object",
        "title": phrase("openapi.schemas.problem.title"),
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "parameter": TEXT,
            "value": {
                "nullable": True,
                "title": phrase("openapi.schemas.problem.properties.value.title"),
            },
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
                "title": phrase("openapi.schemas.view.clusters.title"),
            },
            "stations": {
                **listed({**listed({"anyOf": [NUMBER, TEXT]}), "minItems": 5, "maxItems": 5}),
                "title": phrase("openapi.schemas.view.stations.title"),
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
        "title": phrase("openapi.schemas.feature_collection.title"),
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": listed({"type": "object"}),
        },
    },
}


Parameter = dict[str, Any]


def query(name: str, text: Phrase, schema: dict[str, Any], **more: Any) -> Parameter:
    """Return a parameter of the query; `more` are members such as `required` or `example`."""
    return {"name": name, "in": "query", "description": text, "schema": schema, **more}


def words(name: str, text: Phrase, known: list[str], **more: Any) -> Parameter:
    """Return a parameter of several words, comma-separated or repeated."""
    items = {"type": "string", "enum": known}
    schema = {"type": "array", "items": items, "minItems": 1}
    return query(name, text, schema, style="form", explode=False, **more)


def path(name: str, text: Phrase, schema: dict[str, Any], **more: Any) -> Parameter:
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
        phrase("openapi.parameters.lon"),
        {"type": "number", "minimum": -180, "maximum": 180},
        required=True,
        example=113.65,
    ),
    "lat": query(
        "lat",
        phrase("openapi.parameters.lat"),
        {"type": "number", "minimum": -90, "maximum": 90},
        required=True,
        example=34.76,
    ),
    "coordsys": query(
        "coordsys",
        phrase("openapi.parameters.coordsys"),
        one_of(DATUMS, "wgs84"),
    ),
    "bbox": query(
        "bbox",
        phrase("openapi.parameters.bbox"),
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        style="form",
        explode=False,
        example=[113.4, 34.6, 113.9, 34.9],
    ),
    "k": query(
        "k",
        phrase("openapi.parameters.k"),
        {"type": "integer", "minimum": 1, "maximum": MAX_K, "default": DEFAULT_K},
    ),
    "kind": words("kind", phrase("openapi.parameters.kind"), list(KINDS)),
    "service": words(
        "service", phrase("openapi.parameters.service"), list(SERVICES)
    ),
    "status": words(
        "status", phrase("openapi.parameters.status"), list(STATUSES)
    ),
    "at": query(
        "at",
        phrase("openapi.parameters.at"),
        {"type": "string", "default": "now"},
        example="2026-10-01T22:30",
    ),
    "open": query(
        "open",
        phrase("openapi.parameters.open"),
        one_of(OPEN_FILTERS, "any"),
    ),
    "travel": query(
        "travel",
        phrase("openapi.parameters.travel"),
        one_of(tuple(TRAVEL_MODES)),
    ),
    "max_distance_m": query(
        "max_distance_m",
        phrase("openapi.parameters.max_distance_m"),
        {"type": "number", "minimum": 0},
    ),
    "radius_m": query(
        "radius_m",
        phrase("openapi.parameters.radius_m"),
        {"type": "number", "minimum": 0, "maximum": 1_000_000, "default": 1000},
    ),
    "lang": query("lang", phrase("openapi.parameters.lang"), one_of(LANGUAGES, LANGUAGES[0])),
    "f": query(
        "f",
        phrase("openapi.parameters.f"),
        one_of(("json", "html")),
    ),
    "v": query("v", phrase("openapi.parameters.v"), {"type": "string"}),
    "station_id": path(
        "station_id", phrase("openapi.parameters.station_id"), {"type": "string"},
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
    400: phrase("openapi.failures.400"),
    404: phrase("openapi.failures.404"),
    422: phrase("openapi.failures.422"),
    501: phrase("openapi.failures.501"),
    503: phrase("openapi.failures.503"),
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
    summary: Phrase
    answers: Mapping[str, Mapping[str, Any]]
    parameters: Sequence[Parameter] = ()
    failures: Sequence[int] = (400,)
    switch: str = ""
    failures_as: str = "application/problem+json"

    def operation(self) -> dict[str, Any]:
        """Return the path's item, its texts in both languages."""
        good = {
            "description": phrase("openapi.answer"),
            "content": {media: {"schema": schema} for media, schema in self.answers.items()},
        }
        unchanged = {"description": phrase("openapi.modified")}
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
