"""Order and scope of the words of a Chinese text, before any of them becomes a rule.

`arrange` puts days and seasons before their times: lists write both `周一至周五 8:30` and
`8:30（周一至周五）`, and the second becomes the first. Days then wait (`Pending`) for what follows:
times, a word that closes them or times read already (`Closing`: 休息, 闭馆, 除外), or one that
opens them as well (`include_days`: 含周末; `open_holidays`: 国庆期间正常开放).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.stations.hours import errors
from locator.stations.hours.dates import WEEKEND, WORKDAYS, read_dates, weekday_bits
from locator.stations.hours.errors import HoursError
from locator.stations.hours.lexer import EXCEPTING, TIMES, Word, read_range
from locator.stations.hours.osm import EVERY_DAY, days_osm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locator.stations.hours.rule_drafts import RuleSheet

DAYS = {"days", "every_day", "workdays", "weekend", "rest_days", "holidays", "season", "dates",
        "all_year"}  # fmt: skip
_IDLE = {"open", "filler", "label"}
_ENDS = {"comma", "and", "stop", "inside", "outside"}
_DEEPEST = 3
_AFTERNOON, _EVENING = 14 * 60, 17 * 60
_HOURS_WORDS = set("0123456789周星期月日号点时节假休闭开关除早晚午夜天年夏冬秋春")
_NUMERALS = set("一二三四五六七天、,和及与-~")
_BITS = {
    "every_day": EVERY_DAY, "workdays": WORKDAYS, "weekend": WEEKEND, "rest_days": WEEKEND
}  # fmt: skip


def arrange(words: list[Word]) -> list[Word]:
    """Arrange all words; parentheses are gone afterwards, their notes are single words.

    One nested deeper than three is not understood, so that recursion has a bound.
    """
    return [word for clause in _clauses(_unwrap(words)) for word in _days_first(clause)]


def kinds_after(words: list[Word], passed: set[str]) -> list[str]:
    """Return for each word the kind of the next one that isn't passed over; empty at the end."""
    kinds = [""] * len(words)
    for place in range(len(words) - 2, -1, -1):
        after = words[place + 1].kind
        kinds[place] = kinds[place + 1] if after in passed else after
    return kinds


