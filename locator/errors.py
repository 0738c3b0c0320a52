"""What can go wrong, under one base. Nothing here knows HTTP: the web floor maps it to statuses."""

from __future__ import annotations

from typing import Literal, NamedTuple

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


def shown_value(value: object, longest: int = 80) -> str:
    """Return a value as it can stand in a message: quoted, escaped, and cut where it is long."""
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
