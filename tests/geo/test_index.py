"""The index against brute force with Geod.inv: to a micrometre, in order, whatever the set."""

import math
import threading

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.geo.index import PointIndex
from locator.geo.points import LonLat

GEOD = Geod(ellps="WGS84")
MICROMETRE_M = 1e-6


def brute_force(lon, lat, where, accepted=None):
    """All accepted points by (geodesic distance, position): the oracle."""
    positions = np.arange(len(lon))
    if accepted is not None:
        positions = positions[np.asarray(accepted, bool)]
    start = np.full(len(positions), where.lon), np.full(len(positions), where.lat)
    metres = GEOD.inv(*start, np.asarray(lon)[positions], np.asarray(lat)[positions])[2]
    order = np.lexsort((positions, metres))
    return positions[order], np.asarray(metres, float)[order]


def assert_same(answer, oracle):
    positions, metres = answer
    expected_positions, expected_metres = oracle
    assert positions.tolist() == expected_positions.tolist()
    np.testing.assert_allclose(metres, expected_metres, rtol=0, atol=MICROMETRE_M)


# Where geometry is hard: the poles, the antimeridian, nearly antipodal pairs, points on one spot.
HARD_LON = st.sampled_from([-180.0, 180.0, 179.9999999, -179.9999999, 0.0, -0.0, 113.65, 90.0])
HARD_LAT = st.sampled_from([-90.0, 90.0, 89.9999999, -89.9999999, 0.0, 34.75, -34.75])
LON = st.one_of(st.floats(-180, 180), HARD_LON, st.floats(113.6, 113.7))
LAT = st.one_of(st.floats(-90, 90), HARD_LAT, st.floats(34.7, 34.8))
POSITIONS = st.tuples(LON, LAT)


@st.composite
def point_sets(draw):
    points = draw(st.lists(POSITIONS, max_size=40))
    copies = draw(st.lists(st.sampled_from(points), max_size=12)) if points else []
    together = points + copies
    return [lon for lon, _ in together], [lat for _, lat in together]


@settings(max_examples=800)
@given(point_sets(), POSITIONS, st.integers(1, 60))
@example(([180.0, -180.0, 179.0], [0.0, 0.0, 0.0]), (-180.0, 0.0), 2)
@example(([], []), (113.0, 34.0), 5)
def test_nearest_is_brute_force(points, where, k):
    lon, lat = points
    where = LonLat(*where)
    positions, metres = brute_force(lon, lat, where)
    assert_same(PointIndex(lon, lat).nearest(where, k), (positions[:k], metres[:k]))


@settings(max_examples=500)
@given(point_sets(), POSITIONS, st.integers(1, 12), st.data())
def test_filtered_nearest_is_brute_force(points, where, k, data):
    lon, lat = points
    where = LonLat(*where)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(lon), max_size=len(lon))), bool)
    positions, metres = brute_force(lon, lat, where, mask)
    index = PointIndex(lon, lat)
    expected = positions[:k], metres[:k]
    assert_same(index.nearest(where, k, mask), expected)
    assert_same(index.nearest(where, k, lambda position: mask[position]), expected)


@settings(max_examples=500)
@given(
    point_sets(), POSITIONS, st.one_of(st.floats(0, 2.1e7), st.sampled_from([0.0, 1e9, math.inf]))
)
def test_within_is_brute_force(points, where, radius_m):
    lon, lat = points
    where = LonLat(*where)
    positions, metres = brute_force(lon, lat, where)
    inside = metres <= radius_m
    assert_same(PointIndex(lon, lat).within(where, radius_m), (positions[inside], metres[inside]))


@settings(max_examples=300)
@given(point_sets(), POSITIONS)
def test_the_bound_of_within_is_closed(points, where):
    lon, lat = points
    where = LonLat(*where)
    index = PointIndex(lon, lat)
    for position, metres in zip(*index.nearest(where, 3), strict=True):
        assert position in index.within(where, metres)[0]
        if metres > 0:
            assert position not in index.within(where, np.nextafter(metres, 0))[0]


@settings(max_examples=500)
@given(point_sets(), st.lists(POSITIONS, max_size=8), st.integers(1, 50))
def test_nearest_many_is_nearest(points, queries, k):
    lon, lat = points
    index = PointIndex(lon, lat)
    positions, metres = index.nearest_many([q[0] for q in queries], [q[1] for q in queries], k)
    assert positions.shape == metres.shape == (len(queries), k)
    for row, (query_lon, query_lat) in enumerate(queries):
        expected, expected_m = brute_force(lon, lat, LonLat(query_lon, query_lat))
        count = min(k, len(lon))
        assert_same((positions[row, :count], metres[row, :count]), (expected[:k], expected_m[:k]))
        assert (positions[row, count:] == -1).all()
        assert np.isinf(metres[row, count:]).all()


@settings(max_examples=300)
@given(point_sets(), st.lists(POSITIONS, min_size=1, max_size=8), st.integers(1, 4))
def test_nearest_many_is_exact_at_its_bounds(points, queries, k):
    lon, lat = points
    index = PointIndex(lon, lat)
    for where in queries:
        for bound_m in index.nearest(LonLat(*where), k)[1].tolist():
            metres = index.nearest_many(*zip(*queries, strict=True), k, bounds_m=(bound_m,))[1]
            within = index.within(LonLat(*where), bound_m)[1]
            row = metres[queries.index(where)]
            assert (row <= bound_m).sum() == min(k, len(within))
            assert bound_m in row.tolist()


