"""Every day of 2024 to 2027 against a slow evaluator that is written straight from the rules.

It asks `chinese_calendar` itself, knows rules as Python values, and goes minute by minute.
"""

import datetime as dt
import random
from functools import cache

import chinese_calendar
import opening_hours
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.stations.hours import OpeningHours, statutory_days

NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STEP = 30


# A rule is (months or None, weekdays, on_ph, spans or None for off). Spans are minutes.
def osm(rules):
    return "; ".join(rule_osm(*rule) for rule in rules)


def rule_osm(months, weekdays, on_ph, spans):
    names = ["PH"] * on_ph + [NAMES[day] for day in sorted(weekdays)]
    season = "" if months is None else f"{MONTHS[months[0] - 1]}-{MONTHS[months[1] - 1]} "
    if spans is None:
        return f"{season}{','.join(names)} off"
    times = ",".join(f"{clock(start)}-{clock(end)}" for start, end in spans)
    return f"{season}{','.join(names)} {times}"


def clock(minute):
    minute = minute if minute <= 1440 else minute - 1440
    return f"{minute // 60:02d}:{minute % 60:02d}"


def in_season(months, date):
    if months is None:
        return True
    first, last = months
    return first <= date.month <= last if first <= last else not last < date.month < first


def plain(rules, date, weekday, holiday, minute):
    """State by the rules alone; None where no rule speaks of the day."""
    answer = None
    for months, weekdays, on_ph, spans in rules:
        if in_season(months, date) and (weekday in weekdays or (holiday and on_ph)):
            answer = "closed"
            if spans and any(start <= minute < end for start, end in spans):
                answer = "open"
    return answer


def agreed(rules, date, weekdays, minute):
    states = {plain(rules, date, day, False, minute) or "closed" for day in weekdays}
    return states.pop() if len(states) == 1 else None


@cache
def alike(rules, season_of):
    """Whether hours are alike on all seven days; `season_of` is any date of the season."""
    return all(agreed(rules, season_of, range(7), minute) for minute in range(0, 2880, STEP))


def kind_of(date):
    if date in chinese_calendar.holidays:
        return "off"
    return "worked" if date in chinese_calendar.workdays else "ordinary"


def day_off(rules, date, minute):
    if any(on_ph and in_season(months, date) for months, _, on_ph, _ in rules):
        return plain(rules, date, date.weekday(), True, minute) or "closed"
    own = plain(rules, date, date.weekday(), False, minute) or "closed"
    if date.weekday() >= 5 or alike(rules, date.replace(day=1)):
        return own
    if minute < 1440:
        return "unknown"
    spills = any(plain(rules, date, day, False, minute) == "open" for day in range(7))
    return "unknown" if spills else "closed"


def worked(rules, date, minute):
    own = plain(rules, date, date.weekday(), False, minute)
    if alike(rules, date.replace(day=1)):
        return own or "closed"
    stated = plain(rules, date, date.weekday(), False, 0) is not None
    return agreed(rules, date, range(5), minute) or (own if stated else "unknown")


def own(rules, date, minute):
    """The state that the hours of one date give, at a minute that may lie on the next date."""
    # The last days before a New Year that isn't published may be swapped with it.
    if date.year > 2026 or date >= dt.date(2026, 12, 29):
        return unpublished(rules, date, minute)
    kind = kind_of(date)
    if kind == "off":
        return day_off(rules, date, minute)
    if kind == "worked":
        return worked(rules, date, minute)
    return plain(rules, date, date.weekday(), False, minute) or "closed"


def unpublished(rules, date, minute):
    ordinary = plain(rules, date, date.weekday(), False, minute) or "closed"
    holidays = statutory_days(date.year) if date.year > 2026 else {}
    if date in holidays:
        return day_off(rules, date, minute)
    # No notice for a New Year has ever touched an earlier date of the December before it.
    near = (date.month, date.day) >= (12, 29)
    if not near and all(abs((date - day).days) > 14 for day in holidays):
        return ordinary
    possible = {ordinary, day_off(rules, date, minute)}
    if date.weekday() >= 5:
        possible.add(worked(rules, date, minute))
    return ordinary if len(possible) == 1 else "unknown"


def expected(rules, date, minute):
    states = {own(rules, date, minute), own(rules, date - dt.timedelta(1), minute + 1440)}
    return next(state for state in ("open", "unknown", "closed") if state in states)


