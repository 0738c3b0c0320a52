"""What can go wrong with hours and with calendars."""

from __future__ import annotations

from locator.errors import LocatorError

_SHOWN = 60


class HoursError(LocatorError, ValueError):
    """A text, or a moment, that can't be read as opening hours.

    Parameters
    ----------
    text
        The whole text as it was given; the message shows its first 60 characters.
    fault
        What was not understood and what would have been, in words.
    part
        The piece of the text at fault; empty when it is the whole.
    """

    def __init__(self, text: str, fault: str, part: str = "") -> None:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        super().__init__(f"opening hours {shown!r}: {fault}" + (f": {part!r}" if part else ""))
        self.text = text
        self.fault = fault
        self.part = part

    def __reduce__(self) -> tuple[type[HoursError], tuple[str, str, str]]:
        """Pickle by the arguments: worker processes hand errors back to their parent."""
        return type(self), (self.text, self.fault, self.part)


class CalendarError(LocatorError, ValueError):
    """A year file of the calendar is wrong; all of its faults are told together.

    Parameters
    ----------
    where
        The file, or what stands for it.
    faults
        One sentence each: the field, the value and the remedy.
    """

    def __init__(self, where: str, faults: list[str]) -> None:
        super().__init__(f"calendar file {where}: " + "; ".join(faults))
        self.where = where
        self.faults = faults

    def __reduce__(self) -> tuple[type[CalendarError], tuple[str, list[str]]]:
        """Pickle by the arguments."""
        return type(self), (self.where, self.faults)
