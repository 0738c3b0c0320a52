"""Errors of opening hours and of calendar files, and every fault of a text in both languages.

A fault says what was not understood, or what would have been; `HoursError` shows the piece of the
text with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import LocatorError, shown_value
from locator.language import Phrase, joined, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence


# Of a text and of its piece in a message, with their quotes.
_LONGEST_SHOWN = 62


class HoursError(LocatorError, ValueError):
    """A text, or a moment, that can't be read as opening hours.

    Parameters
    ----------
    text
        The text as it was passed in; the message shows its first 60 characters.
    fault
        What was not understood and what would have been, in both languages.
    part
        The piece of the text at fault; empty when it is the whole.
    """

    def __init__(self, text: str, fault: Phrase, part: str = "") -> None:
        self.text = text
        self.fault = fault
        self.part = part
        shown = shown_value(text, _LONGEST_SHOWN)
        if part:
            at_fault = shown_value(part, _LONGEST_SHOWN)
            said = phrase("hours.part_not_understood", shown=shown, fault=fault, part=at_fault)
        else:
            said = phrase("hours.hours_not_understood", shown=shown, fault=fault)
        super().__init__(said)

    def __reduce__(self) -> tuple[type[HoursError], tuple[str, Phrase, str]]:
        """Pickle by the arguments: worker processes hand errors back to their parent."""
        return type(self), (self.text, self.fault, self.part)


class CalendarError(LocatorError, ValueError):
    """A year file of the calendar is wrong: one error has all of its faults.

    Parameters
    ----------
    source
        The file, or what stands for it.
    faults
        One sentence each, in both languages: the field, the value and the remedy.
    """

    def __init__(self, source: str, faults: Sequence[Phrase]) -> None:
        self.source = source
        self.faults = list(faults)
        listed = joined(faults, phrase("language.semicolon"))
        super().__init__(phrase("hours.calendar_file", source=source, faults=listed))

    def __reduce__(self) -> tuple[type[CalendarError], tuple[str, list[Phrase]]]:
        """Pickle by the arguments."""
        return type(self), (self.source, self.faults)


# Texts of any kind.
EMPTY = phrase("hours.empty")
NOT_TEXT = phrase("hours.not_text")
CONTROL_CHARACTERS = phrase("hours.control_characters")
NO_HOURS = phrase("hours.no_hours")
NOT_UNDERSTOOD = phrase("hours.not_understood")

# Times.
BARE_NUMBERS = phrase("hours.bare_numbers")
HOURS_OR_CLOSED = phrase("hours.hours_or_closed")
ENDS_BEFORE = phrase("hours.ends_before")
MORNING_HOUR = phrase("hours.morning_hour")
NO_SUCH_TIME = phrase("hours.no_such_time")
ADDED_OR_INSTEAD = phrase("hours.added_or_instead")
OVERLAP = phrase("hours.overlap")
BEFORE_DAWN = phrase("hours.before_dawn")
BREAK_OUTSIDE = phrase("hours.break_outside")
BREAK_WHEN = phrase("hours.break_when")
ONLY_BREAK = phrase("hours.only_break")
CLOSED_AT_TIMES = phrase("hours.closed_at_times")
HALF_DAY = phrase("hours.half_day")

# Days.
WHAT_CLOSED = phrase("hours.what_closed")
OPEN_OR_CLOSED = phrase("hours.open_or_closed")
OPEN_AS = phrase("hours.open_as")
OTHER_DAYS = phrase("hours.other_days")
WHICH_OTHERS = phrase("hours.which_others")
OPEN_AND_CLOSED = phrase("hours.open_and_closed")
MOVED = phrase("hours.moved")
DAYS_TWICE = phrase("hours.days_twice")
SOME_DAYS_ONLY = phrase("hours.some_days_only")
EXCEPTION_OPEN = phrase("hours.exception_open")
EXCEPTION_OF = phrase("hours.exception_of")

# Holidays.
HOLIDAYS_BOTH = phrase("hours.holidays_both")
HOLIDAY_HOURS = phrase("hours.holiday_hours")
HOLIDAYS_ONLY = phrase("hours.holidays_only")
ONE_HOLIDAY = phrase("hours.one_holiday")

# Seasons and dates.
TWO_SEASONS = phrase("hours.two_seasons")
SEASON_DATES = phrase("hours.season_dates")
WHICH_SEASON = phrase("hours.which_season")
SEASON_DAYS = phrase("hours.season_days")
SEASON_HOURS = phrase("hours.season_hours")
NO_SUCH_MONTH = phrase("hours.no_such_month")
NO_SUCH_DATE = phrase("hours.no_such_date")
DATES_REVERSED = phrase("hours.dates_reversed")
YEARS_REVERSED = phrase("hours.years_reversed")
YEAR_ON_BOTH = phrase("hours.year_on_both")
YEAR_NEEDS_DAYS = phrase("hours.year_needs_days")

# OSM texts.
OSM_CONTROL = phrase("hours.osm_control")
OSM_HOLIDAY_AND_DAY = phrase("hours.osm_holiday_and_day")
OSM_GRAMMAR = phrase("hours.osm_grammar")
OSM_FAILED = phrase("hours.osm_failed")
OSM_REPEATED = phrase("hours.osm_repeated")
OSM_SHIFTED = phrase("hours.osm_shifted")

# Moments.
NOT_MOMENT = phrase("hours.not_moment")
OUTSIDE_CALENDAR = phrase("hours.outside_calendar")
PAST_9999 = phrase("hours.past_9999")


def too_long(length: int, longest: int) -> Phrase:
    """Word that a text has more characters than are read."""
    return phrase("hours.characters_most_read", length=length, longest=longest)
