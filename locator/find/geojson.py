"""Stations and neighbours as GeoJSON text, RFC 7946.

A station's part of a text never changes, so its text is made once and then copied: that is
what most of a request's time would go into otherwise.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from locator.language import Language, phrase
from locator.stations.hours import word_hours, word_reason, word_state
from locator.stations.moments import CHINA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from locator.find.nearest import Neighbour
    from locator.stations.hours import OpenState
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

SAMPLE_NOTICE = phrase("find.sample_notice")


class FeatureEncoder:
    """Encodes stations of one set. Threads may share it: the worst is a text made twice.

    Parameters
    ----------
    stations
        The set.
    more
        Properties beyond those that a station has; called once for each station.
    """

    def __init__(
        self,
        stations: StationSet,
        more: Callable[[Station], Mapping[str, object]] | None = None,
    ) -> None:
        self._stations = stations
        self._more = more
        self._texts: list[tuple[str, str] | None] = [None] * len(stations)

    def neighbours(self, neighbours: Iterable[Neighbour], lang: Language) -> str:
        """Return a FeatureCollection of stations, the nearest first.

        Distances are rounded to a millimetre, bearings to a hundredth of a degree.
        """
        listed = list(neighbours)
        features = ",".join([self._neighbour(neighbour, lang) for neighbour in listed])
        modelled = any(neighbour.station.position == "modelled" for neighbour in listed)
        notice = f',"notice":{_json(SAMPLE_NOTICE.in_language(lang))}' if modelled else ""
        return f'{{"type":"FeatureCollection","features":[{features}]{notice}}}'

    def station(self, position: int) -> str:
        """Return one station as a Feature."""
        head, tail = self._texts[position] or self._text(position)
        return head + tail

    def station_at(self, position: int, state: OpenState, moment: datetime, lang: Language) -> str:
        """Return one station as a Feature, with its state at a moment in China's time."""
        head, tail = self._texts[position] or self._text(position)
        hours = _hours(self._stations[position], lang)
        return f"{head}{hours}{_state(state, moment.date().toordinal(), lang)}{tail}"

    def way(self, neighbour: Neighbour, lang: Language) -> str:
        """Return one station as a Feature, with the way to it and its state on arrival."""
        return self._neighbour(neighbour, lang)

    def _neighbour(self, neighbour: Neighbour, lang: Language) -> str:
        head, tail = self._texts[neighbour.position] or self._text(neighbour.position)
        rank = f'"rank":{neighbour.rank},' if neighbour.rank else ""
        return (
            f'{head}{rank}"distance_m":{neighbour.distance_m:.3f},'
            f'"bearing_deg":{round(neighbour.bearing_deg, 2) % 360:.2f},'
            f"{_hours(neighbour.station, lang)}{_opening(neighbour, lang)}{tail}"
        )

    def _text(self, position: int) -> tuple[str, str]:
        """Return a station's feature, cut where its own properties begin."""
        station = self._stations[position]
        point = {"type": "Point", "coordinates": [station.where.lon, station.where.lat]}
        head = f'{{"type":"Feature","id":{_json(station.id)},"geometry":{_json(point)},'
        properties = {**station.properties(), **(self._more(station) if self._more else {})}
        text = head + '"properties":{', _json(properties)[1:] + "}"
        self._texts[position] = text
        return text


def _hours(station: Station, lang: Language) -> str:
    """Return the station's hours in words as a member; nothing where none are known."""
    return _hours_member(station.opening_hours, lang) if station.opening_hours else ""


@lru_cache(16_384)
def _hours_member(osm: str, lang: Language) -> str:
    return f'"hours_in_words":{_json(word_hours(osm, lang))},'


def _opening(neighbour: Neighbour, lang: Language) -> str:
    """Return the way and the state on arrival as members."""
    members = _state(neighbour.state, neighbour.arrives_at.date().toordinal(), lang)
    if neighbour.travel_time_s is None:
        return members
    return (
        f'"travel_time_s":{neighbour.travel_time_s:.0f},'
        f'"arrives_at":"{neighbour.arrives_at.isoformat(timespec="seconds")}",{members}'
    )


@lru_cache(4096)
def _state(state: OpenState, day: int, lang: Language) -> str:
    """Return a state as members; the same few hundred are state again and again.

    `day` is the ordinal of the date from which "tomorrow" counts.
    """
    moment = datetime.combine(date.fromordinal(day), time(), CHINA)
    members: dict[str, str] = {
        "open_state": state.state,
        "open_text": word_state(state, moment, lang),
        "open_reason": word_reason(state.reason, lang),
        "open_reason_code": state.reason.code,
    }
    if state.state == "open" and state.changes_at is not None:
        members["open_until"] = state.changes_at.isoformat()
    if state.state != "open" and state.reason.opens_at is not None:
        members["opens_at"] = state.reason.opens_at.isoformat()
    return _json(members)[1:-1] + ","


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
