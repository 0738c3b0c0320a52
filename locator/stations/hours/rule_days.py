"""What the rules of a text give for one abstract day: a weekday, in season or not, holiday or not.

Rules meet as OSM's specification says: `;` replaces what earlier rules gave the day (`off` with
times only cuts), `,` adds, `||` fills what is not open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from locator.stations.hours.date_masks import picks
from locator.stations.hours.spans import DAY, Span
from locator.stations.hours.timeline import (
    CLOSED,
    NO_HOURS,
    OPEN,
    UNKNOWN,
    Mark,
    Timeline,
    flat,
    merge,
    overlay,
)

if TYPE_CHECKING:
    from locator.stations.hours.grammar import Rule

OUT_OF_SEASON = Mark(CLOSED, "out_of_season")


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
    unsure = Mark(UNKNOWN, "school_holidays")
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
            return flat(Mark(CLOSED, "off", rule.comment))
        mark = Mark(CLOSED, "timed_off", rule.comment)
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
        mark = Mark(CLOSED, "off", rule.comment) if closed else _mark(rule, span)
        filled = overlay(course, span.start, span.end, mark)
        course = merge(
            (course, filled), lambda marks, _: marks[1] if marks[0].state == CLOSED else marks[0]
        )
    return course


def _spans(rule: Rule) -> tuple[Span, ...]:
    return (Span(0, DAY),) if rule.spans is None else rule.spans


def _mark(rule: Rule, span: Span) -> Mark:
    """Return the mark of a rule's span. Days without times are unknown, never open all day."""
    if rule.modifier == "unknown":
        return Mark(UNKNOWN, "comment" if rule.comment else "stated_unknown", rule.comment)
    if rule.spans is None:
        return Mark(UNKNOWN, "no_times", rule.comment)
    return Mark(OPEN, "hours", rule.comment) if span.certain else Mark(UNKNOWN, span.why)
