"""The least that districts' needs can cost, from below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from locator.plan.siting.greedy import meet_needs_greedily

if TYPE_CHECKING:
    from locator.plan.siting.control import Control
    from locator.plan.siting.core import Core

_ITERATIONS = 400
_PATIENCE = 10
_SHORTER = 0.7
_SMALLEST_STEP = 1e-3
_SLACK = 1e-12


def needs_bound(core: Core, control: Control, beyond: float = np.inf) -> float:
    """Return a cost that no choice of candidates which meets the needs can undercut.

    Notes
    -----
    The needs, `sum_{i in d} w_i y_i >= need_d`, are relaxed with multipliers v_d >= 0, and the
    links `y_i <= sum_j a_ij x_j` with u_i in [0, v_d(i) w_i]::

        L(u, v) = sum_d v_d need_d - sum_i (v_d(i) w_i - u_i) + sum_j min(0, c_j - sum_i a_ij u_i)

    The limit and the places are left aside, which only lowers it. The steps end once it passes
    `beyond`.
    """
    asked = np.flatnonzero(core.need > 0.0)
    if core.district is None or not len(asked):
        return 0.0
    weight = np.where(np.append(core.need > 0.0, False)[core.district], core.weight, 0.0)
    label = np.where(core.district >= 0, core.district, len(core.need))
    squares = np.bincount(label, weight**2, len(core.need) + 1)
    scale = np.maximum(squares[:-1], 1e-300)
    enough = _enough(core, control)
    v = np.zeros(len(core.need) + 1)
    v[asked] = enough / max(float(core.need.sum()), 1e-300)
    part = np.ones(len(weight))
    best, kept, theta, failed = 0.0, (part, v), 1.5, 0
    for _ in range(_ITERATIONS):
        u = part * v[label] * weight
        reduced = core.cost - core.reach @ u
        value = float(v[:-1] @ core.need - (v[label] * weight - u).sum())
        value += float(np.minimum(reduced, 0.0).sum())
        value -= _SLACK * float(u.sum() + core.cost.sum())
        if value > best:
            best, kept, failed = value, (part, v), 0
        else:
            failed += 1
        if failed >= _PATIENCE:
            theta, failed, (part, v) = theta * _SHORTER, 0, kept
            continue
        times = core.cover @ (reduced < 0.0).astype(np.float64)
        slope = np.where(weight > 0.0, 1.0 - times, 0.0)
        slope[((part >= 1.0) & (slope > 0.0)) | ((part <= 0.0) & (slope < 0.0))] = 0.0
        met = np.bincount(label, weight * (1.0 - part + part * times), len(core.need) + 1)[:-1]
        rise = np.where(core.need > 0.0, core.need - met, 0.0)
        squared = float(slope @ slope + rise @ (rise / scale))
        if squared <= 0.0 or theta < _SMALLEST_STEP or best > beyond or control.over():
            break
        length = theta * max(enough - value, 1e-6 * enough) / squared
        top = np.maximum(v[label] * weight, 1e-300)
        part = np.clip(part + length * slope / top, 0.0, 1.0)
        v = np.append(np.maximum(v[:-1] + length * rise / scale, 0.0), 0.0)
    return best


def _enough(core: Core, control: Control) -> float:
    """Return what meeting the needs greedily costs."""
    free = replace(core, limit=float(core.cost.sum()), place=None)
    return max(float(core.cost[meet_needs_greedily(free, control)].sum()), 1e-9)
