"""`/map`: the planner's map, its settings read from its address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from locator.plan.clock import measure_clock
from locator.plan.gaps import find_gaps
from locator.publish.coverage_map import MapForm, coverage_map
from locator.publish.coverage_map.limits import LEAST_MAP_RADIUS_M, MOST_GAP_RADIUS_M
from locator.publish.embed import words as embed_words
from locator.stations.kinds import KINDS
from locator.stations.moments import CHINA
from locator.stations.services import SERVICES
from locator.web.conditional import conditional
from locator.web.discovery import discoverable_page
from locator.web.parameters import Query
from locator.web.planner import (
    Question,
    asked_at,
    parse_full_hour,
    planner,
    read_question,
)
from locator.web.store import store

if TYPE_CHECKING:
    from datetime import date, datetime

    from locator.errors import Language
    from locator.settings import Settings
    from locator.stations.station_set import StationSet
    from locator.web.planner import Planner

_GAPS_SHOWN = 50
_LAST_DAY, _LAST_HOUR = 6, 23


class _Asked(NamedTuple):
    """What the page depends on besides data and settings."""

    question: Question
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
    now = asked_at()
    query = Query(MultiDict([(k, v) for k, v in request.args.items(multi=True) if v]))
    question, form = _asked(query, now)
    settings: Settings = current_app.extensions["settings"]
    stations, plan = store(current_app).current().stations, planner(current_app)
    week = (question.at or now.astimezone(CHINA)).date()
    monday = week - timedelta(days=week.weekday())
    asked = _Asked(question, form, monday, query.lang)
    made = plan.answers.get(stations, asked, lambda: _page(stations, plan, asked, settings))
    policy, _, text = made.partition(b"\n")
    title = embed_words.PAGE["title"].in_language(query.lang)
    page = discoverable_page(text.decode("utf-8"), title)
    answer = Response(page, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = policy.decode("ascii")
    answer.headers["Content-Language"] = query.lang
    answer.headers["Cache-Control"] = "no-cache"
    return conditional(answer)


def _asked(query: Query, now: datetime) -> tuple[Question, MapForm]:
    """Return what is asked for, and how the form shows it."""
    question = read_question(query, now, MOST_GAP_RADIUS_M)
    day = query.whole("day", 0, _LAST_DAY, -1)
    hour = query.whole("hour", 0, _LAST_HOUR, -1)
    if question.radius_m < LEAST_MAP_RADIUS_M:
        question = question._replace(radius_m=float(LEAST_MAP_RADIUS_M))
    if question.at is None and hour >= 0:
        today = parse_full_hour("now", now)
        ahead = timedelta(days=day - today.weekday()) if day >= 0 else timedelta()
        question = question._replace(at=(today + ahead).replace(hour=hour))
    if question.at is None and question.open != "any":
        question = question._replace(at=parse_full_hour("now", now))
    at = question.at
    form = MapForm(
        radius_m=question.radius_m,
        kinds=question.kinds,
        services=question.services,
        open=question.open,
        day=None if at is None else at.weekday(),
        hour=None if at is None else at.hour,
        lowest_radius_m=LEAST_MAP_RADIUS_M,
        highest_radius_m=MOST_GAP_RADIUS_M,
        notes=tuple(error.in_language(query.lang) for error in query.errors),
        other_language=_address(question, day, hour, "en" if query.lang == "zh" else "zh"),
    )
    return question, form


def _address(question: Question, day: int, hour: int, lang: Language) -> str:
    """Return the address of the same map in a language."""
    given = request.args
    parts = {
        "radius_m": f"{question.radius_m:g}",
        "kind": ",".join(question.kinds),
        "service": ",".join(question.services),
        "status": ",".join(question.statuses),
        "at": question.at.isoformat() if question.at and given.get("at") else "",
        "day": str(day) if day >= 0 else "",
        "hour": str(hour) if hour >= 0 else "",
        "open": question.open if question.open != "any" else "",
        "lang": "en" if lang == "en" else "",
    }
    return "/map?" + urlencode({name: value for name, value in parts.items() if value})


def _page(stations: StationSet, plan: Planner, asked: _Asked, settings: Settings) -> bytes:
    """Return the page's policy, a line end, and the page."""
    question = asked.question
    coverage = question.measure(stations, plan)
    clock = measure_clock(
        stations,
        plan.demand,
        question.radius_m,
        asked.monday,
        kinds=question.kinds,
        services=question.services,
        statuses=question.statuses,
        by=plan.districts,
    )
    made = coverage_map(
        coverage,
        find_gaps(coverage, number=_GAPS_SHOWN),
        clock=clock,
        lang=asked.lang,
        tiles=settings.tiles,
        review_number=settings.review_number,
        static_url="/static/",
        form=asked.form.offering(*_offered(stations)),
    )
    text = made.to_html()
    return f"{made.content_policy()}\n{text}".encode()


def _offered(stations: StationSet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds and the services of which there are any, in their tables' order."""
    kinds = {station.kind for station in stations}
    services = {service for station in stations for service in station.services}
    return tuple(k for k in KINDS if k in kinds), tuple(s for s in SERVICES if s in services)
