"""A site without a server, from stations to files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from locator import __version__
from locator.errors import LocatorError
from locator.find.nearest import TRAVEL_MODES
from locator.language import Language, Phrase, phrase, verbatim
from locator.publish.basemap import basemap_version
from locator.publish.courier.page_frame import LINKS, FooterLink
from locator.publish.documents import licence_of
from locator.publish.downloads import DOWNLOADS, make_download
from locator.publish.report.coverage_files import coverage_files
from locator.publish.site.site_assets import SiteAssets
from locator.publish.site.site_pages import PAGES, site_pages
from locator.publish.site.site_tables import last_day
from locator.publish.site.sitemap import robots_text, sitemap_files
from locator.publish.station.station_page import STATION_POLICY, StationLinks, render_station_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from locator.find.nearest import Travel
    from locator.publish.report.coverage_answer import CoverageAnswer
    from locator.publish.site.site_folder import SiteFolder
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

    Progress = Callable[[int, int], None]

_STATION_STYLES = ("css/page.css", "css/station.css")
_PLANNER = "coverage/"
# Devices of Windows, whatever ending follows them.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)", re.IGNORECASE)
_README = phrase("site.readme")


@dataclass(frozen=True)
class SiteOptions:
    """What a site is made with.

    Parameters
    ----------
    day
        The first day for which hours are written out, and the date of its products.
    lang
        The language of the stations' pages and of the coverage; the courier's page has both.
    base_url
        Where the site will lie, without a slash at its end; empty leaves out what needs it: door
        codes and the sitemap.
    review_number
        The maps' 审图号; empty marks them as for internal use.
    modelled_pages
        Whether modelled stations get pages, too.
    downloads
        Whether the stations can be downloaded as files.
    travel
        Modes of travel.
    """

    day: date
    lang: Language = "zh"
    base_url: str = ""
    review_number: str = ""
    modelled_pages: bool = False
    downloads: bool = True
    travel: Mapping[str, Travel] = field(default_factory=lambda: TRAVEL_MODES)


def build_site(
    folder: SiteFolder,
    stations: StationSet,
    options: SiteOptions,
    coverage: CoverageAnswer | None = None,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Make a site's files.

    Parameters
    ----------
    folder
        Where they go.
    stations
        Those published.
    options
        What the site is made with.
    coverage
        What the planner's map and report tell; None leaves them out.
    progress
        Called with the number of stations whose page is made, and of all.

    Raises
    ------
    LocatorError
        If an id can't name a file everywhere, or a file can't be written.

    Notes
    -----
    All links are relative, so a site works under any path, from any server and from a disk. The
    same stations, options and program make the same bytes.
    """
    assets = SiteAssets(folder)
    shown = [s for s in stations if options.modelled_pages or s.position != "modelled"]
    _check_names(shown)
    pages = site_pages(
        stations,
        assets,
        options.day,
        options.travel,
        review_number=options.review_number,
        station_page="stations/{id}.html" if shown else "",
        links=tuple(_links(options, coverage)),
    )
    for name, text in pages.items():
        folder.add(name, text.encode())
    for done, station in enumerate(shown, start=1):
        folder.add(f"stations/{station.id}.html", _station_page(stations, station, assets, options))
        progress(done, len(shown))
    if coverage is not None:
        for name, content in coverage_files(coverage, options.lang):
            folder.add(_PLANNER + name, content)
    if options.downloads:
        _add_downloads(folder, stations)
    if options.base_url:
        _add_sitemap(folder, stations, options)


def manifest_inputs(stations: StationSet, options: SiteOptions) -> dict[str, object]:
    """Return what a site's manifest tells of its making: inputs by their hashes, and options."""
    calendar = stations.hours.calendar
    return {
        "version": __version__,
        "stations": {"count": len(stations), "sha256": stations.origin.sha256},
        "basemap": basemap_version(),
        "calendar_years": list(calendar.published_years),
        "date": options.day.isoformat(),
        "hours_until": last_day(calendar, options.day).isoformat(),
        "lang": options.lang,
        "base_url": options.base_url,
        "review_number": options.review_number,
        "modelled_pages": options.modelled_pages,
        "sample_data": any(station.position == "modelled" for station in stations),
        "travel": {
            key: {"speed_mps": mode.speed_mps, "detour_factor": mode.detour_factor}
            for key, mode in options.travel.items()
        },
    }


def _links(options: SiteOptions, coverage: CoverageAnswer | None) -> list[FooterLink]:
    links = []
    if coverage is not None:
        links.append(_link(LINKS["coverage_map"], f"{_PLANNER}coverage.html"))
        links.append(_link(LINKS["coverage_report"], f"{_PLANNER}report.html"))
    if options.downloads:
        titles = {name: name.removeprefix("stations.").upper() for name in DOWNLOADS}
        links += [_link(verbatim(title), f"downloads/{name}") for name, title in titles.items()]
    return links


def _link(text: Phrase, address: str) -> FooterLink:
    return FooterLink(text, verbatim(address))


def _check_names(stations: Iterable[Station]) -> None:
    """See that each page has a file of its own on Windows and macOS, too."""
    known: dict[str, str] = {}
    for station in stations:
        if _RESERVED.match(station.id):
            raise LocatorError(phrase("site.reserved_id", id=station.id))
        other = known.setdefault(station.id.lower(), station.id)
        if other != station.id:
            both = f"{other}, {station.id}"
            raise LocatorError(phrase("site.ids_of_one_file", both=both))


def _station_page(
    stations: StationSet, station: Station, assets: SiteAssets, options: SiteOptions
) -> bytes:
    position = stations.position(station.id)
    home = f"../{PAGES[options.lang]}"
    place = f"place={station.where.lon:.3f},{station.where.lat:.3f}"
    base = options.base_url
    text = render_station_page(
        stations,
        position or 0,
        day=options.day,
        lang=options.lang,
        links=StationLinks(
            home=home,
            other_language="",
            styles=tuple(f"../{assets.path_of(name)}" for name in _STATION_STYLES),
            nearby=f"{home}?{place}",
            canonical=f"{base}/stations/{station.id}.html" if base else "",
            part_of=f"{station.part_of}.html" if station.part_of else "",
        ),
        review_number=options.review_number,
        policy=STATION_POLICY,
    )
    return text.encode()


def _add_downloads(folder: SiteFolder, stations: StationSet) -> None:
    licence = licence_of(stations)
    for name in DOWNLOADS:
        path = folder.place(f"downloads/{name}")
        make_download(path, stations, licence)
        path.with_name(f"{name}.gz").unlink()  # servers pack as they please
        folder.take(f"downloads/{name}")
    notices = [[_README.in_language(lang), *licence.paragraphs(lang)] for lang in PAGES]
    text = "\n\n".join("\n".join(lines) for lines in notices)
    folder.add("downloads/README.txt", f"{licence.date}\n\n{text}\n".encode())


def _add_sitemap(folder: SiteFolder, stations: StationSet, options: SiteOptions) -> None:
    home = f"/{PAGES[options.lang]}"
    for name, text in sitemap_files(stations, options.base_url, home=home, ending=".html"):
        folder.add(name, text.encode())
    # Robots look for it at the root of a host only.
    if not urlsplit(options.base_url).path:
        folder.add("robots.txt", robots_text(options.base_url).encode())
