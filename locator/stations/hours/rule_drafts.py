"""Drafts of rules: what a Chinese text states of days and times, and the OSM text it comes to.

The parser fills a `RuleSheet` word by word; `RuleSheet.osm` checks that its statements agree,
completes what goes without saying, and writes them as rules.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise

from locator.stations.hours import errors
from locator.stations.hours.dates import WEEKEND, WORKDAYS, days_shown
from locator.stations.hours.errors import HoursError
from locator.stations.hours.osm import EVERY_DAY, days_osm, format_osm, selects_date, span_osm
from locator.stations.hours.timeline import MINUTES_A_DAY

_DAWN = 6 * 60
_NOON, _ONE = 12 * 60, 13 * 60
_EARLIEST_MORNING = 5 * 60
_A_YEAR = range(dt.date(2028, 1, 1).toordinal(), dt.date(2029, 1, 1).toordinal())
_HALVES = {"上午": "00:00-12:00", "下午": "12:00-24:00"}


@dataclass(slots=True)
class RuleDraft:
    """Times for some days; `days` is None where none are named, `spans` where no times are."""

    season: str = ""
    days: int | None = None
    holidays: bool = False
    workdays: bool = False
    spans: list[tuple[int, int]] | None = None

    def same_days(self, other: RuleDraft) -> bool:
        """Tell whether two drafts are for the same days, so that their times belong together."""
        mine = (self.season, self.days, self.holidays, self.workdays)
        return mine == (other.season, other.days, other.holidays, other.workdays)


@dataclass(slots=True)
class RuleSheet:
    """All that a text states.

    Parameters
    ----------
    off_days, open_days
        Bits of the weekdays that are off; of those that are open as others are.
    not_off
        Bits of the weekdays that are not off (周一不休), and the words.
    half_days
        Days of which the morning or the afternoon is off, and which of the two.
    holidays
        What public holidays are: `off`, `open`, or empty.
    named
        Statements on single holidays, and whether it is open then.
    holiday_notices
        That holidays are announced (节假日另行通知).
    """

    text: str
    drafts: list[RuleDraft] = field(default_factory=list)
    off_days: int = 0
    open_days: int = 0
    not_off: list[tuple[int, str]] = field(default_factory=list)
    half_days: list[tuple[int, str]] = field(default_factory=list)
    off_dates: list[str] = field(default_factory=list)
    breaks: list[tuple[int, int]] = field(default_factory=list)
    _breaks_of: list[tuple[int, RuleDraft | None]] = field(default_factory=list)
    no_break: str = ""
    holidays: str = ""
    named: list[tuple[str, bool]] = field(default_factory=list)
    holiday_notices: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def set_holidays(self, state: str, shown: str) -> None:
        """Set public holidays `off` or `open`; a text that states both is refused."""
        if self.holidays not in {"", state}:
            raise HoursError(self.text, errors.HOLIDAYS_BOTH, shown)
        self.holidays = state

    def add_break(self, span: tuple[int, int], draft: RuleDraft | None = None) -> None:
        """Add a break of the hours so far; of a draft's alone where its times were read with it."""
        self.breaks.append(span)
        self._breaks_of.append((len(self.drafts), draft))

    def note(self, words: str) -> None:
        """Add a note, once."""
        if words and words not in self.notes:
            self.notes.append(words)

    def add_single_holiday(self, words: str, *, is_open: bool = False) -> None:
        """Keep a statement on one holiday, 春节期间休息, as a note: OSM can't name it."""
        self.named.append((words, is_open))
        self.note(words)

    def open_also(self, days: int | None, shown: str) -> None:
        """Let more days, given by their bits, have the hours of the others (周六正常开放).

        Raises
        ------
        HoursError
            The others have more than one kind of hours.
        """
        if days is None:
            return
        self.open_days |= days
        if len(self.drafts) != 1:
            raise HoursError(self.text, errors.OPEN_AS, shown)
        (draft,) = self.drafts
        if draft.days is not None:
            draft.days |= days
        elif days & WORKDAYS == WORKDAYS:
            draft.days = days
        elif days & WORKDAYS:
            raise HoursError(self.text, errors.OTHER_DAYS, shown)

    def _open_not_off(self, days: int, shown: str) -> None:
        """Keep days open that don't close (周一不休): that the others are goes without saying.

        Of all working days (周一至周五不休) that would be a guess.
        """
        self.open_days |= days
        named = [draft.days for draft in self.drafts if draft.days is not None]
        missing = days & ~sum(1 << day for day in range(7) if any(n >> day & 1 for n in named))
        if named and missing:
            self.open_also(missing, shown)
        elif not named and days & WORKDAYS == WORKDAYS and days != EVERY_DAY:
            raise HoursError(self.text, errors.OTHER_DAYS, shown)

    def osm(self) -> str:
        """Write the OSM text, checked and in normal form; empty where no hours are stated.

        Raises
        ------
        HoursError
            The statements contradict each other.
        """
        statements = (self.drafts, self.off_days, self.not_off, self.half_days, self.holidays)
        if not any((*statements, self.named, self.off_dates)):
            if self.breaks:
                raise HoursError(self.text, errors.ONLY_BREAK, span_osm(*self.breaks[0]))
            return ""
        if not self.drafts:
            self.note("未注明开放时间")
            self.drafts.append(RuleDraft(days=EVERY_DAY))
        for days, shown in self.not_off:
            self._open_not_off(days, shown)
        self._check_days()
        drafts = self._merged()
        self._complete_weekend(drafts)
        drafts = self._shared_by_seasons(drafts)
        self._check_parts(drafts)
        self._check_overlaps(drafts)
        self._cut_breaks(drafts)
        if self.holidays == "open":
            self._open_on_holidays(drafts)
        drafts.sort(key=lambda draft: (bool(draft.season), draft.holidays))
        rules = [self._rule(draft) for draft in drafts]
        rules += [f"{span_osm(start, end)} off" for start, end in self.breaks]
        rules += [f"{dates} off" for dates in self.off_dates]
        rules += [f"{days_osm(days)} {_HALVES[half]} off" for days, half in self.half_days]
        return format_osm("; ".join(rules + self._holiday_rules(drafts)))

    def _check_days(self) -> None:
        """Refuse days that are open and off, and days off where hours are for holidays alone."""
        if both := self.off_days & self.open_days:
            raise HoursError(self.text, errors.OPEN_AND_CLOSED, days_shown(both))
        if self.off_days and all(draft.holidays and not draft.days for draft in self.drafts):
            raise HoursError(self.text, errors.HOLIDAYS_ONLY, days_shown(self.off_days))
        spans = [span for draft in self.drafts for span in draft.spans or []]
        if self.half_days and any(s < _EARLIEST_MORNING or end > MINUTES_A_DAY for s, end in spans):
            raise HoursError(self.text, errors.HALF_DAY, self.half_days[0][1])

    def _merged(self) -> list[RuleDraft]:
        """Take the days off out of the others, and join times given for the same days."""
        merged: list[RuleDraft] = []
        for draft in self.drafts:
            if self.off_days:
                draft.days = (EVERY_DAY if draft.days is None else draft.days) & ~self.off_days
            if draft.days == 0 and not draft.holidays:
                raise HoursError(self.text, errors.OPEN_AND_CLOSED, days_shown(self.off_days))
            alike = next((old for old in merged if old.same_days(draft)), None)
            if alike and alike.spans is not None and draft.spans is not None:
                alike.spans += [span for span in draft.spans if span not in alike.spans]
            elif alike is None or alike.spans is not None or draft.spans is not None:
                merged.append(draft)
        return merged

    def _complete_weekend(self, drafts: list[RuleDraft]) -> None:
        """Say what weekends are where working days and holidays alone have times.

        工作日…，节假日… means all days: weekends are as holidays. 法定节假日 are not weekends, and
        周一至周五…，节假日… may mean them or not: unknown.
        """
        holiday = [draft for draft in drafts if draft.holidays and not draft.days and draft.spans]
        named = 0
        for draft in drafts:
            named |= 0 if draft in holiday else _bits(draft)
        if len(holiday) != 1 or named != WORKDAYS or self.off_days & WEEKEND:
            return
        by_name = any(draft.workdays for draft in drafts)
        statutory = "法定" in self.text or "国家" in self.text
        if by_name and not statutory:
            holiday[0].days = WEEKEND
        elif by_name or not statutory:
            self.note("未注明周末时间")
            drafts.append(RuleDraft(holiday[0].season, WEEKEND))

    def _shared_by_seasons(self, drafts: list[RuleDraft]) -> list[RuleDraft]:
        """Give times without a season to all seasons where these are other parts of the day.

        上午8:00-12:00，夏季下午15:00-18:00，冬季下午14:30-17:30: the morning is all the year's.
        With one season alone it might as well be instead.
        """
        whole_year = [draft for draft in drafts if not draft.season and draft.spans]
        seasonal = [draft for draft in drafts if draft.season and draft.spans]
        if len(whole_year) != 1 or not seasonal:
            return drafts
        (base,) = whole_year
        apart = [_disjoint(base, draft) for draft in seasonal]
        alike = all(_bits(draft) == _bits(base) for draft in seasonal)
        if not any(apart):
            return drafts
        seasons = {draft.season for draft in seasonal}
        if not all(apart) or not alike or base.holidays or not _whole_year(seasons):
            raise HoursError(self.text, errors.SEASON_HOURS, seasonal[0].season)
        for draft in seasonal:
            draft.spans = [*(base.spans or []), *(draft.spans or [])]
            draft.workdays |= base.workdays
        return [draft for draft in drafts if draft is not base]

    def _check_parts(self, drafts: list[RuleDraft]) -> None:
        """Refuse a season that has an afternoon alone where another has a morning too.

        8:30-12:00 14:30-18:00（夏季） 14:00-17:30（冬季）: the morning is meant for both.
        """
        seasonal = [draft for draft in drafts if draft.season and draft.spans]
        mornings = [any(end <= _ONE for _, end in draft.spans or []) for draft in seasonal]
        for draft, has_morning in zip(seasonal, mornings, strict=True):
            starts = [start for start, _ in draft.spans or []]
            if any(mornings) and not has_morning and min(starts) >= _NOON:
                raise HoursError(self.text, errors.SEASON_HOURS, draft.season)

    def _check_overlaps(self, drafts: list[RuleDraft]) -> None:
        """Refuse times that overlap on one day, and days that are named in two ways.

        Every day with an exception (每天 …, 周六 …) is fine: the later rule replaces the earlier.
        """
        for draft in drafts:
            spans = sorted(draft.spans or [])
            for first, second in pairwise(spans):
                if second[0] < first[1]:
                    both = f"{span_osm(*first)}, {span_osm(*second)}"
                    raise HoursError(self.text, errors.OVERLAP, both)
            early = [span for span in (draft.spans or [])[1:] if span[0] < _DAWN]
            if early and max(spans)[0] > _DAWN:
                raise HoursError(self.text, errors.BEFORE_DAWN, span_osm(*early[0]))
        for position, draft in enumerate(drafts):
            for other in drafts[:position]:
                mine, theirs = _bits(draft), _bits(other)
                if bool(draft.season) != bool(other.season) and mine & theirs:
                    self._check_seasonal(draft, other)
                exception = theirs == EVERY_DAY and mine.bit_count() <= 2
                if draft.season == other.season and mine & theirs and not exception:
                    raise HoursError(self.text, errors.DAYS_TWICE, days_shown(mine & theirs))
                same_season = draft.season == other.season
                if same_season and (mine & theirs or draft.holidays) and _disjoint(draft, other):
                    shown = days_shown(mine) if mine else "节假日"
                    raise HoursError(self.text, errors.ADDED_OR_INSTEAD, shown)

    def _check_seasonal(self, draft: RuleDraft, other: RuleDraft) -> None:
        """Let a season's hours replace the year's where each is one range; else refuse.

        Of 8:30-12:00, 14:30-18:00 (夏季 15:00-18:30) only a part is meant.
        """
        if any(len(one.spans or []) != 1 for one in (draft, other)):
            raise HoursError(self.text, errors.SEASON_HOURS, draft.season or other.season)

    def _cut_breaks(self, drafts: list[RuleDraft]) -> None:
        """Cut the breaks out of all times; one that lies in none of them is refused.

        With days whose times are not given, breaks stay as rules of their own.
        """
        if any(draft.spans is None for draft in drafts):
            return
        if self.breaks and self.no_break:
            raise HoursError(self.text, errors.BREAK_WHEN, self.no_break)
        order = {id(draft): place for place, draft in enumerate(self.drafts)}
        for (start, end), (count, own) in zip(self.breaks, self._breaks_of, strict=True):
            around = [
                (draft, span) for draft in drafts for span in draft.spans or []
                if span[0] <= start and end <= span[1]
            ]  # fmt: skip
            if not around:
                raise HoursError(self.text, errors.BREAK_OUTSIDE, span_osm(start, end))
            within = [draft for draft, _ in around]
            if any(order.get(id(draft), 0) >= count for draft in within) or (
                own is not None and own.spans and all(draft is not own for draft in within)
            ):
                # 夏季8:00-20:00（12:00-15:00休息），冬季8:30-18:00: in winter, too?
                raise HoursError(self.text, errors.BREAK_WHEN, span_osm(start, end))
            for draft, span in around:
                others = [other for other in draft.spans or [] if other != span]
                parts = [(span[0], start), (end, span[1])]
                draft.spans = others + [part for part in parts if part[0] < part[1]]
        self.breaks = []

    def _open_on_holidays(self, drafts: list[RuleDraft]) -> None:
        """Let `PH` follow the day's hours; of several rules the weekend's, which the note says."""
        for season in {draft.season for draft in drafts}:
            own = [draft for draft in drafts if draft.season == season]
            weekend = [draft for draft in own if _bits(draft) & WEEKEND]
            if len(own) > 1:
                if len(weekend) != 1:
                    raise HoursError(self.text, errors.HOLIDAY_HOURS)
                self.note("节假日按周末时间")
            chosen = own[0] if len(own) == 1 else weekend[0]
            chosen.holidays = True
            chosen.days = _bits(chosen)

    def _holiday_rules(self, drafts: list[RuleDraft]) -> list[str]:
        """Write the rule for public holidays that stands last.

        Working days alone leave no doubt: on holidays it is closed. A single holiday that is said
        to differ leaves all in doubt, since OSM can't name one; the words are the reason.
        """
        only_workdays = any(draft.workdays for draft in drafts) and not any(
            _bits(draft) & WEEKEND for draft in drafts
        )
        stated = any(draft.holidays for draft in drafts)
        if self.holiday_notices:
            if self.holidays or stated:
                raise HoursError(self.text, errors.HOLIDAYS_BOTH, self.holiday_notices[0])
            notices = [*self.holiday_notices, *(words for words, _ in self.named)]
            return [f'PH unknown "{"，".join(notices).replace(chr(34), "")}"']
        off = self.holidays == "off" or (only_workdays and not stated and not self.holidays)
        if any(is_open == off for _, is_open in self.named):
            comment = "，".join(words for words, _ in self.named).replace('"', "")
            return [f'PH unknown "{comment}"']
        return ["PH off"] if off else []

    def _rule(self, draft: RuleDraft) -> str:
        days = [] if draft.days is None else [days_osm(draft.days, holidays=draft.holidays)]
        parts = [part for part in (draft.season, *days) if part]
        if draft.spans is None:
            return " ".join([*parts, "unknown"])
        spans = sorted(draft.spans)
        if spans == [(0, MINUTES_A_DAY)] and _bits(draft) == EVERY_DAY and not draft.season:
            return "24/7"
        times = ",".join(span_osm(start, end) for start, end in spans)
        return " ".join([*parts, times])


def _whole_year(seasons: set[str]) -> bool:
    """Tell whether seasons, as OSM text, leave out no date of a year."""
    days: set[int] = set()
    for season in seasons:
        days |= {day for day in _A_YEAR if selects_date(season, day)}
    return len(days) == len(_A_YEAR)


def _disjoint(one: RuleDraft, other: RuleDraft) -> bool:
    """Tell whether no times of two drafts overlap, where both have some."""
    return bool(one.spans and other.spans) and not any(
        start < other_end and other_start < end
        for start, end in one.spans or []
        for other_start, other_end in other.spans or []
    )


def _bits(draft: RuleDraft) -> int:
    return EVERY_DAY if draft.days is None else draft.days
