"""Which stations a question is about: the same for the courier's questions and the planner's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.errors import ParameterError
from locator.language import phrase
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

_DEFAULT_STATUSES = frozenset({"active"})


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
            kinds=_known("kind", kinds or (), KINDS),
            services=_known("service", services or (), SERVICES),
            statuses=_known("status", statuses or _DEFAULT_STATUSES, STATUSES),
            day=day,
        )


def _known(parameter: str, words: Iterable[str], known: Collection[str]) -> frozenset[str]:
    try:
        found = frozenset((words,) if isinstance(words, str) else words)
    except TypeError:
        raise _unknown(parameter, words, known) from None
    for word in found:
        if word not in known:
            raise _unknown(parameter, word, known)
    return found


def _unknown(parameter: str, word: object, known: Collection[str]) -> ParameterError:
    listed = ", ".join(known)
    return ParameterError(parameter, word, phrase("stations.one", listed=listed))
