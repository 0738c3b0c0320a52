"""The collections: every station, whatever its status, and one for each kind.

Links of the standard's documents: absolute, so that a saved document still leads back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from locator.errors import Words
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.errors import Language


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of stations. `kinds` are those it holds; empty means of every kind."""

    id: str
    title: Words
    description: Words
    kinds: tuple[str, ...] = ()


_ALL = Collection(
    "stations",
    Words("全部站点", "All stations"),
    Words(
        "全部户外劳动者服务站点，含暂停和筹建的；筛选 status=active 得到在用的。",
        "Every rest station for outdoor workers, paused and planned ones too; status=active has "
        "those in service.",
    ),
)
COLLECTIONS: dict[str, Collection] = {
    _ALL.id: _ALL,
    **{
        kind.key: Collection(
            kind.key,
            Words(kind.name_zh, kind.name_en),
            Words(
                f"{kind.name_zh}：面向{kind.serves_zh}。", f"{kind.name_en}: for {kind.serves_en}."
            ),
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
_AS_JSON = Words("此文档（JSON）", "This document as JSON")
_AS_HTML = Words("此文档（网页）", "This document as a page")


@dataclass(frozen=True, slots=True)
class Site:
    """Where documents are served, no slash at its end, and the language of their words."""

    root: str
    lang: Language

    def url(self, path: str, query: Iterable[tuple[str, str]] = ()) -> str:
        """Return an address below the root; English is asked for where it is the language."""
        pairs = [(key, value) for key, value in query if key != "lang"]
        if self.lang == "en":
            pairs.append(("lang", "en"))
        return self.root + path + ("?" + urlencode(pairs) if pairs else "")

    def link(
        self, rel: str, path: str, media: str, title: Words, query: Iterable[tuple[str, str]] = ()
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
        kept = [(key, value) for key, value in query if key != "f"]
        return [
            self.link("self", path, media, _AS_JSON, [*kept, ("f", "json")]),
            self.link("alternate", path, HTML, _AS_HTML, [*kept, ("f", "html")]),
        ]
