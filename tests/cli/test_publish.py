"""`locator publish`: what it writes, what it says, and what it refuses."""

import json
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from locator.cli import main
from locator.cli import publish as publish_module
from locator.publish.sheet import browser as printing
from tests.making import feature, write
from tests.parts import lacking

SEVERAL = [
    feature("a", 113.60, 34.70, opening_hours="Mo-Fr 08:30-18:00", address="中原路1号"),
    feature("b", 113.65, 34.75, opening_hours="24/7", services=["water"], kind="rider_home"),
    feature("c", 113.70, 34.80, kind="driver_home"),
    feature("d", 114.30, 34.80, name="模拟·丁", position="modelled"),
]


@pytest.fixture(scope="session")
def several(tmp_path_factory):
    return write(tmp_path_factory.mktemp("several") / "stations.geojson", *SEVERAL)


@pytest.fixture
def run(monkeypatch, several):
    for name in (
        "STATIONS",
        "BASE_URL",
        "LANG",
        "REVIEW_NUMBER",
        "DEMAND",
        "DISTRICTS",
        "DOWNLOADS",
    ):
        monkeypatch.delenv(f"LOCATOR_{name}", raising=False)

    def run_(*arguments, stations=None, **environ):
        words = ["publish", *map(str, arguments), "--stations", str(stations or several)]
        return CliRunner().invoke(main, words, env=environ)

    return run_


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_site_with_everything(run, tmp_path):
    site = tmp_path / "site"
    demand = tmp_path / "demand.csv"
    demand.write_text("lon,lat,weight\n113.6,34.7,30\n113.9,34.7,70\n")
    done = run(
        "-o", site, "--base-url", "https://example.org/", "--at", "2026-09-01", "--radius", "1500",
        LOCATOR_DEMAND=str(demand),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    contents = files(site)
    assert {
        "index.html",
        "index.en.html",
        "coverage/coverage.html",
        "coverage/report.html",
        "sitemap.xml",
        "coverage/summary.json",
        "downloads/stations.geojson",
        "downloads/stations.csv",
        "robots.txt",
        "downloads/stations.gpkg",
        "downloads/stations.kml",
        "downloads/stations.gpx",
        "downloads/README.txt",
        "manifest.json",
    } <= set(contents)
    manifest = json.loads(contents["manifest.json"])
    assert set(manifest["files"]) == set(contents) - {"manifest.json"}
    assert manifest["date"] == "2026-09-01"
    assert manifest["radius_m"] == 1500
    summary = json.loads(contents["coverage/summary.json"])
    assert summary["parameters"]["radius_m"] == 1500
    # Of the demand that is set, not of the bundled one.
    assert (summary["weight"]["in"], summary["weight"]["covered"]) == (100, 30)
    index = contents["index.html"].decode()
    assert 'href="coverage/coverage.html"' in index
    assert 'href="downloads/stations.geojson"' in index
    assert str(tmp_path) not in b"".join(contents.values()).decode("utf-8", "replace")


def test_twice_the_same_bytes(run, tmp_path):
    for name in ("a", "b"):
        assert (
            run(
                "-o", tmp_path / name, "--no-coverage", "--single-file", tmp_path / f"{name}.html"
            ).exit_code
            == 0
        )
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(("ids", "words"), [(("a-1", "A-1"), "a-1, A-1"), (("Con.x",), "Con.x")])
def test_pages_that_could_not_lie_side_by_side_are_refused(run, tmp_path, ids, words):
    path = write(tmp_path / "s.geojson", *map(feature, ids))
    done = run("-o", tmp_path / "site", "--no-coverage", stations=path)
    assert done.exit_code == 1
    assert words in done.output
    assert list(tmp_path.iterdir()) == [path]


def test_parts_can_be_left_out(run, tmp_path):
    path = write(tmp_path / "s.geojson", feature("a"))
    done = run("-o", tmp_path / "site", "--no-coverage", "--no-downloads", stations=path)
    names = set(files(tmp_path / "site"))
    assert not [name for name in names if name.startswith(("coverage/", "downloads/", "sitemap"))]
    off = {"stations": path, "LOCATOR_DOWNLOADS": "off"}
    run("-o", tmp_path / "off", "--no-coverage", **off)
    assert set(files(tmp_path / "off")) == names
    run("-o", tmp_path / "on", "--no-coverage", "--downloads", **off)
    assert "downloads/stations.csv" in files(tmp_path / "on")
    assert "没有 --base-url" in done.output
    assert 'class="qr"' not in "".join(
        p.read_text() for p in (tmp_path / "site" / "stations").iterdir()
    )


def test_samples_get_pages_when_asked_for(run, tmp_path):
    path = write(
        tmp_path / "s.geojson", feature("a"), feature("m", name="模拟·m", position="modelled")
    )
    result = run("-o", tmp_path / "a", "--no-coverage", stations=path)
    assert "1 个模拟站点没有自己的页面" in result.output
    assert not (tmp_path / "a" / "stations" / "m.html").exists()
    run("-o", tmp_path / "b", "--no-coverage", "--modelled-pages", stations=path)
    page = (tmp_path / "b" / "stations" / "m.html").read_text()
    assert "noindex" in page
    assert "示例数据" in page
    hidden = run("-o", tmp_path / "c", "--no-coverage", stations=path, LOCATOR_HIDE_MODELLED="1")
    assert "示例数据" not in hidden.output
    assert json.loads((tmp_path / "c" / "manifest.json").read_text())["stations"]["count"] == 1


def test_the_date_is_the_datas(run, tmp_path):
    path = write(tmp_path / "s.geojson", feature("a", verified_at="2025-05-05"))
    run("-o", tmp_path / "a", "--no-coverage", stations=path)
    assert json.loads((tmp_path / "a" / "manifest.json").read_text())["date"] == "2025-05-05"


def test_hours_that_are_past_are_told(run, tmp_path, monkeypatch):
    monkeypatch.setattr(publish_module, "last_day", lambda _calendar, _day: date(2020, 1, 1))
    done = run("--single-file", tmp_path / "a.html")
    assert "开放时间只写到 2020-01-01，已经过期" in done.output


def test_review_number_and_language(run, tmp_path):
    run("--single-file", tmp_path / "a.html", "--lang", "en", LOCATOR_REVIEW_NUMBER="豫S 1")
    page = (tmp_path / "a.html").read_text()
    assert '<html lang="en">' in page
    assert "豫S 1" in page
    assert "未经审图" not in page


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "say what to write"),
        (("-o", "{tmp}/a", "--base-url", "example.org"), 1, "--base-url"),
        (("-o", "{tmp}/a", "--base-url", 'https://a/"><script>'), 1, "--base-url"),
        (("-o", "{tmp}/a", "--radius", "nan"), 1, "radius"),
        (("-o", "{tmp}/a", "--radius", "-1"), 1, "radius"),
        (("-o", "{tmp}/a", "--at", "soon"), 1, "at"),
        (("-o", "{tmp}/full"), 1, "已有别的文件"),
        (("-o", "{tmp}/full/mine.txt"), 1, "不是文件夹"),
        (("--single-file", "{tmp}/none/a.html"), 1, "无法写入"),
        (("--single-file", "{tmp}/full"), 2, "directory"),
    ],
)
def test_what_is_refused_changes_nothing(run, tmp_path, arguments, code, words):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    done = run(*(a.replace("{tmp}", str(tmp_path)) for a in arguments))
    assert done.exit_code == code, done.output
    assert words in done.output
    assert "Traceback" not in done.output
    assert files(tmp_path) == {"full/mine.txt": b"mine"}


def test_without_a_browser_nothing_is_begun(run, tmp_path, monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda _name: None)
    done = run("-o", tmp_path / "a", "--png", tmp_path / "a.png", "--pdf", tmp_path / "a.pdf")
    assert done.exit_code == 1
    assert "apt install chromium" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_sheet_in_both_forms(run, tmp_path):
    if not any(map(shutil.which, printing._NAMES)):
        lacking("no chromium: apt-get install chromium fonts-noto-cjk")
    done = run("--png", tmp_path / "a.png", "--pdf", tmp_path / "a.pdf")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
