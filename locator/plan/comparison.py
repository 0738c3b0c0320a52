"""Two coverages of the same demand side by side: what a new file of stations changes.

Stations are gained, lost or moved (in metres); covered weight changes per district and hour. The
same stands as plain data in `summary.json`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from locator.errors import ParameterError
from locator.geo.geodesic import distances_m
from locator.language import phrase
from locator.plan.coverage import inputs, parameters, versions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from locator.geo.points import LonLat
    from locator.plan.clock import Clock
    from locator.plan.coverage import Coverage
    from locator.plan.figures import DistrictCoverage, Figures
    from locator.stations.station import Station

    Floats = NDArray[np.float64]


Loss = Literal["covered", "known_open", "hour"]

# Sums of the same weights in another order differ by rounding; that is no loss.
_ROUNDING = 1e-9
_SAME = phrase("plan.same")


class Change(NamedTuple):
    """A station that counts in one of the two coverages only.

    `in_both_files` tells that it stands in both files, but counts in one alone: by its status,
    kind, services, season or state at the moment.
    """

    station: Station
    in_both_files: bool


class Move(NamedTuple):
    """A station that counts in both, at another position; the geodesic between them, metres."""

    before: Station
    after: Station
    distance_m: float


class FiguresChange(NamedTuple):
    """The figures of the same demand, before and after."""

    before: Figures
    after: Figures

    @property
    def covered_weight(self) -> float:
        """How much more weight is covered; negative where it is less."""
        return self.after.covered_weight - self.before.covered_weight

    @property
    def share(self) -> float | None:
        """How much greater the covered share is, a part of 1; None without any weight."""
        return difference(self.before.share, self.after.share)


class DistrictChange(NamedTuple):
    """A county's or a prefecture's coverage, before and after."""

    before: DistrictCoverage
    after: DistrictCoverage

    @property
    def figures(self) -> FiguresChange:
        """Its figures."""
        return FiguresChange(self.before.figures, self.after.figures)


class Worsening(NamedTuple):
    """Weight that is covered no more.

    Parameters
    ----------
    of
        `covered`: along the line, whatever the hour; `known_open`: by stations known to be open at
        the moment; `hour`: the same at a full hour of the week.
    hour
        Of the week, 0 (Monday 00:00) to 167, for `hour`; else None.
    before, after
        The covered weight.
    """

    of: Loss
    hour: int | None
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """What `compare_coverage` tells; what is costly is computed when it is first asked for.

    Parameters
    ----------
    before, after
        The coverages.
    clocks
        Their clocks, or None.
    gained, lost
        Stations that count only after, in the order of that file, and only before, in that of the
        older one.
    moved
        Those at another position, the farthest first, then by id.
    """

    before: Coverage
    after: Coverage
    clocks: tuple[Clock, Clock] | None
    gained: list[Change]
    lost: list[Change]
    moved: list[Move]

    @cached_property
    def whole(self) -> FiguresChange:
        """The figures of all demand."""
        return FiguresChange(self.before.whole, self.after.whole)

    @cached_property
    def groups(self) -> dict[str, FiguresChange]:
        """The figures of each group of workers."""
        after = self.after.groups
        return {name: FiguresChange(old, after[name]) for name, old in self.before.groups.items()}

    @cached_property
    def counties(self) -> list[DistrictChange]:
        """Each county, by code; none without districts."""
        pairs = zip(self.before.counties, self.after.counties, strict=True)
        return [DistrictChange(*pair) for pair in pairs]

    @cached_property
    def prefectures(self) -> list[DistrictChange]:
        """Each prefecture, by code; none without districts."""
        pairs = zip(self.before.prefectures, self.after.prefectures, strict=True)
        return [DistrictChange(*pair) for pair in pairs]

    @cached_property
    def losses(self) -> list[Worsening]:
        """Every covered weight that falls, of all demand together.

        These are the one along the line; that of stations known to be open, where a moment was
        asked for; and the same at each of the 168 hours, where clocks are given: an hour's loss is
        not made up for by another's gain. What falls in one district or group, but not in the
        whole, is none. Differences of less than 1e-9 of the weight are rounding.
        """
        old, new = self.before.whole, self.after.whole
        pairs: list[Worsening] = [
            Worsening("covered", None, old.covered_weight, new.covered_weight)
        ]
        if old.share_known_open is not None and new.share_known_open is not None:
            known = old.share_known_open * old.weight, new.share_known_open * new.weight
            pairs.append(Worsening("known_open", None, *known))
        if self.clocks is not None:
            hours = zip(*(clock.known_open.tolist() for clock in self.clocks), strict=True)
            pairs += [Worsening("hour", hour, *pair) for hour, pair in enumerate(hours)]
        slack = _ROUNDING * old.weight
        return [pair for pair in pairs if pair.before - pair.after > slack]

    @property
    def worse(self) -> bool:
        """Whether any covered weight falls: see `losses`."""
        return bool(self.losses)

    def summary(self) -> dict[str, object]:
        """Return the comparison as plain data, ready for JSON."""
        return comparison_summary(self)


def compare_coverage(
    before: Coverage, after: Coverage, *, clocks: tuple[Clock, Clock] | None = None
) -> Comparison:
    """Compare the coverage of the same demand by two sets of stations.

    Parameters
    ----------
    before, after
        Measured with the same demand, districts, radius, selection, moment and detour factor.
        Stations are told apart by their ids.
    clocks
        Of the same two sets of stations, from `measure_clock`, for coverage at each hour.

    Raises
    ------
    ParameterError
        If something but the stations differs.
    """
    _check_same("before", _query_of(before), _query_of(after))
    if clocks is not None:
        expected = clocks[1].monday, after.radius_m, after.demand.total, after.districts
        for clock in clocks:
            _check_same("clocks", _clock_query(clock), _named(*expected))
    old, new = (
        {c.stations[n].id: c.stations[n] for n in c.members.tolist()} for c in (before, after)
    )
    return Comparison(
        before,
        after,
        clocks,
        gained=[_change(s, before) for name, s in new.items() if name not in old],
        lost=[_change(s, after) for name, s in old.items() if name not in new],
        moved=_moves(old, new),
    )


def _query_of(coverage: Coverage) -> dict[str, object]:
    return {
        **parameters(coverage),
        "at": coverage.at,
        "demand": coverage.demand.origin.sha256,
        "weight": coverage.demand.total,
        "groups": list(coverage.demand.groups),
        "districts": coverage.districts,
    }


def _clock_query(clock: Clock) -> dict[str, object]:
    return _named(clock.monday, clock.radius_m, clock.weight, clock.districts)


def _named(monday: date, radius_m: float, weight: float, districts: object) -> dict[str, object]:
    return {"monday": monday, "radius_m": radius_m, "weight": weight, "districts": districts}


def _check_same(name: str, actual: Mapping[str, object], expected: Mapping[str, object]) -> None:
    for key, value in expected.items():
        if actual[key] != value:
            raise ParameterError(f"{name}.{key}", actual[key], _SAME)


def _change(station: Station, other: Coverage) -> Change:
    return Change(station, other.stations.position(station.id) is not None)


def _moves(old: Mapping[str, Station], new: Mapping[str, Station]) -> list[Move]:
    pairs = [
        (s, new[name]) for name, s in old.items() if name in new and s.where != new[name].where
    ]
    ends = [[s.where for s in side] for side in zip(*pairs, strict=True)] or [[], []]
    metres = distances_m(*_degrees(ends[0]), *_degrees(ends[1])).tolist()
    moves = [Move(*pair, distance) for pair, distance in zip(pairs, metres, strict=True)]
    return sorted(moves, key=lambda move: (-move.distance_m, move.after.id))


def _degrees(places: list[LonLat]) -> tuple[Floats, Floats]:
    lon, lat = ([getattr(where, name) for where in places] for name in ("lon", "lat"))
    return np.array(lon, np.float64), np.array(lat, np.float64)


def comparison_summary(comparison: Comparison) -> dict[str, object]:
    """Return a comparison's figures and what they were computed from; ready for JSON.

    Weights are in the demand's unit, distances in metres, shares parts of 1; a change is what
    stands after less what stood before, None where one of them has no value.
    """
    before, after = comparison.before, comparison.after
    return {
        "kind": "comparison",
        "sample_data": before.modelled or after.modelled,
        "at": None if after.at is None else after.at.isoformat(),
        "parameters": parameters(after),
        "inputs": {"stations_before": inputs(before)["stations"], **inputs(after)},
        "versions": versions(),
        "stations": {
            "before": len(before.members),
            "after": len(after.members),
            "gained": [_station(*change) for change in comparison.gained],
            "lost": [_station(*change) for change in comparison.lost],
            "moved": [_move(move) for move in comparison.moved],
        },
        "whole": _figures(comparison.whole),
        "groups": {name: _figures(change) for name, change in comparison.groups.items()},
        "prefectures": [_district(change) for change in comparison.prefectures],
        "counties": [_district(change) for change in comparison.counties],
        "hours": None if comparison.clocks is None else _hours(*comparison.clocks),
        "worse": comparison.worse,
        "losses": [loss._asdict() for loss in comparison.losses],
    }


def difference(before: float | None, after: float | None) -> float | None:
    """Return how much greater a figure became; None where it had or has no value."""
    return None if before is None or after is None else after - before


def _station(station: Station, in_both_files: bool) -> dict[str, object]:
    place = {"lon": station.where.lon, "lat": station.where.lat}
    return {**_named_station(station), **place, "in_both_files": in_both_files}


def _named_station(station: Station) -> dict[str, object]:
    return {"id": station.id, "kind": station.kind, "name": station.name}


def _move(move: Move) -> dict[str, object]:
    (old, new), metres = (move.before.where, move.after.where), move.distance_m
    ends = {"before": [old.lon, old.lat], "after": [new.lon, new.lat]}
    return {**_named_station(move.after), **ends, "distance_m": metres}


def _figures(change: FiguresChange) -> dict[str, object]:
    before, after = asdict(change.before), asdict(change.after)
    changes = {key: difference(before[key], after[key]) for key in before}
    return {"before": before, "after": after, "change": changes}


def _district(change: DistrictChange) -> dict[str, object]:
    before, after = change
    return {
        "adcode": after.adcode,
        "name": after.name,
        "prefecture_adcode": after.prefecture_adcode,
        "prefecture_name": after.prefecture_name,
        "stations_before": before.stations,
        "stations_after": after.stations,
        **_figures(change.figures),
    }


def _hours(before: Clock, after: Clock) -> dict[str, object]:
    """Return the covered weight at each hour of the week, Monday 00:00 first."""
    return {
        "monday": after.monday.isoformat(),
        "weight": after.weight,
        "known_open_before": before.known_open.tolist(),
        "known_open_after": after.known_open.tolist(),
        "possibly_open_before": before.possibly_open.tolist(),
        "possibly_open_after": after.possibly_open.tolist(),
    }
