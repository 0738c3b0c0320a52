"""The hours of an OSM text on each date of a calendar, as timelines.

Three steps, each of which is a row of tables in `docs/hours.md`. The rules give an abstract day: a
weekday, in season or not, holiday or not; they meet as OSM's specification says: `;` replaces what
earlier rules gave the day (`off` with times only cuts), `,` adds, `||` fills what is not open. The
calendar makes a real day of abstract ones: a holiday, a make-up working day, a day of an
unpublished year. And what yesterday spills past midnight joins the day's own hours.

A date's timeline depends on little: its weekday, its kind in the calendar, and the seasons that
hold. So a text has a few dozen distinct days at most; dates only point to them, and caches stay
small.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
from typing import TYPE_CHECKING, NamedTuple

from locator.stations.hours.calendar import DayKind
from locator.stations.hours.osm import Rule, Selector, TimeSpan, is_panic, read_rules, selects_date
from locator.stations.hours.timeline import (
    CLOSED,
    MINUTES_A_DAY,
    NO_HOURS,
    OPEN,
    TIMELINE_MINUTES,
    UNKNOWN,
    DayTimeline,
    StateMark,
    Timeline,
    clip,
    flat,
    is_closed_all_day,
    merge,
    overlay,
    states_alike,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.stations.hours.calendar import Calendar

_log = logging.getLogger(__name__)

HORIZON_DAYS = 366
_LAST_ORDINAL = dt.date.max.toordinal()
_CACHED_DATES = 400
_SATURDAY = 5
_PLAIN = {"closed", "off", "timed_off"}
_OUT_OF_SEASON = StateMark(CLOSED, "out_of_season")


class RuleFacts(NamedTuple):
    """What a date decides of one rule: whether its season holds, and its weekdays in that week."""

    in_season: bool
    weekdays: int


class RuleDay(NamedTuple):
    """A day's own timeline, and whether any rule holds on the day at all."""

    timeline: Timeline
    stated: bool


Facts = tuple[RuleFacts, ...]
# A text's days by the rules that hold on them: weekdays with the same rules share theirs.
_RuleDayCache = dict[tuple[bool, ...], RuleDay]
_Key = tuple[int, DayKind, Facts]


@functools.lru_cache(maxsize=16_384)
def compile_hours(osm: str, calendar: Calendar) -> CompiledHours:
    """Compile a text under a calendar; once per distinct pair.

    The 16,384 pairs used last are kept for the life of the process.

    Raises
    ------
    HoursError
        The text is not OSM opening hours.
    """
    return CompiledHours(read_rules(osm), calendar)


