"""Text cells of tables for people: a spreadsheet must never take one for a formula."""

from __future__ import annotations

# What Excel, LibreOffice and WPS begin a formula or a command with, full-width forms included.
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet evaluates: guarded by an apostrophe where it could be.

    A text that begins with the guard itself gets another, so that `unguard_cell` is its inverse.

    Examples
    --------
    >>> guard_cell("=1+1"), guard_cell("爱心驿站")
    ("'=1+1", '爱心驿站')
    """
    return GUARD + text if text.startswith((*_STARTERS, GUARD)) else text


def unguard_cell(text: str) -> str:
    """Return what `guard_cell` was given."""
    return text[1:] if text.startswith(tuple(GUARD + s for s in (*_STARTERS, GUARD))) else text
