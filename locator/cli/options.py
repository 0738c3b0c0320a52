"""Options that several commands share, with the words that the API uses.

Errors in the words of a command: `--new` where the library says p.
"""

from __future__ import annotations

import os
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from locator.errors import ParameterError
from locator.geo.datum import DATUMS
from locator.plan.siting.plan import InfeasibleError
from locator.settings import Settings, read_settings
from locator.stations.kinds import KINDS
from locator.stations.reading import load_stations
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.stations.station_set import StationSet


class WordList(click.ParamType[tuple[str, ...]]):
    """Several of some words, comma-separated; the option may be repeated too."""

    name = "words"

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the words, or fail with the list of known ones."""
        words = tuple(str(value).split(","))
        for word in words:
            if word not in self._known:
                self.fail(f"{word!r} is none of: {', '.join(self._known)}", param, ctx)
        return words


stations_option = click.option(
    "--stations",
    type=click.Path(path_type=Path, dir_okay=False),
    help="GeoJSON file of stations.  [default: LOCATOR_STATIONS, else the bundled one]",
)
kind_option = click.option(
    "--kind", "kinds", type=WordList(tuple(KINDS)), multiple=True,
    help="Only stations of these kinds: " + ", ".join(KINDS) + ".",
)  # fmt: skip
service_option = click.option(
    "--service", "services", type=WordList(tuple(SERVICES)), multiple=True,
    help="Only stations that offer all of these, such as water,toilet.",
)  # fmt: skip
status_option = click.option(
    "--status", "statuses", type=WordList(STATUSES), multiple=True,
    help="Also or instead of active ones: " + ", ".join(STATUSES) + ".",
)  # fmt: skip
coordsys_option = click.option(
    "--coordsys", type=click.Choice(DATUMS), default="wgs84", show_default=True,
    help="What the given lon and lat are in.",
)  # fmt: skip
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the answer.  [default: zh]"
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


def flattened(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return the words of an option that was given several times."""
    return tuple(word for group in groups for word in group)


P = ParamSpec("P")
R = TypeVar("R")


def named_by_options(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command's errors name its options where the library names its parameters.

    An option bears the library's name as that of its value: `@click.option("--new", "p")`.
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
