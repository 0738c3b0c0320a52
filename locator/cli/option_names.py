"""Errors in the words of a command: `--new` where the library says p."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from locator.errors import ParameterError
from locator.plan.siting.plan import InfeasibleError

if TYPE_CHECKING:
    from collections.abc import Callable

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
