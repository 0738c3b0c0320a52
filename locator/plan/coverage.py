"""Coverage: which part of demand has a station within the service radius, and how far it is.

Distances are exact geodesics in metres, the radius included. `summary` gives a coverage as plain
data, with all that reproduces it, for `summary.json`.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyproj
import shapely

from locator import __version__
from locator.errors import ParameterError
from locator.geo.circles import covered_area_m2
from locator.geo.districts import assign_counties
from locator.language import phrase
from locator.parameters import field_of
from locator.plan.figures import (
    DistanceProfile,
    DistrictCoverage,
    Figures,
    Located,
    Reached,
    by_distance,
    county_coverage,
    prefecture_coverage,
)
from locator.plan.reach import RADIUS_M, Near, accepted, china_moment, nearest_of
from locator.stations.hours import CLOSED, OPEN
from locator.stations.moments import FULL_HOUR
from locator.stations.selection import KIND, OPEN_AT_MOMENT, SERVICE, STATUS, Open, Selection
from locator.travel import DETOUR_FACTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from locator.geo.districts import Districts
    from locator.plan.demand import DemandSet
    from locator.stations.station_set import StationSet

    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]


_DETOUR = phrase("plan.detour")
_CURVE_STEPS = 10  # a radius
_CURVE_RADII = 4


class CurvePoint(NamedTuple):
    """The share of the weight within a radius, bound included."""

    radius_m: float
    share: float | None


class Outside(NamedTuple):
    """Weight that lies in no district, and weight that lies in several.

    The latter counts in the district with the lowest code.
    """

    weight: float
    covered_weight: float
    weight_in_several: float


@dataclass(frozen=True, eq=False)
class Coverage:
    """Demand covered by stations; what is costly is computed when it is first asked for.

    Parameters
    ----------
    stations, demand, districts
        What was given.
    selection, open, at
        Which stations count, and the moment in China's time, to the minute.
    members
        The positions in the set of the stations that count.
    nearest
        For each row of demand the position of its nearest station, or -1.
    reached
        Distances, radius, detour factor and what is covered at the moment.
    """

    stations: StationSet
    demand: DemandSet
    districts: Districts | None
    selection: Selection
    open: Open
    at: datetime | None
    members: Integers
    nearest: Integers
    reached: Reached

    @property
    def radius_m(self) -> float:
        """The service radius, metres along the geodesic; the bound is covered."""
        return self.reached.radius_m

    @cached_property
    def covered(self) -> Booleans:
        """Which rows of demand are covered."""
        return self.reached.distance_m <= self.radius_m

    @cached_property
    def modelled(self) -> bool:
        """Whether a figure rests on modelled stations or demand: it is then sample data."""
        return self.demand.modelled or any(
            self.stations[place].position == "modelled" for place in self.members.tolist()
        )

    @cached_property
    def whole(self) -> Figures:
        """The figures of all demand, within districts and outside."""
        return self.reached.figures(self._order, self.demand.weight)

    @property
    def share(self) -> float | None:
        """The covered share of the weight; None where there is none."""
        return self.whole.share

    @cached_property
    def groups(self) -> dict[str, Figures]:
        """The figures of each group."""
        return {
            name: self.reached.figures(self._order, weight)
            for name, weight in self.demand.groups.items()
        }

    @cached_property
    def curve(self) -> tuple[CurvePoint, ...]:
        """The share against the radius, from 0 to four times the service radius."""
        radii = [self.radius_m * (n / _CURVE_STEPS) for n in range(_CURVE_RADII * _CURVE_STEPS + 1)]
        return self.share_curve(radii)

    def share_curve(self, radii_m: Sequence[float]) -> tuple[CurvePoint, ...]:
        """Return the share within each of some radii."""
        profile = DistanceProfile(self.reached.distance_m[self._order], self._ordered_weight)
        return tuple(CurvePoint(radius, profile.share_within(radius)) for radius in radii_m)

    @cached_property
    def area_covered_m2(self) -> float:
        """The true area of the union of geodesic circles about the stations, square metres."""
        members = self.members
        return covered_area_m2(
            self.stations.lon[members], self.stations.lat[members], self.radius_m
        )

    @cached_property
    def counties(self) -> list[DistrictCoverage]:
        """The coverage of each county, by code; none without districts."""
        if self.districts is None:
            return []
        weight = self.demand.weight
        return county_coverage(self.districts, self._located, self.reached, self._order, weight)

    @cached_property
    def prefectures(self) -> list[DistrictCoverage]:
        """The coverage of each prefecture, by code; none without districts."""
        if self.districts is None:
            return []
        weight = self.demand.weight
        return prefecture_coverage(self.districts, self._located, self.reached, self._order, weight)

    @cached_property
    def outside(self) -> Outside | None:
        """The weight in no district or in several; None without districts."""
        if self.districts is None:
            return None
        weight, (county, several) = self.demand.weight, self.demand.assigned_to(self.districts)
        beyond = county < 0
        return Outside(
            float(weight[beyond].sum()),
            float(weight[beyond & self.covered].sum()),
            float(weight[several].sum()),
        )

    def summary(self) -> dict[str, object]:
        """Return all figures, with inputs, parameters and versions, ready for JSON."""
        return summary(self)

    @cached_property
    def _order(self) -> Integers:
        return by_distance(self.reached.distance_m)

    @cached_property
    def _ordered_weight(self) -> NDArray[np.float64]:
        return self.demand.weight[self._order]

    @cached_property
    def _located(self) -> Located:
        assert self.districts is not None  # noqa: S101  # asked for with districts only
        lon, lat = self.stations.lon[self.members], self.stations.lat[self.members]
        return Located(
            self.demand.assigned_to(self.districts).county,
            assign_counties(self.districts, lon, lat).county,
        )


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """The planner's question: whom do which stations serve; equal ones have equal answers.

    Parameters
    ----------
    radius_m
        Metres along the geodesic, 0 to 1,000 km; what lies exactly on it is covered.
    kinds, services, statuses
        Which stations count: of one of the kinds, with all of the services, of one of the statuses
        (by default active ones).
    at
        The moment for which open states are told, floored to the minute; without a zone it is
        China's time. Stations out of season on its date don't count. None: every season counts,
        and no open states are told.
    open
        Which stations count by their state `at`: any, those not known to be closed (possible), or
        those known to be open (only).
    """

    radius_m: float = field_of(RADIUS_M)
    kinds: tuple[str, ...] = field_of(KIND)
    services: tuple[str, ...] = field_of(SERVICE)
    statuses: tuple[str, ...] = field_of(STATUS)
    at: datetime | None = field_of(FULL_HOUR)
    open: Open = field_of(OPEN_AT_MOMENT)

    def measure(
        self,
        stations: StationSet,
        demand: DemandSet,
        by: Districts | None = None,
        detour_factor: float = DETOUR_FACTOR,
    ) -> Coverage:
        """Return the coverage, as `measure_coverage` does."""
        return measure_coverage(
            stations,
            demand,
            self.radius_m,
            kinds=self.kinds,
            services=self.services,
            statuses=self.statuses,
            at=self.at,
            open=self.open,
            by=by,
            detour_factor=detour_factor,
        )


def measure_coverage(
    stations: StationSet,
    demand: DemandSet,
    radius_m: float,
    *,
    kinds: Iterable[str] | None = None,
    services: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    at: datetime | None = None,
    open: Open = "any",  # noqa: A002  # the word of the design
    by: Districts | None = None,
    detour_factor: float = DETOUR_FACTOR,
) -> Coverage:
    """Measure which part of demand has a station within a radius.

    Parameters
    ----------
    stations, demand
        Both may be empty.
    radius_m
        Metres along the geodesic, 0 to 1,000 km; what lies exactly on it is covered.
    kinds, services, statuses
        Which stations count: of one of the kinds, with all of the services, of one of the statuses
        (by default active ones).
    at
        The moment for which open states are told, floored to the minute; without a zone it is
        China's time. Stations out of season on its date don't count. None: every season counts,
        and no open states are told.
    open
        Which stations count by their state `at`: any, those not known to be closed (possible), or
        those known to be open (only).
    by
        Districts to tell figures for.
    detour_factor
        How much longer ways are than lines, for `share_detour`; the source of the default stands
        in docs/hours.md.

    Returns
    -------
    Coverage
        With exact geodesic distances on WGS 84.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    radius = RADIUS_M.check(radius_m)
    if not 1.0 <= detour_factor <= 10.0:
        raise ParameterError("detour_factor", detour_factor, _DETOUR)
    moment = None if at is None else china_moment(at)
    selection = Selection.of(kinds, services, statuses, None if moment is None else moment.date())
    chosen = stations.mask(selection)
    members = np.flatnonzero(chosen & accepted(stations, moment, open))
    bounds_m = radius, radius / detour_factor
    nearest, distance_m = nearest_of(stations, members, demand.lon, demand.lat, bounds_m)
    reached = Reached(distance_m, radius, float(detour_factor))
    if moment is not None:
        states = stations.open_states(moment)
        near = Near(stations, members, nearest, distance_m <= radius)
        known = near.covered_by(chosen & (states == OPEN), demand, radius)
        possible = near.covered_by(chosen & (states != CLOSED), demand, radius)
        reached = Reached(distance_m, radius, float(detour_factor), known, possible)
    return Coverage(stations, demand, by, selection, open, moment, members, nearest, reached)


