"""China's real days out of abstract ones: holidays, make-up working days, unpublished years.

`docs/hours.md` has these rules as a table; each function here is a row of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.stations.hours.calendar import DayKind
from locator.stations.hours.spans import DAY
from locator.stations.hours.timeline import (
    CLOSED,
    OPEN,
    UNKNOWN,
    Mark,
    Timeline,
    is_closed_all_day,
    merge,
    states_alike,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.stations.hours.rule_days import RuleDay

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
    return _unpublished_day(off, weekday, ordinary, courses)


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
    unsure = Mark(UNKNOWN, "holiday_unstated")
    nothing = Mark(CLOSED, "closed")
    return merge(
        [((0, nothing), (DAY, nothing)), *week],
        # After midnight only what some weekday would have spilled is in doubt.
        lambda marks, minute: unsure if minute < DAY or any(m.state for m in marks) else nothing,
    )


def _make_up_day(ordinary: RuleDay, week: list[Timeline]) -> Timeline:
    """Return a worked weekend day: Monday to Friday where they agree; else its own rule."""
    if states_alike(week):
        return ordinary.course
    unsure = Mark(UNKNOWN, "make_up_unstated")

    def decide(marks: tuple[Mark, ...], _: int) -> Mark:
        own, *workdays = marks
        if len({mark.state for mark in workdays}) == 1:
            return workdays[0]
        return own if ordinary.stated else unsure

    course = merge([ordinary.course, *dict.fromkeys(week[:_SATURDAY])], decide)
    if states_alike([course, ordinary.course]):
        return ordinary.course
    return _tag(course, "make_up_day", "make_up_off")


def _unpublished_day(
    off: Timeline, weekday: int, ordinary: RuleDay, week: list[Timeline]
) -> Timeline:
    """Return what is certain of a day that may be off, worked or neither; the rest is unknown."""
    possible = [ordinary.course, off]
    if weekday >= _SATURDAY:
        possible.append(_make_up_day(ordinary, week))
    unsure = Mark(UNKNOWN, "calendar_unpublished")
    return merge(
        possible, lambda marks, _: marks[0] if len({m.state for m in marks}) == 1 else unsure
    )


def _tag(course: Timeline, open_code: str, closed_code: str) -> Timeline:
    """Give the special day as the reason of its hours, or of its having none."""
    closed_day = is_closed_all_day(course)

    def decide(marks: tuple[Mark, ...], _: int) -> Mark:
        (mark,) = marks
        if mark.state == OPEN:
            return mark._replace(code=open_code)
        return mark._replace(code=closed_code) if closed_day else mark

    return merge([course], decide)
