import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.find.search import SearchIndex, syllables
from locator.geo.districts import bundled_districts
from locator.paths import data_file
from locator.stations.reading import read_stations
from tests.making import feature, station_set


@pytest.fixture(scope="module")
def index():
    stations = station_set(
        feature("a", name="工会驿站（枫杨）", address="翠竹街1号", adcode="410102"),
        feature("b", name="模拟·浚县文化站爱心驿站"),
        feature("c", name="7-Eleven 长垣店"),
        feature("d", name="工会驿站"),
    )
    return SearchIndex(stations, bundled_districts())


@pytest.fixture(scope="module")
def bundled():
    return SearchIndex(read_stations(data_file("stations.geojson")), bundled_districts())


def keys(matches):
    return [match.key for match in matches]


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("漯河市", "luo he shi"),
        ("浚县", "xun xian"),
        ("长垣市", "chang yuan shi"),
        ("长葛", "chang ge"),
        ("南乐县", "nan le xian"),
        ("渑池县", "mian chi xian"),
        ("柘城县", "zhe cheng xian"),
        ("重庆路7-11", "chong qing lu 7 - 11"),
        ("", ""),
    ],
)
def test_local_names_are_read_as_locals_do(name, spelt):
    assert " ".join(syllables(name)) == spelt


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("郑州", "410100"),
        ("郑州市", "410100"),
        ("zhengzhou", "410100"),
        ("ZhengZhou Shi", "410100"),
        ("zzs", "410100"),
        ("luohe", "411100"),
        ("lhs", "411100"),
        ("xunxian", "410621"),
        ("浚县", "410621"),
        ("jinshui", "410105"),
        ("河南省中原区", "410102"),
        ("fengyang", "a"),
        ("翠竹街", "a"),
        ("工会驿站", "d"),
        ("ghyz", "d"),
        ("７－ｅｌｅｖｅｎ", "c"),
        ("7-eleven", "c"),
        ("xunxianwenhuazhan", "b"),
    ],
)
def test_the_first_match(index, text, first):
    assert keys(index.search(text))[0] == first


def test_pinyin_begins_at_a_syllable(index):
    # "ngzh" stands in zhengzhou, but no syllable begins there.
    assert index.search("ngzhou") == []


@pytest.mark.parametrize("text", ["", "  ", "\n", "模拟", "qqqq", "，。", "a" * 5000, "\0"])
def test_nothing_is_found(index, text):
    assert index.search(text) == []


def test_a_district_leads_to_its_seat(index):
    match = index.search("郑州市")[0]
    assert match.what == "prefecture"
    assert match.pinyin == "Zhengzhou"
    assert abs(match.where.lon - 113.65) < 0.1
    assert index.search("金水区")[0].within == "郑州市"


def test_only_accepted_stations(index):
    import numpy as np

    accept = np.array([True, True, True, False])
    assert keys(index.search("工会驿站", accept)) == ["a"]


def test_the_limit_holds_and_stations_have_room_beside_districts(bundled):
    matches = bundled.search("郑", limit=8)
    assert len(matches) == 8
    assert sum(match.what == "station" for match in matches) >= 4
    assert len(bundled.search("zz", limit=3)) == 3


@given(st.text(max_size=60) | st.text(string.ascii_lowercase + "郑州市驿站 ", max_size=8))
def test_any_text_is_answered(text):
    small = SearchIndex(station_set(feature("a", name="驿站")), bundled_districts())
    assert len(small.search(text)) <= 8
