"""A state in a few words, as a card or a table says it: 营业中 · 22:00 关."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from locator.stations.hours.opening import OpenState

_STATES = {
    "zh": {"open": "营业中", "closed": "已关", "unknown": "时间未知"},
    "en": {"open": "Open", "closed": "Closed", "unknown": "Hours unknown"},
}
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_WEEKDAYS_ZH = "一二三四五六日"
_DAYS_OF_A_WEEK = 7


def word_state(state: OpenState, moment: dt.datetime, lang: str = "zh") -> str:
    """Say a state, and when it ends where that is known.

    Parameters
    ----------
    state
        What `OpeningHours.at` answered.
    moment
        The moment it was asked for, in China's time; days are counted from it.
    lang
        `zh` or `en`.

    Examples
    --------
    >>> import datetime as dt
    >>> from locator.stations.hours.opening import OpeningHours
    >>> noon = dt.datetime(2026, 3, 4, 12)
    >>> word_state(OpeningHours("08:00-22:00").at(noon), noon)
    '营业中 · 22:00 关'
    >>> word_state(OpeningHours("08:00-11:00").at(noon), noon, "en")
    'Closed · opens tomorrow 8:00'
    """
    said = _STATES[lang][state.state]
    until, opens = state.changes_at, state.reason.opens_at
    if state.reason.code == "all_day" and until is None:
        return f"{said} · 全天" if lang == "zh" else f"{said} · all day"
    if state.state == "open" and until is not None:
        when = word_moment(until, moment, lang)
        return f"{said} · {when} 关" if lang == "zh" else f"{said} · until {when}"
    if state.state == "closed" and opens is not None:
        when = word_moment(opens, moment, lang)
        return f"{said} · {when} 开" if lang == "zh" else f"{said} · opens {when}"
    return said


def word_moment(then: dt.datetime, now: dt.datetime, lang: str = "zh") -> str:
    """Say a moment as seen from another: the time; tomorrow; the weekday; else the date."""
    time, days = f"{then.hour}:{then.minute:02d}", (then.date() - now.date()).days
    if days == 0:
        return time
    if days == 1:
        return f"明天 {time}" if lang == "zh" else f"tomorrow {time}"
    if 1 < days < _DAYS_OF_A_WEEK:
        weekday = then.weekday()
        return (
            f"周{_WEEKDAYS_ZH[weekday]} {time}"
            if lang == "zh"
            else f"{_WEEKDAYS_EN[weekday]} {time}"
        )
    if lang == "zh":
        return f"{then.month}月{then.day}日 {time}"
    return f"{then.day} {_MONTHS_EN[then.month - 1]} {time}"
