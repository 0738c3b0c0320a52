"""`OpeningHours`: the state of one station's hours at a moment, when it changes, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from locator.stations.hours import errors
from locator.stations.hours.calendar import Calendar
from locator.stations.hours.errors import HoursError
from locator.stations.hours.evaluation import compile_hours
from locator.stations.hours.reason import Reason
from locator.stations.hours.timeline import CLOSED, OPEN, STATE_NAMES
from locator.stations.moments import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.stations.hours.timeline import Timeline

State = Literal["open", "closed", "unknown"]
_CACHED_STATES = 400
# +08:00 at all times. Asia/Shanghai has been that since 1992; before, it had summers at +09:00,
# and 5 minutes and 43 seconds more up to 1901.
_STANDARD = dt.timezone(dt.timedelta(hours=8), "UTC+08:00")
_PLAIN_SINCE = 1992


@dataclass(frozen=True, slots=True)
class OpenState:
    """The state at a moment, when it next differs, and why it is so.

    Parameters
    ----------
    state
        `open`, `closed` or `unknown`.
    changes_at
        When the state next differs, aware, in Asia/Shanghai (before 1992 plainly +08:00); None if
        it doesn't within 366 days.
    reason
        See `word_reason`.
    """

    state: State
    changes_at: dt.datetime | None
    reason: Reason

    def __hash__(self) -> int:
        """Return a hash of what tells most states apart; it is asked for with every answer."""
        return hash((self.state, self.changes_at))


class OpeningHours:
    """Opening hours in OSM syntax under China's calendar; immutable, thread-safe, pickles.

    Parameters
    ----------
    osm
        The text, at most 500 characters. The same text again costs a dictionary lookup.
    calendar
        Days off and make-up days; default the years that `chinesecalendar` knows.

    Raises
    ------
    HoursError
        The text is not OSM opening hours.

    Examples
    --------
    >>> hours = OpeningHours("Mo-Fr 08:30-18:00; PH off")
    >>> hours.at(dt.datetime(2025, 9, 28, 10)).reason.code
    'make_up_day'
    >>> hours.at(dt.datetime(2025, 10, 1, 10)).changes_at.isoformat()
    '2025-10-09T08:30:00+08:00'
    """

    __slots__ = ("_calendar", "_compiled", "_osm", "_states")

    def __init__(self, osm: str, calendar: Calendar | None = None) -> None:
        if not isinstance(osm, str):
            raise HoursError(repr(osm), errors.NOT_TEXT)
        self._osm = osm
        self._calendar = Calendar.published() if calendar is None else calendar
        self._compiled = compile_hours(osm, self._calendar)
        self._states: dict[tuple[int, int], OpenState] = {}

    @property
    def osm(self) -> str:
        """The text, as it was passed in."""
        return self._osm

    @property
    def calendar(self) -> Calendar:
        """The calendar that decides which days are off or worked."""
        return self._calendar

    def at(self, moment: dt.datetime) -> OpenState:
        """Return the state at a moment. Intervals are `[open, close)`.

        Parameters
        ----------
        moment
            Of any time zone; without one it is China's time.

        Raises
        ------
        HoursError
            It is no datetime, or lies outside of the years 1 to 9999 in China's time.
        """
        ordinal, minute = china_minute(moment)
        piece = self._compiled.day(ordinal).piece_at(minute)
        known = self._states.get((ordinal, piece))
        if known is None:
            known = self._state(ordinal, piece)
            if len(self._states) >= _CACHED_STATES:
                self._states = {}
            self._states[ordinal, piece] = known
        return known

    def state_at(self, moment: dt.datetime) -> State:
        """Return the state alone, which is cheaper: for filters.

        Raises
        ------
        HoursError
            As `at`.
        """
        ordinal, minute = china_minute(moment)
        return cast("State", STATE_NAMES[self.state_code(ordinal, minute)])

    def state_code(self, ordinal: int, minute: int) -> int:
        """Return the state as 0 closed, 1 unknown, 2 open, for a date's ordinal and a minute of it.

        For loops over many stations: `china_minute` turns the moment into both once.
        """
        day = self._compiled.day(ordinal)
        return day.states[day.piece_at(minute)]

    def hour_states(self, ordinals: Iterable[int]) -> bytes:
        """Return the state codes at the 24 full hours of each date, one byte each."""
        return b"".join([self._compiled.day(ordinal).hours for ordinal in ordinals])

    def day_timeline(self, ordinal: int) -> Timeline:
        """Return a date's states over its 1,440 minutes, yesterday's spill included."""
        day = self._compiled.day(ordinal)
        return tuple(zip(day.starts, day.marks, strict=True))

    def own_timeline(self, ordinal: int) -> Timeline:
        """Return the hours that begin on a date, past midnight too: over 2,880 minutes."""
        return self._compiled.own_timeline(ordinal)

    def _state(self, ordinal: int, piece: int) -> OpenState:
        day = self._compiled.day(ordinal)
        mark = day.marks[piece]
        change = self._compiled.change_after(ordinal, day.starts[piece])
        changes_at = None if change is None else _moment(*change)
        # A change from closed to unknown is no opening.
        opens = mark.state == CLOSED and change is not None and self.state_code(*change) == OPEN
        rule_day = max(ordinal + mark.day, 1)
        reason = Reason(
            code=mark.code,
            date=dt.date.fromordinal(rule_day),
            holiday=self.calendar.day_at(rule_day).holiday,
            opens_at=changes_at if opens else None,
            comment=mark.comment,
        )
        return OpenState(cast("State", STATE_NAMES[mark.state]), changes_at, reason)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OpeningHours):
            return NotImplemented
        return (self.osm, self.calendar) == (other.osm, other.calendar)

    def __hash__(self) -> int:
        return hash((self.osm, self.calendar))

    def __reduce__(self) -> tuple[type[OpeningHours], tuple[str, Calendar]]:
        return type(self), (self.osm, self.calendar)

    def __repr__(self) -> str:
        return f"OpeningHours({self.osm!r})"


def china_minute(moment: dt.datetime) -> tuple[int, int]:
    """Return a moment's date in China, as its ordinal, and its minute of that date.

    Raises
    ------
    HoursError
        It is no datetime, or has no date in China within the years 1 to 9999.
    """
    if not isinstance(moment, dt.datetime):
        raise HoursError(str(moment), errors.NOT_MOMENT)
    zone = moment.tzinfo
    try:
        here = moment if zone is None or zone is CHINA else moment.astimezone(_STANDARD)
    except (OverflowError, ValueError) as error:
        raise HoursError(str(moment), errors.OUTSIDE_CALENDAR) from error
    return here.toordinal(), here.hour * 60 + here.minute


def _moment(ordinal: int, minute: int) -> dt.datetime:
    date = dt.date.fromordinal(ordinal)
    zone = CHINA if date.year >= _PLAIN_SINCE else _STANDARD
    return dt.datetime(date.year, date.month, date.day, minute // 60, minute % 60, tzinfo=zone)
