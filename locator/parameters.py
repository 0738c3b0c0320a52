"""What can be asked: a parameter is declared once, with what it may be, its default and its words.

From the declaration come the parsing of a request, the entry of the OpenAPI document, the option
of a command and the row of the table in the docs. The fields of a question such as `NearestQuery`
are declarations by `field_of`. Words stand in `texts/parameters.csv`, under the parameter's name.
"""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from locator.errors import ParameterError
from locator.language import LANGUAGES, Language, Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping
    from datetime import datetime

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Schema = dict[str, Any]

# What Python's float() takes beyond this (1_000, full-width digits, nan) is no number here.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")


class Values(Protocol[T_co]):
    """What a parameter may be."""

    @property
    def several(self) -> bool:
        """Whether it may be given several times: all of its texts are then parsed as one."""

    def parse(self, name: str, text: str, now: datetime) -> T_co:
        """Return the value that a text names; raise a ParameterError for any other text.

        Parameters
        ----------
        name
            The parameter's name, for the error.
        text
            As somebody wrote it.
        now
            What `now` means in it.
        """

    def check(self, name: str, value: object) -> T_co:
        """Return a value that a caller in Python gave; raise a ParameterError for any other."""

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted, in words."""

    def schema(self) -> Schema:
        """Return the same as JSON Schema."""


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """What somebody may ask for.

    Parameters
    ----------
    name
        As a request has it; an option is `--name` with hyphens.
    values
        What it may be.
    default
        What stands where it is not given; None where there is then nothing.
    required
        Whether it must be given.
    example
        For the docs; a text as it would be written.
    words
        The key of its words in `parameters.csv`, if it isn't the name.
    filled
        What stands for the braces in its words.
    listed
        Whether its text is a list with commas between, as OpenAPI's `style: form` says.
    """

    name: str
    values: Values[T]
    default: T | None = None
    required: bool = False
    example: object = None
    words: str = ""
    filled: tuple[tuple[str, object], ...] = ()
    listed: bool = False

    @property
    def about(self) -> Phrase:
        """What it means."""
        return phrase(f"parameters.{self.words or self.name}", **dict(self.filled))

    def parse(self, text: str, now: datetime) -> T:
        """Return the value that a text names.

        Raises
        ------
        ParameterError
            For a text that is not allowed.
        """
        return self.values.parse(self.name, text, now)

    def check(self, value: object) -> T:
        """Return a value that a caller in Python gave, as a question has it.

        Raises
        ------
        ParameterError
            If it is not allowed.
        """
        return self.values.check(self.name, value)

    def but(self, **changes: Any) -> Parameter[T]:
        """Return the same with other bounds, another default or other words."""
        return dataclasses.replace(self, **changes)


def field_of(parameter: Parameter[T]) -> Any:
    """Return the field of a question that a parameter fills."""
    default = dataclasses.MISSING if parameter.required else parameter.default
    return dataclasses.field(default=default, metadata={"parameter": parameter})


def parameters_of(question: type, but: tuple[str, ...] = ()) -> dict[str, Parameter[Any]]:
    """Return the parameters of a question by the names of its fields, in order, but for some."""
    return _declared(cast("Hashable", question), but)


@cache
def _declared(question: Any, but: tuple[str, ...]) -> dict[str, Parameter[Any]]:
    return {
        field.name: field.metadata["parameter"]
        for field in dataclasses.fields(question)
        if "parameter" in field.metadata and field.name not in but
    }


@dataclass(frozen=True)
class Number:
    """A finite number within bounds, both included."""

    low: float = -math.inf
    high: float = math.inf
    several = False

    def parse(self, name: str, text: str, _now: datetime | None = None) -> float:
        """Return the number."""
        match = _NUMBER.fullmatch(text)
        if not match or math.isinf(float(text)) or not self.low <= float(text) <= self.high:
            raise ParameterError(name, text, self.allowed)
        return float(text)

    def check(self, name: str, value: object) -> float:
        """Return a number that a caller in Python gave.

        Raises
        ------
        ParameterError
            If it is none, or out of bounds.
        """
        try:
            number = math.nan if isinstance(value, (bool, str, bytes)) else float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if math.isinf(number) or not self.low <= number <= self.high:
            raise ParameterError(name, value, self.allowed)
        return number

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted."""
        if math.isinf(self.high):
            return phrase("values.number_least", low=_plain(self.low))
        return phrase("values.number", low=_plain(self.low), high=_plain(self.high))

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        bounds = {"minimum": self.low, "maximum": self.high}
        return {"type": "number"} | {k: _plain(v) for k, v in bounds.items() if math.isfinite(v)}


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds, both included; without an upper one it has twelve digits."""

    low: int
    high: int = 10**12 - 1
    several = False

    def parse(self, name: str, text: str, _now: datetime | None = None) -> int:
        """Return the number."""
        if not _WHOLE.fullmatch(text) or not self.low <= int(text) <= self.high:
            raise ParameterError(name, text, self.allowed)
        return int(text)

    def check(self, name: str, value: object) -> int:
        """Return a whole number that a caller in Python gave.

        Raises
        ------
        ParameterError
            If it is none, or out of bounds.
        """
        is_whole = hasattr(value, "__index__") and not isinstance(value, bool)
        if not is_whole or not self.low <= int(value) <= self.high:  # type: ignore[call-overload]
            raise ParameterError(name, value, self.allowed)
        return int(value)  # type: ignore[call-overload, no-any-return]

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted."""
        if self.high == Whole.high:
            return phrase("values.whole_number_least", low=self.low)
        return phrase("values.whole_number", low=self.low, high=self.high)

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        bounds = {} if self.high == Whole.high else {"maximum": self.high}
        return {"type": "integer", "minimum": self.low, **bounds}


