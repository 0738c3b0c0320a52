"""Where the public reaches this server: for links that must be absolute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import abort, current_app, request

if TYPE_CHECKING:
    from locator.settings import Settings

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")


def base_url() -> str:
    """Return the address of `/` without its slash: as set, else that of the present request.

    A Host that is no host's name is not repeated: such a request is a bad one.
    """
    return known_base_url() or abort(400)


def known_base_url() -> str:
    """Return the same, empty where the Host is none that can be repeated.

    For pages that can do without: people on a host of their own network, such as `my_server`,
    still get them.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.base_url:
        return settings.base_url
    return request.root_url.rstrip("/") if _HOST.fullmatch(request.host) else ""