def henan(count, seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(110.4, 116.6, count), rng.uniform(31.4, 36.3, count)


@pytest.mark.parametrize("kind", ["random", "clustered", "grid", "one spot", "worldwide", "polar"])
def test_large_sets_are_brute_force(kind):
    rng = np.random.default_rng(7)
    lon, lat = henan(3000)
    if kind == "clustered":
        lon, lat = 113.6 + rng.normal(0, 1e-4, 3000), 34.7 + rng.normal(0, 1e-4, 3000)
    elif kind == "grid":  # ties wherever one looks
        lon, lat = (axis.ravel() for axis in np.meshgrid(np.linspace(112, 114, 60), np.arange(50)))
    elif kind == "one spot":
        lon, lat = np.full(3000, 113.6), np.full(3000, 34.7)
    elif kind == "worldwide":
        lon, lat = rng.uniform(-180, 180, 3000), rng.uniform(-90, 90, 3000)
    elif kind == "polar":
        lon, lat = rng.uniform(-180, 180, 3000), rng.uniform(89.99, 90, 3000)
    index = PointIndex(lon, lat)
    mask = rng.random(len(lon)) < 0.5
    few = rng.random(len(lon)) < 0.01
    for _ in range(25):
        where = LonLat(*rng.uniform((-180, -90), (180, 90)))
        near = LonLat(float(lon[rng.integers(len(lon))]), float(lat[rng.integers(len(lat))]))
        for query in (where, near):
            for accepted in (None, mask, few):
                positions, metres = brute_force(lon, lat, query, accepted)
                answer = index.nearest(query, 7, accepted)
                assert_same(answer, (positions[:7], metres[:7]))
            all_positions, all_metres = brute_force(lon, lat, query)
            many = index.nearest_many([query.lon], [query.lat], 7)
            assert_same((many[0][0], many[1][0]), (all_positions[:7], all_metres[:7]))


def test_nearest_many_agrees_with_nearest_over_many_chunks():
    lon, lat = henan(2000)
    index = PointIndex(lon, lat)
    query_lon, query_lat = henan(300_000, seed=1)
    positions, metres = index.nearest_many(query_lon, query_lat, 1)
    for row in range(0, 300_000, 997):
        assert_same(
            (positions[row], metres[row]), index.nearest(LonLat(query_lon[row], query_lat[row]), 1)
        )
    alone = index.nearest_many(query_lon, query_lat, 1, threads=1)
    np.testing.assert_array_equal(positions, alone[0])
    np.testing.assert_array_equal(metres, alone[1])


@pytest.mark.slow
def test_eight_threads_get_the_answers_of_one():
    lon, lat = henan(2000)
    index = PointIndex(lon, lat)
    query_lon, query_lat = henan(499, seed=3)  # no multiple of the number of questions
    queries = [LonLat(*pair) for pair in zip(query_lon, query_lat, strict=True)]
    mask = np.random.default_rng(5).random(2000) < 0.3
    accepted = frozenset(np.flatnonzero(mask).tolist())

    def one_of_many(where):
        positions, metres = index.nearest_many([where.lon], [where.lat], 2, threads=1)
        return positions[0], metres[0]

    questions = [
        lambda where: index.nearest(where, 4),
        lambda where: index.within(where, 10_000.0),
        lambda where: index.nearest(where, 3, mask),
        lambda where: index.nearest(where, 2, accepted.__contains__),
        one_of_many,
    ]

    def ask(number):
        return questions[number % len(questions)](queries[number % len(queries)])

    period = len(queries) * 5  # the combinations of query and question repeat after this many
    expected = [ask(number) for number in range(period)]
    wrong = []

    def work(thread):
        for step in range(4_000):
            number = (thread * 500 + step) % period
            positions, metres = ask(number)
            if not (
                np.array_equal(positions, expected[number][0])
                and np.array_equal(metres, expected[number][1])
            ):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("k", [0, -1, 1.5, True, "3", None])
def test_k_must_be_a_whole_number_of_at_least_one(k):
    index = PointIndex([1.0], [2.0])
    with pytest.raises(ParameterError, match="k: "):
        index.nearest(LonLat(0, 0), k)
    with pytest.raises(ParameterError, match="k: "):
        index.nearest_many([0.0], [0.0], k)


@pytest.mark.parametrize("radius_m", [-1.0, math.nan, -math.inf, True])
def test_a_radius_is_a_length(radius_m):
    with pytest.raises(ParameterError, match="radius_m"):
        PointIndex([1.0], [2.0]).within(LonLat(0, 0), radius_m)


@pytest.mark.parametrize(
    "accept", [np.ones(2, bool), np.ones(3), np.ones((3, 1), bool), [0, 1, 2], np.array([])]
)
def test_a_mask_must_be_booleans_of_the_sets_length(accept):
    with pytest.raises(ParameterError, match="accept"):
        PointIndex([1.0, 2.0, 3.0], [2.0, 2.0, 2.0]).nearest(LonLat(0, 0), 1, accept)


@pytest.mark.parametrize("bad", [math.nan, math.inf, 181.0])
def test_bad_positions_are_refused_everywhere(bad):
    with pytest.raises(ParameterError):
        PointIndex([bad], [0.0])
    with pytest.raises(ParameterError):
        PointIndex([0.0], [0.0]).nearest_many([bad], [0.0], 1)


def test_an_index_keeps_its_own_copy():
    lon, lat = np.array([113.0, 114.0]), np.array([34.0, 34.0])
    index = PointIndex(lon, lat)
    lon[:] = 0.0
    assert index.nearest(LonLat(113.0, 34.0), 1)[1][0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        index.lon[0] = 5.0
