"""What can go wrong, under one base. Nothing here knows HTTP: the web floor maps it to statuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAULTS_IN_MESSAGE = 20

Language = Literal["zh", "en"]


class Words(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str

    def in_language(self, lang: Language) -> str:
        """Return the Chinese or the English wording."""
        return self.zh if lang == "zh" else self.en


class Missing:
    """Stands for the value of a parameter that was not given; `MISSING` is the only one."""

    def __repr__(self) -> str:
        """Return what a programmer sees."""
        return "MISSING"


MISSING = Missing()


class LocatorError(Exception):
    """Base of every error this program raises on purpose.

    Parameters
    ----------
    said
        The message: in both languages where people meet it, in English where only programmers do.
    """

    def __init__(self, said: Words | str = "") -> None:
        self.said = said if isinstance(said, Words) else Words(said, said)
        super().__init__(self.said.en)

    def in_language(self, lang: Language) -> str:
        """Return the message in the language."""
        return self.said.in_language(lang)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.said,)


class ParameterError(LocatorError, ValueError):
    """A value that a caller gave is not allowed.

    Parameters
    ----------
    parameter
        The name the caller knows it by.
    value
        What was given, as it was given.
    allowed
        What would have been accepted: in both languages where people meet it, in English where
        only programmers do.
    """

    def __init__(self, parameter: str, value: object, allowed: Words | str) -> None:
        self.parameter = parameter
        self.value = value
        self.allowed = allowed if isinstance(allowed, Words) else Words(allowed, allowed)
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the message: the parameter, its value, and what is allowed."""
        shown, missing = shown_value(self.value), self.value is MISSING
        if lang == "zh":
            wrong = "缺失" if missing else f"{shown} 不可用"
            return f"{self.parameter}：{wrong}；应为{self.allowed.zh}"
        wrong = "is missing" if missing else f"{shown} is not allowed"
        return f"{self.parameter}: {wrong}; expected {self.allowed.en}"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.parameter, self.value, self.allowed)


class Bilingual(Protocol):
    """What can be told in both languages."""

    def in_language(self, lang: Language) -> str:
        """Return it in one line."""


F = TypeVar("F", bound=Bilingual)


class FileFaultsError(LocatorError, Generic[F]):
    """A file can't be used. `faults` has every reason, in the file's order.

    Parameters
    ----------
    source
        What the reader knows the file by.
    faults
        At least one.
    """

    def __init__(self, source: str, faults: Sequence[F]) -> None:
        self.source = source
        self.faults = list(faults)
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the number of faults and the first of them, a line each."""
        count, shown = len(self.faults), self.faults[:_FAULTS_IN_MESSAGE]
        if lang == "zh":
            head, more = f"{self.source}：{count} 处错误", f"……另有 {count - len(shown)} 处"
        else:
            noun = "fault" if count == 1 else "faults"
            head, more = f"{self.source}: {count} {noun}", f"... and {count - len(shown)} more"
        lines = [head, *("  " + fault.in_language(lang) for fault in shown)]
        return "\n".join(lines if count == len(shown) else [*lines, "  " + more])

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.source, self.faults)


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong with a table, such as a file of demand or of districts.

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


def shown_value(value: object, longest: int = 80) -> str:
    """Return a value as it can stand in a message: quoted, escaped, and cut where it is long."""
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
