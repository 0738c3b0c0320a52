"""The planner's map as a Folium map, whose page needs nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.publish.folium_map.offline_map import corners
from locator.publish.folium_map.panel_map import Panel, PanelMap
from locator.publish.planner_map.map_data import extent, map_data
from locator.publish.planner_map.panel import PANEL, panel_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.language import Language
    from locator.plan.clock import Clock
    from locator.plan.coverage import Coverage
    from locator.plan.gaps import Gap
    from locator.publish.folium_map.offline_map import Assets
    from locator.publish.planner_map.map_form import MapForm
    from locator.settings import Tiles

_SCRIPTS = (
    "core", "canvas", "circles", "stations", "demand", "districts", "gaps", "popups", "measure",
    "tools", "layers", "names", "main",
)  # fmt: skip


class CoverageMap(PanelMap):
    """A `PanelMap` with the planner's scripts and styles."""

    default_js: Assets = (
        *PanelMap.default_js,
        *((f"planner_{name}", f"js/planner/{name}.js") for name in _SCRIPTS),
    )
    default_css: Assets = (*PanelMap.default_css, ("planner_css", "css/planner.css"))


def coverage_map(
    coverage: Coverage,
    gaps: Sequence[Gap],
    *,
    clock: Clock | None = None,
    lang: Language = "zh",
    tiles: Tiles | None = None,
    review_number: str = "",
    static_url: str | None = None,
    height: str = "560px",
    form: MapForm | None = None,
) -> CoverageMap:
    """Return a Folium map of a coverage: stations, service areas, people, gaps and districts.

    Parameters
    ----------
    coverage
        From `measure_coverage`; its districts are those drawn.
    gaps
        From `find_gaps` on it, in their order.
    clock
        From `measure_clock`; shown as a table of hours.
    lang
        The language of its words.
    tiles
        A tile server to draw upon; None draws the bundled basemap. With tiles in GCJ-02 everything
        drawn is moved to match.
    review_number
        The map's 审图号; empty marks it as for internal use.
    static_url, height
        As for `OfflineMap`.
    form
        What the page's form shows; None leaves it out.
    """
    datum = "wgs84" if tiles is None else tiles.datum
    bounds = extent(coverage)
    values = panel_values(coverage, gaps, clock, form, lang)
    data = map_data(coverage, gaps, lang, datum)
    return CoverageMap(
        bounds,
        Panel("planner", "map.coverage.html", values, data),
        title=PANEL["title"].in_language(lang),
        lang=lang,
        tiles=tiles,
        review_number=review_number,
        static_url=static_url,
        height=height,
        extent=corners(bounds),  # for the script, which knows how much room there is
    )
