"""`parse_hours`: Chinese or OSM opening hours into OSM syntax, a note and a status.

Chinese text goes through `lexer` (words), `grammar` (their order), the `RuleReader` here (words
onto a sheet, one by one) and `rule_drafts` (the sheet as OSM text). Nothing is dropped in silence:
every character is a word of hours, a filler that carries none, or part of the note; else the text
is refused and the piece named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from locator.stations.hours import errors
from locator.stations.hours.dates import SeasonMonths
from locator.stations.hours.errors import HoursError
from locator.stations.hours.grammar import (
    DAYS,
    Closing,
    Pending,
    arrange,
    include_days,
    kinds_after,
    open_holidays,
)
from locator.stations.hours.lexer import EXCEPTING, TIMES, Word, read_range, read_short, split_words
from locator.stations.hours.osm import EVERY_DAY, LONGEST_TEXT, format_osm, span_osm
from locator.stations.hours.rule_drafts import RuleDraft, RuleSheet
from locator.stations.hours.timeline import MINUTES_A_DAY

_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Times alone are read as a list's: in OSM 9:00-5:00 is overnight, in a list it is a slip.
_ONLY_TIMES = re.compile(r"(?:(?:[01]?\d|2[0-4]):\d\d|[\s,;-])+")
_LIKE_OSM = re.compile(
    r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec)\b"
)
_PAUSED = re.compile(
    "暂停|暂不|停用|停业|暂未|尚未|未开放|未启用|撤销|拆除|已关闭|永久|建设中|筹建"
)
# What may stand between days and their times; other notes there speak of the days.
_BESIDE_DAYS = re.compile("预约|凭|电话|自助|无人|扫码|刷[脸卡]")
_NOTICE = re.compile("另行?(?:通知|公告|安排|公布|调整|定)|为准|待定|不定|不固定|视情况")
# 暂无 and the like: nobody has said.
_NOTHING = re.compile("(?:暂无|无|没有|未知|不详|待补充|暂缺|空|[-—–/\\\\.。、])*")
_QUOTED = re.compile("[\"“”„«「『'‘](.*)[\"“”»」』'’]", re.DOTALL)
_CLOCK_TIME = re.compile(r"\d{1,2}(?::\d\d|[点时])")
_PAUSED_ALONE = re.compile("搬|迁址|维修|装修|修缮|改造|施工|检修|整修")
_QUIET = {"comma", "and", "filler", "label", "inside", "outside", "stop"}

_ONE, _FIVE, _SEVEN = 60, 5 * 60, 7 * 60

Status = Literal["paused"]


@dataclass(frozen=True, slots=True)
class ParsedHours:
    """What a text says.

    Parameters
    ----------
    osm
        Opening hours in OSM syntax; None where the text says none.
    note
        What is no hours, in the text's own words, and what was taken for granted; may be empty.
    status
        `paused` where the text says that the station is; else None.
    """

    osm: str | None
    note: str = ""
    status: Status | None = None


def parse_hours(text: str, seasons: SeasonMonths | None = None) -> ParsedHours:
    """Parse Chinese or OSM opening hours.

    Parameters
    ----------
    text
        At most 500 characters. OSM text is checked and written in normal form.
    seasons
        Which months summer means where the text gives no dates; default May to September.

    Raises
    ------
    HoursError
        With what was not understood.

    Examples
    --------
    >>> parse_hours("周一至周五 8:30-18:00，节假日除外").osm
    'Mo-Fr 08:30-18:00; PH off'
    >>> parse_hours("闭馆")
    ParsedHours(osm=None, note='闭馆', status='paused')
    """
    if not isinstance(text, str) or not text.strip():
        raise HoursError(str(text), errors.EMPTY)
    if len(text) > LONGEST_TEXT:
        raise HoursError(text, errors.too_long(len(text), LONGEST_TEXT))
    if (quoted := _QUOTED.fullmatch(text.strip())) and quoted[1].strip():
        text = quoted[1]
    if _NOTHING.fullmatch(text.strip()):
        return ParsedHours(None)
    in_chinese = _CHINESE.search(re.sub('"[^"]*"', "", text))
    if not in_chinese and not _ONLY_TIMES.fullmatch(text):
        try:
            return ParsedHours(format_osm(text.strip().rstrip("; ")))
        except HoursError as error:
            return _parse_words(text, seasons or SeasonMonths(), error)
    return _parse_words(text, seasons or SeasonMonths(), None)


def _parse_words(text: str, seasons: SeasonMonths, osm_error: HoursError | None) -> ParsedHours:
    """Read a text that is not OSM; where it has no word of hours, OSM's complaint is better."""
    words = split_words(text)
    has_hours = any(word.kind in TIMES | DAYS for word in words)
    if osm_error and (not has_hours or _LIKE_OSM.search(text)):
        raise osm_error
    if not has_hours and any(word.kind == "note" for word in words):
        return _only_note(text, "".join(word.shown for word in words))
    reader = RuleReader(RuleSheet(text), seasons)
    reader.read(arrange(words))
    return _parsed(reader)


