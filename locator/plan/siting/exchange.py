"""Exchange: a chosen site goes and a better one comes, as long as that gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from locator.plan.siting.core import gathered, slack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from locator.plan.siting.arrays import Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.core import Core

_TRIED = 20
_PASSES = 100


def exchange(core: Core, chosen: Iterable[int], control: Control) -> list[int]:
    """Return a plan that no exchange of one site for another improves, or where the time ended.

    Begins with a feasible plan and keeps it feasible: limit, places and needs of districts. Sites
    are added where some can be afforded. The vertex substitution of Teitz and Bart (1968),
    Operations Research 16, 955-961, for covered weight.
    """
    return exchanged(CoverState(core, chosen), control, _PASSES)


class Exchanging(Protocol):
    """A plan whose sites can be added to, and exchanged for others."""

    sites: list[int]

    def fill(self) -> bool:
        """Add sites that are allowed and gain; return whether any was."""

    def by_loss(self) -> list[int]:
        """Return the sites, the one that would be missed least first."""

    def replace(self, site: int) -> bool:
        """Exchange a site for the one that gains most in its stead; return whether one did."""


def exchanged(state: Exchanging, control: Control, passes: int) -> list[int]:
    """Return the sites once no exchange gains any more, or the passes or the time are over."""
    for _ in range(passes):
        improved = state.fill()
        for site in state.by_loss():
            if control.over():
                return state.sites
            improved |= state.replace(site)
        if not improved:
            break
    return state.sites


class CoverState:
    """A plan, how often each row is covered (`times`), and what each candidate adds (`gain`)."""

    def __init__(self, core: Core, chosen: Iterable[int]) -> None:
        self.core = core
        self.sites = list(chosen)
        self.times = np.zeros(len(core.weight), np.int64)
        for site in self.sites:
            self.times[core.rows_of(site)] += 1
        self.gain = core.reach @ np.where(self.times == 0, core.weight, 0.0)
        self._least = 1e-9 * max(float(core.weight.max(initial=0.0)), 1e-300)

    def by_loss(self) -> list[int]:
        """Return the sites, the one that would be missed least first."""
        loss = [(self._own(site)[1], site) for site in self.sites]
        return [site for _, site in sorted(loss)]

    def fill(self) -> bool:
        """Add sites that can be afforded; return whether any was."""
        added = False
        while True:
            open_ = self._affordable(0.0, None)
            gain = np.where(open_, self.gain, 0.0)
            if not len(gain) or gain.max() <= self._least:
                return added
            self.change(int(gain.argmax()), 1)
            added = True

    def replace(self, site: int) -> bool:
        """Exchange a site for the one that gains most in its stead; return whether one did."""
        if site not in self.sites:
            return False
        rows, loss = self._own(site)
        near, counts = gathered(self.core.cover, rows)
        before = self.gain[near]
        np.add.at(self.gain, near, np.repeat(self.core.weight[rows], counts))
        best = self._best(site, loss)
        self.gain[near] = before
        if best is None:
            return False
        self.change(site, -1)
        self.change(best, 1)
        return True

    def _best(self, leaving: int, loss: float) -> int | None:
        """Return the candidate that gains most, and more than is lost; None without one."""
        core = self.core
        if core.uniform and core.place is None and not core.need.any():
            # The chosen gain nothing, and the one that leaves no more than is lost by it.
            best = int(self.gain.argmax())
            return best if self.gain[best] > loss + self._least else None
        freed = float(core.cost[leaving])
        gain = np.where(self._affordable(freed, leaving), self.gain, -1.0)
        for _ in range(_TRIED if core.need.any() else 1):
            best = int(gain.argmax())
            if gain[best] <= loss + self._least:
                return None
            if self._needs_stay_met(leaving, best):
                return best
            gain[best] = -1.0
        return None

    def _own(self, site: int) -> tuple[Integers, float]:
        """Return the rows that only this site covers, and their weight."""
        rows = self.core.rows_of(site)
        rows = rows[self.times[rows] == 1]
        return rows, float(self.core.weight[rows].sum())

    def _affordable(self, freed: float, leaving: int | None) -> NDArray[np.bool_]:
        """Return which candidates could come, with what the one that leaves sets free."""
        core = self.core
        left = core.limit - float(core.cost[self.sites].sum()) + freed
        open_: NDArray[np.bool_] = core.cost <= left + slack(core.limit)
        open_[self.sites] = False
        if core.place is not None:
            others = [site for site in self.sites if site != leaving]
            open_ &= ~np.isin(core.place, core.place[others])
        return open_

    def _needs_stay_met(self, leaving: int, coming: int) -> bool:
        if not self.core.need.any():
            return True
        chosen = [site for site in self.sites if site != leaving] + [coming]
        return not self.core.missing(np.array(chosen, np.int64)).any()

    def change(self, site: int, by: int) -> None:
        """Add a site (1) or take it away (-1)."""
        core, rows = self.core, self.core.rows_of(site)
        before = self.times[rows]
        self.times[rows] = before + by
        turned = rows[(before == 0) if by > 0 else (before == 1)]
        near, counts = gathered(core.cover, turned)
        np.subtract.at(self.gain, near, by * np.repeat(core.weight[turned], counts))
        if by > 0:
            self.sites.append(site)
        else:
            self.sites.remove(site)
