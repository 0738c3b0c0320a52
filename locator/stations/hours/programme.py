"""A text compiled against a calendar: the course of any date, from caches that stay small.

A date's course depends on little: its weekday, the calendar's word, and the seasons that hold. So a
text has a few dozen distinct days at most; dates only point to them.
"""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_right
from typing import TYPE_CHECKING

from locator.stations.hours.china_day import own_course
from locator.stations.hours.grammar import Rule, Selector, read_rules
from locator.stations.hours.rule_days import (
    Cache,
    Facts,
    RuleDay,
    depends_on_date,
    facts_of,
    has_holiday_rule,
    rule_day,
)
from locator.stations.hours.spans import DAY, TWO_DAYS, Span
from locator.stations.hours.timeline import (
    CLOSED,
    NO_HOURS,
    OPEN,
    Mark,
    Timeline,
    between,
    flat,
    merge,
)

if TYPE_CHECKING:
    from locator.stations.hours.calendar import Calendar, DayKind

HORIZON_DAYS = 366
LAST_ORDINAL = dt.date.max.toordinal()
_CACHED_DATES = 400

_Key = tuple[int, "DayKind", Facts]


class Day:
    """What holds at each minute of a date, yesterday's hours past midnight included; immutable.

    Parameters
    ----------
    course
        Pieces from minute 0 on; neighbours differ.
    """

    __slots__ = ("hours", "marks", "starts", "states")

    def __init__(self, course: Timeline) -> None:
        self.starts = tuple(start for start, _ in course)
        self.marks = tuple(mark for _, mark in course)
        self.states = bytes(mark.state for mark in self.marks)
        self.hours = bytes(self.states[self.piece_at(hour * 60)] for hour in range(24))

    def piece_at(self, minute: int) -> int:
        """Return the number of the piece that holds at a minute of the day."""
        return bisect_right(self.starts, minute) - 1

    def first_other(self, state: int, piece: int = 0) -> int | None:
        """Return the minute at which, from a piece on, the state first differs; None if never."""
        for number in range(piece, len(self.states)):
            if self.states[number] != state:
                return self.starts[number]
        return None


