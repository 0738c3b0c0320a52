"""What an import has to say of a list: a finding for each thing, with place and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from locator.errors import shown_value
from locator.language import Language, Phrase, phrase, phrases, verbatim
from locator.stations.importing.personal_data import mask

if TYPE_CHECKING:
    from locator.geo.points import LonLat

Severity = Literal["rejected", "warning", "repaired", "note"]

SEVERITIES = phrases("importing.severities")

CODES = phrases("importing.codes")


class Place(NamedTuple):
    """Where in a list: file, worksheet or layer, row (None: all of it), heading of the column."""

    file: str
    sheet: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a list. Its value never shows a person's number.

    Parameters
    ----------
    code
        A key of `CODES`.
    severity
        What came of it.
    place
        Where it stands.
    value
        What stands there.
    problem, remedy
        What is wrong, and what to do about it.
    point
        The position in question, WGS 84.
    name
        The station's name.
    """

    code: str
    severity: Severity
    place: Place
    value: str
    problem: Phrase
    remedy: Phrase
    point: LonLat | None = None
    name: str = ""

    def in_language(self, lang: Language) -> str:
        """Return one line: place, column, value, problem, remedy."""
        shown = shown_value(self.value, 60) if self.value else ""
        shown = " ".join(part for part in (self.place.column or "", shown) if part)
        values = {"place": place_phrase(self.place), "problem": self.problem, "remedy": self.remedy}
        message = (
            phrase("importing.finding", shown=shown, **values)
            if shown
            else phrase("importing.finding_of_no_value", **values)
        )
        return message.in_language(lang)


def finding(  # noqa: PLR0917  # read like the line it becomes
    code: str,
    severity: Severity,
    place: Place,
    value: object,
    problem: Phrase,
    remedy: Phrase,
    point: LonLat | None = None,
    name: str = "",
) -> Finding:
    """Return a finding with its value made fit to be shown."""
    shown = "" if value is None else mask(str(value))
    return Finding(code, severity, place, shown, problem, remedy, point, mask(name))  # fmt: skip


def place_phrase(place: Place) -> Phrase:
    """Return file, sheet and row as a person names them."""
    where = f"{place.file}[{place.sheet}]" if place.sheet else place.file
    if place.row is None:
        return verbatim(where)
    return phrase("importing.place.row", where=where, row=place.row)


def place_in_sentence(place: Place) -> Phrase:
    """Return a place as it stands within a sentence."""
    return phrase("importing.place.in_sentence", place=place_phrase(place))
