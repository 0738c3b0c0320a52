"""Pages that hosts can turn into the map: they name the address of their oEmbed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from locator.publish.oembed import discoverable
from locator.web.base_url import known_base_url
from locator.web.conditional import conditional

if TYPE_CHECKING:
    from locator.errors import Language


def discoverable_answer(text: str, title: str, lang: Language, policy: str) -> Response:
    """Return the present request's page, with the link to its oEmbed answer.

    Without the link where the request's Host is none that can be repeated: people on a host of
    their own network, such as `my_server`, still get the page.

    Parameters
    ----------
    text, title
        The page's HTML, and what the map is called that hosts make of it.
    policy
        Its Content-Security-Policy.
    """
    answer = Response(_with_link(text, title))
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["Content-Language"] = lang
    answer.headers["Cache-Control"] = "no-cache"
    return conditional(answer)


def _with_link(text: str, title: str) -> str:
    base = known_base_url()
    if not base:
        return text
    query = request.query_string.decode("ascii", "ignore")
    address = base + request.path + (f"?{query}" if query else "")
    return discoverable(text, address, base, title)
