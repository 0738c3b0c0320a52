"""States and moments in a few words, as a card or a table has them: 营业中 · 22:00 关."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.stations.hours.reason import DATE, LINES, MOMENTS, SHORT_MONTHS, SHORT_WEEKDAYS, STATES

if TYPE_CHECKING:
    import datetime as dt

    from locator.language import Language
    from locator.stations.hours.opening_hours import OpenState

_DAYS_OF_A_WEEK = 7


def word_state(state: OpenState, moment: dt.datetime, lang: Language = "zh") -> str:
    """Word a state, and when it ends where that is known.

    Parameters
    ----------
    state
        As `OpeningHours.at` returns it.
    moment
        The moment that it is the state of, in China's time; days are counted from it.
    lang
        `zh` or `en`.

    Examples
    --------
    >>> import datetime as dt
    >>> from locator.stations.hours.opening_hours import OpeningHours
    >>> noon = dt.datetime(2026, 3, 4, 12)
    >>> word_state(OpeningHours("08:00-22:00").at(noon), noon)
    '营业中 · 22:00 关'
    >>> word_state(OpeningHours("08:00-11:00").at(noon), noon, "en")
    'Closed · opens tomorrow 8:00'
    """
    worded = STATES[state.state].in_language(lang)
    until, opens = state.changes_at, state.reason.opens_at
    if state.reason.code == "all_day" and until is None:
        return LINES["all_day"].in_language(lang).format(state=worded)
    if state.state == "open" and until is not None:
        when = word_moment(until, moment, lang)
        return LINES["until"].in_language(lang).format(state=worded, when=when)
    if state.state == "closed" and opens is not None:
        when = word_moment(opens, moment, lang)
        return LINES["opens"].in_language(lang).format(state=worded, when=when)
    return worded


def word_moment(then: dt.datetime, now: dt.datetime, lang: Language = "zh") -> str:
    """Word a moment as seen from another: the time; tomorrow; the weekday; else the date."""
    days = (then.date() - now.date()).days
    how = {0: "today", 1: "tomorrow"}.get(days, "date")
    if 1 < days < _DAYS_OF_A_WEEK:
        how = "weekday"
    month_name = SHORT_MONTHS[then.month - 1].in_language(lang)
    return (
        MOMENTS[how]
        .in_language(lang)
        .format(
            time=f"{then.hour}:{then.minute:02d}",
            weekday=SHORT_WEEKDAYS[then.weekday()].in_language(lang),
            date=DATE.in_language(lang).format(
                day=then.day, month=then.month, month_name=month_name
            ),
        )
    )
