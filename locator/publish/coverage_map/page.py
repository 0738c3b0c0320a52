"""The planner's map as a Folium map, and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.publish.coverage_map.data import extent, map_data
from locator.publish.coverage_map.panel import panel_values
from locator.publish.coverage_map.words import PANEL
from locator.publish.folium_basemap import basemap_layer
from locator.publish.folium_map import OfflineMap, Part, corners, script_json
from locator.publish.folium_tiles import TileLayers
from locator.publish.templating import environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from locator.errors import Language
    from locator.plan.clock import Clock
    from locator.plan.coverage import Coverage
    from locator.plan.gaps import Gap
    from locator.publish.coverage_map.form import MapForm
    from locator.publish.folium_map import Assets
    from locator.settings import Tiles

_SCRIPTS = (
    "core", "canvas", "circles", "stations", "demand", "districts", "gaps", "popups", "measure",
    "tools", "layers", "main",
)  # fmt: skip


class CoverageMap(OfflineMap):
    """An `OfflineMap` with the planner's scripts and styles."""

    default_js: Assets = (
        *OfflineMap.default_js,
        *((f"planner_{name}", f"js/planner/{name}.js") for name in _SCRIPTS),
    )
    default_css: Assets = (*OfflineMap.default_css, ("planner_css", "css/planner.css"))


class _Planner(Part):
    """The panel beside the map, and the data that its scripts draw."""

    def __init__(self, data: dict[str, object], panel: dict[str, Any]) -> None:
        super().__init__()
        self._name = "Planner"
        self.data = data
        self.panel = panel

    def body(self) -> str:
        panel = environment().get_template("map.coverage.html").render(**self.panel)
        # Not executed, so that no policy has to allow it.
        data = script_json(self.data)
        return f'{panel}\n<script type="application/json" id="planner-data">{data}</script>'

    def script(self) -> str:
        return f"window.locator.planner.start({self.map_name});"


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
    made = CoverageMap(
        bounds,
        title=PANEL["title"].in_language(lang),
        lang=lang,
        review_number=review_number or None,
        static_url=static_url,
        height=height,
        picture_hosts=() if tiles is None else tiles.hosts,
        # The tiles of a server are sharp at whole zooms only.
        **({} if tiles is None else {"zoom_snap": 1}),
        min_zoom=4,
        max_zoom=18,
        extent=corners(bounds),  # for the script, which knows how much room there is
    )
    made.add_child(basemap_layer(None, lang) if tiles is None else TileLayers(tiles))
    panel = panel_values(coverage, gaps, clock, form, lang)
    made.add_child(_Planner(map_data(coverage, gaps, lang, datum), panel))
    return made


def render_coverage_map(
    coverage: Coverage,
    gaps: Sequence[Gap],
    *,
    clock: Clock | None = None,
    lang: Language = "zh",
    tiles: Tiles | None = None,
    review_number: str = "",
    self_contained: bool = True,
) -> str:
    """Return the map of a coverage as a whole page; see `coverage_map`.

    Parameters
    ----------
    self_contained
        Write scripts and styles into the page, which then opens from a disk and asks nobody for
        anything but the tiles; else it names the files under `/static/`.
    """
    made = coverage_map(
        coverage,
        gaps,
        clock=clock,
        lang=lang,
        tiles=tiles,
        review_number=review_number,
        static_url=None if self_contained else "/static/",
    )
    return made.to_html()
