"""The OGC collections: every station, whatever its status, and one for each kind; and their links.

Links are absolute, so that a saved document still leads back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from locator.language import LANGUAGES, Language, Phrase, phrase
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of stations. `kinds` are those it holds; empty means of every kind."""

    id: str
    title: Phrase
    description: Phrase
    kinds: tuple[str, ...] = ()


_ALL = Collection(
    "stations",
    phrase("ogc.all.all_stations"),
    phrase("ogc.all.every_rest_station_outdoor_workers"),
)
COLLECTIONS: dict[str, Collection] = {
    _ALL.id: _ALL,
    **{
        kind.key: Collection(
            kind.key,
            kind.name,
            phrase("ogc.collections.for", name=kind.name, serves=kind.serves),
            (kind.key,),
        )
        for kind in KINDS.values()
    },
}  # fmt: skip


Link = dict[str, str]

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
SCHEMA = "application/schema+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
API = "application/vnd.oai.openapi+json;version=3.0"
_AS_JSON = phrase("ogc.as_json")
_AS_HTML = phrase("ogc.as_html")


@dataclass(frozen=True, slots=True)
class Site:
    """Where documents are served, no slash at its end, and the language of their words."""

    root: str
    lang: Language

    def url(self, path: str, query: Iterable[tuple[str, str]] = ()) -> str:
        """Return an address below the root; its language stands there unless it is the first."""
        pairs = [(key, value) for key, value in query if key != "lang"]
        if self.lang != LANGUAGES[0]:
            pairs.append(("lang", self.lang))
        return self.root + path + ("?" + urlencode(pairs) if pairs else "")

    def link(
        self, rel: str, path: str, media: str, title: Phrase, query: Iterable[tuple[str, str]] = ()
    ) -> Link:
        """Return a link."""
        return {
            "href": self.url(path, query),
            "rel": rel,
            "type": media,
            "title": title.in_language(self.lang),
        }

    def own(
        self, path: str, media: str = JSON, query: Iterable[tuple[str, str]] = ()
    ) -> list[Link]:
        """Return what links a JSON document to itself and to its page."""
        parameters = [(key, value) for key, value in query if key != "f"]
        return [
            self.link("self", path, media, _AS_JSON, [*parameters, ("f", "json")]),
            self.link("alternate", path, HTML, _AS_HTML, [*parameters, ("f", "html")]),
        ]
