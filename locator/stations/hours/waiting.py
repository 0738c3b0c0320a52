"""Days that wait for their times: what a reading holds until it knows what to do with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.stations.hours import faults
from locator.stations.hours.draft import WEEKEND, WORKDAYS
from locator.stations.hours.errors import HoursError
from locator.stations.hours.grammar import EVERY_DAY
from locator.stations.hours.seasons import read_dates

if TYPE_CHECKING:
    from locator.stations.hours.words import Word

_BITS = {
    "every_day": EVERY_DAY, "workdays": WORKDAYS, "weekend": WEEKEND, "rest_days": WEEKEND
}  # fmt: skip

_WEEKDAY = re.compile(r"([一二三四五六日天1-7])(?:-(?:周|星期|礼拜)?([一二三四五六日天1-7]))?")
_ENGLISH = re.compile("(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {name: number % 7 for number, name in enumerate("一二三四五六日")} | {"天": 6}


@dataclass(slots=True)
class Pending:
    """Days and seasons read, whose times, or whose being off, are still to come.

    Parameters
    ----------
    days
        Bits of the weekdays; None where none are named.
    including
        Whether the days are only said to be included (含周末), so that the others are too.
    season, dated
        OSM dates, and whether there are any.
    shown
        All words, for errors and notes; empty when nothing waits.
    earlier
        Days ahead of the last comma.
    """

    days: int | None = None
    holidays: bool = False
    workdays: bool = False
    including: bool = False
    season: str | None = None
    dated: bool = False
    season_word: str = ""
    named: str = ""
    shown: str = ""
    earlier: int = 0

    def add(self, word: Word, text: str, *, after_comma: bool) -> None:
        """Add a word of days, a season or a holiday; `text` is the whole, for errors.

        Raises
        ------
        HoursError
            The word is a date that no year has, or a second season.
        """
        if word.kind == "all_year":
            return
        if after_comma:
            self.earlier = self.days or 0
        if word.kind == "including":
            self.including = self.including or self.days is None
        self.shown += word.shown
        bits = weekday_bits(word.text) if word.kind == "days" else _BITS.get(word.kind, 0)
        self.days = (self.days or 0) | bits if bits else self.days
        self.workdays |= word.kind == "workdays"
        self.holidays |= word.kind in {"holidays", "rest_days"}
        self.named += word.shown if word.kind == "named" else ""
        if word.kind == "dates":
            dates = read_dates(text, word.text)
            self.season = f"{self.season},{dates}" if self.dated else dates
            self.dated = True
        elif word.kind == "season":
            if self.season_word:
                raise HoursError(text, faults.TWO_SEASONS, self.shown)
            self.season_word = word.text


def weekday_bits(text: str) -> int:
    """Return the bits of 周一-周五,周日; Monday is bit 0. A range may pass the end of the week.

    >>> weekday_bits("周六-周一")
    97
    """
    bits = 0
    named = _ENGLISH.sub(lambda found: str(_ENGLISH_DAYS.index(found[1]) + 1), text)
    for first, last in _WEEKDAY.findall(re.sub("周|星期|礼拜|每", "", named)):
        start, end = _weekday(first), _weekday(last or first)
        for offset in range((end - start) % 7 + 1):
            bits |= 1 << (start + offset) % 7
    return bits


def _weekday(name: str) -> int:
    return int(name) - 1 if name.isdigit() else _NUMBERS[name]
