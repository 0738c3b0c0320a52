"""The Folium map of a plan: what stands, what is proposed in rank order, and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from locator.geo.boxes import HENAN, LonLatBox
from locator.geo.datum import convert
from locator.language import Language, phrase
from locator.publish.district_names import full_district_name
from locator.publish.drawing.scales import axis, svg_path, ticks
from locator.publish.folium_map.offline_map import Panel, PanelMap
from locator.publish.plan_map.plan_words import PANEL, figures, notes, number, proof, query_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from locator.plan.propose import Proposal
    from locator.plan.siting.curve import GainCurve
    from locator.publish.folium_map.offline_map import Assets
    from locator.settings import Tiles

    Floats = NDArray[np.float64]

# Okabe and Ito's blue and a darkened vermilion, which colour-blind readers can tell apart.
_COLOURS = {"present": "#0072b2", "proposed": "#b8410b"}
# By how much of what the objective falls, for problems in which it does.
_FALLS = {
    "p-median": phrase("plan_map.falls.p_median"),
    "p-centre": phrase("plan_map.falls.p_centre"),
}
_CLOSE_ZOOM = 12
_LISTED = 300
_CLOSURES = 5
_MARGIN = 0.03
_WIDTH, _HEIGHT, _WEST, _NORTH, _EAST, _SOUTH = 330.0, 180.0, 70.0, 10.0, 318.0, 158.0


class PlanMap(PanelMap):
    """A `PanelMap` with the plan's script and styles."""

    default_js: Assets = (*PanelMap.default_js, ("plan", "js/plan.js"))
    default_css: Assets = (
        *PanelMap.default_css,
        ("planner_css", "css/planner.css"),
        ("plan_css", "css/plan.css"),
    )


class CurveDrawing(NamedTuple):
    """The curve of coverage against the number of sites, in pixels."""

    width: float
    height: float
    west: float
    north: float
    east: float
    south: float
    x_ticks: list[tuple[float, str]]
    y_ticks: list[tuple[float, str]]
    line: str
    knee: tuple[float, float] | None
    told: str


def plan_map(
    proposal: Proposal,
    curve: GainCurve | None = None,
    *,
    lang: Language = "zh",
    tiles: Tiles | None = None,
    review_number: str = "",
    static_url: str | None = None,
    height: str = "560px",
) -> PlanMap:
    """Return a Folium map of a plan.

    Parameters
    ----------
    proposal
        From `propose_sites`.
    curve
        From its `curve`; drawn beside the map.
    lang, tiles, review_number, static_url, height
        As for `PanelMap`; with tiles in GCJ-02 everything drawn is moved to match.
    """
    datum = "wgs84" if tiles is None else tiles.datum
    values, data = _panel(proposal, curve, lang), _data(proposal, lang, datum)
    return PlanMap(
        _bounds(proposal),
        Panel("plan", "map.plan.html", values, data),
        title=PANEL["title"].in_language(lang),
        lang=lang,
        tiles=tiles,
        review_number=review_number,
        static_url=static_url,
        height=height,
    )


def _data(proposal: Proposal, lang: Language, datum: str) -> dict[str, object]:
    coverage, candidates, sites = proposal.coverage, proposal.candidates, proposal.plan.sites
    members = coverage.members
    present = _drawn(coverage.stations.lon[members], coverage.stations.lat[members], datum)
    at = _drawn(candidates.lon[sites], candidates.lat[sites], datum)
    rows = _sites(proposal, lang)
    return {
        "present": present,
        "sites": [
            {
                "rank": row["rank"],
                "spot": where,
                "title": f"{row['rank']} {row['where']}",
                "lines": [line for line in (row["detail"], row["gain"]) if line],
            }
            for row, where in zip(rows, at, strict=True)
        ],
        "radius": coverage.radius_m,
        "colours": _COLOURS,
        "closeZoom": _CLOSE_ZOOM,
        "words": {name: PANEL[name].in_language(lang) for name in ("present", "reach")},
    }