_PACKAGES = ("numpy", "scipy", "shapely", "pyproj")


def summary(coverage: Coverage) -> dict[str, object]:
    """Return a coverage's figures and what they were computed from; ready for JSON.

    Weights are in the demand's unit, distances in metres, areas in square metres, shares parts of
    1. A figure that has no value is None. `weight.in` is `weight.in_districts` plus
    `weight.outside_districts`; without districts these two are None.
    """
    whole, outside = coverage.whole, coverage.outside
    return {
        "kind": "coverage",
        "sample_data": coverage.modelled,
        "at": None if coverage.at is None else coverage.at.isoformat(),
        "parameters": parameters(coverage),
        "inputs": inputs(coverage),
        "versions": versions(),
        "weight": {
            "in": whole.weight,
            "in_districts": None if outside is None else whole.weight - outside.weight,
            "outside_districts": None if outside is None else outside.weight,
            "outside_districts_covered": None if outside is None else outside.covered_weight,
            "in_several_districts": None if outside is None else outside.weight_in_several,
            "covered": whole.covered_weight,
        },
        "share": whole.share,
        "share_detour": whole.share_detour,
        "share_known_open": whole.share_known_open,
        "share_possibly_open": whole.share_possibly_open,
        "distance_m": {
            "mean": whole.mean_m,
            "median": whole.median_m,
            "p90": whole.p90_m,
            "p99": whole.p99_m,
            "worst_tenth_mean": whole.worst_tenth_m,
        },
        "curve": [point._asdict() for point in coverage.curve],
        "area_covered_m2": coverage.area_covered_m2,
        "groups": {name: asdict(figures) for name, figures in coverage.groups.items()},
        "prefectures": [_district(row) for row in coverage.prefectures],
        "counties": [_district(row) for row in coverage.counties],
    }


