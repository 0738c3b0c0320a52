"""The pages' icons: one sprite, whole or with those symbols that a page uses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from locator.paths import static_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

_SYMBOL = re.compile(r'<symbol id="icon-([a-z]+)".*?</symbol>', re.DOTALL)
_HEAD = '<svg id="icons" width="0" height="0" aria-hidden="true" focusable="false">'


def sprite_of(names: Iterable[str]) -> Markup:
    """Return the symbols of these names, each once, in a picture that is not seen.

    Raises
    ------
    KeyError
        For a name that is no icon.
    """
    symbols = _symbols()
    drawn = "".join(symbols[name] for name in sorted(set(names)))
    return Markup(f"{_HEAD}{drawn}</svg>")  # noqa: S704  # our own file


@lru_cache(1)
def _symbols() -> dict[str, str]:
    text = (static_folder() / "icons.svg").read_text(encoding="utf-8")
    return {found[1]: found[0] for found in _SYMBOL.finditer(text)}
