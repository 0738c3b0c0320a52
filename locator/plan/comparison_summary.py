"""A comparison as plain data, for `summary.json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from locator.plan.summary import inputs, parameters, versions

if TYPE_CHECKING:
    from locator.plan.clock import Clock
    from locator.plan.comparing import Comparison, DistrictChange, FiguresChange, Move
    from locator.stations.station import Station


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