class CompiledHours:
    """One text under one calendar: the timeline of each date.

    Safe for threads: caches are plain dictionaries whose values never change once in, and at worst
    two threads compute the same one.
    """

    __slots__ = (
        "_dates",
        "_day_timelines",
        "_facts",
        "_never_changes",
        "_rule_days",
        "_timelines",
        "_weeks",
        "calendar",
        "rules",
    )

    def __init__(self, rules: tuple[Rule, ...], calendar: Calendar) -> None:
        self.rules = rules
        self.calendar = calendar
        dated = any(rule.selector.season or rule.selector.dated_weekdays for rule in rules)
        # Without seasons and dated weekdays all dates decide the same, so the first stands for all.
        self._facts = None if dated else _facts_of(rules, 1)
        self._never_changes = len(rules) == 1 and (
            rules[0].selector == Selector()
            and rules[0].spans in {None, (TimeSpan(0, MINUTES_A_DAY),)}
        )
        self._rule_days: _RuleDayCache = {}
        self._weeks: dict[Facts, list[RuleDay]] = {}
        self._timelines: dict[_Key, Timeline] = {}
        self._day_timelines: dict[tuple[_Key, _Key | None], DayTimeline] = {}
        self._dates: dict[int, DayTimeline] = {}

    def day(self, ordinal: int) -> DayTimeline:
        """Return the states of a date, by its ordinal, yesterday's spill included.

        A date that can't be evaluated is unknown, and logged: it costs these hours alone, never
        the answer that they are part of.
        """
        known = self._dates.get(ordinal)
        if known is None:
            try:
                known = self._day_timeline(ordinal)
            except BaseException as error:
                if not (isinstance(error, Exception) or is_panic(error)):
                    raise
                date = dt.date.fromordinal(ordinal)
                _log.exception("hours can't be worked out for %s: %s", date, self.rules)
                known = DayTimeline(flat(StateMark(UNKNOWN, "failed")))
            if len(self._dates) >= _CACHED_DATES:
                self._dates = {}
            self._dates[ordinal] = known
        return known

    def own_timeline(self, ordinal: int) -> Timeline:
        """Return the hours that begin on a date, over its minutes and those of the next.

        Unknown where `day` is for want of an answer.
        """
        if self.day(ordinal).marks[0].code == "failed":
            return flat(StateMark(UNKNOWN, "failed"))
        return self._timeline(self._key(ordinal))

    def change_after(self, ordinal: int, minute: int) -> tuple[int, int] | None:
        """Return date and minute at which the state next differs; None within 366 days."""
        if self._never_changes:
            return None
        day = self.day(ordinal)
        piece = day.piece_at(minute)
        state = day.states[piece]
        for number in range(ordinal, min(ordinal + HORIZON_DAYS, _LAST_ORDINAL) + 1):
            change = self.day(number).first_other(state, piece if number == ordinal else 0)
            if change is not None:
                return number, change
        return None

    def _day_timeline(self, ordinal: int) -> DayTimeline:
        today = self._key(ordinal)
        yesterday = self._key(ordinal - 1) if ordinal > 1 else None
        known = self._day_timelines.get((today, yesterday))
        if known is None:
            spilling = self._timeline(yesterday) if yesterday else flat(NO_HOURS)
            known = DayTimeline(_explain(_join(self._timeline(today), spilling)))
            self._day_timelines[today, yesterday] = known
        return known

    def _key(self, ordinal: int) -> _Key:
        facts = self._facts if self._facts is not None else _facts_of(self.rules, ordinal)
        return (ordinal - 1) % 7, self.calendar.day_at(ordinal).kind, facts

    def _timeline(self, key: _Key) -> Timeline:
        known = self._timelines.get(key)
        if known is None:
            weekday, kind, facts = key
            pairs = zip(self.rules, facts, strict=True)
            stated = any(rule.selector.public_holidays and fact.in_season for rule, fact in pairs)
            on_holiday = self._rule_day(facts, weekday, holiday=True) if stated else None
            known = _calendar_timeline(self._week(facts), on_holiday, weekday, kind)
            self._timelines[key] = known
        return known

    def _week(self, facts: Facts) -> list[RuleDay]:
        """Return Monday to Sunday in one season, none of them a holiday."""
        known = self._weeks.get(facts)
        if known is None:
            known = [self._rule_day(facts, day, holiday=False) for day in range(7)]
            self._weeks[facts] = known
        return known

    def _rule_day(self, facts: Facts, weekday: int, *, holiday: bool) -> RuleDay:
        return _rule_day(self.rules, facts, weekday, holiday=holiday, cache=self._rule_days)


def _join(today: Timeline, yesterday: Timeline) -> Timeline:
    """Join a day's own hours with what spills into it: either may hold the door open.

    Only `off` with times, which speaks of the very minutes, closes what began the day before.
    """
    spilled = [
        (at, mark._replace(day=-1)) for at, mark in clip(yesterday, MINUTES_A_DAY, TIMELINE_MINUTES)
    ]

    def decide(marks: tuple[StateMark, ...], _: int) -> StateMark:
        own, spill = marks
        return own if own.state >= spill.state or own.code == "timed_off" else spill

    return merge((clip(today, 0, MINUTES_A_DAY), tuple(spilled)), decide)


def _explain(timeline: Timeline) -> Timeline:
    """Give plain open and closed pieces the reason that their place in the day makes."""
    if len(timeline) == 1 and timeline[0][1][:2] == (OPEN, "hours"):
        return ((0, timeline[0][1]._replace(code="all_day")),)
    opens = [at for at, mark in timeline if mark.state != CLOSED and mark.day == 0]
    explained = []
    for number, (start, mark) in enumerate(timeline):
        end = timeline[number + 1][0] if number + 1 < len(timeline) else MINUTES_A_DAY
        plain = mark.state == CLOSED and mark.code in _PLAIN
        code = _closed_code(start, end, opens) if plain else mark.code
        explained.append((start, mark._replace(code=code)))
    return tuple(explained)


