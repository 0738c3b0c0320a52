"""A text compiled against a calendar: the course of any date, from caches that stay small.

A date's course depends on little: its weekday, the calendar's word, and the seasons that hold. So a
text has a few dozen distinct days at most; dates only point to them.

Rules meet as OSM's specification says: `;` replaces what earlier rules gave the day (`off` with
times only cuts), `,` adds, `||` fills what is not open.

`docs/hours.md` has these rules as a table; each function here is a row of it.

What the rules of a text give for one abstract day: a weekday, in season or not, holiday or not.
China's real days out of abstract ones: holidays, make-up working days, unpublished years.
"""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from locator.stations.hours.calendar import DayKind
from locator.stations.hours.lexer import DAY, TWO_DAYS, TimeSpan
from locator.stations.hours.osm import Rule, Selector, picks, read_rules
from locator.stations.hours.timeline import (
    CLOSED,
    NO_HOURS,
    OPEN,
    UNKNOWN,
    StateMark,
    Timeline,
    between,
    flat,
    is_closed_all_day,
    merge,
    overlay,
    states_alike,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.stations.hours.calendar import Calendar


OUT_OF_SEASON = StateMark(CLOSED, "out_of_season")


class RuleFacts(NamedTuple):
    """What a date decides of one rule: whether its season holds, and its weekdays in that week."""

    in_season: bool
    weekdays: int


Facts = tuple[RuleFacts, ...]


class RuleDay(NamedTuple):
    """A day's own course, and whether any rule speaks of the day at all."""

    course: Timeline
    stated: bool


def facts_of(rules: tuple[Rule, ...], ordinal: int) -> Facts:
    """Return what a date decides of each rule."""
    return tuple(
        RuleFacts(
            not rule.selector.season or picks(rule.selector.season, ordinal),
            rule.selector.weekdays | _dated_weekdays(rule.selector.dated_weekdays, ordinal),
        )
        for rule in rules
    )


def depends_on_date(rules: tuple[Rule, ...]) -> bool:
    """Tell whether any rule needs more of a date than its weekday and the calendar's word."""
    return any(rule.selector.season or rule.selector.dated_weekdays for rule in rules)


def _dated_weekdays(selector: str, ordinal: int) -> int:
    """Return the weekdays of the date's ISO week that a selector such as `Mo[1]` picks."""
    if not selector:
        return 0
    monday = ordinal - (ordinal - 1) % 7
    week = range(max(monday, 1), min(monday + 7, 3_652_060))
    return sum(1 << (day - monday) for day in week if picks(selector, day))


def has_holiday_rule(rules: tuple[Rule, ...], facts: Facts) -> bool:
    """Tell whether a rule speaks of public holidays in the date's season."""
    pairs = zip(rules, facts, strict=True)
    return any(rule.selector.public_holidays and fact.in_season for rule, fact in pairs)


Cache = dict[tuple[bool, ...], RuleDay]
"""A text's days by the rules that hold on them: weekdays with the same rules share theirs."""


def rule_day(
    rules: tuple[Rule, ...], facts: Facts, weekday: int, *, holiday: bool, cache: Cache
) -> RuleDay:
    """Evaluate the rules for one abstract day.

    Parameters
    ----------
    weekday
        0 is Monday.
    holiday
        Whether `PH` holds.
    cache
        One per text; filled here.

    Notes
    -----
    When schools have holidays is not known here. Where `SH` would make a difference the state is
    unknown.
    """
    term = _evaluate(rules, _holding(rules, facts, weekday, holiday, False), cache)
    if not any(rule.selector.school_holidays for rule in rules):
        return term
    holidays = _evaluate(rules, _holding(rules, facts, weekday, holiday, True), cache)
    unsure = StateMark(UNKNOWN, "school_holidays")
    course = merge(
        (term.course, holidays.course),
        lambda marks, _: marks[0] if marks[0].state == marks[1].state else unsure,
    )
    return RuleDay(course, term.stated or holidays.stated)


def _holding(
    rules: tuple[Rule, ...], facts: Facts, weekday: int, holiday: bool, school_holiday: bool
) -> tuple[bool, ...]:
    """Tell of each rule whether it holds on the day; one more tells whether any is in season."""
    holding = [
        fact.in_season
        and bool(
            fact.weekdays >> weekday & 1
            or (holiday and rule.selector.public_holidays)
            or (school_holiday and rule.selector.school_holidays)
        )
        for rule, fact in zip(rules, facts, strict=True)
    ]
    return (*holding, any(fact.in_season for fact in facts))


def _evaluate(rules: tuple[Rule, ...], holding: tuple[bool, ...], cache: Cache) -> RuleDay:
    known = cache.get(holding)
    if known is None:
        *rules_hold, in_season = holding
        course = flat(NO_HOURS if in_season else OUT_OF_SEASON)
        for rule, holds in zip(rules, rules_hold, strict=True):
            course = _apply(course, rule) if holds else course
        known = cache[holding] = RuleDay(course, any(rules_hold))
    return known


def _apply(course: Timeline, rule: Rule) -> Timeline:
    """Let one rule that holds on the day meet what the rules before it gave."""
    if rule.joint == "||":
        return _fill(course, rule)
    if rule.modifier == "closed":
        if rule.spans is None:
            return flat(StateMark(CLOSED, "off", rule.comment))
        mark = StateMark(CLOSED, "timed_off", rule.comment)
        for span in rule.spans:
            course = overlay(course, span.start, span.end, mark)
        return course
    if rule.joint == ";":
        course = flat(NO_HOURS)
    for span in _spans(rule):
        course = overlay(course, span.start, span.end, _mark(rule, span))
    return course


def _fill(course: Timeline, rule: Rule) -> Timeline:
    """Let a fallback rule speak wherever the rules before it give neither open nor unknown."""
    closed = rule.modifier == "closed"
    for span in _spans(rule):
        mark = StateMark(CLOSED, "off", rule.comment) if closed else _mark(rule, span)
        filled = overlay(course, span.start, span.end, mark)
        course = merge(
            (course, filled), lambda marks, _: marks[1] if marks[0].state == CLOSED else marks[0]
        )
    return course


def _spans(rule: Rule) -> tuple[TimeSpan, ...]:
    return (TimeSpan(0, DAY),) if rule.spans is None else rule.spans


def _mark(rule: Rule, span: TimeSpan) -> StateMark:
    """Return the mark of a rule's span. Days without times are unknown, never open all day."""
    if rule.modifier == "unknown":
        return StateMark(UNKNOWN, "comment" if rule.comment else "stated_unknown", rule.comment)
    if rule.spans is None:
        return StateMark(UNKNOWN, "no_times", rule.comment)
    return StateMark(OPEN, "hours", rule.comment) if span.certain else StateMark(UNKNOWN, span.why)


HORIZON_DAYS = 366
LAST_ORDINAL = dt.date.max.toordinal()
_CACHED_DATES = 400

_Key = tuple[int, "DayKind", Facts]


class DayCourse:
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
            rules[0].selector == Selector() and rules[0].spans in {None, (TimeSpan(0, DAY),)}
        )
        self._rule_days: Cache = {}
        self._weeks: dict[Facts, list[RuleDay]] = {}
        self._courses: dict[_Key, Timeline] = {}
        self._shapes: dict[tuple[_Key, _Key | None], DayCourse] = {}
        self._dates: dict[int, DayCourse] = {}

    def day(self, ordinal: int) -> DayCourse:
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

    def _shape(self, ordinal: int) -> DayCourse:
        today = self._key(ordinal)
        yesterday = self._key(ordinal - 1) if ordinal > 1 else None
        known = self._shapes.get((today, yesterday))
        if known is None:
            spilling = self._course(yesterday) if yesterday else flat(NO_HOURS)
            known = DayCourse(_explain(_join(self._course(today), spilling)))
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

    def decide(marks: tuple[StateMark, ...], _: int) -> StateMark:
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


