"""One Jinja environment for every page: everything is escaped, nothing is silently undefined."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def environment() -> Environment:
    """Return the environment; templates lie in `locator/publish/templates`."""
    return Environment(
        loader=PackageLoader("locator.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
