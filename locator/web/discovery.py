"""oEmbed's discovery: pages name the address of what they are on other people's pages."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import BadRequest

from locator.publish.oembed import discoverable
from locator.web.base_url import base_url


def discoverable_page(text: str, title: str) -> str:
    """Return the present request's page with the link to its oEmbed answer.

    Without it where the request's Host is none that can be repeated: people on a host of their own
    network, such as `my_server`, still get the page.
    """
    try:
        base = base_url()
    except BadRequest:
        return text
    query = request.query_string.decode("ascii", "ignore")
    address = base + request.path + (f"?{query}" if query else "")
    return discoverable(text, address, base, title)
