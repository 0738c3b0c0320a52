"""What holds for every list: the sums, ids that neither order nor position changes, the datum."""

import csv
import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.language import LANGUAGES
from locator.stations.importing import Options, import_files
from locator.stations.importing.cell_values import read_services
from locator.stations.importing.coordinates import read_position
from locator.stations.importing.draft import district_of_address, stated_district
from locator.stations.importing.personal_data import is_personal, mask, public_phone, scrub
from locator.stations.services import SERVICES

HEADINGS = ["编号", "名称", "区县", "地址", "经度", "纬度", "开放时间", "服务内容", "备注"]
CELLS = st.one_of(
    st.sampled_from(["", "合计", "中原区", "甲驿站", "113.6", "34.7", "8:00-18:00", "饮水", "'=1"]),
    st.text(max_size=6),
)
ROWS = st.lists(st.lists(CELLS, max_size=11), max_size=12)
NAMES = st.lists(
    st.tuples(
        st.sampled_from("甲乙丙丁"), st.sampled_from(["中原区", "高新区", ""]),
        st.sampled_from(["", "人民路1号", "人民路 2号"]),
        st.floats(113.5, 113.7), st.floats(34.6, 34.8),
    ),
    min_size=1, max_size=10,
)  # fmt: skip


def imported(rows, options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        os.utime(path, (0, 0))  # a file of this second is watched for a moment
        return import_files([path], options)


@settings(max_examples=40)
@given(ROWS)
def test_no_row_is_ever_lost(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        if "\0" in path.read_text(encoding="utf-8"):
            return
        os.utime(path, (0, 0))
        with path.open(encoding="utf-8", newline="") as file:
            count = sum(1 for _ in csv.reader(file))
        result = import_files([path], Options(coordsys="wgs84"))
    assert result.ledger.rows == count == result.ledger.accounted
    assert result.ledger.rejected == len(result.rejected)
    assert all(draft.refusals for draft in result.rejected)
    assert len({station.id for station in result.stations}) == len(result.stations)


@settings(max_examples=30)
@given(NAMES, st.randoms(use_true_random=False))
def test_ids_and_properties_stay_when_rows_are_sorted_and_points_move(names, chance):
    rows = [["", f"{n}驿站", county, address, lon, lat] for n, county, address, lon, lat in names]
    shuffled = random.Random(chance.random()).sample(rows, len(rows))
    first, again = (imported(r, Options(coordsys="wgs84")) for r in (rows, shuffled))
    assert sorted(first.stations, key=lambda s: s.id) == sorted(again.stations, key=lambda s: s.id)
    moved = [[*row[:4], 113.6, 34.7] for row in rows]
    after = imported(moved, Options(coordsys="wgs84"))
    assert {s.id for s in first.stations} == {s.id for s in after.stations}


@given(st.floats(73, 135), st.floats(3.01, 53))
def test_plain_degrees_are_never_changed(lon, lat):
    assert read_position(repr(lon), repr(lat)) == read_position(lon, lat) == (lon, lat, ())


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        ("113°39′", "34°45′36″", (113.65, 34.76, ("dms",))),
        ("E113.65°", "N34.76°", (113.65, 34.76, ())),
        ("１１３．６５", "34。76", (113.65, 34.76, ())),
        (34.76, 113.65, (113.65, 34.76, ("swapped",))),
        (113650000, 3476, None),
        ("113650000", "34760000", (113.65, 34.76, ("decimal_point",))),
        ("113°70′", "34.7", None),
        ("0", "0", None),
        ("nan", "34", None),
        (float("nan"), 34.0, None),
        ("999", "34", None),
        ("", "34", None),
        (True, 34.0, None),
    ],
)
def test_positions_as_lists_have_them(lon, lat, expected):
    assert read_position(lon, lat) == expected


@pytest.mark.parametrize(
    ("text", "keys", "unknown"),
    [
        ("饮水、微波炉、空调", {"water", "meal_heating", "air_conditioning"}, ()),
        ("免费提供饮水和充电服务", {"water", "phone_charging"}, ()),
        ("无卫生间", set(), ("无卫生间",)),
        ("Drinking water, Wi-Fi; Phone charging", {"water", "wifi", "phone_charging"}, ()),
        ("微波炉2台 冰箱1台", {"meal_heating", "cold_drinks"}, ()),
    ],
)
def test_services(text, keys, unknown):
    read = read_services(text)
    assert set(read.keys) == keys
    assert read.unknown == unknown


def test_every_alias_of_every_service_is_read():
    for key, service in SERVICES.items():
        for word in (key, *map(service.name.in_language, LANGUAGES), *service.aliases):
            assert key in read_services(word).keys, word


@pytest.mark.parametrize(
    ("county", "city", "adcode"),
    [
        ("中原区", "", "410102"), ("郑州市中原区", "", "410102"), ("瀍河区", "洛阳市", "410304"),
        ("偃师市", "", "410307"), ("河南省新郑市", "", "410184"), ("高新区", "郑州市", None),
        ("", "郑州市", "410100"), ("新乡县", "", "410721"), ("新乡市", "", "410700"),
        ("火星", "", None),
    ],
)  # fmt: skip
def test_stated_districts(county, city, adcode):
    district = stated_district(county, city).district
    assert (None if district is None else district.adcode) == adcode


@pytest.mark.parametrize(
    ("address", "adcode"),
    [
        ("河南省郑州市中原区棉纺路1号", "410102"), ("巩义市小关镇", "410181"), ("中原路43号", None),
        ("郑州市高新区", None), ("洛阳市中原区", None), ("管城回族区南大街", "410104"),
    ],
)  # fmt: skip
def test_districts_of_addresses(address, adcode):
    district = district_of_address(address)
    assert (None if district is None else district.adcode) == adcode


def test_numbers_of_persons():
    assert public_phone("0371-12345678转801、4001234567") == ("0371-12345678转801; 4001234567", "")
    assert public_phone("86-13812345678") == ("", "86-13812345678")
    assert public_phone("65506110(办)") == ("65506110", "办")
    assert scrub("李某 410102199001011234") == "李某"
    assert mask("13812345678") == "138******78"
    assert not is_personal("编号12345678901234567890")
