"""Files that are no lists: a line with the remedy, memory bounded, nothing written."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from click.testing import CliRunner

from locator.cli import main
from locator.stations.importing.sources import detect
from locator.stations.importing.sources.detect import read_tables
from locator.stations.writing import read_any
from locator.stations.writing.atomic import FileError

INPUTS = Path(__file__).parent / "inputs"
HEADINGS = ["名称", "地址", "经度", "纬度"]
ROW = ["甲驿站", "甲路1号", 113.6, 34.7]
SHEET = "xl/worksheets/sheet1.xml"


def book(path, *rows, formulas=()):
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("表一")
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
        for cell, formula, value in formulas:
            sheet.write_formula(cell, formula, None, value)
    return path


def replaced(path, member, content):
    """Write a workbook again with another member's content."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = content(members[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def empty(path):
    file = path / "list.xlsx"
    file.write_bytes(b"")
    return file


def jpeg(path):
    file = path / "list.xlsx"
    file.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40)
    return file


def jpeg_as_text(path):
    return jpeg(path).rename(path / "list.csv")


def workbook_as_text(path):
    return book(path / "list.xlsx", ROW).rename(path / "list.csv")


def text_as_workbook(path):
    file = path / "list.xlsx"
    file.write_text("名称,经度,纬度\n甲驿站,113,34\n", encoding="utf-8")
    return file


def truncated(path):
    file = book(path / "list.xlsx", *[ROW] * 500)
    file.write_bytes(file.read_bytes()[:-3000])
    return file


def bomb(path):
    file = book(path / "list.xlsx", ROW)
    return replaced(
        file, SHEET, lambda xml: xml.replace(b"</row>", b"</row>" + b" <x/>" * 20_000_000, 1)
    )


def lying_bomb(path):
    """A bomb whose directory says that it is small."""
    file = bomb(path)
    raw = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        true_size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    file.write_bytes(bytes(raw).replace(true_size, (2000).to_bytes(4, "little")))
    return file


def huge_cell(path):
    file = book(path / "list.xlsx", ["WORD", *ROW[1:]])
    return replaced(
        file, "xl/sharedStrings.xml", lambda xml: xml.replace(b"WORD", b"ab" * 9_000_000)
    )


def huge_cell_as_text(path):
    file = path / "list.csv"
    with file.open("w", encoding="utf-8") as made:
        made.write("名称,地址,经度,纬度\n甲驿站,")
        for _ in range(100):
            made.write("x" * 1_000_000)
        made.write(",113.6,34.7\n")
    return file


def errors(path):
    return book(
        path / "list.xlsx", ROW, formulas=[("C3", "=NA()", "#N/A"), ("D3", "=1/0", "#DIV/0!")]
    )


def errors_in_an_old_workbook(path):
    return Path(shutil.copy(INPUTS / "errors.xls", path / "list.xls"))


def cells_in_error_without_a_place(path):
    """Attributes in another order, a prefix, as other programs write them."""
    file = errors(path)
    return replaced(
        file, SHEET, lambda xml: re.sub(rb'<c r="(..)" t="e"', rb'<c t="e" s="0" r="\1"', xml)
    )


def with_a_password(path):
    file = path / "list.xlsx"
    shutil.copy(INPUTS / "errors.xls", file)
    with file.open("ab") as made:
        made.write(b"x" * 512 + "EncryptedPackage".encode("utf-16-le"))
    raw = bytearray(file.read_bytes())
    raw[512:600] = bytes(88)
    file.write_bytes(raw)
    return file


def old_workbook_broken_off(path):
    file = path / "list.xls"
    file.write_bytes((INPUTS / "errors.xls").read_bytes()[:-2000])
    return file


def empty_lines(path):
    file = path / "list.csv"
    file.write_bytes(b"\n" * 2_000_000)
    return file


def utf16_without_a_mark(path):
    file = path / "list.csv"
    file.write_bytes("名称,经度,纬度\n甲驿站,113,34\n".encode("utf-16-le"))
    return file


def formulas_without_values(path):
    file = book(path / "list.xlsx", ROW, formulas=[("C3", "=C2+1", 114.6)])
    return replaced(file, SHEET, lambda xml: xml.replace(b"<v>114.6</v>", b""))


def far_cells(path):
    with xlsxwriter.Workbook(str(path / "list.xlsx")) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(1_048_575, 16_383, "x")
    return path / "list.xlsx"


def binary_text(path):
    file = path / "list.csv"
    file.write_bytes(b"a,b\x00\x01\x02\n1,2\n")
    return file


def broken_off(path):
    file = path / "list.csv"
    file.write_bytes("名称,经度\n甲驿站".encode()[:-1])
    return file


def broken_json(path):
    file = path / "list.geojson"
    file.write_text('{"type": "FeatureCollection", "features": [{"type"')
    return file


def no_headings(path):
    file = path / "list.csv"
    file.write_text("a,b\n1,2\n")
    return file


def missing(path):
    return path / "list.csv"


def unknown_format(path):
    file = path / "list.docx"
    file.write_bytes(b"PK\x03\x04")
    return file


