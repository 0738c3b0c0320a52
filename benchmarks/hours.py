"""Opening hours: our table against opening-hours-py asked station by station.

Run as `python benchmarks/hours.py`. Texts are made, in the mix that lists have; the peer is given
no calendar, so it answers an easier question.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

import opening_hours

from locator.stations.hours import Calendar, HoursTable, OpeningHours, parse_hours
from locator.stations.hours.grammar import canonical_text, read_rules
from locator.stations.hours.opening import CHINA
from locator.stations.hours.programme import compile_programme

if TYPE_CHECKING:
    from collections.abc import Callable

STATIONS = 11_659
MOMENT = dt.datetime(2026, 7, 8, 9, 30, tzinfo=CHINA)
MONDAY = dt.date(2026, 7, 6)
CHINESE = "周一至周五 8:30-12:00，14:00-18:00；周六、周日 9:00-17:00（法定节假日除外）"


def texts(distinct: int) -> list[str]:
    """Return the stations' texts, as many distinct ones as asked for."""
    days = ("Mo-Fr {}; PH off", "Mo-Su {}", "Tu-Su {}", "Mo-Fr {}; Sa,Su 10:00-16:00; PH off", "{}")
    made = []
    for number in range(distinct):
        start, end = 360 + number % 97 * 3, 840 + number // 97 % 121 * 3
        span = f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
        made.append(days[number % 5].format(span))
    return [made[number % distinct] for number in range(STATIONS)]


def seconds(call: Callable[[], object], repeats: int = 5) -> float:
    """Return the shortest time of some calls, in seconds."""
    best = float("inf")
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - began)
    return best


def forget() -> None:
    """Empty the caches, as a new process has them."""
    for cache in (canonical_text, read_rules, compile_programme):
        cache.cache_clear()


Row = tuple[str, float, float | None, str]


def rows() -> list[Row]:
    """Return rows of what, our time, the peer's time (None where it has none), and the unit."""
    Calendar.published().day(MONDAY)
    return [*table_rows(300), *table_rows(STATIONS), *single_rows()]


def table_rows(distinct: int) -> list[Row]:
    """Return the rows of all stations at once; `first` is with nothing evaluated yet."""
    forget()
    given = texts(distinct)
    mix = f"{STATIONS} stations, {distinct} texts"
    compiling = seconds(lambda: HoursTable(given), 1)
    table = HoursTable(given)
    peers = [opening_hours.OpeningHours(text, auto_country=False) for text in given]
    plain = MOMENT.replace(tzinfo=None)
    peer = seconds(lambda: [one.state(plain) for one in peers], 2) * 1e3
    first = seconds(lambda: table.states_at(MOMENT), 1) * 1e3
    again = seconds(lambda: table.states_at(MOMENT)) * 1e3
    first_week = seconds(lambda: table.week_states(MONDAY), 1) * 1e3
    again_week = seconds(lambda: table.week_states(MONDAY)) * 1e3
    return [
        (f"compile, {mix}", compiling * 1e3, None, "ms"),
        (f"states at a moment, first, {mix}", first, peer, "ms"),
        (f"states at a moment, {mix}", again, peer, "ms"),
        (f"168 hours of a week, first, {mix}", first_week, 168 * peer, "ms"),
        (f"168 hours of a week, {mix}", again_week, 168 * peer, "ms"),
    ]


def single_rows() -> list[Row]:
    """Return the rows of one text asked again and again."""
    text = "Mo-Fr 08:30-18:00; PH off"
    ours = OpeningHours(text)
    peer = opening_hours.OpeningHours(text, auto_country=False)
    plain = MOMENT.replace(tzinfo=None)

    def peer_answer() -> None:
        peer.state(plain)
        peer.next_change(plain)

    def thousand(call: Callable[[], object]) -> float:
        return seconds(lambda: [call() for _ in range(1000)]) * 1e3

    return [
        ("one state, next change and reason", thousand(lambda: ours.at(MOMENT)),
         thousand(peer_answer), "us"),
        ("one state", thousand(lambda: ours.state_at(MOMENT)),
         thousand(lambda: peer.state(plain)), "us"),
        ("parse one Chinese text", seconds(lambda: parse_hours(CHINESE), 50) * 1e6, None, "us"),
    ]  # fmt: skip


def main() -> None:
    """Print the table."""
    print(f"{'':<60}{'ours':>12}{'peer':>12}")
    for what, ours, peer, unit in rows():
        shown = "-" if peer is None else f"{peer:,.2f}"
        print(f"{what:<60}{ours:>12,.2f}{shown:>12} {unit}")


if __name__ == "__main__":
    main()
