"""Documents that are written once, in both languages, and told in one."""

from __future__ import annotations

from typing import Any

from locator.errors import Language, Words


def say(document: Any, lang: Language) -> Any:
    """Return a document of mappings and sequences with its Words in one language.

    Examples
    --------
    >>> say({"title": Words("驿站", "Stations"), "n": (1, 2)}, "en")
    {'title': 'Stations', 'n': [1, 2]}
    """
    if isinstance(document, Words):
        return document.in_language(lang)
    if isinstance(document, dict):
        return {key: say(value, lang) for key, value in document.items()}
    if isinstance(document, (list, tuple)):
        return [say(value, lang) for value in document]
    return document
