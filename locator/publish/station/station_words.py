"""What a station's page says, in both languages."""

from __future__ import annotations

from locator.language import phrase, phrases

PAGE = phrases("station_page.page")

STATUSES = {
    "paused": phrase("station_page.statuses.paused"),
    "planned": phrase("station_page.statuses.planned"),
}

POSITIONS = phrases("station_page.positions")