def parameters(coverage: Coverage) -> dict[str, object]:
    """Return what was asked for, but for the moment."""
    selection = coverage.selection
    return {
        "radius_m": coverage.radius_m,
        "kinds": sorted(selection.kinds),
        "services": sorted(selection.services),
        "statuses": sorted(selection.statuses),
        "open": coverage.open,
        "detour_factor": coverage.reached.detour_factor,
    }


def inputs(coverage: Coverage) -> dict[str, object]:
    """Return the names, hashes and sizes of what was given."""
    stations, demand, districts = coverage.stations, coverage.demand, coverage.districts
    members = [stations[place] for place in coverage.members.tolist()]
    return {
        "stations": {
            "file": Path(stations.origin.path).name,
            "sha256": stations.origin.sha256,
            "count": len(stations),
            "counted": len(members),
            "counted_modelled": sum(station.position == "modelled" for station in members),
        },
        "demand": {
            "file": demand.origin.name,
            "sha256": demand.origin.sha256,
            "rows": len(demand),
            "zero_cells_left_out": demand.origin.zero_cells,
            "nodata_cells_left_out": demand.origin.nodata_cells,
            "modelled": demand.modelled,
        },
        "districts": None if districts is None else _districts_input(districts),
    }


def _districts_input(districts: Districts) -> dict[str, object]:
    """Return how many counties there are, and a hash of their codes, names and outlines."""
    content = hashlib.sha256()
    for county in districts.counties:
        content.update(f"{county.adcode}|{county.name}|{county.prefecture_adcode}|".encode())
        content.update(shapely.to_wkb(county.geometry, byte_order=1))
    return {"counties": len(districts.counties), "sha256": content.hexdigest()}


def versions() -> dict[str, str]:
    """Return the versions of the program and of what computes its figures."""
    packages = {name: version(name) for name in _PACKAGES}
    geos = shapely.geos_version_string
    return {"locator": __version__, **packages, "proj": pyproj.proj_version_str, "geos": geos}


def _district(row: DistrictCoverage) -> dict[str, object]:
    plain = asdict(row)
    figures: dict[str, object] = plain.pop("figures")
    return plain | figures
