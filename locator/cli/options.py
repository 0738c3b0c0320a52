"""Options that several commands share, with the words that the API uses.

Errors name the option as it was typed: `--min-share` where the library says `min_share`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from locator.errors import ParameterError
from locator.language import LANGUAGES
from locator.parameters import written
from locator.plan.siting.plan import InfeasibleError
from locator.settings import Settings, read_settings
from locator.stations.reading import load_stations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from locator.parameters import Parameter
    from locator.stations.station_set import StationSet


P = ParamSpec("P")
R = TypeVar("R")

stations_option = click.option(
    "--stations",
    type=click.Path(path_type=Path, dir_okay=False),
    help="GeoJSON file of stations.  [default: LOCATOR_STATIONS, else the bundled one]",
)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the answer.  [default: zh]"
)


def settings_with(stations: Path | None) -> Settings:
    """Return the environment's settings, with an option's file of stations before theirs."""
    environ = dict(os.environ)
    if stations is not None:
        environ["LOCATOR_STATIONS"] = str(stations)
    return read_settings(environ)


def stations_of(settings: Settings) -> StationSet:
    """Read the file of stations that the settings name."""
    return load_stations(
        settings.stations,
        hide_modelled=settings.hide_modelled,
        calendar_folder=settings.calendar_folder,
    )


def options_of(
    parameters: Mapping[str, Parameter[Any]], names: Mapping[str, Sequence[str]] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a command an option for each parameter; its values come by the fields' names.

    Parameters
    ----------
    parameters
        As `parameters_of` has them.
    names
        Of fields whose option has another name than its parameter, or further ones: the first is
        what errors and the help say.
    """

    def give(command: Callable[P, R]) -> Callable[P, R]:
        for field, parameter in reversed(list(parameters.items())):
            usual = ("--" + parameter.name.replace("_", "-"),)
            spelt = (names or {}).get(field, usual)
            command = click.option(
                *spelt, field,
                multiple=parameter.values.several,
                required=parameter.required,
                callback=_reader(parameter),
                metavar=_metavar(parameter),
                help=_help(parameter),
            )(command)  # fmt: skip
        return command

    return give


def _reader(parameter: Parameter[Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return what makes an option's text, or its several texts, the parameter's value."""

    def read(_context: click.Context, option: click.Parameter, text: Any) -> Any:
        several = parameter.values.several
        if text is None or (several and not text):
            return parameter.default
        try:
            return parameter.parse(",".join(text) if several else text, datetime.now(UTC))
        except ParameterError as error:
            number, schema = _number(error.value), parameter.values.schema()
            is_number = schema.get("type") in ("number", "integer")
            if "enum" in str(schema) or (is_number and isinstance(number, str)):
                allowed = error.allowed.in_language("en")
                raise click.BadParameter(f"{error.value!r}; expected {allowed}") from error
            value = number if is_number else error.value
            raise ParameterError(option.opts[0], value, error.allowed) from error

    return read


def _number(text: object) -> object:
    """Return the number that a text is, out of bounds as it may be; else the text."""
    for kind in (int, float):
        try:
            return kind(str(text))
        except ValueError:
            pass
    return text


def _metavar(parameter: Parameter[Any]) -> str:
    items = parameter.values.schema()
    words = items.get("enum")
    if words:
        return "[" + "|".join(map(str, words)) + "]"
    if parameter.values.several:
        return "WORDS"
    unit = {"m": "METRES", "s": "SECONDS"}.get(parameter.name.rpartition("_")[2])
    return unit or {"integer": "N", "number": "NUMBER"}.get(str(items.get("type")), "TEXT")


def _help(parameter: Parameter[Any]) -> str:
    """Return what the help says: the words, bounds and default that the API's document has."""
    about, schema = parameter.about.in_language("en"), parameter.values.schema()
    known = schema.get("items", {}).get("enum")
    if known:
        about += ": " + ", ".join(known)
    if "maximum" in schema:
        about += f"; {schema.get('minimum', '')} to {schema['maximum']}"
    default = written(parameter).get("default")
    return f"{about}." + ("" if default is None else f"  [default: {default}]")


def named_by_options(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command's errors name its options where the library names its parameters.

    An option bears the library's name as that of its value, as `options_of` gives it.
    """

    @wraps(command)
    def named(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ParameterError as error:
            raise ParameterError(_option(error.parameter), error.value, error.allowed) from error
        except InfeasibleError as error:
            raise InfeasibleError(_option(error.constraint), error.words) from error

    return named


def _option(parameter: str) -> str:
    """Return the option of a parameter such as `min_share` or `groups[cooks]`; else its name."""
    name, bracket, which = parameter.partition("[")
    for known in click.get_current_context().command.params:
        if known.name == name and isinstance(known, click.Option):
            return known.opts[0] + bracket + which
    return parameter
