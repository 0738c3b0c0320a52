"""Answers as GeoJSON text, RFC 7946.

A station's part of an answer never changes, so its text is made once and then copied: that is
what most of a request's time would go into otherwise.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.errors import Language
    from locator.find.nearest import Neighbour
    from locator.stations.station_set import StationSet

SAMPLE_NOTICE = {
    "zh": "示例数据：名称以“模拟”开头的站点并不存在",
    "en": "Sample data: stations whose names begin with 模拟 do not exist",
}


class FeatureEncoder:
    """Encodes stations of one set. Threads may share it: the worst is a text made twice."""

    def __init__(self, stations: StationSet) -> None:
        self._stations = stations
        self._texts: list[tuple[str, str] | None] = [None] * len(stations)

    def neighbours(self, neighbours: Iterable[Neighbour], lang: Language) -> str:
        """Return a FeatureCollection of stations found, the nearest first.

        Distances are rounded to a millimetre, bearings to a hundredth of a degree.
        """
        found = list(neighbours)
        features = ",".join([self._neighbour(neighbour) for neighbour in found])
        modelled = any(neighbour.station.position == "modelled" for neighbour in found)
        notice = f',"notice":{_json(SAMPLE_NOTICE[lang])}' if modelled else ""
        return f'{{"type":"FeatureCollection","features":[{features}]{notice}}}'

    def _neighbour(self, found: Neighbour) -> str:
        head, tail = self._texts[found.position] or self._text(found.position)
        return (
            f'{head}"rank":{found.rank},"distance_m":{found.distance_m:.3f},'
            f'"bearing_deg":{found.bearing_deg:.2f},{tail}'
        )

    def _text(self, position: int) -> tuple[str, str]:
        """Return a station's feature, cut where its own properties begin."""
        station = self._stations[position]
        point = {"type": "Point", "coordinates": [station.where.lon, station.where.lat]}
        head = f'{{"type":"Feature","id":{_json(station.id)},"geometry":{_json(point)},'
        text = head + '"properties":{', _json(station.properties())[1:] + "}"
        self._texts[position] = text
        return text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
