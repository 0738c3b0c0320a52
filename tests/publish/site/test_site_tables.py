"""Columns, days and names: read back here, each gives what it was made of."""

import datetime as dt
import json
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from locator.find.nearest import TRAVEL_MODES
from locator.find.search import name_syllables, normalised_name
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.publish.site.site_data import _PIECES, data_script, name_table, site_data
from locator.publish.site.site_tables import (
    EPOCH,
    FIRST_CODE,
    column,
    degrees,
    front_coded,
    hours_table,
    last_day,
    station_columns,
)
from locator.stations import read_stations
from locator.stations.hours import Calendar, OpeningHours
from tests.making import feature, station_set

CALENDAR = Calendar.published()
TEXTS = ["Mo-Fr 08:30-18:00; PH off", "22:00-06:00", 'Sa 10:00-12:00 "预约"', "18:00+", "24/7"]


def unfold(coded):
    """As a script does it, which counts in units of UTF-16."""
    texts, before = [], b""
    for text in coded.split("\n"):
        before = before[: 2 * (ord(text[0]) - FIRST_CODE)] + text[1:].encode("utf-16-le")
        texts.append(before.decode("utf-16-le"))
    return texts


def value(form, i):
    if "all" in form:
        return form["all"]
    if "codes" in form:
        return form["values"][ord(form["codes"][i]) - FIRST_CODE]
    if "some" in form:
        return dict(map(tuple, form["some"])).get(i)
    return unfold(form["front"])[i] if "front" in form else form["list"][i]


@given(st.lists(st.none() | st.text(max_size=5) | st.integers(0, 9), min_size=1, max_size=40))
def test_a_column_reads_back(values):
    form = json.loads(json.dumps(column(values)))
    assert [value(form, i) for i in range(len(values))] == values


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=300),
        min_size=1,
        max_size=20,
    )
)
@example(["𠮷野1", "𠮷野2", "a🛵b", "a🛵c", "a🛴"])
def test_front_coding_reads_back(texts):
    assert unfold(front_coded(texts)) == texts


@given(st.lists(st.floats(-180, 180, allow_subnormal=False) | st.integers(-180000000, 180000000).map(lambda n: n / 1e6), max_size=20))  # fmt: skip  # noqa: E501
def test_degrees_read_back_to_the_last_bit(values):
    import numpy as np

    form = degrees(np.array(values, dtype=np.float64))
    read = form.get("list")
    if read is None:
        steps = np.cumsum(np.array(form["steps"], dtype=np.int64)).tolist()
        read = [step / 1_000_000 for step in steps]
    assert read == values


@pytest.fixture(scope="module")
def province():
    return read_stations(data_file("stations.geojson"))


def test_a_provinces_columns_are_small(province):
    script = data_script("given", site_data(province, dt.date(2026, 11, 22), TRAVEL_MODES))
    assert len(script.encode()) < data_file("stations.geojson").stat().st_size / 5


def test_days_read_back():
    """Every quarter of an hour of two years: the written-out state is the computed one."""
    hours = [OpeningHours(text) for text in TEXTS]
    first = dt.date(2026, 9, 1)
    last = last_day(CALENDAR, first)
    table = hours_table(hours, CALENDAR, first, last)
    assert last == dt.date(2027, 12, 31)
    holidays = dict(map(tuple, table["holidays"]))
    rng = random.Random(8)
    for (pattern, courses), one in zip(table["texts"], hours, strict=True):
        for _ in range(4000):
            ordinal = rng.randint(first.toordinal(), last.toordinal())
            minute = rng.randrange(1440)
            letter = table["patterns"][pattern][ordinal - EPOCH - table["first"]]
            course = table["courses"][courses[ord(letter) - FIRST_CODE]]
            piece = [row for row in course if row[0] <= minute][-1]
            moment = dt.datetime.combine(
                dt.date.fromordinal(ordinal), dt.time(minute // 60, minute % 60)
            )
            state = one.at(moment)
            assert ("closed", "unknown", "open")[piece[1]] == state.state
            assert table["codes"][piece[2]] == state.reason.code
            says = ordinal + (piece[3] if len(piece) > 3 else 0)
            assert dt.date.fromordinal(says) == state.reason.date
            assert holidays.get(says - EPOCH) == state.reason.holiday
            assert (piece[4] if len(piece) > 4 else "") == state.reason.comment


def test_days_reach_as_far_as_changes_are_looked_for():
    first = dt.date(2026, 9, 1)
    table = hours_table([OpeningHours("08:00-18:00")], CALENDAR, first, dt.date(2026, 9, 30))
    assert len(table["patterns"][0]) == 30 + 366


def test_old_data_are_written_out_to_the_end_of_the_calendar():
    assert last_day(CALENDAR, dt.date(2021, 3, 1)) == dt.date(
        CALENDAR.published_years[-1] + 1, 12, 31
    )
    assert last_day(CALENDAR, dt.date(2040, 3, 1)) == dt.date(2041, 3, 2)


def test_every_name_is_spelt_as_the_server_spells_it(province):
    table = name_table(province, bundled_districts())
    syllable_of = {char: key for key, chars in table["syllables"].items() for char in chars}
    others = {name: spelt.split(" ") for name, spelt in table["spelt"]}
    names = {station.name for station in province} | {area["name"] for area in table["areas"]}
    for name in names:
        pieces = _PIECES.findall(normalised_name(name))
        read = others.get(name) or [syllable_of.get(piece, piece) for piece in pieces]
        assert read == name_syllables(name)
    assert len(others) < len(names) / 50


def test_only_real_stations_can_be_led_to():
    stations = station_set(
        feature("a"), feature("b", name="模拟·b", position="modelled"), feature("c")
    )
    assert station_columns(stations)["moved"]["of"] == [0, 2]


def test_properties_that_are_not_listed_stay_at_home():
    stations = station_set(feature("a", keeper="somebody", keeper_mobile="13800000000"))
    assert "13800000000" not in data_script(
        "given", site_data(stations, dt.date(2026, 1, 1), TRAVEL_MODES)
    )


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "&lt;"])
def test_no_text_ends_the_script(text):
    stations = station_set(feature("a", name=f"站{text}", note=text))
    script = data_script("given", site_data(stations, dt.date(2026, 1, 1), TRAVEL_MODES))
    assert not set("<>&") & set(script)


def test_without_stations():
    stations = station_set()
    data = site_data(stations, dt.date(2026, 1, 1), TRAVEL_MODES)
    assert data["stations"]["count"] == 0
    assert data["gcj02_box"] is None
