"""Answers that are documents: as JSON or as a page, whichever is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from locator.publish.courier_page import content_policy
from locator.web.conditional import conditional

if TYPE_CHECKING:
    from locator.errors import Language
    from locator.web.parameters import Query

_HTML = "text/html"
_JSON = ("application/json", "application/geo+json", "application/vnd.oai.openapi+json")


def wants_html(query: Query) -> bool:
    """Tell whether a page is asked for: by `f`, else by the Accept header."""
    form = query.choice("f", ("json", "html"), "")
    if form:
        return form == "html"
    accepted = request.accept_mimetypes
    return accepted.quality(_HTML) > max(accepted.quality(kind) for kind in _JSON)


def page_answer(text: str, lang: Language) -> Response:
    """Return a page without scripts, which no other page may frame."""
    answer = Response(text)
    answer.headers["Content-Security-Policy"] = content_policy(None)
    return _finished(answer, lang)


def json_answer(text: str, lang: Language, media_type: str) -> Response:
    """Return a JSON document."""
    return _finished(Response(text, content_type=media_type), lang)


def _finished(answer: Response, lang: Language) -> Response:
    answer.headers["Content-Language"] = lang
    # The part of the data that somebody asks for may tell where they are.
    answer.headers["Cache-Control"] = "private, no-cache" if "bbox" in request.args else "no-cache"
    answer.vary.add("Accept")
    return conditional(answer)
