"""Opening hours: states of all stations, a week of them, and a lookup that asks for open ones.

The peer is opening-hours-py asked station by station, which knows six holidays of China and no
make-up day, and so answers an easier question.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import opening_hours

from benchmarks.tables import Row, median_us, seconds
from locator.find import find_nearest
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.stations import read_stations
from locator.stations.hours import HoursTable, parse_hours
from locator.stations.hours.evaluation import compile_hours
from locator.stations.hours.osm import canonical_text, read_rules
from locator.stations.moments import CHINA

_MOMENT = dt.datetime(2026, 7, 8, 9, 30, tzinfo=CHINA)
_NIGHT = dt.datetime(2026, 7, 8, 3, 0, tzinfo=CHINA)
_MONDAY = dt.date(2026, 7, 6)
_CHINESE = "周一至周五 8:30-12:00，14:00-18:00；周六、周日 9:00-17:00（法定节假日除外）"


def rows() -> list[Row]:
    """Measure on the bundled stations' texts, and on as many distinct texts as stations."""
    stations = read_stations(data_file("stations.geojson"))
    texts = [station.opening_hours for station in stations]
    distinct = len({text for text in texts if text})
    results = _states(f"bundled, {distinct} distinct texts", texts)
    results += _states("11,659 distinct texts", _distinct_texts(len(texts)))
    rng = np.random.default_rng(2)
    places = [
        LonLat(*pair)
        for pair in zip(rng.uniform(110.4, 116.6, 2000), rng.uniform(31.4, 36.3, 2000), strict=True)
    ]
    for travel in (None, "ebike"):
        for name, at in (("09:30", _MOMENT), ("03:00", _NIGHT)):
            us = median_us(
                lambda where, at=at, travel=travel: find_nearest(
                    stations, where, 5, at=at, open="only", travel=travel
                ),
                places,
            )
            goal, met = ("under 300 us", us < 300) if travel is None else ("", None)
            results.append(
                Row(
                    "one exact lookup, k = 5, open=only, median",
                    f"bundled, {name}, {travel or 'on setting out'}",
                    f"{us:.0f} us",
                    "",
                    goal,
                    met,
                )
            )
    parse_s = seconds(lambda: [parse_hours(_CHINESE) for _ in range(20)]) / 20
    return [*results, Row("parse_hours", _CHINESE, f"{parse_s * 1e3:.2f} ms")]


def _states(data: str, texts: list[str | None]) -> list[Row]:
    _forget()
    build_s = seconds(lambda: HoursTable(texts), 1)
    table = HoursTable(texts)
    first_s = seconds(lambda: table.states_at(_MOMENT), 1)
    first_week_s = seconds(lambda: table.week_states(_MONDAY), 1)
    again_s = seconds(lambda: table.states_at(_MOMENT))
    week_s = seconds(lambda: table.week_states(_MONDAY))
    peers = [opening_hours.OpeningHours(text) for text in texts if text]
    naive = _MOMENT.replace(tzinfo=None)
    peer_s = seconds(lambda: [peer.state(naive) for peer in peers], 2)
    goals = data.startswith("bundled")
    return [
        Row("compile the hours of 11,659 stations", data, f"{build_s * 1e3:.0f} ms"),
        Row("their states at one moment, first of its day", data, f"{first_s * 1e3:.1f} ms", f"{peer_s * 1e3:.0f} ms", "under 20 ms" if goals else "", first_s < 0.02 if goals else None),
        Row("... again", data, f"{again_s * 1e3:.2f} ms", f"{peer_s * 1e3:.0f} ms", "under 20 ms", again_s < 0.02),
        Row("their 168 hours of a week, first time", data, f"{first_week_s * 1e3:.0f} ms", f"{peer_s * 168:.1f} s (168 moments)", "under 1 s" if goals else "", first_week_s < 1 if goals else None),
        Row("... again", data, f"{week_s * 1e3:.1f} ms", "", "under 1 s", week_s < 1),
    ]  # fmt: skip


def _distinct_texts(count: int) -> list[str | None]:
    """Return made texts, no two alike."""
    days = ("Mo-Fr {}; PH off", "Mo-Su {}", "Tu-Su {}", "Mo-Fr {}; Sa,Su 10:00-16:00; PH off", "{}")
    made: list[str | None] = []
    for number in range(count):
        start, end = 360 + number % 97 * 3, 840 + number // 97 % 121 * 3
        span = f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
        made.append(days[number % 5].format(span))
    return made


def _forget() -> None:
    """Empty the caches, as a new process has them."""
    for cache in (canonical_text, read_rules, compile_hours):
        cache.cache_clear()


if __name__ == "__main__":
    from benchmarks.tables import table

    print(table(rows()))
