"""`/`: the courier's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, request

from locator.publish import words
from locator.publish.courier_page import content_policy, render_page
from locator.web.discovery import discoverable_answer
from locator.web.store import store

if TYPE_CHECKING:
    from flask import Response

    from locator.errors import Language
    from locator.settings import Settings

blueprint = Blueprint("page", __name__)


@blueprint.get("/")
def page() -> Response:
    """Answer with the page, in Chinese or, with `?lang=en`, in English.

    It is the same for every place and filter, which its scripts read from its address; only the
    link by which hosts find its oEmbed answer has that address in it.
    """
    lang: Language = "en" if request.args.get("lang") == "en" else "zh"
    settings: Settings = current_app.extensions["settings"]
    text = render_page(
        store(current_app).current().stations, lang, settings.tiles, settings.review_number
    )
    title = words.PAGE["title"].in_language(lang)
    return discoverable_answer(text, title, lang, content_policy(settings.tiles))
