"""What a word such as 休息, 闭馆 or 除外 closes: the days before it, or the times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.stations.hours import faults
from locator.stations.hours.errors import HoursError
from locator.stations.hours.waiting import Pending

if TYPE_CHECKING:
    from locator.stations.hours.draft import Sheet
    from locator.stations.hours.words import Word

EXCEPTING = {"除外", "不包括", "不含", "外", "以外", "之外"}


@dataclass(slots=True)
class Closing:
    """Closes days and times on a sheet.

    Parameters
    ----------
    half
        Which half of the waiting days (周五下午休息) is about to be closed; else empty.
    """

    sheet: Sheet
    half: str = ""
    _closed_days: bool = False

    def named(self, pending: Pending, word: Word) -> None:
        """Keep what is said of one holiday, 春节期间休息 or 除春节外; days beside it are closed."""
        said = pending.named if pending.days else pending.shown
        before = word.text in EXCEPTING and word.text != "除外"
        self.sheet.name_holiday(f"除{said}{word.shown}" if before else said + word.shown)
        self.sheet.off_days |= pending.days or 0

    def days(self, pending: Pending, word: Word, *, inside: bool) -> Pending:
        """Close days and holidays, and return those that stay open and go on waiting.

        周一至周五，节假日除外: days before the comma stay open. Of two days or fewer
        (周日，节假日休息) the same comma is an "and", unless 除外 says else.
        """
        excepting = word.text in EXCEPTING
        if excepting and self._closed_days and (pending.holidays or self._is_off(pending)):
            self._exception_of_closing(pending, word, inside=inside)
            return Pending()
        if excepting and pending.workdays and not pending.holidays:
            # Outside of working days: weekends and holidays.
            self.sheet.say_holidays("open", pending.shown + word.shown)
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
            self.sheet.say_holidays("off", pending.shown + word.shown)
        return waiting

    def half_days(self, pending: Pending, word: Word) -> None:
        """Close the morning or the afternoon of the waiting weekdays."""
        half, self.half = self.half, ""
        plain = not (pending.holidays or pending.named or pending.dated or pending.season_word)
        if not (pending.days and plain) or pending.earlier or word.text in EXCEPTING:
            raise HoursError(self.sheet.text, faults.HALF_DAY, pending.shown + half + word.shown)
        self.sheet.half_days.append((pending.days, half))

    def times(self, word: Word) -> None:
        """Turn the times just read, 12:00-14:00休息, into a break of the hours before them."""
        draft = self.sheet.drafts[-1]
        if draft.spans is None or (
            len(draft.spans) == 1 and (draft.days is not None or draft.season)
        ):
            raise HoursError(self.sheet.text, faults.CLOSED_AT_TIMES, word.shown)
        self.sheet.breaks.append(draft.spans.pop())
        if not draft.spans:
            self.sheet.drafts.pop()

    def _is_off(self, pending: Pending) -> bool:
        return bool((pending.days or 0) & self.sheet.off_days)

    def _exception_of_closing(self, pending: Pending, word: Word, *, inside: bool) -> None:
        """周一闭馆（节假日除外） opens on holidays; without parentheses it may mean either."""
        words = pending.shown + word.shown
        if not inside or pending.days:
            raise HoursError(self.sheet.text, faults.EXCEPTION_OF, words)
        self.sheet.say_holidays("open", words)
