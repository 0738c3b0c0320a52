"""`HoursTable`: the hours of many stations at once, their states as arrays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from locator.stations.hours import errors
from locator.stations.hours.calendar import Calendar
from locator.stations.hours.errors import HoursError
from locator.stations.hours.opening_hours import OpeningHours, china_minute
from locator.stations.hours.timeline import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HOURS_OF_WEEK = 168


class HoursTable:
    """Compiled hours of stations in their order; immutable.

    Parameters
    ----------
    texts
        OSM opening hours, one per station; None or an empty text is unknown at all times.
    calendar
        As for `OpeningHours`.

    Raises
    ------
    HoursError
        For the first text that is not OSM opening hours.

    Notes
    -----
    Each distinct text is evaluated once, for all of its stations. States are
    int8: 0 closed, 1 unknown, 2 open, so that `possible` is `> 0` and `only` is `== 2`.
    """

    __slots__ = ("_codes", "_hours", "calendar", "distinct")

    def __init__(self, texts: Sequence[str | None], calendar: Calendar | None = None) -> None:
        self.calendar = Calendar.published() if calendar is None else calendar
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(text, len(numbers)) if text else -1 for text in texts]
        self._codes = np.array(codes, dtype=np.int32)
        self.distinct = tuple(OpeningHours(text, self.calendar) for text in numbers)
        # One reference a station: reading an array's element costs more than the answer.
        self._hours = [None if code < 0 else self.distinct[code] for code in codes]

    def __len__(self) -> int:
        return len(self._codes)

    def hours_of(self, position: int) -> OpeningHours | None:
        """Return the hours of the station at a position; None where it has none."""
        return self._hours[position]

    def states_at(self, moment: dt.datetime) -> NDArray[np.int8]:
        """Return the state of every station at a moment, shape (n,).

        Raises
        ------
        HoursError
            The moment has no date in China.
        """
        return self.states_of_minute(*china_minute(moment))

    def states_of_minute(self, ordinal: int, minute: int) -> NDArray[np.int8]:
        """Return the state of every station at a minute of a date, given by its ordinal."""
        states = np.fromiter(
            (hours.state_code(ordinal, minute) for hours in self.distinct),
            dtype=np.int8,
            count=len(self.distinct),
        )
        return self._spread(states)

    def week_states(self, monday: dt.date) -> NDArray[np.int8]:
        """Return the state of every station at each full hour of seven days, shape (n, 168).

        Column `24 * d + h` is `h` o'clock in China `d` days after `monday`, which may be any date.

        Raises
        ------
        HoursError
            The week reaches past the year 9999.
        """
        ordinals = range(monday.toordinal(), monday.toordinal() + 7)
        if ordinals[-1] > dt.date.max.toordinal():
            raise HoursError(str(monday), errors.PAST_9999)
        weeks = b"".join(hours.hour_states(ordinals) for hours in self.distinct)
        states = np.frombuffer(weeks, dtype=np.int8).reshape(len(self.distinct), HOURS_OF_WEEK)
        return self._spread(states)

    def _spread(self, states: NDArray[np.int8]) -> NDArray[np.int8]:
        """Hand the states of distinct texts to the stations; no text (-1) takes the last row."""
        unknown = np.full((1, *states.shape[1:]), UNKNOWN, dtype=np.int8)
        return np.concatenate([states, unknown])[self._codes]
