"""The courier's page: its HTML; what its scripts know is `data`'s."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from locator.find.geojson import SAMPLE_NOTICE
from locator.find.search import district_pinyin
from locator.geo.districts import bundled_districts, bundled_seats
from locator.language import Language, next_language, said_in
from locator.paths import static_folder
from locator.publish.basemap import law_notice
from locator.publish.courier import page_frame
from locator.publish.courier.page_frame import PageFrame
from locator.publish.courier.script_data import script_data, summarize
from locator.publish.page import embedded_json, environment

if TYPE_CHECKING:
    from locator.settings import Tiles
    from locator.stations.station_set import StationSet

SCRIPTS = (
    "core", "state", "api", "datum", "place", "opening", "cards", "nothing", "list", "filters",
    "search", "copy", "share", "main",
)  # fmt: skip
_HIDDEN_SVG = '<svg id="icons" width="0" height="0" aria-hidden="true" focusable="false" '


def render_page(
    stations: StationSet,
    lang: Language,
    tiles: Tiles | None,
    review_number: str,
    frame: PageFrame | None = None,
) -> str:
    """Return the page's HTML.

    Parameters
    ----------
    stations
        Those served: which kinds and services can be filtered by is theirs.
    lang
        The language of its words.
    tiles
        The tile server of its map; None draws the bundled basemap.
    review_number
        The map's 审图号; empty marks it as for internal use.
    frame
        What the page is as a file; by default it is one that a server sends.
    """
    frame = frame or PageFrame()
    summary = summarize(stations)
    say = said_in(lang, page_frame.PAGE)
    return (
        environment()
        .get_template("page.html")
        .render(
            lang=lang,
            say=say,
            sample=SAMPLE_NOTICE.in_language(lang) if summary.modelled else "",
            law=law_notice(review_number).in_language(lang),
            total=f"{summary.total:,}",
            prefectures=_prefectures(lang, frame),
            other_page=frame.pages.get(next_language(lang)),
            links=[(f.text.in_language(lang), f.address.in_language(lang)) for f in frame.links],
            notes=[note.in_language(lang) for note in frame.notes],
            policy=frame.policy,
            inline=frame.inline,
            icons=Markup(_sprite()),  # noqa: S704  # our own file
            data=embedded_json(script_data(stations, lang, tiles, review_number, frame)),
            styles=[frame.asset(name) for name in frame.styles],
            scripts=page_scripts(frame),
        )
    )


def content_policy(tiles: Tiles | None) -> str:
    """Return the page's Content-Security-Policy: nothing from elsewhere but the tiles."""
    hosts = " ".join(tiles.hosts) if tiles else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src 'self' data:{' ' * bool(hosts)}{hosts}; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def page_scripts(frame: PageFrame) -> list[str]:
    """Return the addresses of the page's scripts, in their order."""
    if frame.scripts is not None:
        return list(frame.scripts)
    return [frame.asset(f"js/{name}.js") for name in SCRIPTS]


def _prefectures(lang: Language, frame: PageFrame) -> list[dict[str, str]]:
    """Return each prefecture's name and a link to its seat: where to begin without a position."""
    seats = bundled_seats()
    return [
        {
            "name": district.name if lang == "zh" else district_pinyin(district.name),
            "link": frame.place_link(
                lang, f"{seats[district.adcode].lon:.3f},{seats[district.adcode].lat:.3f}"
            ),
        }
        for district in bundled_districts().prefectures
        if district.adcode in seats
    ]


@lru_cache(1)
def _sprite() -> str:
    """Return the icons, without the comment that holds their licence."""
    text = (static_folder() / "icons.svg").read_text(encoding="utf-8")
    return text[text.index("<svg") :].replace("<svg ", _HIDDEN_SVG, 1)
