"""The files of a plan: map, sites as GeoJSON and CSV, and a summary that reproduces them."""

from __future__ import annotations

import csv
import io
import json
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from locator.plan.coverage import inputs, parameters, versions
from locator.publish.plan_map.plan_page import plan_map
from locator.publish.plan_map.plan_words import CSV_COLUMNS
from locator.stations.writing.records import guard_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from locator.language import Language
    from locator.plan.propose import Proposal
    from locator.plan.siting.curve import GainCurve
    from locator.settings import Tiles

SUMMARY = "summary.json"
FILES = ("plan.html", "plan.geojson", "plan.csv", SUMMARY)
_LISTED_CLOSURES = 50
_LISTED_ROWS = 100
_DIGITS = 6


def plan_files(
    proposal: Proposal,
    curve: GainCurve,
    arguments: Mapping[str, object],
    lang: Language,
    *,
    tiles: Tiles | None = None,
    review_number: str = "",
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file, the summary last.

    The same proposal gives the same bytes: the time taken is left out.
    """
    page = plan_map(proposal, curve, lang=lang, tiles=tiles, review_number=review_number).to_html()
    yield "plan.html", page.encode()
    yield "plan.geojson", _json(plan_collection(proposal))
    yield "plan.csv", plan_csv(proposal, lang)
    yield SUMMARY, _json(plan_summary(proposal, curve) | {"arguments": dict(arguments)})


def plan_collection(proposal: Proposal) -> dict[str, Any]:
    """Return the proposed sites as GeoJSON features in rank order, RFC 7946, WGS 84."""
    return {
        "type": "FeatureCollection",
        "sample_data": proposal.modelled,
        "features": [
            {
                "type": "Feature",
                "id": row["id"],
                "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
                "properties": {name: value for name, value in row.items() if name not in _AT},
            }
            for row in _rows(proposal)
        ],
    }


def plan_csv(proposal: Proposal, lang: Language) -> bytes:
    """Return the proposed sites as CSV for Excel, UTF-8 with its mark, formulas guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading.in_language(lang) for heading in CSV_COLUMNS.values())
    for row in _rows(proposal):
        cells = [row[name] for name in CSV_COLUMNS]
        writer.writerow(guard_cell(cell) if isinstance(cell, str) else cell for cell in cells)
    return text.getvalue().encode("utf-8-sig")


def plan_summary(proposal: Proposal, curve: GainCurve | None = None) -> dict[str, Any]:
    """Return a plan's figures, with inputs, parameters and versions; ready for JSON."""
    coverage, query, lost = proposal.coverage, proposal.query, proposal.unreached
    stations = coverage.stations
    return {
        "kind": "plan",
        "sample_data": proposal.modelled,
        "at": None if coverage.at is None else coverage.at.isoformat(),
        "parameters": parameters(coverage)
        | {
            "problem": query.problem,
            "p": query.p,
            "budget": query.budget,
            "min_share": query.min_share,
            "groups": None if query.groups is None else dict(query.groups),
            "time_limit_s": query.time_limit_s,
            "gap": query.gap,
        },
        "inputs": inputs(coverage) | {"candidates": len(proposal.candidates)},
        "versions": versions(),
        "weight": {
            "in": float(proposal.weight.sum()),
            "covered_before": proposal.covered_before,
            "covered_after": proposal.covered_after,
            "reached_by_no_candidate": lost.weight,
        },
        "radius_that_reaches_all_m": lost.radius_m if np.isfinite(lost.radius_m) else None,
        "farthest_unreached": _unreached(proposal),
        "plan": proposal.plan.summary(),
        "sites": _rows(proposal),
        "curve": None if curve is None else _curve(curve),
        "closures": [
            {"id": stations[one.column].id, "loss": one.loss}
            for one in proposal.closures[:_LISTED_CLOSURES]
        ],
    }


_AT = ("lon", "lat")


def _rows(proposal: Proposal) -> list[dict[str, Any]]:
    plan, candidates = proposal.plan, proposal.candidates
    finite = [gain if np.isfinite(gain) else None for gain in plan.gains]
    covered = accumulate((gain or 0.0 for gain in finite), initial=proposal.covered_before)
    next(covered)
    counts = plan.problem in ("mclp", "lscp")
    rows = []
    for rank, (site, gain, county, reached) in enumerate(
        zip(plan.sites, finite, proposal.counties, covered, strict=True), start=1
    ):
        rows.append(
            {
                "rank": rank,
                "id": candidates.id[site],
                "name": candidates.name[site],
                "kind": candidates.kind[site],
                "lon": round(float(candidates.lon[site]), _DIGITS),
                "lat": round(float(candidates.lat[site]), _DIGITS),
                "prefecture": "" if county is None else county.prefecture_name,
                "county": "" if county is None else county.name,
                "adcode": "" if county is None else county.adcode,
                "gain": gain,
                "covered": reached if counts else None,
                "cost": float(candidates.cost[site]),
                "sample_data": proposal.modelled,
            }
        )
    return rows


def _unreached(proposal: Proposal) -> list[dict[str, Any]]:
    """Return the demand that is farthest from any candidate and station."""
    demand, lost = proposal.coverage.demand, proposal.unreached
    return [
        {
            "lon": float(demand.lon[row]),
            "lat": float(demand.lat[row]),
            "weight": float(proposal.weight[row]),
            "radius_m": float(metres) if np.isfinite(metres) else None,
        }
        for row, metres in zip(
            lost.rows[:_LISTED_ROWS].tolist(), lost.distances_m[:_LISTED_ROWS].tolist(), strict=True
        )
    ]


def _curve(curve: GainCurve) -> dict[str, Any]:
    return {"knee": curve.knee, "points": [point._asdict() for point in curve.points]}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
