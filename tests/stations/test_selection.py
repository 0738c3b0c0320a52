"""Selection against the plain reading of its words, station by station."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.errors import ParameterError
from locator.paths import data_file
from locator.stations import KINDS, SERVICES, Selection, read_stations
from locator.stations.station import STATUSES
from tests.making import feature, station_set

EXAMPLE = read_stations(data_file("example.geojson"))


def plainly(station, selection):
    return (
        (not selection.kinds or station.kind in selection.kinds)
        and all(service in station.services for service in selection.services)
        and station.status in selection.statuses
        and (
            selection.day is None
            or (station.valid_from or date.min) <= selection.day <= (station.valid_to or date.max)
        )
    )


@given(
    st.frozensets(st.sampled_from(list(KINDS)), max_size=3),
    st.frozensets(st.sampled_from(list(SERVICES)), max_size=2),
    st.frozensets(st.sampled_from(STATUSES), min_size=1),
    st.none() | st.dates(date(2020, 1, 1), date(2041, 1, 1)),
)
def test_a_mask_is_the_plain_reading(kinds, services, statuses, day):
    selection = Selection(kinds, services, statuses, day)
    expected = [plainly(station, selection) for station in EXAMPLE]
    assert EXAMPLE.mask(selection).tolist() == expected
    members, index = EXAMPLE.subset_index(selection)
    assert members.tolist() == [i for i, taken in enumerate(expected) if taken]
    assert len(index) == sum(expected)
    filtered = EXAMPLE.filter(selection)
    assert (filtered is None) == all(expected)


def test_both_ends_of_a_season_count():
    stations = station_set(feature(valid_from="2026-05-01", valid_to="2026-05-02"))
    taken = [bool(stations.mask(Selection(day=date(2026, 4, 30 + 0)))[0])] + [
        bool(stations.mask(Selection(day=date(2026, 5, day)))[0]) for day in (1, 2, 3)
    ]
    assert taken == [False, True, True, False]


def test_paused_and_planned_are_left_out_unless_asked_for():
    stations = station_set(
        feature("a"), feature("b", status="paused"), feature("c", status="planned")
    )
    assert stations.mask(Selection()).tolist() == [True, False, False]
    everything = Selection.of(statuses=STATUSES)
    assert stations.mask(everything).all()


def test_masks_cannot_be_changed_by_who_gets_them():
    with pytest.raises(ValueError, match="read-only"):
        EXAMPLE.mask(Selection())[0] = False


@pytest.mark.parametrize(
    ("words", "parameter"),
    [({"kinds": ["x"]}, "kind"), ({"services": "sauna"}, "service"), ({"statuses": [1]}, "status")],
)
def test_unknown_words_are_refused(words, parameter):
    with pytest.raises(ParameterError) as caught:
        Selection.of(**words)
    assert caught.value.parameter == parameter


def test_modelled_stations_can_be_hidden():
    stations = station_set(feature("a"), feature("b", name="模拟·站", position="modelled"))
    assert [station.id for station in stations.without_modelled()] == ["a"]
