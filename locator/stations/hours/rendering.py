"""Hours, states and moments in words, as a card or a table has them: 周一至周五 8:30–18:00.

Hours are rendered from their parsed rules, never from their text: what a comment says stays as it
is, and a word of OSM that has none here stands as OSM has it.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from locator.language import phrase, phrases
from locator.stations.hours.osm import EVERY_DAY, MONTHS, WEEKDAYS, read_rules, weekday_runs
from locator.stations.hours.reason import DATE, LINES, MOMENTS, SHORT_MONTHS, SHORT_WEEKDAYS, STATES
from locator.stations.hours.timeline import MINUTES_A_DAY

if TYPE_CHECKING:
    import datetime as dt

    from locator.language import Language
    from locator.stations.hours.opening_hours import OpenState
    from locator.stations.hours.osm import Rule, Selector, TimeSpan
    from locator.stations.station import Station

_DAYS_OF_A_WEEK = 7
_WORDS = phrases("hours.rendering")
(_ALWAYS,) = read_rules("24/7")
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
# Commas in brackets, Mo[1,3], part no items.
_ITEMS = re.compile(r",(?![^\[]*\])")
_DATED = re.compile(rf"({'|'.join(WEEKDAYS)})\[(-?\d)\]")
_MONTH = "|".join(MONTHS)
_SEASON = re.compile(
    rf"(?:(?P<year>\d{{4}}) )?(?P<month>{_MONTH})(?: (?P<day>\d+))?"
    rf"(?:-(?:(?P<last_year>\d{{4}}) )?(?:(?P<last_month>{_MONTH})(?: (?=\d))?)?"
    r"(?P<last_day>\d+)?)?"
)


@functools.lru_cache(maxsize=16_384)
def word_hours(osm: str, lang: Language = "zh") -> str:
    """Word opening hours in OSM syntax as people say them.

    Raises
    ------
    HoursError
        The text is not OSM opening hours.

    Examples
    --------
    >>> word_hours("Mo-Fr 08:30-12:00,14:00-18:00; PH off")
    '周一至周五 8:30–12:00、14:00–18:00；节假日 休息'
    >>> word_hours("May-Sep 08:00-20:00; Oct-Apr 08:30-18:00", "en")
    'May–Sep 8:00–20:00; Oct–Apr 8:30–18:00'
    >>> word_hours('Mo-Su 08:00-18:00 open "Sunday: knock"')
    '每天 8:00–18:00（Sunday: knock）'
    """
    words = [_rule(rule, lang) for rule in read_rules(osm)]
    separators = {";": "then", ",": "also", "||": "else"}
    rest = [
        _say(separators[rule.separator], lang) + text
        for rule, text in zip(read_rules(osm)[1:], words[1:], strict=True)
    ]
    return words[0] + "".join(rest)


def word_station_hours(station: Station, lang: Language) -> str:
    """Return a station's hours as its keeper words them, else in words; empty if none are known."""
    if station.hours_text:
        return station.hours_text
    return word_hours(station.opening_hours, lang) if station.opening_hours else ""


def _say(key: str, lang: Language, **values: object) -> str:
    return _WORDS[key].in_language(lang).format(**values)


def _rule(rule: Rule, lang: Language) -> str:
    if rule == _ALWAYS:
        return _say("always", lang)
    days = _days(rule.selector, lang)
    if rule.modifier == "closed":
        what = _say("closed", lang)
        if rule.spans is not None:
            what = f"{_times(rule.spans, lang)} {what}"
    elif rule.modifier == "unknown":
        what = _say("unknown", lang)
        if rule.spans is not None:
            what = f"{_times(rule.spans, lang)} {_say('possibly', lang)}"
    else:
        what = _say("no_times", lang) if rule.spans is None else _times(rule.spans, lang)
    comment = phrase("language.in_parentheses", text=rule.comment).in_language(lang)
    return f"{days} {what}".strip() + (comment if rule.comment else "")


def _days(selector: Selector, lang: Language) -> str:
    """Word the days of a rule; every day goes without saying within a season."""
    separator = _say("list", lang)
    names = []
    if selector.weekdays == EVERY_DAY and not selector.public_holidays:
        names += [] if selector.season else [_say("every_day", lang)]
    elif selector.weekdays == EVERY_DAY:
        names.append(_say("every_day_and_holidays", lang))
    else:
        names += [_run(first, last, lang) for first, last in weekday_runs(selector.weekdays)]
        names += [_dated(item, lang) for item in _ITEMS.split(selector.dated_weekdays) if item]
        names += [_say("holidays", lang)] if selector.public_holidays else []
    names += [_say("school_holidays", lang)] if selector.school_holidays else []
    items = [_season_item(item.strip(), lang) for item in selector.season.split(",") if item]
    return " ".join(part for part in (separator.join(items), separator.join(names)) if part)


def _run(first: int, last: int, lang: Language) -> str:
    names = [SHORT_WEEKDAYS[day].in_language(lang) for day in (first, last)]
    if first == last:
        return names[0]
    return _say("to" if last - first > 1 else "list", lang).join(names)


def _dated(item: str, lang: Language) -> str:
    first, _, last = item.partition("-")
    if {first, last} <= {*WEEKDAYS, ""}:
        return _run(WEEKDAYS.index(first), WEEKDAYS.index(last or first), lang)
    match = _DATED.fullmatch(item)
    if not match or match[2] not in _ORDINALS:
        return item
    day = SHORT_WEEKDAYS[WEEKDAYS.index(match[1])].in_language(lang)
    return _say(_ORDINALS[match[2]], lang, day=day)


def _season_item(item: str, lang: Language) -> str:
    match = _SEASON.fullmatch(item)
    if not match:
        return item
    first = _date(match["year"], match["month"], match["day"], lang)
    if not (match["last_month"] or match["last_day"]):
        return first
    last_month = match["last_month"] or match["month"]
    last = _date(match["last_year"], last_month, match["last_day"], lang)
    return f"{first}{_say('to', lang)}{last}"


def _date(year: str | None, month: str, day: str | None, lang: Language) -> str:
    number = MONTHS.index(month) + 1
    values = {"month": number, "month_name": SHORT_MONTHS[number - 1].in_language(lang)}
    if day:
        text = DATE.in_language(lang).format(day=int(day), **values)
    else:
        text = _say("month", lang, **values)
    return _say("of_year", lang, date=text, year=year) if year else text


def _times(spans: tuple[TimeSpan, ...], lang: Language) -> str:
    return _say("list", lang).join(_span(span, lang) for span in spans)


def _span(span: TimeSpan, lang: Language) -> str:
    if not span.certain:
        start = _clock(span.start, lang)
        return _say(span.why, lang, start=start)
    if (span.start, span.end) == (0, MINUTES_A_DAY):
        return _say("all_day", lang)
    return f"{_clock(span.start, lang)}–{_clock(span.end, lang)}"


def _clock(minute: int, lang: Language) -> str:
    over = minute > MINUTES_A_DAY
    hour, minute = divmod(minute - MINUTES_A_DAY if over else minute, 60)
    time = f"{hour}:{minute:02d}"
    return _say("next_day", lang, time=time) if over else time


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