BAD = (
    empty, jpeg, jpeg_as_text, workbook_as_text, text_as_workbook, truncated, bomb, lying_bomb,
    huge_cell, huge_cell_as_text, errors, formulas_without_values, far_cells, binary_text,
    broken_off, broken_json, no_headings, missing, unknown_format, errors_in_an_old_workbook,
    cells_in_error_without_a_place, with_a_password, old_workbook_broken_off, empty_lines,
    utf16_without_a_mark,
)  # fmt: skip


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_a_bad_file_is_told_in_a_line_and_touches_nothing(make, tmp_path):
    source = make(tmp_path)
    output = tmp_path / "stations.geojson"
    output.write_text("precious")
    before = {path.name for path in tmp_path.iterdir()}
    for lang in ("zh", "en"):
        arguments = ["import", source, "-o", output, "--coordsys", "wgs84"]
        result = CliRunner().invoke(main, list(map(str, arguments)), env={"LOCATOR_LANG": lang})
        assert result.exit_code == 1, result.output
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert source.name in result.stderr
        assert ("；" if lang == "zh" else "; ") in result.stderr
    assert output.read_text() == "precious"
    assert {path.name for path in tmp_path.iterdir()} == before


MEMORY = [bomb, lying_bomb, huge_cell, huge_cell_as_text, far_cells]


@pytest.mark.slow
@pytest.mark.parametrize("make", MEMORY, ids=lambda make: make.__name__)
def test_memory_stays_bounded(make, tmp_path):
    source = make(tmp_path)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))\n"
        "from locator.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(*[line for line in open('/proc/self/status') if 'VmHWM' in line])"
    )
    command = [sys.executable, "-c", code, "import", source, "-o", tmp_path / "o.geojson"]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 1
    assert int(done.stdout.split()[-2]) < 600 * 1024


@pytest.mark.parametrize("make", [errors, cells_in_error_without_a_place, formulas_without_values])
def test_cells_without_a_value_are_named(make, tmp_path):
    with pytest.raises(FileError, match=r"'表一' has \d cells .* C3"):
        read_tables(make(tmp_path))


def test_errors_on_another_sheet_do_not_matter_where_one_is_named(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as made:
        good, bad = made.add_worksheet("好 表"), made.add_worksheet("坏<表>")
        good.write_row(0, 0, HEADINGS)
        good.write_row(1, 0, ROW)
        bad.write_formula("B7", "=NA()", None, "#N/A")
    with pytest.raises(FileError, match=r"'坏<表>' has 1 cells .* B7"):
        read_tables(tmp_path / "list.xlsx")
    (table,) = read_tables(tmp_path / "list.xlsx", "好 表")
    assert table.rows[1] == ROW


def test_an_empty_text_is_a_formulas_value(tmp_path):
    book(tmp_path / "list.xlsx", ROW, formulas=[("E2", '=IF(1,"","")', 7)])
    as_excel_does = replaced(
        tmp_path / "list.xlsx",
        SHEET,
        lambda xml: re.sub(rb'<c r="E2"(.*?)<v>7</v>', rb'<c r="E2" t="str"\1<v></v>', xml),
    )
    assert read_tables(as_excel_does)[0].rows[1] == [*ROW, ""]


def test_damaged_old_workbooks_are_always_told_in_a_line(tmp_path):
    chance = random.Random(7)
    whole = (INPUTS / "merged.xls").read_bytes()
    count = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        file = tmp_path / "list.xls"
        file.write_bytes(damaged)
        os.utime(file, (0, 0))
        try:
            read_tables(file)
        except FileError as error:
            count += 1
            assert len(error.in_language("zh").splitlines()) == 1
    assert count > 10


def test_other_commands_refuse_a_bomb_too(tmp_path):
    with pytest.raises(FileError, match="unpacks to"):
        read_any(bomb(tmp_path))


@pytest.mark.parametrize("when", ["while it is watched", "while it is read"])
def test_a_file_that_is_being_written(tmp_path, monkeypatch, when):
    source = tmp_path / "list.csv"
    source.write_text("名称,经度,纬度\n", encoding="utf-8")

    def write_on(*_):
        with source.open("a", encoding="utf-8") as file:
            file.write("甲驿站,113.6,34.7\n" * 10)
        return []

    # By this clock the file is of this second, and nobody has to wait.
    watch = write_on if when == "while it is watched" else lambda _: None
    now = source.stat().st_mtime
    monkeypatch.setattr(detect, "time", SimpleNamespace(time=lambda: now, sleep=watch))
    read = write_on if when == "while it is read" else pytest.fail
    monkeypatch.setattr(detect, "_read", read)
    with pytest.raises(FileError, match="is being written"):
        read_tables(source)


def test_formulas_with_values_are_read(tmp_path):
    book(
        tmp_path / "list.xlsx",
        ROW,
        ["乙驿站", "乙路1号"],
        formulas=[("C3", "=C2+1", 114.6), ("D3", "=D2", 34.7)],
    )
    output = tmp_path / "o.geojson"
    arguments = ["import", tmp_path / "list.xlsx", "-o", output, "--coordsys", "wgs84"]
    assert CliRunner().invoke(main, list(map(str, arguments))).exit_code == 0
    features = json.loads(output.read_text())["features"]
    assert [f["geometry"]["coordinates"][0] for f in features] == [113.6, 114.6]
