"""The page at `/`: what is served, and how to ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.publish.templating import environment
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from locator.errors import Language
    from locator.stations.station_set import StationSet


def render_home(stations: StationSet, lang: Language) -> str:
    """Return the page's HTML in a language."""
    counts = dict.fromkeys(KINDS, 0)
    modelled = 0
    for station in stations:
        counts[station.kind] += 1
        modelled += station.position == "modelled"
    rows = [(KINDS[key], count) for key, count in counts.items() if count]
    page = environment().get_template(f"home.{lang}.html")
    return page.render(
        total=len(stations),
        rows=rows,
        modelled=modelled,
        modified=stations.origin.modified_at.strftime("%Y-%m-%d %H:%M UTC"),
    )
