"""`/map`: the planner's map, its settings read from its address."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, current_app, request
from werkzeug.datastructures import MultiDict

from locator.language import LANGUAGES, Language, next_language
from locator.plan.clock import measure_clock, monday_of
from locator.plan.gaps import find_gaps
from locator.plan.reach import GAP_RADIUS_M, LEAST_MAP_RADIUS_M, MOST_GAP_RADIUS_M
from locator.publish.documents import render_document
from locator.publish.embed.embed_options import EMBED_WORDS
from locator.publish.openapi.planner_api import DAY, HOUR
from locator.publish.planner_map.planner_map import MapForm, coverage_map, say
from locator.stations.kinds import KINDS
from locator.stations.moments import CHINA, parse_full_hour
from locator.stations.services import SERVICES
from locator.web.parameters import Query
from locator.web.planner_query import (
    BUSY,
    RETRY_AFTER_S,
    TRY_AGAIN,
    Busy,
    planner,
    read_planner_query,
)
from locator.web.responses import NO_STORE, cached, discoverable_answer, page_answer
from locator.web.store import store

if TYPE_CHECKING:
    from datetime import date, datetime

    from flask import Flask, Response

    from locator.plan.coverage import CoverageQuery
    from locator.settings import Settings
    from locator.stations.station_set import StationSet
    from locator.web.planner_query import Planner

_GAPS_SHOWN = 50
# Of larger demand the page takes long, and gigabytes: it is made when somebody wants it.
_MOST_ROWS_AHEAD = 1_000_000


class _MapQuery(NamedTuple):
    """What the page depends on besides data and settings."""

    question: CoverageQuery
    form: MapForm
    monday: date
    lang: Language


blueprint = Blueprint("planner_map", __name__)


@blueprint.get("/map")
def planner_map() -> Response:
    """Answer with the page.

    `day` (0 for Monday, of this week; today) and `hour` name a moment, and so does `at`. Unknown
    parameters are ignored; what is wrong falls back to the default, and the page says so.
    """
    args = MultiDict([(k, v) for k, v in request.args.items(multi=True) if v])
    query = _map_query(args)
    try:
        page = _cached_page(current_app, query)
    except Busy:
        return _busy_page(query.lang)
    policy, _, text = page.partition(b"\n")
    title = EMBED_WORDS["title"].in_language(query.lang)
    return discoverable_answer(text.decode("utf-8"), title, query.lang, policy.decode("ascii"))


def make_ahead(app: Flask) -> threading.Thread | None:
    """Begin to make the page as most ask for it, so that its first visitor needn't wait.

    None where demand is so large that it isn't made before somebody asks.
    """
    if len(planner(app).demand) > _MOST_ROWS_AHEAD:
        return None
    # No daemon: one that is stopped amid compiled code can take the process down with noise.
    thread = threading.Thread(target=_make_default, args=(app,), name="map")
    thread.start()
    return thread


def _make_default(app: Flask) -> None:
    with suppress(Busy):  # then others have come first
        _cached_page(app, _map_query(MultiDict()))


def _cached_page(app: Flask, query: _MapQuery) -> bytes:
    """Return the page's policy, a line end, and the page: kept ones at once.

    Raises
    ------
    Busy
        If too many wait already.
    """
    stations, plan = store(app).current().stations, planner(app)
    settings: Settings = app.extensions["settings"]
    return plan.answers.get(stations, query, lambda: _page(stations, plan, query, settings))


def _busy_page(lang: Language) -> Response:
    """Return a page that is asked for again by itself."""
    address = "/map?" + request.query_string.decode("ascii", "ignore")
    text = render_document(
        "document.busy.html",
        lang,
        "/map",
        say("title", lang),
        query=request.args.items(multi=True),
        message=BUSY.in_language(lang),
        again=address,
        try_again=TRY_AGAIN.in_language(lang),
    )
    answer = page_answer(text, lang)
    answer.status_code = 503
    answer.headers["Retry-After"] = answer.headers["Refresh"] = str(RETRY_AFTER_S)
    return cached(answer, NO_STORE)


def _map_query(args: MultiDict[str, str]) -> _MapQuery:
    """Return what is asked for, and how the form shows it."""
    query = Query(args)
    question = read_planner_query(query, GAP_RADIUS_M)
    day, hour = query.take(DAY), query.take(HOUR)
    question = _with_moment(question, day, hour, parse_full_hour("now", query.now))
    if question.radius_m < LEAST_MAP_RADIUS_M:
        question = replace(question, radius_m=LEAST_MAP_RADIUS_M)
    at = question.at
    form = MapForm(
        radius_m=question.radius_m,
        kinds=question.kinds,
        services=question.services,
        statuses=question.statuses,
        open=question.open,
        day=None if at is None else at.weekday(),
        hour=None if at is None else at.hour,
        lowest_radius_m=LEAST_MAP_RADIUS_M,
        highest_radius_m=MOST_GAP_RADIUS_M,
        notes=tuple(error.in_language(query.lang) for error in query.errors),
        other_language=_address(args, question, day, hour, next_language(query.lang)),
    )
    week = at or query.now.astimezone(CHINA)
    return _MapQuery(question, form, monday_of(week.date()), query.lang)


def _with_moment(
    question: CoverageQuery, day: int | None, hour: int | None, now: datetime
) -> CoverageQuery:
    """Return a question with the moment that `day` and `hour` name, or that `open` needs."""
    if question.at is None and hour is not None:
        ahead = timedelta(days=day - now.weekday()) if day is not None else timedelta()
        return replace(question, at=(now + ahead).replace(hour=hour))
    if question.at is None and question.open != "any":
        return replace(question, at=now)
    return question


def _address(
    args: MultiDict[str, str],
    question: CoverageQuery,
    day: int | None,
    hour: int | None,
    lang: Language,
) -> str:
    """Return the address of the same map in a language."""
    parts = {
        "radius_m": f"{question.radius_m:g}",
        "kind": ",".join(question.kinds),
        "service": ",".join(question.services),
        "status": ",".join(question.statuses),
        "at": question.at.isoformat() if question.at and args.get("at") else "",
        "day": "" if day is None else str(day),
        "hour": "" if hour is None else str(hour),
        "open": question.open if question.open != "any" else "",
        "lang": "" if lang == LANGUAGES[0] else lang,
    }
    return "/map?" + urlencode({name: value for name, value in parts.items() if value})


def _page(stations: StationSet, plan: Planner, query: _MapQuery, settings: Settings) -> bytes:
    """Return the page's policy, a line end, and the page."""
    question = query.question
    coverage = plan.measure(question, stations)
    clock = measure_clock(
        stations,
        plan.demand,
        question.radius_m,
        query.monday,
        kinds=question.kinds,
        services=question.services,
        statuses=question.statuses,
        by=plan.districts,
    )
    folium_map = coverage_map(
        coverage,
        find_gaps(coverage, number=_GAPS_SHOWN),
        clock=clock,
        lang=query.lang,
        tiles=settings.tiles,
        review_number=settings.review_number,
        static_url="/static/",
        form=query.form.offering(*_offered(stations)),
    )
    text = folium_map.to_html()
    return f"{folium_map.content_policy()}\n{text}".encode()


def _offered(stations: StationSet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds and the services of which there are any, in their tables' order."""
    kinds = {station.kind for station in stations}
    services = {service for station in stations for service in station.services}
    return tuple(k for k in KINDS if k in kinds), tuple(s for s in SERVICES if s in services)
