import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import LocatorError, ParameterError
from locator.plan.candidates import (
    CandidateFileError,
    candidates_from_demand,
    candidates_from_gaps,
    read_candidates,
)
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from locator.plan.gaps import find_gaps
from tests.plan.making import demand_at, stations_at

GEOD = Geod(ellps="WGS84")


def test_every_row_with_weight_is_a_candidate():
    candidates = candidates_from_demand(demand_at((0, 5), (0.1, 0), (0.2, 3), (30, 1)))
    assert candidates.lon.tolist() == [0.0, 0.002, 0.3]
    assert len(set(candidates.id)) == 3
    assert candidates.id[1] == f"{candidates.id[0]}-2"
    assert len(candidates_from_demand(demand_at())) == 0


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.floats(113, 113.05), st.floats(34, 34.05), st.integers(0, 9)), min_size=1
    ),
    st.floats(0, 5000),
)
def test_spaced_candidates_are_apart_and_leave_no_row_without_one(rows, spacing_m):
    lon, lat, weight = (np.array(column, float) for column in zip(*rows, strict=True))
    candidates = candidates_from_demand(DemandSet(lon, lat, weight), spacing_m)
    if spacing_m == 0.0:
        assert len(candidates) == (weight > 0).sum()
        return

    def apart(one, other):
        return GEOD.inv(*one, *other)[2]

    at = list(zip(candidates.lon, candidates.lat, strict=True))
    assert all(apart(a, b) > spacing_m for n, a in enumerate(at) for b in at[:n])
    for row in np.flatnonzero(weight > 0):
        assert min(apart((lon[row], lat[row]), one) for one in at) <= spacing_m
    heaviest = int(np.argmax(weight))
    assert not weight.any() or (lon[heaviest], lat[heaviest]) in at


@pytest.mark.parametrize("spacing_m", [-1, float("nan"), 1e6])
def test_a_spacing_that_can_t_be(spacing_m):
    with pytest.raises(ParameterError, match="spacing_m"):
        candidates_from_demand(demand_at((0, 5)), spacing_m)


def test_candidates_of_gaps():
    coverage = measure_coverage(stations_at(0), demand_at((0, 5), (10, 4), (20, 3)), 10)
    gaps = find_gaps(coverage)
    candidates = candidates_from_gaps(gaps)
    assert candidates.id == tuple(gap.id for gap in gaps)
    assert candidates.lon.tolist() == pytest.approx([0.1, 0.2])


def test_a_file_with_all_columns(tmp_path):
    path = tmp_path / "lots.csv"
    path.write_text(
        "id,lon,lat,name,kind,cost,capacity,place,use,opening_hours,source\n"
        "a,113.6,34.7,甲,rider_home,2.5,100,lot 1,required,Mo-Fr 08:00-18:00,model\n"
        "b,113.6,34.7,,love_station,1,,lot 1,,,\n"
        ",113.7,34.8,,,,,,excluded,,\n",
        encoding="utf-8-sig",
    )
    candidates = read_candidates(path)
    assert candidates.id == ("a", "b", "c3")
    assert candidates.cost.tolist() == [2.5, 1, 1]
    assert candidates.capacity.tolist() == [100, np.inf, np.inf]
    assert candidates.place.tolist() == [0, 0, -1]
    assert (candidates.required.tolist(), candidates.excluded.tolist()) == ([1, 0, 0], [0, 0, 1])
    assert candidates.opening_hours == ("Mo-Fr 08:00-18:00", None, None)
    assert candidates.modelled


def test_a_geojson_file(tmp_path):
    path = tmp_path / "lots.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","id":"x1","properties":{"cost":3},'
        '"geometry":{"type":"Point","coordinates":[113.6,34.7]}}]}'
    )
    candidates = read_candidates(path)
    assert (candidates.id, candidates.lon.tolist(), candidates.cost.tolist()) == (
        ("x1",),
        [113.6],
        [3],
    )
    path.write_text('{"type":"FeatureCollection","features":[]}')
    assert len(read_candidates(path)) == 0


def test_every_fault_is_told_with_its_row(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(
        "id,lon,lat,cost,use,opening_hours\na,113,34,-1,,\na,200,34,1,maybe,\nc,x,91,nan,,daily\n"
    )
    with pytest.raises(CandidateFileError) as raised:
        read_candidates(path)
    faults = [(fault.row, fault.field) for fault in raised.value.faults]
    assert sorted(faults) == [
        (1, "cost"), (2, "id"), (2, "lon"), (2, "use"), (3, "cost"), (3, "lat"), (3, "lon"),
        (3, "opening_hours"),
    ]  # fmt: skip
    assert "8 处错误" in raised.value.in_language("zh")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b"x,y\n1,2\n"), ("a.csv", b"\xff\xfe"), ("a.geojson", b"{}"), ("a.json", b"["),
     ("a.geojson", b'{"features":[{"geometry":{"type":"Polygon","coordinates":[]}}]}')],
)  # fmt: skip
def test_a_file_that_can_t_be_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LocatorError, match=name):
        read_candidates(path)
    with pytest.raises(LocatorError, match="can't be read"):
        read_candidates(tmp_path / "none.csv")
