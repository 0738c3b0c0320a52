"""Lists into stations: one input file a trouble, and the account of rows for every one."""

import csv
import json
from pathlib import Path

import pytest

from locator.errors import ParameterError
from locator.paths import data_file
from locator.stations.importing import Options, import_files
from locator.stations.importing.datum_evidence import CoordsysError
from locator.stations.reading import read_stations
from locator.stations.writing.atomic import FileError

INPUTS = Path(__file__).parent / "inputs"
ZHENGZHOU = Path(__file__).parents[3] / "data" / "raw" / "zhengzhou_union_stations_82.csv"
WGS84 = Options(coordsys="wgs84")


def run(name, options=WGS84):
    result = import_files([INPUTS / name], options)
    assert result.ledger.rows == result.ledger.accounted
    assert len(result.stations) == result.ledger.stations
    return result


def by_name(result):
    return {station.name: station for station in result.stations}


def codes(result, severity=None):
    return [f.code for f in result.findings if severity in (None, f.severity)]


def ledger(result):
    return {key: count for key, count in result.ledger.as_dict().items() if count}


def test_the_real_list_with_exactly_its_four_wrong_counties():
    result = import_files([ZHENGZHOU], Options())
    assert ledger(result) == {"rows": 83, "stations": 82, "headings": 1}
    with ZHENGZHOU.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    zones = {"高新区", "经开区", "郑东新区", "航空港区"}
    wrong = [
        number
        for number, row in enumerate(rows, start=2)
        if row["district"] not in zones and row["district"] != row["county_by_point"]
    ]
    warned = [f.place.row for f in result.findings if f.severity == "warning"]
    assert warned == wrong
    assert len(wrong) == 4
    assert codes(result, "warning") == ["wrong_district"] * 4
    assert sorted(f.value for f in result.findings if f.severity == "note") == sorted(zones)
    assert {station.kind for station in result.stations} == {"love_station"}
    shipped = {s.name: s for s in read_stations(data_file("stations.geojson"))}
    for station in result.stations:
        assert station.hours_text == shipped[station.name].hours_text
        assert station.position == shipped[station.name].position


def test_headings_hours_services_and_personal_data():
    result = run("chinese_headings.csv")
    stations = by_name(result)
    first, second, third = (
        stations[n] for n in ("建设路工会驿站", "豫通司机之家", "大学路骑手之家")
    )
    assert (first.kind, second.kind, third.kind) == ("love_station", "driver_home", "rider_home")
    assert first.opening_hours == "Mo-Fr 08:30-18:00; PH off"
    assert first.hours_text == "周一至周五 8:30-18:00，节假日除外"
    assert first.services == ("water", "meal_heating", "phone_charging")
    assert second.services == ("shower", "parking")
    assert second.extra["services_text"] == "停车、淋浴、擦鞋机"
    assert (first.phone, second.phone, third.phone) == ("0371-65506110", "0371-65506111", "12351")
    assert third.opening_hours is None
    assert third.hours_text == "看情况"
    assert third.note == "找张师傅"
    findings = json.dumps([f.in_language("zh") for f in result.findings], ensure_ascii=False)
    contents = json.dumps(
        [[s.properties(), dict(s.extra)] for s in result.stations], ensure_ascii=False
    )
    for secret in ("13812345678", "13900001111", "13700000000", "王小明", "李强"):
        assert secret not in findings + contents
    assert codes(result).count("personal") == 3
    assert {"services", "phone", "hours"} <= set(codes(result, "warning"))


def test_personal_columns_are_kept_where_they_are_named():
    options = Options(coordsys="wgs84", mapping={"负责人": "operator", "手机号码": "手机号码"})
    station = by_name(run("chinese_headings.csv", options))["建设路工会驿站"]
    assert station.operator == "王小明"
    assert station.extra["手机号码"] == "13812345678"


@pytest.mark.parametrize("name", ["title_total_empty.csv", "gb18030.csv"])
def test_titles_totals_empty_rows_and_the_datum_of_the_title(name):
    result = run(name, Options())
    expected = {"rows": 8, "stations": 2, "headings": 1, "titles": 2, "totals": 1, "empty": 2}
    assert ledger(result) == expected
    assert [s.where.lon for s in result.stations] == [113.618596, 113.677246]


