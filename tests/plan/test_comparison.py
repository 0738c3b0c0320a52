"""What a newer file of stations changes: worked out on paper on the equator."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.plan.clock import measure_clock
from locator.plan.comparison import compare_coverage
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from tests.making import feature, station_set
from tests.plan.making import U, demand_at, districts_of

DEMAND = demand_at((0, 10), (1, 20), (2, 30), (20, 40), groups={"riders": [10, 0, 0, 30]})
WEDNESDAY = dt.date(2026, 7, 8)
NIGHT = dt.datetime(2026, 7, 8, 3, 0)
BY_DAY, ALWAYS = "08:00-18:00", "24/7"


def compared(before, after, radius_m=10, *, clock=False, demand=DEMAND, **options):
    sets = station_set(*before), station_set(*after)
    coverages = [measure_coverage(one, demand, radius_m, **options) for one in sets]
    by = options.get("by")
    clocks = tuple(measure_clock(one, demand, radius_m, WEDNESDAY, by=by) for one in sets)
    return compare_coverage(*coverages, clocks=clocks if clock else None)


def test_gained_lost_and_moved():
    before = [feature("stays", 0.0, 0.0), feature("goes", 0.01, 0.0), feature("moves", 0.5, 0.0)]
    after = [feature("comes", 0.2, 0.0), feature("moves", 0.52, 0.001), feature("stays", 0.0, 0.0)]
    comparison = compared(before, after)
    assert [(c.station.id, c.in_both_files) for c in comparison.gained] == [("comes", False)]
    assert [(c.station.id, c.in_both_files) for c in comparison.lost] == [("goes", False)]
    (move,) = comparison.moved
    assert (move.before.where.lon, move.after.where.lon) == (0.5, 0.52)
    assert move.distance_m == Geod(ellps="WGS84").inv(0.5, 0, 0.52, 0.001)[2]
    # 20 at one unit are lost, 40 at twenty gained.
    assert (comparison.whole.covered_weight, comparison.whole.share) == (20, pytest.approx(0.2))
    assert (comparison.worse, comparison.losses) == (False, [])


def test_the_farthest_move_comes_first_and_equal_ones_by_id():
    before = [feature(name, 0.1 * n, 0.0) for n, name in enumerate("bac")]
    after = [feature(name, 0.1 * n, 2.0 if name == "c" else 1.0) for n, name in enumerate("bac")]
    assert [move.after.id for move in compared(before, after).moved] == ["c", "a", "b"]


def test_a_paused_station_is_lost_and_still_in_the_file():
    paused = feature("a", 0.0, 0.0, status="paused")
    comparison = compared([feature("a", 0.0, 0.0)], [paused])
    assert [(c.station.id, c.in_both_files) for c in comparison.lost] == [("a", True)]
    comparison = compared([paused], [feature("a", 0.0, 0.0)])
    assert [(c.station.id, c.in_both_files) for c in comparison.gained] == [("a", True)]


def test_districts_prefectures_and_groups_on_paper(tmp_path):
    by = districts_of(tmp_path, ("410001", -5, 1.5, "A"), ("410002", 1.5, 30, "A"))
    comparison = compared([feature("a", 0.0, 0.0)], [feature("b", 0.2, 0.0)], by=by)
    first, second = comparison.counties
    assert (first.before.stations, first.after.stations) == (1, 0)
    assert (first.figures.covered_weight, second.figures.covered_weight) == (-10, 40)
    assert second.figures.share == pytest.approx(40 / 70)
    (prefecture,) = comparison.prefectures
    assert prefecture.figures.covered_weight == 30
    assert comparison.groups["riders"].covered_weight == 20
    # One county falls, the whole does not.
    assert not comparison.worse


def test_less_along_the_line_is_worse():
    comparison = compared(
        [feature("a", 0.0, 0.0), feature("b", 0.2, 0.0)], [feature("a", 0.0, 0.0)]
    )
    assert comparison.worse
    assert comparison.losses == [("covered", None, 50, 10)]


def test_less_known_open_is_worse_where_a_moment_is_asked():
    before = [feature("a", 0.0, 0.0, opening_hours=ALWAYS)]
    after = [feature("a", 0.0, 0.0, opening_hours=BY_DAY)]
    assert not compared(before, after).worse
    comparison = compared(before, after, at=NIGHT)
    assert comparison.losses == [("known_open", None, 10, 0)]
    assert not compared(before, after, at=NIGHT.replace(hour=9)).worse


def test_one_hour_is_not_made_up_for_by_others():
    before = [feature("a", 0.0, 0.0, opening_hours="22:00-23:00")]
    after = [feature("a", 0.0, 0.0, opening_hours="07:00-22:00")]
    comparison = compared(before, after, clock=True)
    assert [(loss.of, loss.hour) for loss in comparison.losses] == [
        ("hour", 24 * day + 22) for day in range(7)
    ]
    assert not compared(before, after).worse
    hours = comparison.summary()["hours"]
    assert (hours["known_open_before"][22], hours["known_open_after"][22]) == (10, 0)
    assert (hours["monday"], len(hours["possibly_open_after"])) == ("2026-07-06", 168)


def test_hours_that_become_unknown_are_a_loss_of_what_is_known():
    before = [feature("a", 0.0, 0.0, opening_hours=ALWAYS)]
    comparison = compared(before, [feature("a", 0.0, 0.0)], clock=True)
    assert {loss.of for loss in comparison.losses} == {"hour"}
    assert len(comparison.losses) == 168


def test_rounding_is_no_loss():
    # Summed by distance to a, then to b: 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1.
    demand = demand_at((0, 0.1), (1, 0.2), (2, 0.3))
    comparison = compared(
        [feature("a", 0.0, 0.0)], [feature("b", 0.02, 0.0)], 2.1 * U, demand=demand, clock=True
    )
    assert comparison.whole.covered_weight != 0
    assert not comparison.worse


def test_the_summary_is_plain_and_tells_both_inputs(tmp_path):
    by = districts_of(tmp_path, ("410001", -5, 30, "A"))
    comparison = compared(
        [feature("a", 0.0, 0.0), feature("m", 0.4, 0.0)],
        [feature("b", 0.2, 0.0), feature("m", 0.5, 0.0)],
        clock=True, by=by, at=NIGHT,
    ).summary()  # fmt: skip
    assert json.loads(json.dumps(comparison, allow_nan=False)) == comparison
    assert comparison["stations"]["gained"] == [
        {"id": "b", "kind": "love_station", "name": "驿站 b", "lon": 0.2, "lat": 0.0,
         "in_both_files": False},
    ]  # fmt: skip
    assert comparison["stations"]["moved"][0]["distance_m"] == pytest.approx(10 * U)
    assert comparison["whole"]["change"]["covered_weight"] == 30
    assert comparison["counties"][0]["change"]["share"] == pytest.approx(0.3)
    assert {"stations_before", "stations", "demand", "districts"} == comparison["inputs"].keys()
    assert comparison["at"] == "2026-07-08T03:00:00+08:00"


def test_empty_sets():
    comparison = compared([], [], clock=True)
    assert (comparison.worse, comparison.gained, comparison.moved, comparison.whole.share) == (
        False,
        [],
        [],
        0,
    )
    nobody = compared([feature()], [], demand=demand_at())
    assert (nobody.worse, nobody.whole.share) == (False, None)
    json.dumps(nobody.summary(), allow_nan=False)


def test_only_the_stations_may_differ(tmp_path):
    stations = station_set(feature("a", 0.0, 0.0))
    after = measure_coverage(stations, DEMAND, 10)
    other = demand_at((0, 10))
    by = districts_of(tmp_path, ("410001", -5, 30, "A"))
    for before, name in (
        (measure_coverage(stations, DEMAND, 11), "radius_m"),
        (measure_coverage(stations, DEMAND, 10, kinds=["rider_home"]), "kinds"),
        (measure_coverage(stations, DEMAND, 10, at=NIGHT), "at"),
        (measure_coverage(stations, DEMAND, 10, detour_factor=1.4), "detour_factor"),
        (measure_coverage(stations, DEMAND, 10, by=by), "districts"),
        (measure_coverage(stations, other, 10), "demand"),
    ):
        with pytest.raises(ParameterError, match=f"before.{name}"):
            compare_coverage(before, after)
    clock = measure_clock(stations, DEMAND, 10, WEDNESDAY)
    later = measure_clock(stations, DEMAND, 10, WEDNESDAY + dt.timedelta(days=7))
    wider = measure_clock(stations, DEMAND, 11, WEDNESDAY)
    for clocks, name in (((clock, later), "monday"), ((wider, wider), "radius_m")):
        with pytest.raises(ParameterError, match=f"clocks.{name}"):
            compare_coverage(after, after, clocks=clocks)


STATIONS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
)
PEOPLE = st.lists(
    st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05), st.integers(0, 9)), min_size=1
)


@settings(max_examples=40)
@given(STATIONS, STATIONS, PEOPLE, st.floats(1, 5_000))
def test_laws(before, after, people, radius_m):
    demand = DemandSet(*map(list, zip(*people, strict=True)))
    sets = [[feature(name, *at) for name, at in places.items()] for places in (before, after)]
    comparison, back = (compared(*pair, radius_m, demand=demand) for pair in (sets, sets[::-1]))
    # Every station is accounted for, and turned round the comparison says the opposite.
    assert {c.station.id for c in comparison.gained} == set(after) - set(before)
    assert {c.station.id for c in comparison.lost} == {c.station.id for c in back.gained}
    same = set(before) & set(after)
    assert {m.after.id for m in comparison.moved} == {n for n in same if before[n] != after[n]}
    assert comparison.whole.covered_weight == -back.whole.covered_weight
    assert comparison.worse == (comparison.whole.covered_weight < 0)
    # More stations are never worse.
    more = {f"x{name}": at for name, at in after.items()} | before
    grown = [feature(name, *at) for name, at in more.items()]
    assert not compared(sets[0], grown, radius_m, demand=demand).worse
