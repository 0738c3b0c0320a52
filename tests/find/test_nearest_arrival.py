"""Open when I arrive: the filters against each station asked for its own arrival, one by one."""

import json
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from locator.errors import ParameterError
from locator.find import find_nearest
from locator.find.geojson import FeatureEncoder
from locator.find.nearest import TRAVEL_MODES, Travel, travel_modes
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.stations import read_stations
from locator.stations.hours import OpeningHours
from locator.stations.moments import CHINA
from tests.making import feature, station_set

GEOD = Geod(ellps="WGS84")
HERE = LonLat(113.6, 34.7)
SATISFIES = {
    "any": {"open", "unknown", "closed"},
    "possible": {"open", "unknown"},
    "only": {"open"},
}


@pytest.fixture(scope="module")
def bundled():
    return read_stations(data_file("stations.geojson"))


def state_plainly(station, moment):
    """The state by the plain words of the design."""
    day = moment.date()
    if station.status != "active":
        return "closed"
    if not (station.valid_from or date.min) <= day <= (station.valid_to or date.max):
        return "closed"
    if station.opening_hours is None:
        return "unknown"
    return OpeningHours(station.opening_hours).at(moment).state


def brute_force(stations, where, k, at, open_filter, travel, statuses=("active",)):
    """(id, distance, state, arrival) of the k nearest that satisfy the filter on arrival."""
    matches = []
    for position, station in enumerate(stations):
        if station.status not in statuses:
            continue
        metres = GEOD.inv(where.lon, where.lat, station.where.lon, station.where.lat)[2]
        arrives = at
        if travel is not None:
            mode = TRAVEL_MODES[travel]
            arrives = at + timedelta(seconds=metres * mode.detour_factor / mode.speed_mps)
        first, last = station.valid_from or date.min, station.valid_to or date.max
        if not first <= arrives.date() <= last:
            continue
        state = state_plainly(station, arrives)
        if state in SATISFIES[open_filter]:
            matches.append((metres, position, station.id, state, arrives))
    return [
        (name, metres, state, arrives) for metres, _, name, state, arrives in sorted(matches)[:k]
    ]


def assert_same(nearest, expected):
    assert [n.station.id for n in nearest] == [name for name, _, _, _ in expected]
    for neighbour, (_, metres, state, arrives) in zip(nearest, expected, strict=True):
        assert neighbour.distance_m == pytest.approx(metres, abs=1e-6, rel=0)
        assert neighbour.state.state == state
        assert abs(neighbour.arrives_at - arrives) < timedelta(milliseconds=1)


TEXTS = st.sampled_from(
    ["24/7", "Mo-Su 08:00-20:00", "Mo-Fr 08:30-12:00,14:00-17:30; PH off", "Mo-Su 22:00-06:00",
     "Sa,Su 10:00-16:00", "Mo-Fr 09:00-17:00", "Jun 01-Sep 15: Mo-Su 09:00-18:00", "off", ...]
)  # fmt: skip
STATIONS = st.lists(
    st.tuples(
        st.floats(113.3, 113.9), st.floats(34.5, 34.9), TEXTS,
        st.sampled_from(["active", "active", "active", "paused"]),
        st.sampled_from([..., "2026-10-01"]), st.sampled_from([..., "2026-10-01"]),
    ),
    max_size=15,
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2026, 9, 25), datetime(2026, 10, 15))


@settings(max_examples=250)
@given(
    STATIONS,
    MOMENTS,
    st.integers(1, 6),
    st.sampled_from(["any", "possible", "only"]),
    st.sampled_from([None, "walk", "ebike", "truck"]),
    st.sampled_from([("active",), ("active", "paused")]),
)
@example(
    [(113.61, 34.7, "Mo-Su 22:00-06:00", "active", "2026-10-01", ...)],
    datetime(2026, 9, 30, 23, 59, 59), 1, "only", "walk", ("active",),
)  # fmt: skip
def test_the_filter_on_arrival_is_brute_force(
    given_stations, moment, k, open_filter, travel, statuses
):
    stations = station_set(
        *(
            feature(
                f"s{i}",
                lon=lon,
                lat=lat,
                opening_hours=text,
                status=status,
                valid_from=first,
                valid_to=last,
            )
            for i, (lon, lat, text, status, first, last) in enumerate(given_stations)
        )
    )
    at = moment.replace(tzinfo=CHINA)
    neighbours = find_nearest(
        stations, HERE, k, at=at, open=open_filter, travel=travel, statuses=statuses
    )
    assert_same(neighbours, brute_force(stations, HERE, k, at, open_filter, travel, statuses))


