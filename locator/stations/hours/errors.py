"""What can go wrong with hours and with calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Language, LocatorError, Words, shown_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 60


class HoursError(LocatorError, ValueError):
    """A text, or a moment, that can't be read as opening hours.

    Parameters
    ----------
    text
        The whole text as it was given; the message shows its first 60 characters.
    fault
        What was not understood and what would have been, in both languages.
    part
        The piece of the text at fault; empty when it is the whole.
    """

    def __init__(self, text: str, fault: Words, part: str = "") -> None:
        self.text = text
        self.fault = fault
        self.part = part
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the message, one line: the text, its piece at fault, and what is wrong."""
        shown = shown_value(self.text, _SHOWN + 2)
        piece = shown_value(self.part, _SHOWN + 2) if self.part else ""
        if lang == "zh":
            at_fault = f"，问题在 {piece}" if piece else ""
            return f"开放时间 {shown} 无法理解{at_fault}（{self.fault.zh}）"
        return f"opening hours {shown}: {self.fault.en}" + (f": {piece}" if piece else "")

    def __reduce__(self) -> tuple[type[HoursError], tuple[str, Words, str]]:
        """Pickle by the arguments: worker processes hand errors back to their parent."""
        return type(self), (self.text, self.fault, self.part)


class CalendarError(LocatorError, ValueError):
    """A year file of the calendar is wrong; all of its faults are told together.

    Parameters
    ----------
    where
        The file, or what stands for it.
    faults
        One sentence each, in both languages: the field, the value and the remedy.
    """

    def __init__(self, where: str, faults: Sequence[Words]) -> None:
        self.where = where
        self.faults = list(faults)
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the message, one line: the file and all that is wrong with it."""
        if lang == "zh":
            return f"日历文件 {self.where}：" + "；".join(fault.zh for fault in self.faults)
        return f"calendar file {self.where}: " + "; ".join(fault.en for fault in self.faults)

    def __reduce__(self) -> tuple[type[CalendarError], tuple[str, list[Words]]]:
        """Pickle by the arguments."""
        return type(self), (self.where, self.faults)