@dataclass(slots=True)
class Pending:
    """Days and seasons read, whose times, or whose being off, are still to come.

    Parameters
    ----------
    days
        Bits of the weekdays; None where none are named.
    including
        Whether the days are only included (含周末), so that the others are open too.
    season, dated
        OSM dates, and whether there are any.
    shown
        All words, for errors and notes; empty when nothing waits.
    earlier
        Days ahead of the last comma.
    days_first, listed
        Whether weekdays stand ahead of a date or season; and whether both are listed, 周日、1月1日.
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
    days_first: bool = False
    listed: bool = False

    def add(self, word: Word, text: str, *, after_comma: bool, after_and: bool) -> None:
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
        dated = word.kind in {"dates", "season"}
        other = self.days is not None if dated else self.dated or bool(self.season_word)
        self.days_first |= dated and self.days is not None
        self.listed |= other and (after_comma or after_and)
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
                raise HoursError(text, errors.TWO_SEASONS, self.shown)
            self.season_word = word.text


@dataclass(slots=True)
class Closing:
    """Closes days and times on a sheet.

    Parameters
    ----------
    sheet
        Changed here.
    half
        Which half of the waiting days (周五下午休息) is about to be closed; else empty.
    """

    sheet: RuleSheet
    half: str = ""
    _closed_days: bool = False
    _excepted: str = ""
    excepts_days: bool = False

    def close_named(self, pending: Pending, word: Word) -> None:
        """Note that one holiday is closed, 春节期间休息 or 除春节外; close days named with it."""
        statement = pending.named if pending.days else pending.shown
        before = word.text in EXCEPTING and word.text != "除外"
        self.sheet.add_single_holiday(
            f"除{statement}{word.shown}" if before else statement + word.shown
        )
        self.sheet.off_days |= pending.days or 0

    def close_days(self, pending: Pending, word: Word, *, inside: bool) -> Pending:
        """Close days and holidays, and return those that stay open and go on waiting.

        周一至周五，节假日除外: days before the comma stay open. Of two days or fewer
        (周日，节假日休息) the same comma is an "and", unless 除外 says else.
        """
        excepting = word.text in EXCEPTING
        self.excepts_days |= excepting
        if self._excepted and pending.days and not excepting:
            # 节假日除外，周一休息: are holidays off, or is it open on a Monday that is one?
            words = self._excepted + pending.shown + word.shown
            raise HoursError(self.sheet.text, errors.EXCEPTION_OF, words)
        self._excepted = pending.shown + word.shown if excepting and pending.holidays else ""
        if excepting and self._closed_days and (pending.holidays or self._is_off(pending)):
            self._exception_of_closing(pending, word, inside=inside)
            return Pending()
        if excepting and pending.workdays and not pending.holidays:
            # Outside of working days: weekends and holidays.
            self.sheet.set_holidays("open", pending.shown + word.shown)
        waiting = Pending()
        if pending.holidays and (excepting or pending.earlier.bit_count() > 2):
            if pending.earlier:
                waiting = Pending(
                    days=pending.earlier, workdays=pending.workdays, shown=pending.shown
                )
            pending.days = (pending.days or 0) & ~pending.earlier
        self.sheet.off_days |= pending.days or 0
        self._closed_days = bool(pending.days)
        if pending.holidays:
            self.sheet.set_holidays("off", pending.shown + word.shown)
        return waiting

    def close_dates(self, pending: Pending, word: Word, season: str) -> None:
        """Close dates or a season, or weekdays within them: 冬季周日休息."""
        words = pending.shown + word.shown
        if pending.days and (pending.days_first or pending.listed):
            # 周日、1月1日休息 means either; 周日冬季休息 both.
            raise HoursError(self.sheet.text, errors.WHAT_CLOSED, words)
        if word.text in EXCEPTING:
            if self._closed_days or self.sheet.off_days:
                raise HoursError(self.sheet.text, errors.EXCEPTION_OF, words)
            self._excepted = words
        days = [days_osm(pending.days)] if pending.days else []
        self.sheet.off_dates.append(" ".join([season, *days]))

    def close_half_days(self, pending: Pending, word: Word) -> None:
        """Close the morning or the afternoon of the waiting weekdays."""
        half, self.half = self.half, ""
        plain = not (pending.holidays or pending.named or pending.dated or pending.season_word)
        if not (pending.days and plain) or pending.earlier or word.text in EXCEPTING:
            raise HoursError(self.sheet.text, errors.HALF_DAY, pending.shown + half + word.shown)
        self.sheet.half_days.append((pending.days, half))

    def close_times(self, word: Word) -> None:
        """Turn the times just read, 12:00-14:00休息, into a break of the hours before them."""
        draft = self.sheet.drafts[-1]
        if draft.spans is None or (
            len(draft.spans) == 1 and (draft.days is not None or draft.season)
        ):
            raise HoursError(self.sheet.text, errors.CLOSED_AT_TIMES, word.shown)
        self.sheet.add_break(draft.spans.pop(), draft)
        if not draft.spans:
            self.sheet.drafts.pop()

    def _is_off(self, pending: Pending) -> bool:
        return bool((pending.days or 0) & self.sheet.off_days)

    def _exception_of_closing(self, pending: Pending, word: Word, *, inside: bool) -> None:
        """周一闭馆（节假日除外） opens on holidays; without parentheses it may mean either."""
        words = pending.shown + word.shown
        if not inside or pending.days:
            raise HoursError(self.sheet.text, errors.EXCEPTION_OF, words)
        self.sheet.set_holidays("open", words)


def include_days(sheet: RuleSheet, pending: Pending) -> None:
    """Include days (含周末) where none are named, so that it is every day, and holidays.

    Raises
    ------
    HoursError
        One holiday is included, or the hours are for other days.
    """
    lacking = [draft for draft in sheet.drafts if draft.days is None]
    if pending.named or (pending.days and not lacking):
        raise HoursError(sheet.text, errors.OPEN_OR_CLOSED, pending.shown)
    if pending.holidays:
        sheet.set_holidays("open", pending.shown)
    for draft in lacking:
        draft.days = EVERY_DAY


def open_holidays(sheet: RuleSheet, pending: Pending, shown: str, *, with_times: bool) -> None:
    """Open holidays as on other days.

    Raises
    ------
    HoursError
        One holiday has times of its own, which OSM can't write.
    """
    if pending.named and with_times:
        raise HoursError(sheet.text, errors.ONE_HOLIDAY, shown)
    if pending.named:
        sheet.add_single_holiday(shown, is_open=True)
    if pending.holidays:
        sheet.set_holidays("open", shown)


def _unwrap(words: list[Word], depth: int = 0) -> list[Word]:
    """Dissolve parentheses: days inside go before the times ahead of them, other text is a note."""
    flat: list[Word] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word.kind == "left":
            end = _closing(words, place)
            _place_inner(flat, words[place + 1 : end], depth + 1)
            place = end
        elif word.kind == "right":
            flat.append(Word("stop", word.text, word.shown))
        else:
            flat.append(word)
        place += 1
    return flat


def _closing(words: list[Word], place: int) -> int:
    """Return where the parenthesis closes; an unclosed one runs to the end."""
    depth = 0
    for at in range(place, len(words)):
        depth += {"left": 1, "right": -1}.get(words[at].kind, 0)
        if depth == 0:
            return at
    return len(words)


def _place_inner(flat: list[Word], inner: list[Word], depth: int) -> None:
    """Put a parenthesis' words where they belong."""
    kinds = {word.kind for word in inner}
    if "unknown" in kinds or depth > _DEEPEST:
        shown = "".join(word.shown for word in inner)
        # 一、三、五 without an end of its parentheses may be days.
        is_note = (
            depth <= _DEEPEST and not set(shown) & _HOURS_WORDS and not set(shown) <= _NUMERALS
        )
        flat.append(Word("note" if is_note else "unknown", shown, shown))
        return
    if kinds & DAYS and kinds <= DAYS | _IDLE | {"comma", "and", "including"}:
        at = _start_of_times(flat)
        if _binds_to_a_part(flat[at:], inner):
            shown = "".join(word.shown for word in (*flat[at:], *inner))
            flat.append(Word("unknown", shown, shown))
            return
        flat[at:at] = [word for word in inner if word.kind not in _IDLE]
        # Times that follow without a comma are others.
        flat.append(Word("comma", "", ""))
        return
    if inner:
        flat += [Word("inside", "", ""), *_unwrap(inner, depth), Word("outside", "", "")]


