"""The sitemap, as https://www.sitemaps.org/protocol.html has it, and robots.txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

# The protocol's limit of one file.
MOST_ADDRESSES = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def listed_stations(stations: StationSet) -> list[Station]:
    """Return the stations that search engines may know: every one that is not modelled."""
    return [station for station in stations if station.position != "modelled"]


def sitemap_text(
    stations: StationSet,
    base_url: str,
    number: int = 0,
    *,
    home: str = "/",
    ending: str = "",
    limit: int = MOST_ADDRESSES,
) -> str | None:
    """Return a sitemap.

    Parameters
    ----------
    stations
        The set; modelled stations are left out.
    base_url
        Where the site lies, without a slash at its end.
    number
        0 is `sitemap.xml`: all addresses, or where they are more than one file may hold, an index
        of `sitemap-1.xml` and so on; those have the numbers from 1 on.
    home, ending
        The path of the first page, and what follows a station's id in its address.
    limit
        How many addresses a file may hold.

    Returns
    -------
    str or None
        None where there is no file of this number.
    """
    listed = listed_stations(stations)
    addresses = [(f"{base_url}{home}", "")]
    addresses += [(f"{base_url}/stations/{s.id}{ending}", _modified(s)) for s in listed]
    parts = -(-len(addresses) // limit)
    if number == 0 and parts > 1:
        return _index(f"{base_url}/sitemap-{part}.xml" for part in range(1, parts + 1))
    if number > parts or (number > 0 and parts == 1):
        return None
    first = max(number - 1, 0) * limit
    return _urls(addresses[first : first + limit])


def sitemap_files(
    stations: StationSet, base_url: str, *, home: str = "/", ending: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of a site's sitemap; see `sitemap_text`."""
    number = 0
    while True:
        text = sitemap_text(stations, base_url, number, home=home, ending=ending)
        if text is None:
            return
        yield f"sitemap-{number}.xml" if number else "sitemap.xml", text
        number += 1


def robots_text(base_url: str) -> str:
    """Return robots.txt: pages may be read, answers to questions need not be."""
    return f"User-agent: *\nDisallow: /api/\nSitemap: {base_url}/sitemap.xml\n"


def _modified(station: Station) -> str:
    verified = station.verified_at or ""
    return verified[:10] if _DATE.match(verified) else ""


def _urls(addresses: Iterable[tuple[str, str]]) -> str:
    rows = [
        f"<url><loc>{escape(address)}</loc>"
        + (f"<lastmod>{modified}</lastmod>" if modified else "")
        + "</url>\n"
        for address, modified in addresses
    ]
    return f'{_XML}<urlset xmlns="{_NAMESPACE}">\n{"".join(rows)}</urlset>\n'


def _index(addresses: Iterable[str]) -> str:
    rows = [f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses]
    return f'{_XML}<sitemapindex xmlns="{_NAMESPACE}">\n{"".join(rows)}</sitemapindex>\n'


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