def _closed_code(start: int, end: int, opens: list[int]) -> str:
    """Return why a piece is closed, by the openings before and after it, in minutes of the day."""
    before = any(at < start for at in opens)
    after = any(at >= end for at in opens)
    if before and after:
        return "lunch_break" if 660 <= start < 840 and end - start <= 240 else "break"
    if after:
        return "before_opening"
    return "after_closing" if before else "day_off"


def _calendar_timeline(
    week: Sequence[RuleDay], on_holiday: RuleDay | None, weekday: int, kind: DayKind
) -> Timeline:
    """Return the hours that begin on a day, over the minutes of that day and the next.

    Parameters
    ----------
    week
        What the rules give in the date's season for Monday to Sunday, were they no holidays.
    on_holiday
        What they give for the day as a holiday; None where no rule in season names `PH`.
    weekday
        0 is Monday.
    kind
        The date's kind in the calendar.
    """
    ordinary = week[weekday]
    if kind == DayKind.ORDINARY:
        return ordinary.timeline
    timelines = [day.timeline for day in week]
    if kind == DayKind.WORKED:
        return _make_up_day(ordinary, timelines)
    stated = on_holiday.timeline if on_holiday else None
    off = _day_off(stated, weekday, ordinary, timelines)
    if kind == DayKind.OFF:
        return off
    return _unpublished_day(off, weekday, ordinary, timelines)


def _day_off(
    stated: Timeline | None, weekday: int, ordinary: RuleDay, week: list[Timeline]
) -> Timeline:
    """Return a day off's timeline.

    The `PH` rule's, if there is one (`stated`); else a weekend's own; else that of hours alike on
    all days; else unknown.
    """
    if stated is not None:
        if stated == ordinary.timeline and not is_closed_all_day(stated):
            return stated
        return _tag(stated, "holiday_hours", "holiday_off")
    if weekday >= _SATURDAY or states_alike(week):
        return ordinary.timeline
    unstated = StateMark(UNKNOWN, "holiday_unstated")
    closed = StateMark(CLOSED, "closed")
    return merge(
        [((0, closed), (MINUTES_A_DAY, closed)), *week],
        # After midnight only what some weekday would have spilled is in doubt.
        lambda marks, minute: (
            unstated if minute < MINUTES_A_DAY or any(m.state for m in marks) else closed
        ),
    )


def _make_up_day(ordinary: RuleDay, week: list[Timeline]) -> Timeline:
    """Return a worked weekend day: Monday to Friday where they agree; else its own rule."""
    if states_alike(week):
        return ordinary.timeline
    unstated = StateMark(UNKNOWN, "make_up_unstated")

    def decide(marks: tuple[StateMark, ...], _: int) -> StateMark:
        own, *workdays = marks
        if len({mark.state for mark in workdays}) == 1:
            return workdays[0]
        return own if ordinary.stated else unstated

    timeline = merge([ordinary.timeline, *dict.fromkeys(week[:_SATURDAY])], decide)
    if states_alike([timeline, ordinary.timeline]):
        return ordinary.timeline
    return _tag(timeline, "make_up_day", "make_up_off")


def _unpublished_day(
    off: Timeline, weekday: int, ordinary: RuleDay, week: list[Timeline]
) -> Timeline:
    """Return what is certain of a day that may be off, worked or neither; the rest is unknown."""
    possible = [ordinary.timeline, off]
    if weekday >= _SATURDAY:
        possible.append(_make_up_day(ordinary, week))
    unpublished = StateMark(UNKNOWN, "calendar_unpublished")
    return merge(
        possible, lambda marks, _: marks[0] if len({m.state for m in marks}) == 1 else unpublished
    )


