"""Pages for people: `/` for the courier, `/stations/<id>` for one station, and what leads to them.

`/sitemap.xml` and `/robots.txt` are for search engines.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request

from locator.errors import ParameterError
from locator.language import LANGUAGES, Language, language_query, next_language
from locator.publish.courier import page_frame
from locator.publish.courier.courier_page import content_policy, render_page
from locator.publish.page import asset_url
from locator.publish.station.station_page import (
    STATION_POLICY,
    STATION_WORDS,
    StationLinks,
    render_missing_page,
    render_station_page,
)
from locator.stations.moments import parse_moment
from locator.web.responses import (
    REVALIDATED,
    conditional,
    discoverable_answer,
    known_base_url,
    requested_language,
)
from locator.web.store import store

if TYPE_CHECKING:
    from locator.settings import Settings
    from locator.stations.station import Station


blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def page() -> Response:
    """Answer with the page, in Chinese or, with `?lang=en`, in English.

    It is the same for every place and filter, which its scripts read from its address; only the
    link by which hosts find its oEmbed answer has that address in it.
    """
    lang = requested_language()
    settings: Settings = current_app.extensions["settings"]
    text = render_page(
        store(current_app).current().stations, lang, settings.tiles, settings.review_number
    )
    title = page_frame.PAGE["title"].in_language(lang)
    return discoverable_answer(text, title, lang, content_policy(settings.tiles))


_STYLES = ("css/page.css", "css/station.css")
_POLICY = f"{STATION_POLICY}; frame-ancestors 'none'"


class _Moment(NamedTuple):
    """The moment a page tells of, as it was asked for, and what to say where that was no time."""

    at: datetime
    requested: str
    note: str


@blueprint.get("/stations/<station_id>")
def station(station_id: str) -> Response:
    """Answer with a station's page, or with a page that says there is none."""
    lang = requested_language()
    stations = store(current_app).current().stations
    position = stations.position(station_id)
    if position is None:
        links = StationLinks(_home(lang), "", _styles())
        return _missing(render_missing_page(station_id, lang, links), lang)
    moment, settings = _moment(lang), _settings()
    text = render_station_page(
        stations,
        position,
        day=moment.at.date(),
        lang=lang,
        links=_links(stations[position], lang, moment.requested),
        review_number=settings.review_number,
        at=moment.at,
        note=moment.note,
    )
    return discoverable_answer(text, stations[position].name, lang, _POLICY)


def _missing(text: str, lang: Language) -> Response:
    answer = Response(text, 404)
    answer.headers["Content-Security-Policy"] = _POLICY
    return conditional(answer, REVALIDATED, lang)


def _moment(lang: Language) -> _Moment:
    now = datetime.now(UTC)
    requested = request.args.get("at", "now")
    try:
        return _Moment(parse_moment(requested, now), requested, "")
    except ParameterError:
        note = STATION_WORDS["bad_at"].in_language(lang)
        return _Moment(parse_moment("now", now), "now", note)


def _links(station: Station, lang: Language, requested: str) -> StationLinks:
    path, base = f"/stations/{station.id}", known_base_url()
    at = {} if requested == "now" else {"at": requested}
    there = next_language(lang)
    other = at if there == LANGUAGES[0] else {"lang": there, **at}
    place = f"place={station.where.lon:.3f},{station.where.lat:.3f}"
    query = language_query(lang)
    return StationLinks(
        home=_home(lang),
        other_language=path + (f"?{urlencode(other)}" if other else ""),
        styles=_styles(),
        nearby=f"/?{place}" + language_query(lang, "&"),
        canonical=base + path if base else "",
        part_of=f"/stations/{station.part_of}{query}" if station.part_of else "",
    )


def _home(lang: Language) -> str:
    return "/" + language_query(lang)


def _styles() -> tuple[str, ...]:
    return tuple(asset_url(name) for name in _STYLES)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
