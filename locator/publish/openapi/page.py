"""The OpenAPI document as a page: every endpoint with its parameters and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locator.errors import Words
from locator.publish.documents import render_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.errors import Language

_WORDS = {
    "parameter": Words("参数", "Parameter"),
    "values": Words("取值", "Values"),
    "meaning": Words("含义", "Meaning"),
    "required": Words("必填", "required"),
    "answers": Words("返回", "Answers"),
    "default": Words("默认", "default"),
    "server": Words("地址", "Address"),
}
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
        say={key: text.in_language(lang) for key, text in _WORDS.items()}, groups=groups,
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
