"""Drafts of rules: what a Chinese text has said so far, and the OSM text it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from locator.stations.hours import faults
from locator.stations.hours.errors import HoursError
from locator.stations.hours.grammar import EVERY_DAY, WEEKDAYS, format_osm
from locator.stations.hours.spans import DAY

_DAWN = 6 * 60
WORKDAYS = 0b0011111
WEEKEND = 0b1100000


@dataclass(slots=True)
class Draft:
    """Times for some days; `days` is None where none are named, `spans` where no times are."""

    season: str = ""
    days: int | None = None
    holidays: bool = False
    workdays: bool = False
    spans: list[tuple[int, int]] | None = None

    def same_days(self, other: Draft) -> bool:
        """Tell whether two drafts are for the same days, so that their times belong together."""
        mine = (self.season, self.days, self.holidays, self.workdays)
        return mine == (other.season, other.days, other.holidays, other.workdays)


@dataclass(slots=True)
class Sheet:
    """All that a text has said.

    Parameters
    ----------
    holidays
        What it says of public holidays: `off`, `open`, `named` or nothing.
    """

    text: str
    drafts: list[Draft] = field(default_factory=list)
    off_days: int = 0
    off_dates: list[str] = field(default_factory=list)
    breaks: list[tuple[int, int]] = field(default_factory=list)
    holidays: str = ""
    named: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def say_holidays(self, word: str) -> None:
        """Note what is said of public holidays; two different sayings are refused."""
        if self.holidays not in {"", word}:
            raise HoursError(self.text, faults.HOLIDAYS_BOTH)
        self.holidays = word

    def note(self, words: str) -> None:
        """Add a note, once."""
        if words and words not in self.notes:
            self.notes.append(words)

    def name_holiday(self, words: str) -> None:
        """Keep what is said of one holiday, 春节期间休息, as a note: OSM can't name it."""
        self.named.append(words)
        self.note(words)

    def open_too(self, days: int | None, shown: str) -> None:
        """Let more days, given by their bits, have the hours of the others.

        Raises
        ------
        HoursError
            The others have more than one kind of hours.
        """
        if days is None:
            return
        if len(self.drafts) != 1:
            raise HoursError(self.text, faults.OPEN_AS, shown)
        (draft,) = self.drafts
        if draft.days is not None:
            draft.days |= days
        elif days & WORKDAYS:
            draft.days = days

    def osm(self) -> str:
        """Write the OSM text, checked and in normal form; empty where no hours are said.

        Raises
        ------
        HoursError
            The sayings contradict each other.
        """
        if not (self.drafts or self.off_days or self.holidays or self.named or self.off_dates):
            return ""
        if not self.drafts:
            self.note("未注明开放时间")
            self.drafts.append(Draft(days=EVERY_DAY))
        drafts = self._merged()
        self._check_overlaps(drafts)
        self._cut_breaks(drafts)
        if self.holidays == "open":
            self._open_on_holidays(drafts)
        drafts.sort(key=lambda draft: (bool(draft.season), draft.holidays))
        rules = [self._rule(draft) for draft in drafts]
        rules += [f"{_span(start, end)} off" for start, end in self.breaks]
        rules += [f"{dates} off" for dates in self.off_dates]
        return format_osm("; ".join(rules + self._holiday_rules(drafts)))

    def _merged(self) -> list[Draft]:
        """Take the days off out of the others, and join times given for the same days."""
        merged: list[Draft] = []
        for draft in self.drafts:
            if self.off_days:
                draft.days = (EVERY_DAY if draft.days is None else draft.days) & ~self.off_days
            if draft.days == 0 and not draft.holidays:
                raise HoursError(self.text, faults.OPEN_AND_CLOSED)
            alike = next((old for old in merged if old.same_days(draft)), None)
            if alike and alike.spans is not None and draft.spans is not None:
                alike.spans += [span for span in draft.spans if span not in alike.spans]
            elif alike is None or alike.spans is not None or draft.spans is not None:
                merged.append(draft)
        return merged

    def _check_overlaps(self, drafts: list[Draft]) -> None:
        """Refuse times that overlap on one day, and days that are named in two ways.

        Every day with an exception (每天 …, 周六 …) is fine: the later rule replaces the earlier.
        """
        for draft in drafts:
            spans = sorted(draft.spans or [])
            if any(second[0] < first[1] for first, second in pairwise(spans)):
                raise HoursError(self.text, faults.OVERLAP)
            if any(start < _DAWN for start, _ in (draft.spans or [])[1:]) and max(spans)[0] > _DAWN:
                raise HoursError(self.text, faults.BEFORE_DAWN)
        for position, draft in enumerate(drafts):
            for other in drafts[:position]:
                mine, theirs = _bits(draft), _bits(other)
                if bool(draft.season) != bool(other.season) and mine & theirs:
                    self._check_seasonal(draft, other)
                exception = theirs == EVERY_DAY and mine.bit_count() <= 2
                if draft.season == other.season and mine & theirs and not exception:
                    raise HoursError(self.text, faults.GIVEN_TWICE)

    def _check_seasonal(self, draft: Draft, other: Draft) -> None:
        """Let a season's hours replace the year's where each is one range; else refuse.

        Of 8:30-12:00, 14:30-18:00 (夏季 15:00-18:30) only a part is meant.
        """
        if any(len(one.spans or []) != 1 for one in (draft, other)):
            raise HoursError(self.text, faults.SEASON_HOURS)

    def _cut_breaks(self, drafts: list[Draft]) -> None:
        """Cut the breaks out of all times; one that lies in none of them is refused.

        With days whose times are not given, breaks stay as rules of their own.
        """
        if any(draft.spans is None for draft in drafts):
            return
        for start, end in self.breaks:
            around = [
                (draft, span) for draft in drafts for span in draft.spans or []
                if span[0] <= start and end <= span[1]
            ]  # fmt: skip
            if not around:
                raise HoursError(self.text, faults.BREAK_OUTSIDE, _clock(start))
            for draft, span in around:
                others = [other for other in draft.spans or [] if other != span]
                parts = [(span[0], start), (end, span[1])]
                draft.spans = others + [part for part in parts if part[0] < part[1]]
        self.breaks = []

    def _open_on_holidays(self, drafts: list[Draft]) -> None:
        """Let `PH` follow the day's hours; of several rules the weekend's, which the note says."""
        for season in {draft.season for draft in drafts}:
            own = [draft for draft in drafts if draft.season == season]
            weekend = [draft for draft in own if _bits(draft) & WEEKEND]
            if len(own) > 1:
                if len(weekend) != 1:
                    raise HoursError(self.text, faults.HOLIDAY_HOURS)
                self.note("节假日按周末时间")
            chosen = own[0] if len(own) == 1 else weekend[0]
            chosen.holidays = True
            chosen.days = _bits(chosen)

    def _holiday_rules(self, drafts: list[Draft]) -> list[str]:
        """Write the rule for public holidays that no draft has.

        Working days alone leave no doubt: on holidays it is closed.
        """
        only_workdays = any(draft.workdays for draft in drafts) and not any(
            _bits(draft) & WEEKEND for draft in drafts
        )
        stated = any(draft.holidays for draft in drafts)
        if self.holidays == "off" or (only_workdays and not stated and not self.holidays):
            return ["PH off"]
        if self.named and not stated:
            comment = "，".join(self.named).replace('"', "")
            return [f'PH unknown "{comment}"']
        return []

    def _rule(self, draft: Draft) -> str:
        days = [] if draft.days is None else [days_osm(draft.days, holidays=draft.holidays)]
        parts = [part for part in (draft.season, *days) if part]
        if draft.spans is None:
            return " ".join([*parts, "unknown"])
        spans = sorted(draft.spans)
        if spans == [(0, DAY)] and _bits(draft) == EVERY_DAY and not draft.season:
            return "24/7"
        times = ",".join(_span(start, end) for start, end in spans)
        return " ".join([*parts, times])


def days_osm(days: int, *, holidays: bool = False) -> str:
    """Write weekdays, from their bits, as OSM does.

    >>> days_osm(0b1100111, holidays=True)
    'PH,Mo-We,Sa,Su'
    """
    runs: list[list[int]] = []
    for day in (day for day in range(7) if days >> day & 1):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = ["PH"] if holidays else []
    for run in runs:
        first, last = WEEKDAYS[run[0]], WEEKDAYS[run[-1]]
        names += [f"{first}-{last}"] if len(run) > 2 else [WEEKDAYS[day] for day in run]
    return ",".join(names)


def _bits(draft: Draft) -> int:
    return EVERY_DAY if draft.days is None else draft.days


def _span(start: int, end: int) -> str:
    """Write a span as OSM does; past midnight from a morning as 08:00-26:00, which is no slip."""
    if end > DAY and start >= DAY // 2:
        end -= DAY
    return f"{_clock(start)}-{_clock(end)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