def _start_of_times(flat: list[Word]) -> int:
    """Return where the run of times at the end begins; the end itself when there is none.

    Times that have days of their own already are no part of the run.
    """
    at = comma = len(flat)
    while at and flat[at - 1].kind in TIMES | {"comma", "and", "stop", "open", "filler"}:
        at -= 1
        if flat[at].kind in {"comma", "and", "stop"} and comma == len(flat):
            comma = at + 1
    if at and flat[at - 1].kind in DAYS and comma < len(flat):
        at = comma
    return at if any(word.kind in TIMES for word in flat[at:]) else len(flat)


def _binds_to_a_part(run: list[Word], inner: list[Word]) -> bool:
    """Tell whether days in parentheses may be meant for the last of the times before them alone.

    9:00-17:00；19:00-21:00（周三、周五）: a few days behind a stop; and an evening behind a whole
    day. Of a morning and an afternoon both are meant.
    """
    times = [word for word in run if word.kind == "times" and word.match]
    if len(times) < 2 or not any(word.kind in {"days", "weekend"} for word in inner):
        return False
    days = sum(weekday_bits(word.text) for word in inner if word.kind == "days")
    few = days.bit_count() < 5
    (_, ends), (starts, _) = (read_range("", word.match) for word in times[-2:] if word.match)
    return (few and any(word.kind == "stop" for word in run)) or (
        starts >= _EVENING and ends > _AFTERNOON
    )


def _clauses(words: list[Word]) -> Iterator[list[Word]]:
    """Split at commas and stops, not at an "and" of days; the separator stays the last word."""
    clause: list[Word] = []
    for place, word in enumerate(words):
        clause.append(word)
        around = {other.kind for other in words[max(place - 1, 0) : place + 2]} - {"and"}
        if word.kind in _ENDS and not (word.kind == "and" and around <= DAYS):
            yield clause
            clause = []
    yield clause


def _days_first(clause: list[Word]) -> list[Word]:
    """Turn a clause that begins with times and ends with days around: times days, times days."""
    body = [word for word in clause if word.kind not in _IDLE]
    end = [body.pop()] if body and body[-1].kind in _ENDS else []
    body = [word for word in body if word.kind != "and"]
    kinds = [word.kind for word in body]
    if not (kinds and set(kinds) <= TIMES | DAYS and kinds[0] in TIMES and kinds[-1] in DAYS):
        return clause
    if _binds_to_a_part(body, [word for word in body if word.kind in DAYS]):
        shown = "".join(word.shown for word in body)
        return [Word("unknown", shown, shown)]
    turned: list[Word] = []
    group: list[Word] = []
    for number, word in enumerate(body):
        named = sum(other.kind in DAYS for other in group)
        group.insert(named if word.kind in DAYS else len(group), word)
        if word.kind in DAYS and (number + 1 == len(body) or kinds[number + 1] in TIMES):
            turned += group
            group = []
    return turned + group + end
