"""What the courier's page says, in both languages.

{braces} are filled in by the scripts.
"""

from __future__ import annotations

from locator.language import phrase, phrases

# In the page's own HTML.
PAGE = phrases("courier.page")

# At the page's foot.
LINKS = phrases("courier.links")

# In what the scripts make.
SCRIPTS = phrases("courier.scripts")

WINDS = tuple(phrases("directions.long").values())

# OSM's words for hours as people say them; replaced in this order.
HOURS = (
    ("24/7", phrase("courier.hours.open_24_hours")),
    ("Mo-Su", phrase("courier.hours.daily")),
    ("PH off", phrase("courier.hours.closed_holidays")),
    ("PH", phrase("courier.hours.holidays")),
    ("Mo", phrase("courier.hours.mon")),
    ("Tu", phrase("courier.hours.tue")),
    ("We", phrase("courier.hours.wed")),
    ("Th", phrase("courier.hours.thu")),
    ("Fr", phrase("courier.hours.fri")),
    ("Sa", phrase("courier.hours.sat")),
    ("Su", phrase("courier.hours.sun")),
    ("off", phrase("courier.hours.closed")),
    ("-周", phrase("courier.hours.value")),
)  # fmt: skip