def _only_note(text: str, note: str) -> ParsedHours:
    """Return a text without hours as a note, such as 搬迁中，恢复时间另行通知.

    Raises
    ------
    HoursError
        It has a time: 16:00停止入馆 says something of hours, and not what they are.
    """
    if _CLOCK_TIME.search(note):
        raise HoursError(text, errors.NO_HOURS, note)
    paused = _PAUSED.search(note) or _PAUSED_ALONE.search(note)
    return ParsedHours(None, note, "paused" if paused else None)


def _parsed(reader: RuleReader) -> ParsedHours:
    """Return what the sheet comes to; a text with neither hours nor a note is refused."""
    sheet = reader.sheet
    osm = sheet.osm() or None
    if reader.all_closed and osm:
        raise HoursError(sheet.text, errors.WHAT_CLOSED, reader.all_closed)
    sheet.note(reader.all_closed)
    note = "；".join(sheet.notes)
    if osm is None and not note:
        raise HoursError(sheet.text, errors.NO_HOURS)
    paused = reader.all_closed or _PAUSED.search(note) or (not osm and _PAUSED_ALONE.search(note))
    return ParsedHours(osm, note, "paused" if paused else None)


@dataclass(slots=True)
class RuleReader:
    """Reads the words of one text onto a sheet, one by one.

    Parameters
    ----------
    sheet
        Filled here.
    seasons
        Which months a season without dates is.
    all_closed
        After `read`, the words (闭馆, 休息) that close the whole station; else empty.
    """

    sheet: RuleSheet
    seasons: SeasonMonths
    all_closed: str = ""
    _pending: Pending = field(default_factory=Pending)
    _season: str = ""
    _last: str = ""
    _previous: str = ""
    _closing: Closing = field(init=False)
    _except: str = ""
    _stopped: bool = False
    _in_break: bool = False
    _inside: list[Pending | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._closing = Closing(self.sheet)

    def read(self, words: list[Word]) -> None:
        """Read all words, in the order that `arrange` gives, and settle what is left over."""
        following = kinds_after(words, _QUIET | {"open"})
        adjacent = kinds_after(words, {"filler", "label", "open"})
        for place, word in enumerate(words):
            if word.kind == "inside":
                self._enter(words[place + 1 :])
            elif word.kind == "outside":
                self._leave()
            else:
                self._read_word(word, following[place], adjacent[place])
            self._stopped |= word.kind == "stop"
            self._previous = word.kind
            self._last = self._last if word.kind in _QUIET else word.kind
        self.settle()

    def _read_word(self, word: Word, following: str, adjacent: str) -> None:
        """Read one word.

        `following` is the kind of the next word that is neither quiet nor `open`, `adjacent` that
        of the next but for fillers, labels and `open`.
        """
        if self._except and word.kind in TIMES | {"note", "open"}:
            raise HoursError(self.sheet.text, errors.EXCEPTION_OPEN, self._except)
        if word.kind == "moved":
            raise HoursError(self.sheet.text, errors.MOVED, word.shown)
        if word.kind == "unknown":
            raise HoursError(self.sheet.text, errors.NOT_UNDERSTOOD, word.shown)
        if word.kind == "including" and self._last == "off":
            # 周一闭馆（含节假日）: open on holidays, or closed on a Monday that is one?
            raise HoursError(self.sheet.text, errors.OPEN_OR_CLOSED, word.shown)
        pending = self._pending
        separate = pending.holidays or self._previous in {"comma", "stop"}
        if pending.including and separate and word.kind in DAYS - {"holidays", "weekend"}:
            # 含节假日 周一至周五9:00-17:00: of which days are holidays a part?
            raise HoursError(self.sheet.text, errors.OPEN_OR_CLOSED, pending.shown)
        if word.kind in DAYS | {"named", "including"}:
            self._pending.add(
                word,
                self.sheet.text,
                after_comma=self._previous == "comma",
                after_and=self._previous == "and",
            )
        elif word.kind in TIMES:
            self._add_times(word)
        elif word.kind in {"note", "no_break"}:
            self._add_note(word, following)
        elif word.kind == "break":
            self._read_break(word, following)
        else:
            self._read_state_word(word, following, adjacent)

    def _read_state_word(self, word: Word, following: str, adjacent: str) -> None:
        """Read a word by which waiting days are open or off, or wait no longer."""
        if word.kind == "off":
            self._close(word)
        elif word.kind == "except":
            self._except = word.shown
        elif word.kind in {"open", "open_too"}:
            self._open(word, following, adjacent)
        elif word.kind == "half":
            self._closing.half = word.shown
        elif word.kind == "others":
            self._read_others(word, following)
        elif word.kind in {"comma", "stop"} and self._pending.including and self.sheet.drafts:
            self.settle()

    def settle(self) -> None:
        """Give days left over at the end to the times that have none."""
        self._end_exception()
        pending = self._take_pending()
        if not pending.shown:
            return
        drafts = self.sheet.drafts
        if pending.including and drafts and not (pending.dated or pending.season_word):
            include_days(self.sheet, pending)
            return
        if not drafts and not pending.holidays and not pending.named:
            drafts.append(self._draft(pending))
            return
        lacking = [d for d in drafts if (d.days if pending.days else d.season or None) is None]
        if pending.holidays or pending.named or not lacking:
            raise HoursError(self.sheet.text, errors.OPEN_OR_CLOSED, pending.shown)
        for draft in lacking:
            draft.days = pending.days if draft.days is None else draft.days
            draft.workdays |= pending.workdays
            draft.season = draft.season or self._season_of(pending)

    def _enter(self, rest: list[Word]) -> None:
        """Enter a parenthesis; days before it wait outside, but for their times or 周一（休息）."""
        end = next((n for n, word in enumerate(rest) if word.kind == "outside"), len(rest))
        has_times = any(word.kind in TIMES for word in rest[:end])
        off = rest[:1] and rest[0].kind == "off"
        self._inside.append(None if has_times or off else self._take_pending())

    def _leave(self) -> None:
        """Leave a parenthesis: the days that waited outside go on waiting for their times."""
        self._end_exception()
        waited = self._inside.pop()
        if waited is not None and waited.shown:
            if self._pending.shown:
                shown = waited.shown + self._pending.shown
                raise HoursError(self.sheet.text, errors.OPEN_OR_CLOSED, shown)
            self._pending = waited
        elif self._pending.shown and self.sheet.drafts:
            self.settle()

    def _end_exception(self) -> None:
        """End an exception, 不含周末, that has no 外 to end it."""
        if self._except and self._pending.shown:
            self._close(Word("off", "除外", ""))

    def _take_pending(self) -> Pending:
        pending, self._pending = self._pending, Pending()
        return pending

    def _season_of(self, pending: Pending) -> str:
        """Return the OSM season of waiting words; a season without dates goes into the note."""
        if pending.dated:
            return pending.season or ""
        if not pending.season_word:
            return ""
        months = self.seasons.osm(pending.season_word)
        if months is None:
            raise HoursError(self.sheet.text, errors.SEASON_DATES, pending.season_word)
        self.sheet.note(f"夏季按{self.seasons.first}月至{self.seasons.last}月")
        return months

    def _draft(self, pending: Pending) -> RuleDraft:
        """Return a draft for the waiting days; what they don't say goes on as before."""
        if pending.named:
            raise HoursError(self.sheet.text, errors.ONE_HOLIDAY, pending.named)
        season = self._season_of(pending)
        days, workdays, holidays = pending.days, pending.workdays, pending.holidays
        if season and days is None and not holidays:
            days, holidays, workdays = self._days_before()
        if pending.including:
            days = EVERY_DAY
        if holidays and days is None:
            days = 0
        if pending.shown and not season and self._season:
            self._check_season(pending)
        self._stopped = False
        self._season = season or self._season
        return RuleDraft(self._season, days, holidays, workdays)

    def _check_season(self, pending: Pending) -> None:
        """Refuse days that may belong to the season before them or to all the year.

        Across a comma they belong to it, if it is the first season or the first had such days.
        """
        others = [d for d in self.sheet.drafts if d.season not in {"", self._season}]
        if self._stopped or (others and all(d.days != pending.days for d in others)):
            raise HoursError(self.sheet.text, errors.WHICH_SEASON, pending.shown)

    def _days_before(self) -> tuple[int | None, bool, bool]:
        """Return the days that another season goes on with: those of the season before it."""
        before = [draft for draft in self.sheet.drafts if draft.season == self._season]
        groups = {(draft.days, draft.holidays, draft.workdays) for draft in before}
        if len(groups) > 1:
            raise HoursError(self.sheet.text, errors.SEASON_DAYS)
        return groups.pop() if groups else (None, False, False)

    def _add_times(self, word: Word) -> None:
        span = self._span(word)
        if self._last == "break":
            self.sheet.add_break(span)
            self._in_break = True
            return
        self._in_break = False
        pending = self._take_pending()
        drafts = self.sheet.drafts
        if pending.shown or not drafts or self._last not in TIMES | {"open", "note", "open_too"}:
            drafts.append(self._draft(pending))
        draft = drafts[-1]
        if draft.days is not None and draft.spans and span[0] < draft.spans[-1][0]:
            # 周三、周五19:00-21:00，9:00-17:00: an earlier time may be another day's.
            raise HoursError(self.sheet.text, errors.ADDED_OR_INSTEAD, span_osm(*span))
        if span not in (draft.spans or []):
            draft.spans = [*(draft.spans or []), span]

    def _span(self, word: Word) -> tuple[int, int]:
        if word.kind == "all_day" or word.match is None:
            return 0, MINUTES_A_DAY
        read = read_range if word.kind == "times" else read_short
        start, end = read(self.sheet.text, word.match)
        bare = word.kind == "times" and not (word.match["period_a"] or word.match["suffix_a"])
        if bare and _ONE <= start < _FIVE and end <= _SEVEN:
            # 2:30-5:30 is an afternoon's as likely as not.
            raise HoursError(self.sheet.text, errors.BEFORE_DAWN, span_osm(start, end))
        return start, end

    def _add_note(self, word: Word, following: str) -> None:
        """Keep a note; beside days it says how they are open, or that holidays are told later."""
        pending = self._pending
        shown = pending.shown + word.shown
        if (pending.holidays or pending.named) and not pending.days and _NOTICE.search(word.text):
            self._take_pending()
            self.sheet.holiday_notices.append(shown)
            return
        closed = _PAUSED.search(word.text) or _PAUSED_ALONE.search(word.text)
        if closed and following in TIMES | DAYS and not self.sheet.drafts:
            # 停业时间：22:00-6:00, 检修：12:00-14:00: it may be closed at these times.
            raise HoursError(self.sheet.text, errors.CLOSED_AT_TIMES, shown)
        if word.kind == "no_break":
            self.sheet.no_break = word.shown
        if pending.shown and not (following in TIMES and _BESIDE_DAYS.search(word.text)):
            raise HoursError(self.sheet.text, errors.SOME_DAYS_ONLY, shown)
        self.sheet.note(word.shown)

    def _read_break(self, word: Word, following: str) -> None:
        """Read a lunch break: its times stand before it in parentheses, or after it, or show."""
        if self._previous in TIMES and self._inside:
            self._closing.close_times(word)
        elif following not in TIMES:
            if not any(len(draft.spans or []) > 1 for draft in self.sheet.drafts):
                raise HoursError(self.sheet.text, errors.BREAK_WHEN, word.shown)
            self.sheet.note(word.shown)

    def _close(self, word: Word) -> None:
        """Close the waiting days; with none waiting, the times just read, or the whole station."""
        pending = self._take_pending()
        excepting = word.text in EXCEPTING
        self._except = ""
        if self._closing.half:
            self._closing.close_half_days(pending, word)
        elif pending.named and not pending.holidays:
            self._closing.close_named(pending, word)
        elif pending.dated or pending.season_word:
            self._closing.close_dates(pending, word, self._season_of(pending))
        elif pending.shown:
            self._pending = self._closing.close_days(pending, word, inside=bool(self._inside))
        elif self._previous in TIMES and (self._inside or not excepting):
            self._closing.close_times(word)
        elif self._last == "others":
            if self._closing.excepts_days:
                # 除周六外，其他时间不开放: open on Saturdays.
                raise HoursError(self.sheet.text, errors.WHICH_OTHERS, word.shown)
        else:
            if excepting or self.sheet.drafts:
                raise HoursError(self.sheet.text, errors.WHAT_CLOSED, word.shown)
            self.all_closed += word.shown

    def _open(self, word: Word, following: str, adjacent: str) -> None:
        """Open the waiting days: at times to come, as on other days, or without times."""
        pending = self._pending
        if self._in_break and not pending.shown:
            # 午休12:00-14:00正常开放
            raise HoursError(self.sheet.text, errors.OPEN_OR_CLOSED, word.shown)
        normally = word.text.startswith(("正常", "照常"))
        not_off = word.kind == "open_too" and not normally
        shown = pending.shown + word.shown
        if not pending.shown:
            # 不休 alone may be of the noon: it says nothing of holidays.
            if word.text == "无休" or (not_off and self._last == "all_year"):
                self.sheet.set_holidays("open", shown)
            elif not_off:
                self.sheet.note(word.shown)
        elif word.kind == "open_too" and (pending.holidays or pending.named) and not pending.days:
            open_holidays(self.sheet, self._take_pending(), shown, with_times=adjacent in TIMES)
        elif not_off and (pending.dated or pending.season_word):
            raise HoursError(self.sheet.text, errors.OPEN_AS, shown)
        elif not_off and not (pending.holidays and pending.earlier):
            open_holidays(self.sheet, self._take_pending(), shown, with_times=False)
            self.sheet.not_off.append((pending.days or 0, shown))
        elif following in TIMES:
            if pending.holidays and not pending.days and adjacent not in TIMES:
                raise HoursError(self.sheet.text, errors.HOLIDAYS_ONLY, shown)
        else:
            self._open_days(word, self._take_pending())

    def _open_days(self, word: Word, pending: Pending) -> None:
        """Open days without times of their own: with the others' times, or with none."""
        shown = pending.shown + word.shown
        if pending.named and not pending.holidays:
            self.sheet.add_single_holiday(shown, is_open=True)
        if pending.holidays:
            self.sheet.set_holidays("open", shown)
        if word.kind == "open_too" and any(draft.spans for draft in self.sheet.drafts):
            if pending.dated or pending.season_word:
                raise HoursError(self.sheet.text, errors.OPEN_AS, shown)
            self.sheet.open_also(pending.days, shown)
        elif pending.days or pending.dated or pending.season_word:
            pending.holidays = False
            pending.named = ""
            self.sheet.drafts.append(self._draft(pending))

    def _read_others(self, word: Word, following: str) -> None:
        """Begin the other times: those outside of the seasons before them, on any day."""
        named = any(d.season and (d.days is not None or d.holidays) for d in self.sheet.drafts)
        if named and following in TIMES | DAYS:
            raise HoursError(self.sheet.text, errors.WHICH_OTHERS, word.shown)
        self._season = ""
