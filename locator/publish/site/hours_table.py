"""Opening hours for scripts: each day's intervals, written out through the published calendar.

What a day is worth is decided here alone; `offline/hours.js` only looks it up. Texts have a few
dozen distinct days, and the order in which these follow each other is the same for many texts, so
that a year of hours of a whole province takes a few kilobytes.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from locator.publish.site.columns import FIRST_CODE
from locator.stations.hours.programme import HORIZON_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.stations.hours import Calendar, OpeningHours
    from locator.stations.hours.timeline import Timeline

# Scripts count days from here.
EPOCH = date(1970, 1, 1).toordinal()
_LEAST_DAYS = 366


def last_day(calendar: Calendar, first: date) -> date:
    """Return the day until which hours are written out.

    A year beyond the published calendar, whose rule for unpublished years says what is uncertain;
    at least a year from the first day on.
    """
    published = calendar.published_years
    following = date((published[-1] if published else first.year) + 1, 12, 31)
    return max(following, date.fromordinal(first.toordinal() + _LEAST_DAYS))


def hours_table(
    texts: Sequence[OpeningHours], calendar: Calendar, first: date, last: date
) -> dict[str, object]:
    """Return the days of each text, from `first` to `last`.

    Parameters
    ----------
    texts
        Compiled hours, in the order by which stations name them.
    calendar
        That of the hours; it tells which holiday a day belongs to.
    first, last
        The days for which states can be told. Days are written out for 366 more, since that is how
        far ahead the next change of a state is looked for.

    Returns
    -------
    dict
        `first` and `last` as days since 1970-01-01; `courses`, each a list of pieces
        `[minute, state, code, day, comment]`, the last two left out where they are 0 and empty;
        `patterns`, texts with a character a day; `texts`, each `[pattern, [course of each
        character]]`; `codes`; and `holidays`, `[day, key]`.
    """
    book = _Book()
    start, end = first.toordinal(), last.toordinal() + HORIZON_DAYS
    rows = [book.text(hours, start, end) for hours in texts]
    holidays = [
        [ordinal - EPOCH, key]
        for ordinal in range(start - 1, end + 1)
        if (key := calendar.day_at(ordinal).holiday) is not None
    ]
    return {
        "first": start - EPOCH,
        "last": last.toordinal() - EPOCH,
        "codes": list(book.codes),
        "courses": [list(map(list, course)) for course in book.courses],
        "patterns": list(book.patterns),
        "texts": rows,
        "holidays": holidays,
    }


class _Book:
    """Numbers what comes up, each thing once, in the order in which it comes up."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.courses: dict[tuple[tuple[int | str, ...], ...], int] = {}
        self.patterns: dict[str, int] = {}

    def text(self, hours: OpeningHours, start: int, end: int) -> list[object]:
        own: dict[int, int] = {}
        letters = []
        for ordinal in range(start, end + 1):
            course = self._course(hours.pieces_of(ordinal))
            letters.append(chr(FIRST_CODE + own.setdefault(course, len(own))))
        pattern = "".join(letters)
        return [self.patterns.setdefault(pattern, len(self.patterns)), list(own)]

    def _course(self, pieces: Timeline) -> int:
        rows: list[tuple[int | str, ...]] = []
        for minute, mark in pieces:
            code = self.codes.setdefault(mark.code, len(self.codes))
            row: tuple[int | str, ...] = (minute, mark.state, code)
            if mark.comment:
                row = (*row, mark.day, mark.comment)
            elif mark.day:
                row = (*row, mark.day)
            rows.append(row)
        return self.courses.setdefault(tuple(rows), len(self.courses))
