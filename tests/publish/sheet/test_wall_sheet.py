"""The map for print: complete, true to scale, and through a real Chromium the same bytes twice."""

import datetime as dt
import re
import shutil

import pytest
from PIL import Image

from locator.geo.geodesic import GEOD
from locator.publish.sheet import browser as printing
from locator.publish.sheet.browser import NoBrowserError, print_pdf, print_png
from locator.publish.sheet.wall_sheet import MAP_MM, render_print_map, sheet_window
from tests.making import feature, station_set
from tests.parts import lacking

pytestmark = pytest.mark.slow

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def stations():
    return station_set(
        feature("a", 113.65, 34.76, source="名单 <b>"),
        feature("b", 112.45, 34.62, kind="driver_home"),
        feature("c", 114.31, 34.80, kind="rider_home", name="模拟·c", position="modelled"),
        feature("d", 113.01, 33.00, kind="service_centre"),
    )


@pytest.fixture
def browser():
    if not any(map(shutil.which, printing._NAMES)):
        lacking("no chromium: apt-get install chromium fonts-noto-cjk")


def test_it_says_what_a_map_must_say(stations):
    page = render_print_map(stations, DAY)
    for words in (
        "户外劳动者驿站分布图", "2026-11-22", "爱心驿站", "司机之家", "骑手之家", "职工服务中心",
        "公里", "1 : ", "示例数据", "未经审图，仅供内部使用", "天地图", "模型生成",
        "名单 &lt;b&gt;",
    ):  # fmt: skip
        assert words in page, words
    english = render_print_map(stations, DAY, lang="en", review_number="豫S 1")
    assert "Rest stations for outdoor workers" in english
    assert ">Zhengzhou<" in english
    assert ">郑州<" not in english
    assert "豫S 1" in english
    assert "未经审图" not in english


def test_every_station_is_drawn(stations):
    page = render_print_map(stations, DAY)
    marks = re.findall(r'<path class="(?:round|dots)"[^>]* d="([^"]*)"', page)
    # A circle twice: its rim and itself; of each kind one station is there.
    assert sum(path.count("M") for path in marks) == len(stations) + 1


def test_it_is_true_to_scale(stations):
    """Distances on paper are those of the geodesic, within half a percent."""
    import numpy as np

    window = sheet_window(stations)
    xy = np.column_stack([stations.lon, stations.lat])
    mm = window.project(xy)
    assert (mm > 0).all()
    assert (mm < MAP_MM).all()
    for i in range(len(stations)):
        for j in range(i):
            metres = GEOD.inv(*xy[i], *xy[j])[2]
            drawn = float(np.hypot(*(mm[i] - mm[j])))
            assert drawn * window.unit_m == pytest.approx(metres, rel=0.005)


@pytest.mark.parametrize("count", [0, 1])
def test_few_stations_have_a_map_too(count):
    page = render_print_map(station_set(*[feature("a")][:count]), DAY)
    assert f"<b>{count}</b>" in page


def test_without_a_browser_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(NoBrowserError) as error:
        print_png("<p>", tmp_path / "a.png")
    assert "apt install chromium" in error.value.in_language("zh")
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_fails_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "find_browser", lambda: shutil.which("false"))
    with pytest.raises(printing.LocatorError, match="Chromium made no file"):
        print_png("<p>", tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("browser")
def test_a_picture_of_a_sheet(stations, tmp_path):
    print_png(render_print_map(stations, DAY), tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as picture:
        assert picture.size == (3176, 2246)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert {(0xCC, 0x33, 0x77), (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= colours


@pytest.mark.usefixtures("browser")
def test_the_same_pdf_twice(stations, tmp_path):
    page = render_print_map(stations, DAY)
    for name in ("a.pdf", "b.pdf"):
        print_pdf(page, tmp_path / name, DAY)
    content = (tmp_path / "a.pdf").read_bytes()
    assert content == (tmp_path / "b.pdf").read_bytes()
    assert b"(D:20261122" in content
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    # A3 across, in points.
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert [float(side) for side in box.groups()] == pytest.approx([1190.55, 841.89], abs=1)
