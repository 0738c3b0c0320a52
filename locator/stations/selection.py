"""Which stations a question is about: the same for the courier's questions and the planner's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from locator.parameters import OneOf, Parameter, SomeOf
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_DEFAULT_STATUSES = frozenset({"active"})

KIND = Parameter("kind", SomeOf(KINDS), ())
SERVICE = Parameter("service", SomeOf(SERVICES), ())
STATUS = Parameter("status", SomeOf(STATUSES), ())

# Which stations count by their state: any, those not known to be closed, those known to be open.
Open = Literal["any", "possible", "only"]
OPEN_FILTERS: tuple[Open, ...] = get_args(Open)
OPEN: Parameter[Open] = Parameter("open", OneOf(OPEN_FILTERS), "any")
OPEN_AT_MOMENT = OPEN.but(words="open_at_moment")


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of stations by kind, service, status and season.

    Parameters
    ----------
    kinds
        A station must be of one of these; empty means of any kind.
    services
        A station must offer all of these.
    statuses
        A station must have one of these.
    day
        A station must be in season on this day, China's time; None takes every season.
    """

    kinds: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    statuses: frozenset[str] = _DEFAULT_STATUSES
    day: date | None = None

    @classmethod
    def of(
        cls,
        kinds: Iterable[str] | None = None,
        services: Iterable[str] | None = None,
        statuses: Iterable[str] | None = None,
        day: date | None = None,
    ) -> Selection:
        """Return a selection of known words.

        Raises
        ------
        ParameterError
            For a word that is no kind, service or status.
        """
        return cls(
            kinds=_words(KIND, kinds),
            services=_words(SERVICE, services),
            statuses=_words(STATUS, statuses) or _DEFAULT_STATUSES,
            day=day,
        )


def _words(parameter: Parameter[tuple[str, ...]], words: Iterable[str] | None) -> frozenset[str]:
    return frozenset(parameter.check(words or ()))
