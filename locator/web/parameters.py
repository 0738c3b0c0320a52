"""Query parameters: each API names what it takes, and everything else is refused with reasons."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeVar

from locator.errors import MISSING, LocatorError, ParameterError
from locator.language import LANGUAGES, Language, Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.datastructures import MultiDict

# What Python's float() takes beyond this (1_000, full-width digits, nan) is no number here.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
_ONCE = phrase("web.once")
_T = TypeVar("_T")
_D = TypeVar("_D")


class ParameterErrors(LocatorError):  # noqa: N818  # several, reported together
    """One or more parameters of a request are wrong."""

    def __init__(self, errors: list[ParameterError], lang: Language) -> None:
        self.errors = errors
        self.lang = lang
        super().__init__("; ".join(error.in_language(lang) for error in errors))


class Query:
    """The parameters of a request, taken one by one; `finish` raises all that was wrong.

    Parameters
    ----------
    values
        The query as parsed by the framework.
    """

    def __init__(self, values: MultiDict[str, str]) -> None:
        self._values = values
        self._errors: list[ParameterError] = []
        self._known: dict[str, None] = {}
        self.lang: Language = "zh"
        self.lang = self.choice("lang", LANGUAGES, "zh")

    def number(
        self, name: str, low: float, high: float, default: float, *, required: bool = False
    ) -> float:
        """Return a number with low <= number <= high."""

        def parse(text: str) -> float:
            if (
                not _NUMBER.fullmatch(text)
                or not low <= float(text) <= high
                or math.isinf(float(text))
            ):
                raise ParameterError(name, text, _range(low, high))
            return float(text)

        if required and name not in self._values:
            self._known[name] = None
            self._errors.append(ParameterError(name, MISSING, _range(low, high)))
            return default
        return self._one(name, parse, default)

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """Return a whole number with low <= number <= high."""

        def parse(text: str) -> int:
            if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
                allowed = phrase("web.whole_number", low=low, high=high)
                raise ParameterError(name, text, allowed)
            return int(text)

        return self._one(name, parse, default)

    def choice(self, name: str, words: tuple[str, ...], default: str) -> str:
        """Return one of some words."""
        return self._one(name, lambda text: _word(name, text, words), default)

    def text(self, name: str, longest: int) -> str:
        """Return free text of at most `longest` characters; empty where it is not given."""

        def parse(text: str) -> str:
            if len(text) > longest:
                allowed = phrase("web.most_characters", longest=longest)
                raise ParameterError(name, text, allowed)
            return text

        return self._one(name, parse, "")

    def words(self, name: str, known: Mapping[str, object]) -> tuple[str, ...]:
        """Return several of some words, comma-separated or repeated."""
        self._known[name] = None
        if name not in self._values:
            return ()
        found: list[str] = []
        for text in ",".join(self._values.getlist(name)).split(","):
            try:
                found.append(_word(name, text, tuple(known)))
            except ParameterError as error:
                self._errors.append(error)
        return tuple(found)

    def parsed(self, name: str, parse: Callable[[str], _T], default: str) -> _T:
        """Return what a function of a lower floor makes of a text; it raises ParameterError."""
        if name in self._values:
            found = self._one(name, parse, None)
            if found is not None:
                return found
        self._known[name] = None
        return parse(default)

    def optional(self, name: str, parse: Callable[[str], _T]) -> _T | None:
        """Return the same of a text that may be missing; what is wrong counts as missing."""
        return self._one(name, parse, None)

    @property
    def errors(self) -> tuple[ParameterError, ...]:
        """What was wrong with what has been taken so far: pages go on with the defaults."""
        return tuple(self._errors)

    def finish(self) -> None:
        """Raise everything that was wrong, unknown parameters included.

        Raises
        ------
        ParameterErrors
            If anything was.
        """
        known = ", ".join(self._known)
        for name in self._values:
            if name not in self._known:
                allowed = phrase("web.one_parameters", known=known)
                self._errors.append(ParameterError(name, self._values[name], allowed))
        if self._errors:
            raise ParameterErrors(self._errors, self.lang)

    def _one(self, name: str, parse: Callable[[str], _T], default: _D) -> _T | _D:
        """Return a single-valued parameter; errors are kept for `finish`."""
        self._known[name] = None
        if name not in self._values:
            return default
        given = self._values.getlist(name)
        try:
            if len(given) > 1:
                raise ParameterError(name, given, _ONCE)
            # A leading plus sign that was not encoded arrives as a blank.
            return parse(given[0].strip(" "))
        except ParameterError as error:
            self._errors.append(error)
            return default


def _word(name: str, text: str, words: tuple[str, ...]) -> str:
    if text in words:
        return text
    listed = ", ".join(words)
    raise ParameterError(name, text, phrase("web.one", listed=listed))


def _range(low: float, high: float) -> Phrase:
    if math.isinf(high):
        return phrase("web.number_least", low=low)
    return phrase("web.number", low=low, high=high)