@pytest.mark.parametrize("open_filter", ["possible", "only"])
@pytest.mark.parametrize("travel", [None, "walk", "truck"])
@pytest.mark.parametrize("at", ["2026-10-01T03:00", "2026-10-10T17:20", "2026-11-25T07:55"])
def test_the_bundled_network_is_brute_force(bundled, open_filter, travel, at):
    moment = datetime.fromisoformat(at).replace(tzinfo=CHINA)
    rng = np.random.default_rng(3)
    where = LonLat(float(rng.uniform(110.5, 116.5)), float(rng.uniform(31.5, 36.2)))
    for place in (HERE, where):
        neighbours = find_nearest(bundled, place, 6, at=moment, open=open_filter, travel=travel)
        assert_same(neighbours, brute_force(bundled, place, 6, moment, open_filter, travel))


def test_the_state_is_that_of_the_arrival():
    # 1,000 m away: 18 minutes on foot, so who sets out at 17:50 comes at 18:08.
    lon = GEOD.fwd(113.6, 34.7, 90, 1000)[0]
    stations = station_set(feature(lon=lon, opening_hours="Mo-Su 08:00-18:00"))
    at = datetime(2026, 11, 25, 17, 50, tzinfo=CHINA)
    assert find_nearest(stations, HERE, at=at)[0].state.state == "open"
    (walked,) = find_nearest(stations, HERE, at=at, travel="walk")
    assert walked.state.state == "closed"
    assert walked.travel_time_s == pytest.approx(1000 * 1.3 / 1.2)
    assert walked.arrives_at == at + timedelta(seconds=walked.travel_time_s)
    assert find_nearest(stations, HERE, at=at, open="only")
    assert not find_nearest(stations, HERE, at=at, open="possible", travel="walk")
    faster = Travel("walk", 3.0, 1.0)
    assert find_nearest(stations, HERE, at=at, open="only", travel=faster)


def test_the_season_is_that_of_the_arrival():
    lon = GEOD.fwd(113.6, 34.7, 90, 2000)[0]  # 36 minutes on foot
    at = datetime(2026, 9, 30, 23, 50, tzinfo=CHINA)
    opening = station_set(feature(lon=lon, opening_hours="24/7", valid_from="2026-10-01"))
    ending = station_set(feature(lon=lon, opening_hours="24/7", valid_to="2026-09-30"))
    for open_filter in ("any", "only"):
        assert find_nearest(opening, HERE, at=at, open=open_filter, travel="walk")
        assert not find_nearest(opening, HERE, at=at, open=open_filter)
        assert not find_nearest(ending, HERE, at=at, open=open_filter, travel="walk")
        assert find_nearest(ending, HERE, at=at, open=open_filter)


def test_a_filter_never_disagrees_with_the_state_that_is_told():
    # The float product and the microseconds of a datetime fall on two sides of a full minute.
    for metres in np.linspace(553.84615, 553.84616, 50):
        lon = GEOD.fwd(113.6, 34.7, 90, metres)[0]
        stations = station_set(feature(lon=lon, opening_hours="Mo-Su 08:00-18:00"))
        at = datetime(2026, 11, 25, 17, 50, tzinfo=CHINA)
        for neighbour in find_nearest(stations, HERE, at=at, open="only", travel="walk"):
            assert neighbour.state.state == "open"


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        ("24/7", "2026-09-30T23:50", ("open", "2026-10-01T00:00:00+08:00", None)),
        ("Mo-Su 20:00-02:00", "2026-09-30T21:00", ("open", "2026-10-01T00:00:00+08:00", None)),
        ("Mo-Su 08:00-18:00", "2026-09-30T12:00", ("open", "2026-09-30T18:00:00+08:00", None)),
        ("Mo-Su 08:00-18:00", "2026-09-30T19:00", ("closed", None, None)),
        ("Mo-Su 08:00-18:00", "2026-09-29T19:00", ("closed", None, "2026-09-30T08:00:00+08:00")),
    ],
)
def test_nothing_opens_and_all_closes_after_the_last_day(text, moment, expected):
    properties = members(text, datetime.fromisoformat(moment), valid_to="2026-09-30")
    assert (
        properties["open_state"],
        properties.get("open_until"),
        properties.get("opens_at"),
    ) == expected


