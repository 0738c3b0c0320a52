"""A station as schema.org's JSON-LD, by which search engines know its place and hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from locator.publish.station.station_hours import clock, in_season, spans_of_day
from locator.stations.hours import MINUTES_A_DAY, OPEN, DayKind
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from locator.language import Language
    from locator.stations.hours import Calendar, OpeningHours
    from locator.stations.station import Station

# Days told one by one, where they differ from the week's: to the holidays of the next two months.
SPECIAL_DAYS = 60
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_Spans = tuple[tuple[int, int], ...]


def linked_data(
    station: Station,
    hours: OpeningHours | None,
    calendar: Calendar,
    day: date,
    *,
    url: str = "",
    lang: Language = "zh",
) -> dict[str, object] | None:
    """Return a station's JSON-LD; None for a modelled one, which is no place on earth.

    Parameters
    ----------
    hours
        Compiled hours; None where they are unknown, which is then not told.
    day
        The day from which weeks and special days are told.
    url
        The absolute address of its page; left out where it is empty.

    Notes
    -----
    Terms are those of https://schema.org: CivicStructure, OpeningHoursSpecification,
    LocationFeatureSpecification. A day with uncertain times is left out of the hours.
    """
    if station.position == "modelled":
        return None
    kind = KINDS[station.kind]
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CivicStructure",
        "identifier": station.id,
        "name": station.name,
        "alternateName": kind.name.in_language(lang),
        "geo": {
            "@type": "GeoCoordinates",
            "longitude": station.where.lon,
            "latitude": station.where.lat,
        },
    }
    if url:
        data["@id"] = data["url"] = url
    if station.address:
        address = {"@type": "PostalAddress", "streetAddress": station.address}
        data["address"] = address | {"addressCountry": "CN"}
    if station.phone:
        data["telephone"] = station.phone
    if station.capacity is not None:
        data["maximumAttendeeCapacity"] = station.capacity
    if station.services:
        data["amenityFeature"] = [_amenity(key, lang) for key in station.services]
    if hours is not None and station.status == "active":
        data |= _opening(station, hours, calendar, day)
    return data


def _amenity(key: str, lang: Language) -> dict[str, object]:
    service = SERVICES[key]
    name = service.name.in_language(lang)
    return {"@type": "LocationFeatureSpecification", "name": name, "value": True}


def _opening(
    station: Station, hours: OpeningHours, calendar: Calendar, day: date
) -> dict[str, object]:
    week: dict[int, _Spans | None] = {}
    for offset in range(SPECIAL_DAYS):
        one = day + timedelta(days=offset)
        if calendar.day(one).kind == DayKind.ORDINARY and in_season(station, one):
            week.setdefault(one.weekday(), _certain(hours, one))
    special = []
    for offset in range(SPECIAL_DAYS):
        one = day + timedelta(days=offset)
        spans = _certain(hours, one) if in_season(station, one) else ()
        if spans is not None and spans != week.get(one.weekday()):
            dated = {"validFrom": one.isoformat(), "validThrough": one.isoformat()}
            special += [_specification(span) | dated for span in spans or ((0, 0),)]
    regular = [
        _specification(span) | {"dayOfWeek": f"https://schema.org/{_DAY_NAMES[weekday]}"}
        for weekday, spans in sorted(week.items())
        for span in spans or ()
    ]
    members = {"openingHoursSpecification": regular, "specialOpeningHoursSpecification": special}
    return {key: value for key, value in members.items() if value}


def _certain(hours: OpeningHours, day: date) -> _Spans | None:
    """Return the open spans that begin on a day; None where some time is uncertain."""
    spans = list(spans_of_day(hours, day))
    if any(span.state != OPEN for span in spans):
        return None
    return tuple((span.start, span.end) for span in spans)


def _specification(span: tuple[int, int]) -> dict[str, object]:
    """Return a span; past midnight `closes` is before `opens`, and a whole day ends at 23:59."""
    start, end = span
    last = MINUTES_A_DAY - 1 if (start, end) == (0, MINUTES_A_DAY) else end % MINUTES_A_DAY
    times = {"opens": clock(start), "closes": clock(last)}
    return {"@type": "OpeningHoursSpecification", **times}
