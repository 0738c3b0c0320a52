"""`/stations/<id>`: one station, everything known of it, on a page that prints on A4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from locator.find.nearest import state_of
from locator.geo.districts import bundled_districts
from locator.language import Language, phrase, phrases, said_in
from locator.publish.basemap import BASEMAP_CREDIT, law_notice
from locator.publish.courier.navigation import (
    PROVIDERS,
    navigation_links,
)
from locator.publish.page import embedded_json, environment, sprite_of
from locator.publish.qr import qr_svg
from locator.publish.station.linked_data import linked_data
from locator.publish.station.station_hours import (
    date_text,
    holiday_rows,
    unpublished_year,
    week_rows,
)
from locator.publish.station.station_map import station_map
from locator.stations.hours import WORDINGS, word_reason, word_state
from locator.stations.hours.reason import STATE_ICONS
from locator.stations.kinds import KINDS
from locator.stations.moments import CHINA
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from markupsafe import Markup

    from locator.stations.hours import Calendar
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

STATION_WORDS = phrases("station_page.page")
_STATUSES = phrases("common.statuses")
_POSITIONS = phrases("station_page.positions")


# What a browser may follow from a page of ours; a data file could hold anything.
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_NUMBER = re.compile(r"[^0-9+]")
_PAGE_ICONS = ("pin", "language", "info", "warning", "navigate", "phone", "map")
_STATED_BY_STATE = ("hours", "all_day", "unstated")


@dataclass(frozen=True, slots=True)
class StationLinks:
    """Where a station's page leads; relative or absolute, as its site has them.

    Parameters
    ----------
    home, other_language
        The courier's page, and this page in the other language; empty where it has none.
    styles
        Style sheets.
    nearby
        The courier's page at this station.
    canonical
        This page's absolute address; empty where none is known, and then it has no QR code.
    part_of
        The page of the station that this one belongs to; empty where it has none.
    """

    home: str
    other_language: str
    styles: tuple[str, ...]
    nearby: str = ""
    canonical: str = ""
    part_of: str = ""


class StateLine(NamedTuple):
    """The state of a station at a moment, in words."""

    state: str
    icon: str
    text: str
    why: str
    moment: str


class Fact(NamedTuple):
    """A line of the list of facts: what, the words, and where they lead."""

    name: str
    text: str
    link: str = ""


def render_station_page(
    stations: StationSet,
    position: int,
    *,
    day: date,
    lang: Language,
    links: StationLinks,
    review_number: str = "",
    at: datetime | None = None,
    note: str = "",
    policy: str = "",
) -> str:
    """Return a station's page.

    Parameters
    ----------
    stations, position
        The set, and where the station stands in it.
    day
        The first day whose hours are told.
    lang, links, review_number
        The language; where its links lead; the map's 审图号, empty for internal use.
    at
        The moment whose state is told, in China's time; None tells none, for pages that are kept.
    note
        Said above everything else.
    policy
        Its Content-Security-Policy, where no server sends one.

    Notes
    -----
    A modelled station's page has no JSON-LD, no QR code and no directions, asks not to be indexed,
    and says that the station does not exist.
    """
    station, hours = stations[position], stations.hours.hours_of(position)
    calendar = stations.hours.calendar
    is_sample = station.position == "modelled"
    data = linked_data(station, hours, calendar, day, url=links.canonical, lang=lang)
    kind = KINDS[station.kind]
    services = [SERVICES[key] for key in station.services]
    state_line = None if at is None else _state_line(stations, position, at, lang)
    icons = [*_PAGE_ICONS, kind.icon, *(s.icon for s in services), *STATE_ICONS.values()]
    say = said_in(lang, STATION_WORDS)
    return environment().get_template("station.html").render(
        lang=lang,
        say=say,
        links=links,
        icons=sprite_of(icons),
        station=station,
        kind={"name": kind.name.in_language(lang), "icon": kind.icon},
        is_sample=is_sample,
        status=_status(station, lang),
        state_line=state_line,
        note=note,
        policy=policy,
        has_hours=hours is not None,
        week=week_rows(station, hours, calendar, day, lang, is_today=at is not None),
        week_is=say["week" if at else "week_from"].format(first=day),
        holidays=holiday_rows(station, hours, calendar, day, lang),
        calendar_notes=_calendar_notes(calendar, day, say),
        services=[{"icon": s.icon, "name": s.name.in_language(lang)} for s in services],
        facts=list(_facts(station, links, lang)),
        map=station_map(station.where, lang),
        map_label=say["map_label"].format(name=station.name),
        law=law_notice(review_number).in_language(lang),
        credit=BASEMAP_CREDIT.in_language(lang),
        apps=_apps(station, lang),
        phone=_NUMBER.sub("", station.phone or "") if not is_sample else "",
        qr=_door_code(links, say["qr_label"]) if not is_sample else "",
        linked_data=embedded_json(data) if data is not None else "",
        updated=stations.origin.modified_at.astimezone(CHINA).date().isoformat(),
    )  # fmt: skip


def render_missing_page(station_id: str, lang: Language, links: StationLinks) -> str:
    """Return the page for an id that no station has."""
    say = said_in(lang, STATION_WORDS)
    return environment().get_template("station.missing.html").render(
        lang=lang,
        say=say,
        links=links,
        icons=sprite_of(_PAGE_ICONS),
        text=say["missing_text"].format(id=station_id[:80]),
    )  # fmt: skip


# Nothing but its own style sheet: the page has no script. The empty icon is a data: address.
STATION_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
)


def _state_line(stations: StationSet, position: int, at: datetime, lang: Language) -> StateLine:
    state = state_of(stations, position, at)
    code = state.reason.code
    tells = "{opens}" not in WORDINGS[code].in_language("zh") and code not in _STATED_BY_STATE
    return StateLine(
        state.state,
        STATE_ICONS[state.state],
        word_state(state, at, lang),
        word_reason(state.reason, lang) if tells else "",
        f"{date_text(at.date(), lang)} {at:%H:%M}",
    )


def _calendar_notes(calendar: Calendar, day: date, say: dict[str, str]) -> list[str]:
    """Return how far the calendar of days off is known."""
    years, unknown = calendar.published_years, unpublished_year(calendar, day)
    notes = [say["calendar_until"].format(year=years[-1])] if years else []
    return notes + ([say["unpublished"].format(year=unknown)] if unknown else [])


def _status(station: Station, lang: Language) -> str:
    words = _STATUSES.get(station.status)
    return words.in_language(lang) if words else ""


def _facts(station: Station, links: StationLinks, lang: Language) -> Iterator[Fact]:
    """Yield what is known; what is not is left out."""
    say = said_in(lang, STATION_WORDS)
    kind = KINDS[station.kind]
    county = bundled_districts().county(station.adcode or "")
    serves = say["serves"].format(who=kind.serves.in_language(lang))
    number = _NUMBER.sub("", station.phone or "")
    facts: list[tuple[str, str | None, str]] = [
        ("address", station.address, ""),
        ("district", county.full_name if county else None, ""),
        ("access", station.access or serves, ""),
        ("phone", station.phone, f"tel:{number}" if number else ""),
        ("as_published", station.hours_text, ""),
        ("season", _season(station, say), ""),
        ("capacity", _people(station, say), ""),
        ("operator", station.operator, ""),
        ("note", station.note, ""),
        ("part_of", station.part_of, links.part_of),
        ("website", station.url, _followed(station.url)),
        ("position", _position(station, lang), ""),
        ("verified", station.verified_at, ""),
        ("source", station.source, ""),
        ("id", station.id, ""),
    ]
    for key, text, link in facts:
        if text:
            yield Fact(say[key], text, link or "")


def _followed(address: str | None) -> str:
    return address if address and _WEB_ADDRESS.fullmatch(address) else ""


def _season(station: Station, say: dict[str, str]) -> str:
    first, last = station.valid_from, station.valid_to
    if first and last:
        return say["season_both"].format(first=first, last=last)
    if first:
        return say["season_from"].format(first=first)
    return say["season_to"].format(last=last) if last else ""


def _people(station: Station, say: dict[str, str]) -> str:
    return "" if station.capacity is None else say["people"].format(n=station.capacity)


def _position(station: Station, lang: Language) -> str:
    text = f"{station.where.lon:.6f}, {station.where.lat:.6f}"
    if station.position is None:
        return text
    quality = _POSITIONS[station.position].in_language(lang)
    return text + phrase("language.in_parentheses", text=quality).in_language(lang)


def _apps(station: Station, lang: Language) -> list[dict[str, str]]:
    travel = KINDS[station.kind].travel
    return [
        {"name": PROVIDERS[key].name.in_language(lang), "link": link}
        for key, link in navigation_links(station, travel).items()
    ]


def _door_code(links: StationLinks, label: str) -> Markup | str:
    return qr_svg(links.canonical, label) if links.canonical else ""