@dataclass(frozen=True)
class OneOf(Generic[T]):
    """One of some words."""

    words: tuple[str, ...]
    several = False

    def parse(self, name: str, text: str, _now: datetime | None = None) -> T:
        """Return the word."""
        return self.check(name, text)

    def check(self, name: str, value: object) -> T:
        """Return the word that a caller in Python gave.

        Raises
        ------
        ParameterError
            If it is none of them.
        """
        if value not in self.words:
            raise ParameterError(name, value, self.allowed)
        return value  # type: ignore[return-value]

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted."""
        return phrase("values.one", listed=", ".join(self.words))

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True)
class SomeOf:
    """Several of some words, with commas between them or given one by one; each counts once."""

    words: Collection[str]
    several = True

    def parse(self, name: str, text: str, _now: datetime | None = None) -> tuple[str, ...]:
        """Return the words, in the order of the known ones."""
        return self.check(name, text.split(","))

    def check(self, name: str, value: object) -> tuple[str, ...]:
        """Return the words that a caller in Python gave, one word or several.

        Raises
        ------
        ParameterError
            For the first that is not known.
        """
        try:
            words = set((value,) if isinstance(value, str) else value)  # type: ignore[call-overload]
        except TypeError:
            raise ParameterError(name, value, self.allowed) from None
        for word in value if isinstance(value, (list, tuple)) else words:
            if word not in self.words:
                raise ParameterError(name, word, self.allowed)
        return tuple(word for word in self.words if word in words)

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted."""
        return phrase("values.one", listed=", ".join(self.words))

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        items = {"type": "string", "enum": list(self.words)}
        return {"type": "array", "items": items, "minItems": 1}


@dataclass(frozen=True)
class Text:
    """Free text of bounded length."""

    longest: int
    shortest: int = 0
    several = False

    def parse(self, name: str, text: str, _now: datetime | None = None) -> str:
        """Return the text."""
        return self.check(name, text)

    def check(self, name: str, value: object) -> str:
        """Return the text that a caller in Python gave.

        Raises
        ------
        ParameterError
            If it is none, too long or too short.
        """
        if not isinstance(value, str) or not self.shortest <= len(value) <= self.longest:
            raise ParameterError(name, value, self.allowed)
        return value

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted."""
        if self.shortest:
            return phrase("values.characters", shortest=self.shortest, longest=self.longest)
        return phrase("values.most_characters", longest=self.longest)

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return {"type": "string", "maxLength": self.longest}


_SWITCH = OneOf[str](("0", "1"))


@dataclass(frozen=True)
class Switch:
    """1 or 0."""

    several = False

    def parse(self, name: str, text: str, _now: datetime | None = None) -> bool:
        """Return whether it is on."""
        return _SWITCH.parse(name, text) == "1"

    def check(self, name: str, value: object) -> bool:
        """Return what a caller in Python gave; raise a ParameterError if it is no truth value."""
        if not isinstance(value, bool):
            raise ParameterError(name, value, self.allowed)
        return value

    @property
    def allowed(self) -> Phrase:
        """What would have been accepted."""
        return _SWITCH.allowed

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return {"type": "string", "enum": ["0", "1"]}


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """What a function of its own makes of a text, raising a ParameterError where it can't.

    Parameters
    ----------
    read
        Takes the text and what `now` means.
    allowed
        What would have been accepted.
    described
        Its JSON Schema.
    """

    read: Callable[[str, datetime], T]
    allowed: Phrase
    described: tuple[tuple[str, object], ...] = (("type", "string"),)
    several = False

    def parse(self, _name: str, text: str, now: datetime) -> T:
        """Return what the function makes of it."""
        return self.read(text, now)

    def check(self, _name: str, value: object) -> T:
        """Return the value as it is: what a function made is checked where it is used."""
        return value  # type: ignore[return-value]

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return dict(self.described)


def written(parameter: Parameter[Any]) -> Mapping[str, object]:
    """Return a parameter's schema with its default, as JSON takes them."""
    schema, default = parameter.values.schema(), parameter.default
    if default is None or default == () or (isinstance(default, float) and math.isinf(default)):
        return schema
    if isinstance(default, bool):
        return {**schema, "default": str(int(default))}
    return {**schema, "default": _plain(default)}


def _plain(value: object) -> object:
    """Return a number as a whole one where it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


LANG: Parameter[Language] = Parameter("lang", OneOf(LANGUAGES), LANGUAGES[0])
