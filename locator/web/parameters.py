"""The parameters of a request: those that are declared are taken, everything else is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from locator.errors import MISSING, LocatorError, ParameterError
from locator.language import phrase
from locator.parameters import LANG, parameters_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from locator.language import Language
    from locator.parameters import Parameter

_ONCE = phrase("web.once")
_T = TypeVar("_T")


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

    Attributes
    ----------
    now
        The moment of the request, in UTC.
    lang
        The language it asks for.
    """

    def __init__(self, values: MultiDict[str, str]) -> None:
        self.now = datetime.now(UTC)
        self._values = values
        self._errors: list[ParameterError] = []
        self._known: dict[str, None] = {}
        self.lang: Language = self.take(LANG)

    def take(self, parameter: Parameter[_T]) -> _T:
        """Return a parameter's value, or its default; what is wrong is kept for `finish`.

        Where there is no default the value is None, also of what is required, until `finish`.
        """
        name, default = parameter.name, cast("_T", parameter.default)
        self._known[name] = None
        texts = self._values.getlist(name)
        if not texts:
            if parameter.required:
                self._errors.append(ParameterError(name, MISSING, parameter.values.allowed))
            return default
        if parameter.values.several:
            words = ",".join(texts).split(",")
            good = [word for word in words if self._parsed(parameter, word) is not None]
            return parameter.parse(",".join(good), self.now) if good else default
        if len(texts) > 1:
            self._errors.append(ParameterError(name, texts, _ONCE))
            return default
        # A leading plus sign that was not encoded arrives as a blank.
        value = self._parsed(parameter, texts[0].strip(" "))
        return default if value is None else value

    def take_all(self, parameters: Mapping[str, Parameter[Any]]) -> dict[str, Any]:
        """Return the values of several parameters, by the names of a question's fields."""
        return {field: self.take(parameter) for field, parameter in parameters.items()}

    def ask(self, question: type[_T]) -> _T:
        """Return a question with what is asked for, when nothing else is to be taken.

        Raises
        ------
        ParameterErrors
            If anything was wrong, unknown parameters included.
        """
        values = self.take_all(parameters_of(question))
        self.finish()
        return question(**values)

    def __contains__(self, parameter: Parameter[Any]) -> bool:
        """Tell whether a parameter is given."""
        return parameter.name in self._values

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

    def _parsed(self, parameter: Parameter[_T], text: str) -> _T | None:
        try:
            return parameter.parse(text, self.now)
        except ParameterError as error:
            self._errors.append(error)
            return None
