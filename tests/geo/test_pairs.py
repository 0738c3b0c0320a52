"""All pairs within a distance, against brute force with Geod.inv."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.geo import pairs
from locator.geo.pairs import PairFinder

GEOD = Geod(ellps="WGS84")
# Near to each other, over the antimeridian and around a pole.
PLACES = st.lists(
    st.one_of(
        st.tuples(st.floats(113.6, 113.7), st.floats(34.7, 34.8)),
        st.tuples(st.sampled_from([180.0, -180.0, 179.99, -179.99]), st.floats(-0.02, 0.02)),
        st.tuples(st.floats(-180, 180), st.floats(89.9, 90)),
    ),
    max_size=15,
)
RADIUS_M = st.one_of(st.floats(0, 20_000), st.sampled_from([0.0, 1e6]))


def brute_force(first, second, radius_m):
    return [
        (row, other)
        for row, here in enumerate(first)
        for other, there in enumerate(second)
        if GEOD.inv(*here, *there)[2] <= radius_m
    ]


def columns(places):
    return (np.array([place[axis] for place in places], float) for axis in (0, 1))


def as_list(pairs):
    return list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


@pytest.mark.parametrize("most", [1 << 22, 3])
@settings(max_examples=150)
@given(first=PLACES, second=PLACES, radius_m=RADIUS_M)
def test_pairs_are_brute_force(most, first, second, radius_m):
    expected = brute_force(first, second, radius_m)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_MOST_PAIRS", most)
        finder = PairFinder(*columns(first), *columns(second), radius_m)
        assert as_list(finder.all()) == expected
        rows = np.arange(0, len(first), 2)
        some = [pair for block in finder.blocks(rows) for pair in as_list(block)]
        weight = np.arange(1.0, len(second) + 1)
        sums = finder.sums(weight)
    assert some == [pair for pair in expected if pair[0] % 2 == 0]
    assert finder.count >= len(expected)
    assert sums.tolist() == [
        sum(weight[other] for row, other in expected if row == n) for n in range(len(first))
    ]


@settings(max_examples=100)
@given(
    st.tuples(st.floats(-179, 179), st.floats(-89, 89)),
    st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
)
def test_the_bound_is_closed(where, by):
    there = where[0] + by[0], where[1] + by[1]
    metres = GEOD.inv(*where, *there)[2]
    (lon, lat), (to_lon, to_lat) = columns([where]), columns([there])
    assert as_list(PairFinder(lon, lat, to_lon, to_lat, metres).all()) == [(0, 0)]
    if metres:
        short_m = np.nextafter(metres, 0)
        assert as_list(PairFinder(lon, lat, to_lon, to_lat, short_m).all()) == []


def test_large_blocks_are_split_and_stay_in_order():
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(113, 113.2, 4000), rng.uniform(34, 34.2, 4000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_MOST_PAIRS", 100_000)
        blocks = list(PairFinder(lon, lat, lon, lat, 2_000).blocks())
    assert len(blocks) > 3
    assert max(len(block.first) for block in blocks) <= 100_000
    together = [pair for block in blocks for pair in as_list(block)]
    assert together == sorted(set(together))
    for row in (0, 1234, 3999):
        metres = GEOD.inv(np.full(4000, lon[row]), np.full(4000, lat[row]), lon, lat)[2]
        expected = np.flatnonzero(np.array(metres) <= 2_000).tolist()
        assert [other for first, other in together if first == row] == expected
