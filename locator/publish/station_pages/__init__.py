"""`/stations/<id>`: a page for each station, with its hours, a small map and a door sign."""

from locator.publish.station_pages.page import (
    STATION_POLICY,
    StationLinks,
    render_missing_page,
    render_station_page,
)

__all__ = ["STATION_POLICY", "StationLinks", "render_missing_page", "render_station_page"]