def test_unknown_hours_are_possible_and_never_only():
    stations = station_set(feature())
    at = datetime(2026, 11, 25, 12, tzinfo=CHINA)
    assert find_nearest(stations, HERE, at=at, open="possible")[0].state.state == "unknown"
    assert find_nearest(stations, HERE, at=at, open="only") == []


def test_settings_change_speeds_and_the_detour():
    modes = travel_modes({"walk": 2.0}, 1.5)
    assert modes["walk"] == Travel("walk", 2.0, 1.5)
    assert modes["truck"].speed_mps == TRAVEL_MODES["truck"].speed_mps
    assert travel_modes({}) == TRAVEL_MODES


@pytest.mark.parametrize(
    ("words", "parameter"),
    [
        ({"open": "maybe"}, "open"),
        ({"travel": "fly"}, "travel"),
        ({"at": "now"}, "at"),
        ({"at": datetime.max}, "at"),
        ({"at": datetime.min, "travel": "walk"}, "at"),
        ({"kinds": 5}, "kind"),
        ({"max_distance_m": "5"}, "max_distance_m"),
    ],
)
def test_unknown_words_are_refused(words, parameter):
    with pytest.raises(ParameterError) as caught:
        find_nearest(station_set(), HERE, **words)
    assert caught.value.parameter == parameter


def members(text, at, lang="zh", **station):
    """The properties that an answer has for a station of these hours."""
    stations = station_set(feature(opening_hours=text, **station))
    neighbours = find_nearest(
        stations, HERE, at=at.replace(tzinfo=CHINA), statuses=["active", "paused"]
    )
    body = json.loads(FeatureEncoder(stations).neighbours(neighbours, lang))
    return body["features"][0]["properties"]


def test_an_open_station_tells_until_when():
    properties = members("Mo-Su 08:00-22:00", datetime(2026, 11, 25, 12))
    assert properties["open_state"] == "open"
    assert properties["open_until"] == "2026-11-25T22:00:00+08:00"
    assert properties["open_text"] == "营业中 · 22:00 关"
    assert "opens_at" not in properties


def test_a_closed_station_tells_when_it_opens_and_why_it_is_closed():
    properties = members("Mo-Fr 08:30-18:00; PH off", datetime(2026, 10, 1, 12))
    assert properties["open_state"] == "closed"
    assert properties["opens_at"] == "2026-10-08T08:30:00+08:00"
    assert properties["open_reason"] == "国庆节休息"
    assert properties["open_reason_code"] == "holiday_off"
    assert "open_until" not in properties
    english = members("Mo-Fr 08:30-18:00; PH off", datetime(2026, 10, 1, 12), "en")
    assert english["open_text"] == "Closed · opens 8 Oct 8:30"
    assert english["open_reason"] == "closed for National Day"


def test_unknown_and_paused_stations_say_so():
    at = datetime(2026, 11, 25, 12)
    assert members(..., at)["open_state"] == "unknown"
    assert members(..., at)["open_reason"] == "开放时间未注明"
    paused = members("24/7", at, status="paused")
    assert paused["open_state"] == "closed"
    assert paused["open_reason"] == "暂停开放"


def test_the_day_after_midnight_counts_from_the_moment_asked_for():
    properties = members("Mo-Su 22:00-02:00", datetime(2026, 11, 26, 1))
    assert properties["open_text"] == "营业中 · 2:00 关"
    assert members("24/7", datetime(2026, 11, 26, 1))["open_text"] == "营业中 · 全天"