_SATURDAY = 5


def own_course(
    week: Sequence[RuleDay], on_holiday: RuleDay | None, weekday: int, kind: DayKind
) -> Timeline:
    """Return the hours that begin on a day, over the minutes of that day and the next.

    Parameters
    ----------
    week
        What the rules give in the date's season for Monday to Sunday, were they no holidays.
    on_holiday
        What they give for the day as a holiday; None where no rule speaks of holidays.
    weekday
        0 is Monday.
    kind
        What the calendar says of the date.
    """
    ordinary = week[weekday]
    if kind == DayKind.ORDINARY:
        return ordinary.course
    courses = [day.course for day in week]
    if kind == DayKind.WORKED:
        return _make_up_day(ordinary, courses)
    stated = on_holiday.course if on_holiday else None
    off = _day_off(stated, weekday, ordinary, courses)
    if kind == DayKind.OFF:
        return off
    return _unpublished_course(off, weekday, ordinary, courses)


def _day_off(
    stated: Timeline | None, weekday: int, ordinary: RuleDay, week: list[Timeline]
) -> Timeline:
    """Return a day off's course.

    The `PH` rule's, if there is one (`stated`); else a weekend's own; else that of hours alike on
    all days; else unknown.
    """
    if stated is not None:
        if stated == ordinary.course and not is_closed_all_day(stated):
            return stated
        return _tag(stated, "holiday_hours", "holiday_off")
    if weekday >= _SATURDAY or states_alike(week):
        return ordinary.course
    unsure = StateMark(UNKNOWN, "holiday_unstated")
    nothing = StateMark(CLOSED, "closed")
    return merge(
        [((0, nothing), (DAY, nothing)), *week],
        # After midnight only what some weekday would have spilled is in doubt.
        lambda marks, minute: unsure if minute < DAY or any(m.state for m in marks) else nothing,
    )


def _make_up_day(ordinary: RuleDay, week: list[Timeline]) -> Timeline:
    """Return a worked weekend day: Monday to Friday where they agree; else its own rule."""
    if states_alike(week):
        return ordinary.course
    unsure = StateMark(UNKNOWN, "make_up_unstated")

    def decide(marks: tuple[StateMark, ...], _: int) -> StateMark:
        own, *workdays = marks
        if len({mark.state for mark in workdays}) == 1:
            return workdays[0]
        return own if ordinary.stated else unsure

    course = merge([ordinary.course, *dict.fromkeys(week[:_SATURDAY])], decide)
    if states_alike([course, ordinary.course]):
        return ordinary.course
    return _tag(course, "make_up_day", "make_up_off")


def _unpublished_course(
    off: Timeline, weekday: int, ordinary: RuleDay, week: list[Timeline]
) -> Timeline:
    """Return what is certain of a day that may be off, worked or neither; the rest is unknown."""
    possible = [ordinary.course, off]
    if weekday >= _SATURDAY:
        possible.append(_make_up_day(ordinary, week))
    unsure = StateMark(UNKNOWN, "calendar_unpublished")
    return merge(
        possible, lambda marks, _: marks[0] if len({m.state for m in marks}) == 1 else unsure
    )


def _tag(course: Timeline, open_code: str, closed_code: str) -> Timeline:
    """Give the special day as the reason of its hours, or of its having none."""
    closed_day = is_closed_all_day(course)

    def decide(marks: tuple[StateMark, ...], _: int) -> StateMark:
        (mark,) = marks
        if mark.state == OPEN:
            return mark._replace(code=open_code)
        return mark._replace(code=closed_code) if closed_day else mark

    return merge([course], decide)
