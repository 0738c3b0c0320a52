"""A coverage as plain data: `summary.json`, with all that reproduces it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pyproj
import shapely

from locator import __version__

if TYPE_CHECKING:
    from locator.geo.districts import Districts
    from locator.plan.coverage import Coverage
    from locator.plan.district_coverage import DistrictCoverage

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