def _tag(timeline: Timeline, open_code: str, closed_code: str) -> Timeline:
    """Give the special day as the reason of its hours, or of its having none."""
    closed_day = is_closed_all_day(timeline)

    def decide(marks: tuple[StateMark, ...], _: int) -> StateMark:
        (mark,) = marks
        if mark.state == OPEN:
            return mark._replace(code=open_code)
        return mark._replace(code=closed_code) if closed_day else mark

    return merge([timeline], decide)


def _facts_of(rules: tuple[Rule, ...], ordinal: int) -> Facts:
    """Return what a date decides of each rule."""
    return tuple(
        RuleFacts(
            not rule.selector.season or selects_date(rule.selector.season, ordinal),
            rule.selector.weekdays | _dated_weekdays(rule.selector.dated_weekdays, ordinal),
        )
        for rule in rules
    )


def _dated_weekdays(selector: str, ordinal: int) -> int:
    """Return the weekdays of the date's ISO week that a selector such as `Mo[1]` selects."""
    if not selector:
        return 0
    monday = ordinal - (ordinal - 1) % 7
    week = range(max(monday, 1), min(monday + 7, _LAST_ORDINAL + 1))
    return sum(1 << (day - monday) for day in week if selects_date(selector, day))


def _rule_day(
    rules: tuple[Rule, ...], facts: Facts, weekday: int, *, holiday: bool, cache: _RuleDayCache
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
    unknown = StateMark(UNKNOWN, "school_holidays")
    timeline = merge(
        (term.timeline, holidays.timeline),
        lambda marks, _: marks[0] if marks[0].state == marks[1].state else unknown,
    )
    return RuleDay(timeline, term.stated or holidays.stated)


def _holding(
    rules: tuple[Rule, ...], facts: Facts, weekday: int, holiday: bool, school_holiday: bool
) -> tuple[bool, ...]:
    """Return for each rule whether it holds on the day, and last whether any is in season."""
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


def _evaluate(rules: tuple[Rule, ...], holding: tuple[bool, ...], cache: _RuleDayCache) -> RuleDay:
    known = cache.get(holding)
    if known is None:
        *rules_hold, in_season = holding
        timeline = flat(NO_HOURS if in_season else _OUT_OF_SEASON)
        for rule, holds in zip(rules, rules_hold, strict=True):
            timeline = _apply(timeline, rule) if holds else timeline
        known = cache[holding] = RuleDay(timeline, any(rules_hold))
    return known


def _apply(timeline: Timeline, rule: Rule) -> Timeline:
    """Apply a rule that holds on the day to what the rules before it give."""
    if rule.separator == "||":
        return _fill(timeline, rule)
    if rule.modifier == "closed":
        if rule.spans is None:
            return flat(StateMark(CLOSED, "off", rule.comment))
        mark = StateMark(CLOSED, "timed_off", rule.comment)
        for span in rule.spans:
            timeline = overlay(timeline, span.start, span.end, mark)
        return timeline
    if rule.separator == ";":
        timeline = flat(NO_HOURS)
    for span in _spans(rule):
        timeline = overlay(timeline, span.start, span.end, _mark(rule, span))
    return timeline


def _fill(timeline: Timeline, rule: Rule) -> Timeline:
    """Apply a fallback rule wherever the rules before it give neither open nor unknown."""
    closed = rule.modifier == "closed"
    for span in _spans(rule):
        mark = StateMark(CLOSED, "off", rule.comment) if closed else _mark(rule, span)
        filled = overlay(timeline, span.start, span.end, mark)
        timeline = merge(
            (timeline, filled), lambda marks, _: marks[1] if marks[0].state == CLOSED else marks[0]
        )
    return timeline


def _spans(rule: Rule) -> tuple[TimeSpan, ...]:
    return (TimeSpan(0, MINUTES_A_DAY),) if rule.spans is None else rule.spans


def _mark(rule: Rule, span: TimeSpan) -> StateMark:
    """Return the mark of a rule's span. Days without times are unknown, never open all day."""
    if rule.modifier == "unknown":
        return StateMark(UNKNOWN, "comment" if rule.comment else "stated_unknown", rule.comment)
    if rule.spans is None:
        return StateMark(UNKNOWN, "no_times", rule.comment)
    if span.certain:
        return StateMark(OPEN, "hours", rule.comment)
    return StateMark(UNKNOWN, span.why, rule.comment)
