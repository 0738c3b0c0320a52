"""The shared parts of the OpenAPI document: schemas, query parameters, and one endpoint's entry.

Schemas follow OpenAPI 3.0.3. Parameters come from the declarations by which `Query` parses them, so
that documentation and parsing agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locator.find.nearest import (
    MAX_DISTANCE_M,
    TRAVEL,
)
from locator.geo.boxes import BBOX
from locator.geo.datum import COORDSYS
from locator.geo.points import LAT, LON
from locator.language import Phrase, phrase
from locator.parameters import LANG, OneOf, Parameter, Text, written
from locator.publish.courier.navigation import PROVIDERS
from locator.publish.station_schema import feature_schema
from locator.stations.hours.reason import WORDINGS
from locator.stations.moments import AT
from locator.stations.selection import KIND, OPEN, SERVICE, STATUS

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
    "hours_in_words": TEXT,
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


def entry_of(parameter: Parameter[Any]) -> dict[str, Any]:
    """Return a parameter of the query as OpenAPI has it, its words in every language."""
    schema = written(parameter)
    entry: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "schema": schema,
    }
    if parameter.required:
        entry["required"] = True
    if schema.get("type") == "array" or parameter.listed:
        entry |= {"style": "form", "explode": False}
    if parameter.example is not None:
        entry["example"] = parameter.example
    return entry


F: Parameter[str] = Parameter("f", OneOf(("json", "html")))
V = Parameter("v", Text(40), "")

# A parameter of the path, as the document writes it.
PathParameter = dict[str, Any]


def path(name: str, text: Phrase, schema: dict[str, Any], **more: Any) -> PathParameter:
    """Return a parameter of the path."""
    return {
        "name": name, "in": "path", "required": True, "description": text, "schema": schema, **more
    }  # fmt: skip


STATION_ID = path(
    "station_id", phrase("openapi.parameters.station_id"), {"type": "string"},
    example="example-kiosk",
)  # fmt: skip
# What many endpoints take stands in the document once.
_SHARED: tuple[Parameter[Any], ...] = (
    LON, LAT, COORDSYS, BBOX, KIND, SERVICE, STATUS, AT, OPEN, TRAVEL, MAX_DISTANCE_M, LANG, F, V,
)  # fmt: skip
PARAMETERS = {parameter.name: entry_of(parameter) for parameter in _SHARED}


def reference_to(parameter: Parameter[Any] | PathParameter) -> dict[str, Any]:
    """Return what an endpoint says of a parameter: a reference to what is shared, else all."""
    if parameter in _SHARED:
        return {"$ref": f"#/components/parameters/{parameter.name}"}
    return parameter if isinstance(parameter, dict) else entry_of(parameter)


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
        What it takes: the same declarations by which its view parses.
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
    parameters: Sequence[Parameter[Any] | PathParameter] = ()
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
                "parameters": [reference_to(parameter) for parameter in self.parameters],
                "responses": {"200": good, "304": unchanged, **problems},
            }
        }
