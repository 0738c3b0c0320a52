"""`/licence`: terms, credits and date of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from locator.publish.documents import licence_of, render_licence
from locator.web.documents import page_answer
from locator.web.store import store

if TYPE_CHECKING:
    from locator.errors import Language

blueprint = Blueprint("licence", __name__)


@blueprint.get("/licence")
def licence() -> Response:
    """Answer with the page."""
    lang: Language = "en" if request.args.get("lang") == "en" else "zh"
    found = licence_of(store(current_app).current().stations)
    return page_answer(render_licence(found, lang), lang)
