"""`/api/openapi.json` and `/api/`: what every endpoint takes and answers with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request

from locator.language import Language, language_query
from locator.publish.ogc.ogc_collections import API
from locator.publish.openapi.openapi_document import build_document, render_api
from locator.web.parameters import Query
from locator.web.responses import base_url, json_answer, page_answer

if TYPE_CHECKING:
    from locator.settings import Settings

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """Answer with the document of all endpoints."""
    query = Query(request.args)
    query.finish()
    return json_answer(encoded(api_document(query.lang)), query.lang, API)


@blueprint.get("/api/")
def api_page() -> Response:
    """Answer with its page."""
    query = Query(request.args)
    query.finish()
    source = "/api/openapi.json" + language_query(query.lang)
    return page_answer(
        render_api(api_document(query.lang), query.lang, "/api/", source), query.lang
    )


def api_document(lang: Language, below: str = "") -> dict[str, Any]:
    """Return the document, without what the settings switch off; `below` as `build_document`."""
    settings: Settings = current_app.extensions["settings"]
    switches = {"ogc": settings.ogc, "downloads": settings.downloads}
    switched_off = [name for name, on in switches.items() if not on]
    return build_document(base_url(), lang, switched_off, below)


def encoded(document: dict[str, Any]) -> str:
    """Return a document as JSON."""
    return json.dumps(document, ensure_ascii=False)
