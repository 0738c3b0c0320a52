"""Names in English: spelt out, the Chinese beside; names of other forms are left alone."""

import csv
from dataclasses import dataclass

import pytest

from locator.find.search import district_pinyin
from locator.geo.districts import bundled_districts
from locator.publish.district_names import district_name, full_district_name, label_name
from tools.build_data.sources import ROOT


@dataclass
class Named:
    name: str
    prefecture_name: str


@pytest.mark.parametrize(
    ("name", "above", "expected"),
    [
        ("金水区", "郑州市", "Jinshui, Zhengzhou 金水区"),
        ("管城回族区", "郑州市", "Guancheng, Zhengzhou 管城回族区"),
        ("浚县", "鹤壁市", "Xun, Hebi 浚县"),
        ("济源市", "济源市", "Jiyuan 济源市"),
        ("东区", "410900", "Dong 东区"),
        ("East End", "North", "East End, North"),
        ("<b>区", "郑州市", "<b>区, 郑州市"),
        ("", "", ""),
        ("区", "", "区"),
    ],
)
def test_full_names(name, above, expected):
    assert full_district_name(Named(name, above), "en") == expected


def test_chinese_readers_read_what_stands_in_the_file():
    assert full_district_name(Named("金水区", "郑州市"), "zh") == "郑州市金水区"
    assert district_name("金水区", "zh") == label_name("金水区", "zh") == "金水区"
    assert label_name("金水区", "en") == "Jinshui"


def test_names_are_spelt_as_geonames_spells_them():
    known = {}
    with (ROOT / "data" / "raw" / "henan_geonames_places.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            known.setdefault(row["zh_name"], set()).add(row["name"].split()[0])
    agreed, others = [], []
    for district in (*bundled_districts().prefectures, *bundled_districts().counties):
        stem = district.name[:-1]
        spellings = set().union(*(known.get(stem + rank, set()) for rank in ("", "市", "县")))
        if spellings and len(stem) > 1:
            (agreed if district_pinyin(district.name) in spellings else others).append(
                district.name
            )
    assert len(agreed) >= 22
    assert others == ["中原区", "光山县"]  # there it has other towns under these names


def test_names_that_dictionaries_misread():
    names = "漯河市 殷都区 魏都区 浚县 泌阳县 渑池县 柘城县 尉氏县 博爱县 新安县 建安区 龙安区"
    expected = "Luohe Yindu Weidu Xun Biyang Mianchi Zhecheng Weishi Bo'ai Xin'an Jian'an Long'an"
    assert [district_pinyin(name) for name in names.split()] == expected.split()
