"""What can go wrong, under one base. Nothing here knows HTTP: the web floor maps it to statuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from locator.language import Language, Phrase, phrase, verbatim

if TYPE_CHECKING:
    from collections.abc import Sequence


_FAULTS_IN_MESSAGE = 20


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

    def __init__(self, message: Phrase | str = "") -> None:
        self.message = message if isinstance(message, Phrase) else verbatim(message)
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return the message in the language."""
        return self.message.in_language(lang)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message,)


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

    def __init__(self, parameter: str, value: object, allowed: Phrase | str) -> None:
        self.parameter = parameter
        self.value = value
        self.allowed = allowed if isinstance(allowed, Phrase) else verbatim(allowed)
        if value is MISSING:
            message = phrase("errors.missing_value", parameter=parameter, allowed=self.allowed)
        else:
            message = phrase(
                "errors.wrong_value",
                parameter=parameter,
                value=shown_value(value),
                allowed=self.allowed,
            )
        super().__init__(message)

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
        head = phrase("errors.faults", source=self.source, count=count)
        lines = [head.in_language(lang), *("  " + fault.in_language(lang) for fault in shown)]
        if count > len(shown):
            more = phrase("errors.more_faults", more=count - len(shown))
            lines.append("  " + more.in_language(lang))
        return "\n".join(lines)

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
    problem: Phrase

    def in_language(self, lang: Language) -> str:
        """Return one line: place, field, value, problem."""
        what = f"{self.field} {shown_value(self.value)}"
        if self.row is None:
            message = phrase("errors.whole_file", what=what, problem=self.problem)
        else:
            message = phrase("errors.row", row=self.row, what=what, problem=self.problem)
        return message.in_language(lang)


def shown_value(value: object, longest: int = 80) -> str:
    """Return a value as it can stand in a message: quoted, escaped, and cut where it is long."""
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