class Programme:
    """The days of one text under one calendar.

    Safe for threads: caches are plain dictionaries whose values never change once in, and at worst
    two threads compute the same one.
    """

    __slots__ = (
        "_courses",
        "_dates",
        "_facts",
        "_never_changes",
        "_rule_days",
        "_shapes",
        "_weeks",
        "calendar",
        "rules",
    )

    def __init__(self, rules: tuple[Rule, ...], calendar: Calendar) -> None:
        self.rules = rules
        self.calendar = calendar
        self._facts = None if depends_on_date(rules) else facts_of(rules, 1)
        self._never_changes = len(rules) == 1 and (
            rules[0].selector == Selector() and rules[0].spans in {None, (Span(0, DAY),)}
        )
        self._rule_days: Cache = {}
        self._weeks: dict[Facts, list[RuleDay]] = {}
        self._courses: dict[_Key, Timeline] = {}
        self._shapes: dict[tuple[_Key, _Key | None], Day] = {}
        self._dates: dict[int, Day] = {}

    def day(self, ordinal: int) -> Day:
        """Return the day of a date, given by its ordinal."""
        known = self._dates.get(ordinal)
        if known is None:
            known = self._shape(ordinal)
            if len(self._dates) >= _CACHED_DATES:
                self._dates = {}
            self._dates[ordinal] = known
        return known

    def own_course(self, ordinal: int) -> Timeline:
        """Return the hours that begin on a date, over its minutes and those of the next."""
        return self._course(self._key(ordinal))

    def change_after(self, ordinal: int, minute: int) -> tuple[int, int] | None:
        """Return date and minute at which the state next differs; None within 366 days."""
        if self._never_changes:
            return None
        day = self.day(ordinal)
        piece = day.piece_at(minute)
        state = day.states[piece]
        for number in range(ordinal, min(ordinal + HORIZON_DAYS, LAST_ORDINAL) + 1):
            found = self.day(number).first_other(state, piece if number == ordinal else 0)
            if found is not None:
                return number, found
        return None

    def _shape(self, ordinal: int) -> Day:
        today = self._key(ordinal)
        yesterday = self._key(ordinal - 1) if ordinal > 1 else None
        known = self._shapes.get((today, yesterday))
        if known is None:
            spilling = self._course(yesterday) if yesterday else flat(NO_HOURS)
            known = Day(_explain(_join(self._course(today), spilling)))
            self._shapes[today, yesterday] = known
        return known

    def _key(self, ordinal: int) -> _Key:
        facts = self._facts if self._facts is not None else facts_of(self.rules, ordinal)
        return (ordinal - 1) % 7, self.calendar.day_at(ordinal).kind, facts

    def _course(self, key: _Key) -> Timeline:
        known = self._courses.get(key)
        if known is None:
            weekday, kind, facts = key
            on_holiday = None
            if has_holiday_rule(self.rules, facts):
                on_holiday = self._rule_day(facts, weekday, holiday=True)
            known = own_course(self._week(facts), on_holiday, weekday, kind)
            self._courses[key] = known
        return known

    def _week(self, facts: Facts) -> list[RuleDay]:
        """Return Monday to Sunday in one season, none of them a holiday."""
        known = self._weeks.get(facts)
        if known is None:
            known = [self._rule_day(facts, day, holiday=False) for day in range(7)]
            self._weeks[facts] = known
        return known

    def _rule_day(self, facts: Facts, weekday: int, *, holiday: bool) -> RuleDay:
        return rule_day(self.rules, facts, weekday, holiday=holiday, cache=self._rule_days)


def _join(today: Timeline, yesterday: Timeline) -> Timeline:
    """Join a day's own hours with what spills into it: either may hold the door open.

    Only `off` with times, which speaks of the very minutes, closes what began the day before.
    """
    spilled = [(at, mark._replace(day=-1)) for at, mark in between(yesterday, DAY, TWO_DAYS)]

    def decide(marks: tuple[Mark, ...], _: int) -> Mark:
        own, spill = marks
        return own if own.state >= spill.state or own.code == "timed_off" else spill

    return merge((between(today, 0, DAY), tuple(spilled)), decide)


_PLAIN = {"closed", "off", "timed_off"}


def _explain(course: Timeline) -> Timeline:
    """Give plain open and closed pieces the reason that their place in the day makes."""
    if len(course) == 1 and course[0][1][:2] == (OPEN, "hours"):
        return ((0, course[0][1]._replace(code="all_day")),)
    opens = [at for at, mark in course if mark.state != CLOSED and mark.day == 0]
    explained = []
    for number, (start, mark) in enumerate(course):
        end = course[number + 1][0] if number + 1 < len(course) else DAY
        plain = mark.state == CLOSED and mark.code in _PLAIN
        code = _closed_code(start, end, opens) if plain else mark.code
        explained.append((start, mark._replace(code=code)))
    return tuple(explained)


def _closed_code(start: int, end: int, opens: list[int]) -> str:
    """Tell a closed piece by the openings before and after it, in minutes of the day."""
    before = any(at < start for at in opens)
    after = any(at >= end for at in opens)
    if before and after:
        return "lunch_break" if 660 <= start < 840 and end - start <= 240 else "break"
    if after:
        return "before_opening"
    return "after_closing" if before else "day_off"


@functools.lru_cache(maxsize=16_384)
def compile_programme(osm: str, calendar: Calendar) -> Programme:
    """Return the programme of a text; compiled once per distinct text and calendar.

    The 16,384 programmes used last are kept for the life of the process.

    Raises
    ------
    HoursError
        The text is not OSM opening hours.
    """
    return Programme(read_rules(osm), calendar)
