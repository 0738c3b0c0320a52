"""What every page is made of: the Jinja environment, addresses of assets, icons, JSON in a page.

The environment escapes everything and fails on undefined names. An asset's address has a version
made of its bytes, so that browsers may keep it for good. Icons are symbols of one SVG sprite, cut
to those that a page uses. Embedded JSON can't end the script element that it stands in.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from locator.language import html_tag, language_query, next_language, phrase
from locator.paths import static_folder

if TYPE_CHECKING:
    from collections.abc import Iterable


def asset_version(name: str) -> str | None:
    """Return the version of a file under `static/`, from its bytes; None where there is none.

    Parameters
    ----------
    name
        Its path below the folder, with slashes.
    """
    folder = static_folder().resolve()
    try:
        path = (folder / name).resolve()
        status = path.stat()
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return None
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    return _version(str(path), status.st_mtime_ns, status.st_size)


def asset_url(name: str) -> str:
    """Return the address of a file under `static/`, with its version.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    version = asset_version(name)
    if version is None:
        raise FileNotFoundError(f"static/{name}")
    return f"/static/{name}?v={version}"


@lru_cache(512)
def _version(path: str, modified_ns: int, size: int) -> str:  # noqa: ARG001  # they make the key
    with open(path, "rb") as file:  # noqa: PTH123  # a text is what can be cached by
        return hashlib.file_digest(file, "sha256").hexdigest()[:10]


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
    shapes = "".join(symbols[name] for name in sorted(set(names)))
    return Markup(f"{_HEAD}{shapes}</svg>")  # noqa: S704  # our own file


@lru_cache(1)
def _symbols() -> dict[str, str]:
    text = (static_folder() / "icons.svg").read_text(encoding="utf-8")
    return {match[1]: match[0] for match in _SYMBOL.finditer(text)}


@cache
def environment() -> Environment:
    """Return the environment; templates lie in `locator/publish/templates`."""
    jinja = Environment(
        loader=PackageLoader("locator.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "html_tag": html_tag,
        "next_language": next_language,
        "language_query": language_query,
        "own_name": phrase("language.own_name").in_language,
        "full_stop": phrase("language.full_stop").in_language,
    }
    return jinja


# What could end a script element, or a line in old parsers, is escaped within JSON's strings.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def script_safe(value: object) -> str:
    r"""Return a value as compact JSON that a script element may hold, as data or in a script.

    Examples
    --------
    >>> print(script_safe({"a": "</script>"}))
    {"a":"\u003c/script\u003e"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def embedded_json(value: object) -> Markup:
    """Return the same for a template."""
    return Markup(script_safe(value))  # noqa: S704  # escaped above
