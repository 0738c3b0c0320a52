"""The frame of the courier's page: its words, and what differs on a server and in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from locator.language import LANGUAGES, Language, Phrase, language_query, phrase, phrases
from locator.publish.basemap import basemap_url
from locator.publish.page import asset_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# In the page's own HTML; {braces}, here and below, are filled in by the scripts.
PAGE = phrases("courier.page")

# At the page's foot.
LINKS = phrases("courier.links")

# In what the scripts make.
SCRIPTS = phrases("courier.scripts")

WINDS = tuple(phrases("directions.long").values())


class FooterLink(NamedTuple):
    """A link at the page's foot: its words, and where it leads in each language."""

    text: Phrase
    address: Phrase


SERVED_STATION = phrase("courier.served_station")
SERVED_LINKS = (
    FooterLink(LINKS["coverage_map"], phrase("courier.served_links.map_lang_en")),
    FooterLink(LINKS["share"], phrase("courier.served_links.share_lang_en")),
)


class Inline(NamedTuple):
    """What a page holds in itself: its style sheet, and its scripts in their order."""

    style: str
    scripts: tuple[str, ...]


@dataclass(frozen=True)
class PageFrame:
    """Where a page finds its parts, and where it leads.

    Parameters
    ----------
    asset
        Returns the address of a file of `static/`.
    pages
        The page's own address in each language it exists in; where one is, filters and place
        follow as its query.
    station_page
        The address of a station's page in each language, with {id}; empty where there are none.
    styles
        Its style sheets, files of `static/`.
    scripts, map_scripts
        Addresses of scripts: those of the page, which take the place of the usual ones, and those
        that the map brings.
    basemap
        The address of the basemap; empty where a script brings it.
    links
        At the foot of the page.
    notes
        Said at the foot of the page.
    words, data
        What its scripts know besides.
    policy
        Its Content-Security-Policy, where no server sends one.
    inline
        Its styles and scripts, where it holds them itself.
    """

    asset: Callable[[str], str] = asset_url
    pages: Mapping[Language, str] = field(
        default_factory=lambda: {lang: "/" + language_query(lang) for lang in LANGUAGES}
    )
    station_page: Phrase = SERVED_STATION
    styles: tuple[str, ...] = ("css/page.css",)
    scripts: tuple[str, ...] | None = None
    map_scripts: tuple[str, ...] | None = None
    basemap: Callable[[], str] = basemap_url
    links: tuple[FooterLink, ...] = SERVED_LINKS
    notes: tuple[Phrase, ...] = ()
    words: Mapping[str, Phrase] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    policy: str = ""
    inline: Inline | None = None

    def place_link(self, lang: Language, place: str) -> str:
        """Return the page's address with a place in it.

        Examples
        --------
        >>> PageFrame().place_link("en", "113.650,34.760")
        '/?lang=en&place=113.650,34.760'
        """
        home = self.pages[lang]
        return f"{home}{'&' if '?' in home else '?'}place={place}"
