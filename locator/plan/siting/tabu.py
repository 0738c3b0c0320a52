"""Tabu search: on from where no exchange gains any more, through plans that are worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locator.plan.siting.core import gathered
from locator.plan.siting.exchange import CoverState, exchange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.plan.siting.arrays import Floats, Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.core import Core

_ROUNDS, _STEPS = 6, 1000
# How many steps a site that went stays away, and one that came stays: from these to twice as many.
_AWAY, _HERE = 8, 6


def search_on(core: Core, chosen: Iterable[int], control: Control) -> list[int]:
    """Return a plan that is worth no less than the one it begins with.

    Each step, the site that is missed least goes and the one that gains most comes, though the plan
    be worse for it; what went or came is left alone for some steps, so that the search doesn't turn
    back (Glover 1989, ORSA Journal on Computing 1, 190-206). The best plan of each round is
    improved by exchanges. The steps are a fixed number and their lengths drawn from one seed: the
    same plan comes of the same case, unless the time ends it.

    For sites of one cost, without places and needs; a plan of any other core is returned as it is.
    """
    best = list(chosen)
    if not core.uniform or core.place is not None or core.need.any() or not best:
        return best
    if core.count < len(best) + 2 * _AWAY:
        return best
    value, walk = core.value(np.array(best, np.int64)), _Walk(core, best)
    for _ in range(_ROUNDS):
        found = exchange(core, walk.round(control), control)
        worth = core.value(np.array(found, np.int64))
        if worth > value:
            best, value = found, worth
        if control.over():
            break
    return best


class _Walk:
    """Where the search stands, and until which step each candidate is left alone."""

    def __init__(self, core: Core, sites: list[int]) -> None:
        self._core = core
        self._random = np.random.default_rng(0)
        self._step = 0
        self._until = np.zeros(core.count, np.int64)
        self._state = CoverState(core, sites)

    def round(self, control: Control) -> list[int]:
        """Take steps, and return the best plan met on the way."""
        best, worth, now = list(self._state.sites), -np.inf, 0.0
        for _ in range(_STEPS):
            if control.over():
                break
            now += self._move()
            if now > worth:
                best, worth = list(self._state.sites), now
        return best

    def _move(self) -> float:
        """Let a site go and another come; return what the plan gains, which may be negative."""
        state, self._step = self._state, self._step + 1
        sites = np.array(state.sites)
        loss = np.where(self._until[sites] > self._step, np.inf, self._losses(sites))
        place = int(loss.argmin())
        leaving = int(sites[place])
        state.change(leaving, -1)
        gain = np.where(self._until > self._step, -1.0, state.gain)
        gain[[*state.sites, leaving]] = -1.0
        coming = int(gain.argmax())
        gained = float(state.gain[coming]) - float(state.gain[leaving])
        state.change(coming, 1)
        self._until[leaving] = self._step + int(self._random.integers(_AWAY, 2 * _AWAY))
        self._until[coming] = self._step + int(self._random.integers(_HERE, 2 * _HERE))
        return gained

    def _losses(self, sites: Integers) -> Floats:
        """Return what each of the sites alone covers."""
        rows, counts = gathered(self._core.reach, sites)
        own = np.where(self._state.times[rows] == 1, self._core.weight[rows], 0.0)
        total = np.concatenate([[0.0], np.cumsum(own)])
        ends = np.cumsum(counts)
        return np.asarray(total[ends] - total[ends - counts])
