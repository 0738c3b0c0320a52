"""Days and holidays that are open as well: 含周末, 国庆期间正常开放."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.stations.hours import faults
from locator.stations.hours.errors import HoursError
from locator.stations.hours.grammar import EVERY_DAY

if TYPE_CHECKING:
    from locator.stations.hours.draft import Sheet
    from locator.stations.hours.waiting import Pending


def include(sheet: Sheet, pending: Pending) -> None:
    """Include days (含周末) where none are named, so that it is every day, and holidays.

    Raises
    ------
    HoursError
        One holiday is included, or the hours are for other days.
    """
    lacking = [draft for draft in sheet.drafts if draft.days is None]
    if pending.named or (pending.days and not lacking):
        raise HoursError(sheet.text, faults.OPEN_OR_CLOSED, pending.shown)
    if pending.holidays:
        sheet.say_holidays("open", pending.shown)
    for draft in lacking:
        draft.days = EVERY_DAY


def open_holidays(sheet: Sheet, pending: Pending, shown: str, *, with_times: bool) -> None:
    """Open holidays as on other days.

    Raises
    ------
    HoursError
        One holiday has times of its own, which OSM can't write.
    """
    if pending.named and with_times:
        raise HoursError(sheet.text, faults.ONE_HOLIDAY, shown)
    if pending.named:
        sheet.name_holiday(shown, is_open=True)
    if pending.holidays:
        sheet.say_holidays("open", shown)
