"""Sheets as people lay them out: headings in two rows, groups, remarks, quotation marks."""

import csv
import os

import pytest
import xlsxwriter

from locator.stations.importing import Options, import_files
from locator.stations.importing.datum_evidence import CoordsysError
from locator.stations.importing.headings import meaning_of
from locator.stations.writing.atomic import FileError
from tests.stations.importing.test_pipeline import INPUTS, codes, ledger

WGS84 = Options(coordsys="wgs84")


def imported(path, options=WGS84):
    os.utime(path, (0, 0))
    result = import_files([path], options)
    assert result.ledger.rows == result.ledger.accounted
    return result


def text(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def book(tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    made.path = tmp_path / "list.xlsx"
    return made


def test_headings_in_two_rows_under_merged_cells(book):
    sheet = book.add_worksheet("统计表")
    sheet.merge_range("A1:I1", "驿站统计表")
    for column, name in enumerate(["序号", "站点名称", "区县", "地址"]):
        sheet.merge_range(1, column, 2, column, name)
    for first, name in ((4, "高德坐标"), (6, "负责人")):
        sheet.merge_range(1, first, 1, first + 1, name)
    sheet.write_row(2, 4, ["经度", "纬度", "姓名", "电话"])
    sheet.merge_range(1, 8, 2, 8, "服务内容")
    sheet.merge_range("C4:C5", "中原区")
    for number, name in enumerate(["甲驿站", "乙驿站"], start=3):
        sheet.write_row(number, 0, [number - 2, name])
        sheet.write_row(
            number, 3, [f"{name}路", 113.6192, 34.7466, "王小明", "0371-65506110", "饮水"]
        )
    sheet.merge_range("A6:H6", "合计")
    sheet.write("I6", 2)
    book.close()
    result = imported(book.path, Options())
    assert ledger(result) == {"rows": 6, "stations": 2, "headings": 2, "titles": 1, "totals": 1}
    first, second = result.stations
    assert (first.adcode, second.adcode) == ("410102", "410102")
    assert round(first.where.lon, 4) == 113.6132  # from GCJ-02, as the group of columns says
    assert (first.phone, first.services) == ("0371-65506110", ("water",))
    assert "王小明" not in repr(result.stations)


def test_two_groups_of_positions_are_told_apart(book):
    sheet = book.add_worksheet()
    sheet.merge_range("A1:A2", "名称")
    sheet.merge_range("B1:C1", "高德坐标")
    sheet.merge_range("D1:E1", "百度坐标")
    sheet.write_row(1, 1, ["经度", "纬度", "经度", "纬度"])
    sheet.write_row(2, 0, ["甲驿站", 113.6192, 34.7466, 113.6257, 34.7526])
    sheet.write_row(3, 0, ["乙驿站", 113.6192, 34.7466, 113.7257, 34.7526])
    book.close()
    result = imported(book.path, Options())
    assert [round(s.where.lon, 4) for s in result.stations] == [113.6132, 113.6132]
    assert [f.place.row for f in result.findings if f.code == "datums_differ"] == [4]


def test_headings_in_two_rows_of_text(tmp_path):
    path = text(
        tmp_path / "list.csv",
        ["名称", "区县", "高德坐标", ""],
        ["", "", "经度", "纬度"],
        ["甲驿站", "中原区", "113.6192", "34.7466"],
    )
    result = imported(path, Options())
    assert ledger(result) == {"rows": 3, "stations": 1, "headings": 2}
    assert round(result.stations[0].where.lon, 4) == 113.6132


def test_merged_cells_of_rows_are_no_headings(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["名称", "区县", "经度", "纬度"])
    sheet.merge_range("B2:B3", "中原区")
    for number in (1, 2):
        sheet.write(number, 0, f"{number}驿站")
        sheet.write_row(number, 2, [113.613, 34.748])
    book.close()
    result = imported(book.path)
    assert ledger(result) == {"rows": 3, "stations": 2, "headings": 1}
    assert [s.adcode for s in result.stations] == ["410102"] * 2


def test_a_heading_that_explains_itself_at_length(tmp_path):
    long = "站点名称（必填，" + "请写全称，" * 20 + "不得重名）"
    path = text(tmp_path / "l.csv", [long, "经度", "纬度"], ["甲驿站", "113.6", "34.7"])
    assert imported(path).stations[0].name == "甲驿站"
    assert meaning_of("名称" + "长" * 60, {}) is None


def test_rows_of_a_table_above_the_headings_are_pointed_out(tmp_path):
    path = text(
        tmp_path / "list.csv",
        ["名称", "区县", "地址", "站长"],
        ["甲驿站", "中原区", "一路", "王", "有空调", "有水"],
        ["名称", "区县", "地址", "经度", "纬度"],
        ["乙驿站", "中原区", "二路", "113.613", "34.748"],
    )
    result = imported(path)
    assert ledger(result) == {"rows": 4, "stations": 1, "headings": 1, "titles": 2}
    assert codes(result, "warning") == ["above"]


def test_headings_that_stand_again_in_other_words_are_headings(tmp_path):
    path = text(
        tmp_path / "list.csv",
        ["序号", "名称", "区县", "地址", "经度", "纬度"],
        ["1", "甲驿站", "中原区", "一路", "113.613", "34.748"],
        ["序号", "站点名称", "所属区县", "详细地址", "经度", "纬度"],
        ["1", "乙驿站", "中原区", "二路", "113.623", "34.748"],
    )
    result = imported(path)
    assert ledger(result) == {"rows": 4, "stations": 2, "headings": 2}
    assert codes(result, "rejected") == []


def test_a_second_table_is_not_read_by_the_firsts_headings(tmp_path):
    """Else its addresses would become names, without a word."""
    path = text(
        tmp_path / "list.csv",
        ["名称", "区县", "地址", "经度", "纬度"],
        ["甲驿站", "中原区", "一路", "113.613", "34.748"],
        ["地址", "区县", "名称", "经度", "纬度"],
        ["二路驿站旁", "中原区", "乙驿站", "113.623", "34.748"],
        ["名称", "区县", "地址", "经度", "纬度"],
        ["丙驿站", "中原区", "三路", "113.633", "34.748"],
    )
    result = imported(path)
    assert ledger(result) == {"rows": 6, "stations": 2, "rejected": 1, "headings": 3}
    assert {s.name for s in result.stations} == {"甲驿站", "丙驿站"}
    (refusal,) = [f for f in result.findings if f.severity == "rejected"]
    assert (refusal.code, refusal.place.row) == ("second_table", 4)


ALIKE = ["名称", "类别", "经度", "纬度"]
SEVERAL = {
    "a person's name": ([*ALIKE, "面积"], [*ALIKE, "联系人"]),
    "services": ([*ALIKE, "饮水", "厕所"], [*ALIKE, "厕所", "饮水"]),
    "a datum": (ALIKE, ["名称", "类别", "高德经度", "高德纬度"]),
}


@pytest.mark.parametrize("which", SEVERAL)
def test_a_second_table_may_differ_in_any_column(tmp_path, which):
    first, second = SEVERAL[which]
    beyond = ["有", "无"][: len(first) - len(ALIKE)]
    rows = [
        [f"{n}号驿站", "爱心驿站", f"113.6{n}", "34.748", *beyond] for n in range(10, 41)
    ]  # so many that the second headings are none of the first
    result = imported(text(tmp_path / "list.csv", first, *rows[:-1], second, rows[-1]))
    assert ledger(result) == {"rows": 33, "stations": 30, "rejected": 1, "headings": 2}
    assert [f.code for f in result.findings if f.severity == "rejected"] == ["second_table"]


def test_headings_of_two_rows_may_stand_again(tmp_path):
    headings = ["名称", "区县", "高德坐标", ""], ["", "", "经度", "纬度"]
    path = text(
        tmp_path / "list.csv",
        *headings,
        ["甲驿站", "中原区", "113.6192", "34.7466"],
        *headings,
        ["乙驿站", "中原区", "113.6292", "34.7466"],
    )
    assert ledger(imported(path, Options())) == {"rows": 6, "stations": 2, "headings": 4}


def test_a_station_that_has_no_position_and_is_called_like_a_heading_is_data(tmp_path):
    path = text(
        tmp_path / "list.csv",
        ["名称", "区县", "地址", "服务", "经度", "纬度"],
        ["卫生间", "中原区", "名称", "饮水", "", ""],
    )
    assert ledger(imported(path)) == {"rows": 2, "rejected": 1, "headings": 1}


@pytest.mark.parametrize("name", ["审核楼驿站", "填报点驿站", "单位大院驿站", "日期广场驿站"])
def test_a_station_whose_name_begins_like_a_remark_is_none(tmp_path, name):
    path = text(tmp_path / "list.csv", ["名称", "经度", "纬度"], [name, "113.6", "34.7"])
    assert imported(path).stations[0].name == name


@pytest.mark.parametrize(
    "remark", ["填表人：张三 审核人：李四", "注1：含流动站", "单位（盖章）：某局"]
)
def test_remarks_below_a_list(tmp_path, remark):
    path = text(tmp_path / "l.csv", ["名称", "经度", "纬度"], ["甲驿站", "113.6", "34.7"], [remark])
    assert ledger(imported(path)) == {"rows": 3, "stations": 1, "headings": 1, "titles": 1}


ROW = "{0}驿站,{0}路1号,113.6{1},34.7\n"


@pytest.mark.parametrize(
    ("rows", "severity", "stations"),
    [
        # never closed: the rest of the file is in the cell
        (
            ['甲驿站,"甲路1号,113.61,34.7\n', ROW.format("乙", 2), ROW.format("丙", 3)],
            "rejected",
            0,
        ),
        # closed by another's quotation mark: one's name, another's position
        (
            ['甲驿站,"甲路1号,113.61,34.7\n', '乙驿站,乙"路1号,113.62,34.7\n', ROW.format("丙", 3)],
            "rejected",
            1,
        ),
        (['甲驿站,"甲路1号\n东门,西门",113.61,34.7\n', ROW.format("乙", 2)], None, 2),
        (['甲驿站,"甲路1号\n东门,西门",113.61,34.7,多\n', ROW.format("乙", 2)], "warning", 2),
    ],
)
def test_quotation_marks_that_are_missing(tmp_path, rows, severity, stations):
    path = tmp_path / "list.csv"
    path.write_text("名称,地址,经度,纬度\n" + "".join(rows), encoding="utf-8")
    result = imported(path)
    severities = [f.severity for f in result.findings if f.code == "quotes"]
    assert severities == ([severity] if severity else [])
    assert len(result.stations) == stations


def test_lines_in_a_cell_of_a_workbook_are_no_missing_quotation_mark(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["名称", "经度", "纬度", "备注"])
    sheet.write_row(1, 0, ["甲驿站", 113.6, 34.7, "a,b,c,d\ne,f,g 113.55,34.66"])
    book.close()
    assert not imported(book.path).findings


def test_slips_of_numbers_in_a_workbook(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["名称", "经度", "纬度"])
    sheet.write_row(1, 0, ["甲驿站", 113613000, 34748000])
    sheet.write_row(2, 0, ["乙驿站", 34.748, 113.613])
    book.close()
    assert codes(imported(book.path), "rejected") == ["decimal_point", "swapped"]
    fixed = imported(book.path, Options(coordsys="wgs84", fix=True))
    assert {(s.where.lon, s.where.lat) for s in fixed.stations} == {(113.613, 34.748)}


def test_sheets_by_name(tmp_path):
    path = INPUTS / "errors.xls"
    result = import_files([path], Options(coordsys="wgs84", sheet="好名单"))
    (station,) = result.stations
    assert (station.name, station.valid_from.isoformat()) == ("丙驿站", "2026-05-01")
    with pytest.raises(FileError, match="there are 说明, 名单, 好名单"):
        import_files([path], Options(coordsys="wgs84", sheet="差名单"))
    with pytest.raises(FileError, match="leave --sheet out"):
        import_files([INPUTS / "swapped.csv"], Options(coordsys="wgs84", sheet="名单"))


def test_personal_cells_beyond_the_headings_are_dropped_and_told(tmp_path):
    path = text(
        tmp_path / "l.csv",
        ["名称", "经度", "纬度"],
        ["甲驿站", "113.6", "34.7", "13812345678", "南门"],
    )
    result = imported(path)
    assert result.stations[0].extra == {"column_5": "南门"}
    assert [f.place.column for f in result.findings if f.code == "personal"] == ["column_4"]


def test_a_column_of_other_properties_changes_no_listed_one(tmp_path):
    extra = '{"id": "x", "position": "modelled", "a": 1}'
    path = text(
        tmp_path / "l.csv", ["名称", "经度", "纬度", "extra"], ["甲驿站", 113.6, 34.7, extra]
    )
    (station,) = imported(path).stations
    assert station.id != "x"
    assert station.position is None
    assert station.extra == {"id_text": "x", "position_text": "modelled", "a": 1}


def test_files_of_one_name_are_weighed_apart(tmp_path):
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(
            text(tmp_path / folder / "l.csv", ["名称", "经度", "纬度"], ["甲驿站", "113.6", "34.7"])
        )
    with pytest.raises(CoordsysError, match=r"a/l\.csv: "):
        import_files(paths, Options(coordsys="auto"))
