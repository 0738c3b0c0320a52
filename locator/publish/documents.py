"""Documents: pages of plain HTML without scripts, with a link to the other language.

`render_document` is the frame that the licence, the downloads, the OGC pages and the API's
reference share, and `in_language` puts a document of phrases into one language. `licence_of` reads
from the station file under which terms its stations may be used, whom to credit, and of which date
they are.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from locator.find.geojson import SAMPLE_NOTICE
from locator.language import (
    LANGUAGES,
    Language,
    Phrase,
    language_query,
    next_language,
    phrase,
    phrases,
    said_in,
    verbatim,
)
from locator.paths import data_file
from locator.publish.page import asset_url, environment
from locator.stations.checking import CONTROL
from locator.stations.moments import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from locator.stations.station_set import StationSet


_STYLES = ("css/page.css", "css/document.css")
_WORDS = phrases("documents.words")


def render_document(
    template: str,
    lang: Language,
    path: str,
    title: str,
    *,
    query: Iterable[tuple[str, str]] = (),
    trail: Iterable[tuple[str, str]] = (),
    json: str = "",
    **content: object,
) -> str:
    """Return a page.

    Parameters
    ----------
    template
        One that extends `document.html`.
    lang
        Of its words.
    path, query
        Its own address, for the link to the other language.
    title
        Plain text.
    trail
        Titles and addresses of the pages above it.
    json
        The address of the same as JSON; empty where there is none.
    content
        What the template is filled with.
    """
    say = said_in(lang, _WORDS)
    parameters = [(key, value) for key, value in query if key != "lang"]
    there = next_language(lang)
    other = parameters if there == LANGUAGES[0] else [*parameters, ("lang", there)]
    return (
        environment()
        .get_template(template)
        .render(
            lang=lang,
            frame=say,
            suffix=language_query(lang),
            styles=[asset_url(name) for name in _STYLES],
            title=title,
            trail=list(trail),
            json=json,
            other=path + ("?" + urlencode(other) if other else ""),
            **content,
        )
    )


def in_language(document: Any, lang: Language) -> Any:
    """Return a document of mappings and sequences with its Phrase in one language.

    Examples
    --------
    >>> in_language({"title": phrase("documents.title"), "n": (1, 2)}, "en")
    {'title': 'Licence and sources', 'n': [1, 2]}
    """
    if isinstance(document, Phrase):
        return document.in_language(lang)
    if isinstance(document, dict):
        return {key: in_language(value, lang) for key, value in document.items()}
    if isinstance(document, (list, tuple)):
        return [in_language(value, lang) for value in document]
    return document


_LONGEST = 2_000
# What the bundled file says by naming data/README.md, in words that can travel with a copy of it.
_BUNDLED = (
    phrase("documents.bundled.82_real_stations_zhengzhou_list"),
    phrase("documents.bundled.all_others_modelled_ghsl_r2023a"),
)
_UNSTATED = phrase("documents.unstated")
_TITLE = phrase("documents.title")
_DATE_IS = phrase("documents.date_is")


@dataclass(frozen=True, slots=True)
class Licence:
    """What goes with every copy of the data.

    Parameters
    ----------
    terms
        Licence and credits, a paragraph each.
    date
        Of the data, ISO 8601: as their file says, else the latest verification, else of the file.
    sample
        Whether modelled stations are among them.
    """

    terms: tuple[Phrase, ...]
    date: str
    sample: bool

    def attribution(self, lang: Language) -> str:
        """Return terms and credits in one line."""
        return " ".join(part.in_language(lang) for part in self.terms)

    def in_both(self) -> str:
        """Return everything in one line, in both languages: for files, which have none chosen."""
        return " / ".join(dict.fromkeys(" · ".join(self.paragraphs(lang)) for lang in LANGUAGES))

    def paragraphs(self, lang: Language) -> list[str]:
        """Return the notice of sample data, if there are any, then terms and credits."""
        notice = [SAMPLE_NOTICE.in_language(lang)] if self.sample else []
        return notice + [part.in_language(lang) for part in self.terms]


@lru_cache(2)
def licence_of(stations: StationSet) -> Licence:
    """Return the licence of a set, from its file's members `licence`, `attribution` and `date`.

    A file that has changed since the set was read says nothing of it any more.
    """
    members = _members(stations)
    terms = tuple(
        verbatim(text)
        for text in (_text(members, "licence", "license"), _text(members, "attribution"))
        if text
    )
    if Path(stations.origin.path) == data_file("stations.geojson"):
        terms = _BUNDLED
    sample = any(station.position == "modelled" for station in stations)
    return Licence(terms or (_UNSTATED,), _date(stations, members), sample)


def render_licence(licence: Licence, lang: Language) -> str:
    """Return the page that tells it."""
    return render_document(
        "document.licence.html", lang, "/licence", _TITLE.in_language(lang),
        date=f"{_DATE_IS.in_language(lang)} {licence.date}", paragraphs=licence.paragraphs(lang),
    )  # fmt: skip


def _members(stations: StationSet) -> Mapping[str, object]:
    try:
        raw = Path(stations.origin.path).read_bytes()
    except (OSError, ValueError):
        return {}
    if hashlib.sha256(raw).hexdigest() != stations.origin.sha256:
        return {}
    document = json.loads(raw.decode("utf-8-sig"))
    return {key: value for key, value in document.items() if key != "features"}


def _text(members: Mapping[str, object], *names: str) -> str:
    value = next((members[name] for name in names if members.get(name)), "")
    # Nobody has checked the file's own members, and XML can't hold everything.
    return CONTROL.sub("", value)[:_LONGEST] if isinstance(value, str) else ""


def _date(stations: StationSet, members: Mapping[str, object]) -> str:
    stated = _text(members, "date")[:10]
    with suppress(ValueError):
        return date.fromisoformat(stated).isoformat()
    verified = [station.verified_at[:10] for station in stations if station.verified_at]
    return max(verified, default=stations.origin.modified_at.astimezone(CHINA).date().isoformat())
