"""Where the public reaches this server: for links that must be absolute.

Pages that hosts can turn into the map: they name the address of their oEmbed answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Response, current_app, request

from locator.errors import ParameterError
from locator.language import Language, phrase
from locator.publish.embed.oembed import discoverable
from locator.web.responses import conditional

if TYPE_CHECKING:
    from locator.settings import Settings


_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_ALLOWED = phrase("web.allowed")


def base_url() -> str:
    """Return the address of `/` without its slash: as set, else that of the present request.

    Raises
    ------
    ParameterError
        If the Host is no host's name: it is not repeated.
    """
    base = known_base_url()
    if not base:
        raise ParameterError("Host", request.host, _ALLOWED)
    return base


def known_base_url() -> str:
    """Return the same, empty where the Host is none that can be repeated.

    For pages that can do without: people on a host of their own network, such as `my_server`,
    still get them.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.base_url:
        return settings.base_url
    return request.root_url.rstrip("/") if _HOST.fullmatch(request.host) else ""


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
