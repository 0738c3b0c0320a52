"""JSON inside a page: data that can't end the element it stands in."""

from __future__ import annotations

import json

from markupsafe import Markup

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
