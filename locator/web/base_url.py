"""Where the public reaches this server: for links that must be absolute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import current_app, request

from locator.errors import ParameterError, Words

if TYPE_CHECKING:
    from locator.settings import Settings

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_ALLOWED = Words(
    "主机名；也可设置 LOCATOR_BASE_URL", "a host's name; or set LOCATOR_BASE_URL on the server"
)


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
