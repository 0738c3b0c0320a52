"""Texts that parse but are odd: read as the library reads them, refused, or unknown alone."""

import datetime as dt

import opening_hours
import pytest

from locator.stations.hours import HoursError, OpeningHours, parse_hours
from locator.stations.hours.evaluation import CompiledHours

# Weekdays within dates, shifted days, steps and wide ranges; none has to do with holidays.
ODD = [
    "Mar Su[-1]-Oct Su[-1] 08:00-20:00",
    "Jun 01-Oct Sa[-1] 07:00-22:00",
    "Aug 02-Aug Mo[1] 10:00-12:00",
    "May-Sep Mo[1] 08:00-10:00",
    "Jan Mo[1] +1 day 08:00-10:00",
    "Jan-Feb,Apr Mo[1,3] +2 days,Su 10:00-11:00",
    "Su[-1] -1 day 10:00-12:00",
    "easter -2 days-easter +1 day 10:00-12:00",
    "week 01-20/2 Mo-Fr 08:00-10:00",
    "2026-2030/2 Mo 08:00-10:00",
    "2027 Jan 15+ 10:00-12:00",
    "Dec 25-Jan 05,Mar 08 Tu 08:00-10:00",
    "Mo-Fr 08:00-18:00; Mar Su[-1]-Oct Su[-1] Sa 08:00-20:00",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_dates_are_the_librarys(text):
    """On each day of two years without a holiday near; the library knows no other days here."""
    ours = OpeningHours(text)
    theirs = opening_hours.OpeningHours(text, auto_country=False, auto_timezone=False)
    moment = dt.datetime(2027, 1, 16, 8, 30)
    while moment.year < 2029:
        if ours.calendar.day_at(moment.toordinal()).kind == 0:
            state = ours.state_at(moment)
            assert (state == "open") == theirs.is_open(moment), moment
        moment += dt.timedelta(hours=23)


@pytest.mark.parametrize(
    "text",
    ["Mo-Fr 08:00-18:00; Mar Su[-1]-Oct Su[-1] PH off", "Mar Su[-1]-Oct Su[-1] SH 08:00-20:00"],
)
def test_holidays_that_the_library_would_have_to_know_are_refused(text):
    with pytest.raises(HoursError):
        OpeningHours(text)


def test_a_date_that_fails_is_unknown_alone(monkeypatch, caplog):
    hours = OpeningHours("Mo-Fr 09:15-18:00")
    first = dt.datetime(2026, 7, 8, 10)
    real = CompiledHours._day_timeline

    def failing(self, ordinal):
        if ordinal == first.toordinal():
            raise RuntimeError("such a day")
        return real(self, ordinal)

    monkeypatch.setattr(CompiledHours, "_day_timeline", failing)
    answer = hours.at(first)
    assert (answer.state, answer.reason.code) == ("unknown", "failed")
    assert answer.changes_at == dt.datetime(2026, 7, 9, tzinfo=answer.changes_at.tzinfo)
    assert {mark.state for _, mark in hours.own_timeline(first.toordinal())} == {1}
    assert hours.at(first + dt.timedelta(1)).state == "open"
    assert "such a day" in caplog.text


@pytest.mark.parametrize("text", ["8:00-17:00/18:00", "10:00-16:00/01:30", "Mo 10:00-16:00/00:30"])
def test_intervals_are_refused(text):
    """The text may list two closing times; OSM's interval says when something begins."""
    for call in (OpeningHours, parse_hours):
        with pytest.raises(HoursError):
            call(text)


def test_a_comment_stays_with_uncertain_times():
    reason = OpeningHours('08:00-sunset open "ring"').at(dt.datetime(2026, 7, 8, 17)).reason
    assert (reason.code, reason.comment) == ("sun", "ring")
