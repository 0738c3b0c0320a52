"""Figures as people read them: counts, percentages, metres, distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.language import phrase

if TYPE_CHECKING:
    from locator.language import Language

NONE = "–"
_MINUS = "−"  # as wide as a plus


def count(value: float | None) -> str:
    """Return a number in groups of three digits; parts of one are told below a thousand.

    >>> count(8400000.0), count(12.25), count(None)
    ('8,400,000', '12.25', '–')
    """
    if value is None:
        return NONE
    whole = value == round(value) or abs(value) >= 1_000.0
    return f"{value:,.0f}" if whole else f"{value:,.3g}" if abs(value) < 1 else f"{value:,.2f}"


def percent(share: float | None) -> str:
    """Return a share in percent. What is not all or nothing is never told as if it were.

    >>> percent(0.6543), percent(0.99996), percent(1.0), percent(0.0002), percent(None)
    ('65.4', '>99.9', '100.0', '<0.1', '–')
    """
    if share is None:
        return NONE
    text = f"{100.0 * share:.1f}"
    if text == "100.0" and share < 1.0:
        return ">99.9"
    return "<0.1" if text == "0.0" and share > 0.0 else text


def with_sign(share: float | None) -> str:
    """Return a share, or None, in percent with its sign: `65.4%`."""
    return NONE if share is None else percent(share) + "%"


def metres(value: float | None) -> str:
    """Return a length in whole metres."""
    return NONE if value is None else f"{value:,.0f}"


def change(value: float | None, digits: int = 0) -> str:
    """Return a change with its sign; nothing changed is 0 without one.

    >>> change(1234.0), change(-0.04, 1), change(-2.5, 1)
    ('+1,234', '0.0', '−2.5')
    """
    if value is None:
        return NONE
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return text
    return ("+" if value > 0.0 else _MINUS) + text


def radius(value: float) -> str:
    """Return a radius in metres, with the digits that it has."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.3f}".rstrip("0")


def distance_text(distance_m: float, lang: Language) -> str:
    """Return a distance as people say it: whole metres below a kilometre, then kilometres.

    >>> distance_text(322.6, "zh"), distance_text(1234.0, "en"), distance_text(45678.0, "en")
    ('323 米', '1.2 km', '46 km')
    """
    if distance_m < 999.5:
        return phrase("common.metres", n=f"{distance_m:.0f}").in_language(lang)
    kilometres = distance_m / 1000.0
    n = f"{kilometres:.{1 if kilometres < 9.95 else 0}f}"
    return phrase("common.kilometres", n=n).in_language(lang)