def test_merged_cells_in_an_old_workbook():
    result = run("merged.xls")
    expected = {"rows": 5, "stations": 2, "headings": 1, "titles": 1, "totals": 1}
    assert ledger(result) == expected
    assert [station.adcode for station in result.stations] == ["410105", "410105"]


@pytest.mark.parametrize("name", ["service_columns.tsv", "utf16.txt"])
def test_columns_of_services_and_a_datum_in_the_heading(name):
    stations = by_name(run(name, Options()))
    assert stations["洛龙工会驿站"].services == ("water", "meal_heating")
    assert stations["高新工会驿站"].services == ("water", "toilet")
    assert stations["高新工会驿站"].extra["district_text"] == "高新区"


@pytest.mark.parametrize(
    ("name", "slips", "lon_lat"),
    [
        ("swapped.csv", ["swapped"], (113.618596, 34.737819)),
        ("dms.csv", ["dms", "dms"], (113.6186111, 34.7377778)),
        ("no_point.csv", ["decimal_point", "swapped"], (113.618596, 34.737819)),
    ],
)
def test_slips_are_suggested_and_repaired_only_when_told(name, slips, lon_lat):
    plain = run(name)
    assert codes(plain, "rejected") == slips
    assert "甲驿站" not in by_name(plain)
    assert all(
        "--fix" in f.remedy.in_language("zh") for f in plain.findings if f.severity == "rejected"
    )
    fixed = run(name, Options(coordsys="wgs84", fix=True))
    assert codes(fixed, "repaired") == slips
    assert not fixed.rejected
    where = by_name(fixed)["甲驿站"].where
    assert (where.lon, where.lat) == lon_lat


def test_rows_without_name_kind_or_position_come_back():
    result = run("missing.csv")
    assert [f.code for d in result.rejected for f in d.refusals] == [
        "no_position", "no_name", "no_kind", "no_position",
    ]  # fmt: skip
    assert [draft.number for draft in result.rejected] == [2, 3, 4, 5]
    with_kind = run("missing.csv", Options(coordsys="wgs84", kind="service_centre"))
    assert by_name(with_kind)["丙站房"].kind == "service_centre"


def test_duplicates_are_merged_pointed_out_or_refused():
    result = run("duplicates.csv")
    assert ledger(result) == {"rows": 8, "stations": 4, "merged": 2, "rejected": 1, "headings": 1}
    assert by_name(result)["甲驿站"].id == "zy-1"
    assert codes(result).count("conflict") == 2
    assert codes(result).count("near_duplicate") == 1
    assert codes(result, "rejected") == ["ambiguous"]


def test_a_datum_is_asked_for():
    with pytest.raises(CoordsysError, match="--coordsys"):
        run("swapped.csv", Options())


def test_the_datum_is_weighed_and_decided_only_on_a_clear_win(tmp_path):
    with ZHENGZHOU.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["名称", "地址", "区县", "经度", "纬度"])
        names = ("name", "address", "district", "gcj02_lng", "gcj02_lat")
        writer.writerows([row[name] for name in names] for row in rows)
    with pytest.raises(CoordsysError) as caught:
        import_files([path], Options(coordsys="auto"))
    figures = {f.datum: f for f in caught.value.evidence.figures}
    assert {f.judged for f in figures.values()} == {70}  # twelve rows name zones
    assert figures["gcj02"].inside == 66
    known = read_stations(data_file("stations.geojson")).stations
    result = import_files([path], Options(coordsys="auto", known=known))
    assert result.evidence["list.csv"].winner == "gcj02"
    assert result.evidence["list.csv"].figures[1].agreeing == 82


def test_own_headings_can_be_named(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("站,经,纬,备\n甲驿站,113.6,34.7,x\n", encoding="utf-8")
    with pytest.raises(FileError, match="headings"):
        import_files([path], WGS84)
    mapping = {"站": "name", "经": "lon", "纬": "lat", "备": "-"}
    (station,) = import_files([path], Options(coordsys="wgs84", mapping=mapping)).stations
    assert (station.name, station.extra) == ("甲驿站", {})
    for wrong in ({"站": "nmae"}, {"没有": "name"}):
        with pytest.raises(ParameterError, match="--map"):
            import_files([path], Options(coordsys="wgs84", mapping={**mapping, **wrong}))
