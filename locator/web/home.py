"""`/`: a page that says what is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from locator.publish.home import render_home
from locator.web.store import store

if TYPE_CHECKING:
    from locator.errors import Language

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Answer with the page, in Chinese or, with `?lang=en`, in English."""
    lang: Language = "en" if request.args.get("lang") == "en" else "zh"
    answer = Response(render_home(store(current_app).current().stations, lang))
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["Content-Language"] = lang
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer
