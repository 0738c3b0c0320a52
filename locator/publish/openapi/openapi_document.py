"""The OpenAPI 3.0 document: what every endpoint takes and answers with; as JSON and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locator import __version__
from locator.language import Language, phrase, phrases, said_in
from locator.publish.documents import in_language, render_document
from locator.publish.openapi import courier_api, open_data_api, planner_api, publisher_api
from locator.publish.openapi.schemas import PARAMETERS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from locator.publish.openapi.schemas import Endpoint


_TITLE = phrase("openapi.title")
_ABOUT = phrase("openapi.about")
TAGS = phrases("openapi.tags")


def endpoints(switched_off: Collection[str] = ()) -> list[Endpoint]:
    """Return every endpoint that the settings leave on."""
    parts = (courier_api, planner_api, publisher_api, open_data_api)
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
    selected = [e for e in endpoints(switched_off) if e.path.startswith(below + "/")]
    tags = dict.fromkeys(endpoint.tag for endpoint in selected)
    paths = {endpoint.path.removeprefix(below): endpoint.operation() for endpoint in selected}
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
    translated: dict[str, Any] = in_language(document, lang)
    return translated


def _components(paths: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the shared parts that the paths refer to, and those that these refer to."""
    known = {
        "parameters": PARAMETERS,
        "schemas": SCHEMAS | open_data_api.SCHEMAS,
    }
    components: dict[str, dict[str, Any]] = {section: {} for section in known}
    waiting = list(_references(paths))
    while waiting:
        section, name = waiting.pop().split("/")[-2:]
        if name not in components[section]:
            components[section][name] = known[section][name]
            waiting += _references(known[section][name])
    return {section: dict(sorted(parts.items())) for section, parts in components.items()}


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, (list, tuple)):
        for member in part:
            yield from _references(member)


_WORDS = phrases("openapi.words")
_MOST_WORDS = 12


def render_api(
    document: dict[str, Any],
    lang: Language,
    path: str,
    json: str,
    trail: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the page of a document; `path` is its address and `json` that of the document."""
    shared = document["components"]["parameters"]
    groups = [
        (
            tag["description"],
            [
                _operation(endpoint, item["get"], shared, lang)
                for endpoint, item in document["paths"].items()
                if tag["name"] in item["get"]["tags"]
            ],
        )
        for tag in document["tags"]
    ]
    return render_document(
        "document.api.html", lang, path, document["info"]["title"], trail=trail, json=json,
        say=said_in(lang, _WORDS), groups=groups,
        about=document["info"]["description"], server=document["servers"][0]["url"],
    )  # fmt: skip


def _operation(
    path: str, operation: dict[str, Any], shared: dict[str, Any], lang: Language
) -> dict[str, Any]:
    parameters = [
        shared[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in operation["parameters"]
    ]
    return {
        "path": path,
        "summary": operation["summary"],
        "parameters": [
            (p["name"], _values(p["schema"], lang), p["description"], p.get("required", False))
            for p in parameters
        ],
        "answers": [
            (status, ", ".join(answer.get("content", {})) or answer["description"])
            for status, answer in operation["responses"].items()
        ],
    }


def _values(schema: dict[str, Any], lang: Language) -> str:
    """Return what a parameter may be, in a few words."""
    items = schema.get("items", schema)
    known = [str(word) for word in items.get("enum", ())]
    text = ", ".join(known[:_MOST_WORDS]) + (", …" if len(known) > _MOST_WORDS else "")
    if not known:
        low, high = items.get("minimum"), items.get("maximum")
        ends = "" if low is None else f"{low} … {high}" if high is not None else f">= {low}"
        text = ends or str(items.get("type", ""))
    if "default" in schema:
        text += f" ({_WORDS['default'].in_language(lang)} {schema['default']})"
    return text