def _drawn(lon: Floats, lat: Floats, datum: str) -> list[list[float]]:
    """Return positions in the datum of the background, to 1 m."""
    if datum == "gcj02":
        lon, lat = convert(lon, lat, "wgs84", "gcj02")
    pairs: list[list[float]] = np.stack([lon, lat], axis=1).round(5).tolist()
    return pairs


def _panel(proposal: Proposal, curve: GainCurve | None, lang: Language) -> dict[str, Any]:
    stations = proposal.coverage.stations
    closures = [one for one in proposal.closures[:_CLOSURES] if one.loss > 0.0]
    return {
        "say": {name: words.in_language(lang) for name, words in PANEL.items()},
        "sample": proposal.modelled,
        "asked": query_text(proposal, lang),
        "figures": figures(proposal, lang),
        "proof": proof(proposal, lang),
        "notes": notes(proposal, lang),
        "curve": None if curve is None else draw_gain_curve(curve, lang),
        "sites": _sites(proposal, lang)[:_LISTED],
        "closures": [(stations[one.column].name, number(one.loss)) for one in closures],
    }


def _sites(proposal: Proposal, lang: Language) -> list[dict[str, Any]]:
    """Return what is told of each proposed site; all texts are plain."""
    candidates, plan = proposal.candidates, proposal.plan
    rows = []
    for rank, (site, gain, county) in enumerate(
        zip(plan.sites, plan.gains, proposal.counties, strict=True), start=1
    ):
        name = candidates.name[site] or candidates.id[site]
        where = name if county is None else f"{full_district_name(county, lang)} {name}"
        detail = f"{candidates.lon[site]:.5f}, {candidates.lat[site]:.5f}"
        if candidates.kind[site]:
            detail = f"{candidates.kind[site]} · {detail}"
        more = "" if gain == float("inf") else f"+{number(gain)}"
        if plan.problem in _FALLS and more:
            more = f"-{number(gain)} {_FALLS[plan.problem].in_language(lang)}"
        rows.append({"rank": rank, "where": where, "detail": detail, "gain": more})
    return rows


def draw_gain_curve(curve: GainCurve, lang: Language) -> CurveDrawing | None:
    """Return the curve as lines in pixels; None where it has no length."""
    points = curve.points
    if len(points) < 2:
        return None
    low, high, end = points[0].covered, points[-1].covered, points[-1].sites
    x_of, y_of = axis((0, end), (_WEST, _EAST)), axis((low, high), (_SOUTH, _NORTH))
    knee = None if curve.knee is None else points[curve.knee]
    values: dict[str, object] = {"end": end, "low": number(low), "high": number(high)}
    described = (
        phrase("plan_map.curve", **values)
        if knee is None
        else phrase(
            "plan_map.curve_with_knee", **values, sites=knee.sites, covered=number(knee.covered)
        )
    )
    return CurveDrawing(
        _WIDTH, _HEIGHT, _WEST, _NORTH, _EAST, _SOUTH,
        [(x_of(tick), f"{tick:,.0f}") for tick in ticks(float(end), 6) if tick == int(tick)],
        [(y_of(value), number(value)) for value in (low, (low + high) / 2.0, high)],
        svg_path([(x_of(point.sites), y_of(point.covered)) for point in points]),
        None if knee is None else (x_of(knee.sites), y_of(knee.covered)),
        described.in_language(lang),
    )  # fmt: skip


def _bounds(proposal: Proposal) -> LonLatBox:
    """Return the box of the proposed sites, or of the demand where there are none."""
    sites, candidates = proposal.plan.sites, proposal.candidates
    at: Sequence[Floats] = (candidates.lon[sites], candidates.lat[sites])
    if not sites:
        demand = proposal.coverage.demand
        at = (demand.lon, demand.lat)
    if not len(at[0]):
        return HENAN
    (west, east), (south, north) = ((float(v.min()), float(v.max())) for v in at)
    return LonLatBox(
        max(-180.0, west - _MARGIN), max(-85.0, south - _MARGIN),
        min(180.0, east + _MARGIN), min(85.0, north + _MARGIN),
    )  # fmt: skip