WEEK, WORK, END = frozenset(range(7)), frozenset(range(5)), frozenset((5, 6))
DAY = ((510, 1080),)
EXAMPLES = [
    ((None, WORK, False, DAY),),
    ((None, WEEK, False, ((480, 1200),)),),
    ((None, WORK, False, DAY), (None, frozenset(), True, None)),
    ((None, END, False, ((540, 1020),)),),
    ((None, WEEK - {0}, False, ((540, 1020),)),),
    ((None, WEEK, True, ((480, 1200),)),),
    ((None, WORK, False, ((480, 720), (840, 1080))), (None, END, True, ((600, 960),))),
    ((None, WORK, False, ((1320, 1560),)),),
    ((None, WEEK, False, ((1320, 1560),)), (None, frozenset(), True, None)),
    (((5, 9), WEEK, False, ((480, 1200),)), ((10, 4), WORK, False, ((510, 1050),))),
    ((None, frozenset({4, 5}), False, ((1200, 1620),)),),
    ((None, frozenset({0}), False, ((480, 720),)), (None, WORK - {0}, False, ((840, 1080),))),
    ((None, WEEK, False, ((0, 1440),)), (None, frozenset({6}), False, None)),
]


def check(rules, dates, minutes=range(0, 1440, STEP)):
    hours = OpeningHours(osm(rules))
    for date in dates:
        midnight = dt.datetime(date.year, date.month, date.day)
        for minute in minutes:
            moment = midnight + dt.timedelta(minutes=minute)
            assert hours.state_at(moment) == expected(rules, date, minute), (osm(rules), moment)


def dates_of(*years):
    for year in years:
        for offset in range(366):
            date = dt.date(year, 1, 1) + dt.timedelta(offset)
            if date.year == year:
                yield date


@pytest.mark.parametrize("rules", EXAMPLES, ids=osm)
def test_every_day_of_four_years(rules):
    check(rules, dates_of(2024, 2025, 2026, 2027))


spans = st.lists(st.tuples(st.integers(0, 47), st.integers(1, 40)), min_size=1, max_size=2).map(
    lambda pairs: tuple((s * STEP, min((s + n) * STEP, s * STEP + 1410)) for s, n in pairs)
)
rule = st.tuples(
    st.none() | st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda m: m[0] != m[1]),
    st.frozensets(st.integers(0, 6), max_size=7),
    st.booleans(),
    spans | st.none(),
).filter(lambda rule: rule[1] or rule[2])


def opens_first(rules):
    """Off rules stand last: there `;` cuts in OSM too, and the slow evaluator replaces."""
    return tuple(sorted(rules, key=lambda rule: rule[3] is None))


@given(st.lists(rule, min_size=1, max_size=3).map(opens_first), st.randoms(use_true_random=False))
def test_any_rules_on_sampled_days(rules, chance: random.Random):
    special = [dt.date(2025, 9, 28), dt.date(2025, 10, 1), dt.date(2025, 10, 4)]
    start = dt.date(2024, 1, 2)
    some = [start + dt.timedelta(chance.randrange(1440)) for _ in range(12)]
    check(rules, [*special, *some])


@given(st.lists(rule, min_size=1, max_size=3).map(opens_first))
def test_plain_weeks_agree_with_the_library(rules):
    """Where the calendar says nothing, and no rule after it cuts a night short, both are one."""
    text = osm(rules)
    theirs = opening_hours.OpeningHours(text, auto_country=False, auto_timezone=False)
    ours = OpeningHours(text)
    if any(end > 1440 for _, _, _, spans in rules for _, end in spans or ()):
        rules = rules[:1]
        text = osm(rules)
        theirs = opening_hours.OpeningHours(text, auto_country=False, auto_timezone=False)
        ours = OpeningHours(text)
    # Nothing special happens from 6 July to 19 July 2026, nor on the days around.
    for hour in range(14 * 24):
        moment = dt.datetime(2026, 7, 6) + dt.timedelta(hours=hour)
        assert (ours.state_at(moment) == "open") == theirs.is_open(moment), (text, moment)


@pytest.mark.parametrize("rules", EXAMPLES, ids=osm)
def test_the_next_change_is_the_next_change(rules):
    hours = OpeningHours(osm(rules))
    for start in (dt.datetime(2025, 9, 26, 7, 10), dt.datetime(2026, 2, 13, 23, 59)):
        state = hours.at(start)
        moment = start.replace(minute=0) + dt.timedelta(minutes=30)
        last = start + dt.timedelta(days=20)
        while moment <= last and hours.state_at(moment) == state.state:
            moment += dt.timedelta(minutes=STEP)
        if moment <= last:
            assert state.changes_at.replace(tzinfo=None) == moment
        else:
            assert state.changes_at is None or state.changes_at.replace(tzinfo=None) > last
