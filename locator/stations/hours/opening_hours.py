"""`OpeningHours`: one station's hours, asked for a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from locator.stations.hours import errors
from locator.stations.hours.calendar import Calendar
from locator.stations.hours.errors import HoursError
from locator.stations.hours.evaluation import compile_programme
from locator.stations.hours.reason import Reason
from locator.stations.hours.timeline import CLOSED, OPEN, STATE_NAMES
from locator.stations.moments import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.stations.hours.timeline import Timeline

State = Literal["open", "closed", "unknown"]
_CACHED_ANSWERS = 400
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

    __slots__ = ("_answers", "_calendar", "_osm", "_programme")

    def __init__(self, osm: str, calendar: Calendar | None = None) -> None:
        if not isinstance(osm, str):
            raise HoursError(repr(osm), errors.NOT_TEXT)
        self._osm = osm
        self._calendar = Calendar.published() if calendar is None else calendar
        self._programme = compile_programme(osm, self._calendar)
        self._answers: dict[tuple[int, int], OpenState] = {}

    @property
    def osm(self) -> str:
        """The text, as given."""
        return self._osm

    @property
    def calendar(self) -> Calendar:
        """The calendar that decides which days are off or worked."""
        return self._calendar

    def at(self, moment: dt.datetime) -> OpenState:
        """Tell the state at a moment. Intervals are `[open, close)`.

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
        piece = self._programme.day(ordinal).piece_at(minute)
        known = self._answers.get((ordinal, piece))
        if known is None:
            known = self._answer(ordinal, piece)
            if len(self._answers) >= _CACHED_ANSWERS:
                self._answers = {}
            self._answers[ordinal, piece] = known
        return known

    def state_at(self, moment: dt.datetime) -> State:
        """Tell the state alone: the cheap question for filters.

        Raises
        ------
        HoursError
            As `at`.
        """
        ordinal, minute = china_minute(moment)
        return cast("State", STATE_NAMES[self.state_code(ordinal, minute)])

    def state_code(self, ordinal: int, minute: int) -> int:
        """Tell the state as 0 closed, 1 unknown, 2 open, for a date's ordinal and a minute of it.

        For loops over many stations: `china_minute` turns the moment into both once.
        """
        day = self._programme.day(ordinal)
        return day.states[day.piece_at(minute)]

    def hour_states(self, ordinals: Iterable[int]) -> bytes:
        """Tell the state codes at the 24 full hours of each date, one byte each."""
        return b"".join([self._programme.day(ordinal).hours for ordinal in ordinals])

    def pieces_of(self, ordinal: int) -> Timeline:
        """Tell a date's states: each piece's first minute and mark, yesterday's spill included.

        For whoever writes days out; what a piece says holds until the next one begins.
        """
        day = self._programme.day(ordinal)
        return tuple(zip(day.starts, day.marks, strict=True))

    def own_course(self, ordinal: int) -> Timeline:
        """Tell the hours that begin on a date, past midnight too: pieces over 2,880 minutes."""
        return self._programme.own_course(ordinal)

    def _answer(self, ordinal: int, piece: int) -> OpenState:
        day = self._programme.day(ordinal)
        mark = day.marks[piece]
        found = self._programme.change_after(ordinal, day.starts[piece])
        changes_at = None if found is None else _moment(*found)
        says = max(ordinal + mark.day, 1)
        reason = Reason(
            code=mark.code,
            date=dt.date.fromordinal(says),
            holiday=self.calendar.day_at(says).holiday,
            opens_at=self._opening(mark.state, found),
            comment=mark.comment,
        )
        return OpenState(cast("State", STATE_NAMES[mark.state]), changes_at, reason)

    def _opening(self, state: int, found: tuple[int, int] | None) -> dt.datetime | None:
        """Return the next change if it is from closed to open; to unknown is no opening."""
        if state == CLOSED and found and self.state_code(*found) == OPEN:
            return _moment(*found)
        return None

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
