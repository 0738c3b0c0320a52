"""Faults in a file of demand: collected row by row, reported all together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.errors import Language, LocatorError, Words, shown_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN_IN_MESSAGE = 20


@dataclass(frozen=True, slots=True)
class DemandFault:
    """One thing wrong with a file of demand.

    Parameters
    ----------
    row
        The row or feature, from 1, a table's heading not counted; none for the whole file.
    field
        The column at fault, such as `weight` or `geometry`.
    value
        What stands there.
    problem
        What is wrong, and what was expected.
    """

    row: int | None
    field: str
    value: object
    problem: Words

    def in_language(self, lang: Language) -> str:
        """Return one line: place, field, value, problem."""
        what = f"{self.field} {shown_value(self.value)}"
        if lang == "zh":
            place = "整个文件" if self.row is None else f"第 {self.row} 行"
            return f"{place}：{what}：{self.problem.zh}"
        place = "file" if self.row is None else f"row {self.row}"
        return f"{place}: {what}: {self.problem.en}"


class DemandFileError(LocatorError):
    """A file of demand can't be used. `faults` has every reason, in the file's order."""

    def __init__(self, source: str, faults: Sequence[DemandFault]) -> None:
        self.source = source
        self.faults = list(faults)
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the number of faults and the first of them, a line each."""
        count, shown = len(self.faults), self.faults[:_SHOWN_IN_MESSAGE]
        if lang == "zh":
            head, more = f"{self.source}：{count} 处错误", f"……另有 {count - len(shown)} 处"
        else:
            noun = "fault" if count == 1 else "faults"
            head, more = f"{self.source}: {count} {noun}", f"... and {count - len(shown)} more"
        lines = [head, *("  " + fault.in_language(lang) for fault in shown)]
        return "\n".join(lines if count == len(shown) else [*lines, "  " + more])

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.source, self.faults)
