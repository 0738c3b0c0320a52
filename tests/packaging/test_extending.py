"""What docs/architecture.md says of where to add what: done, in a copy of the program."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.list_parameters import DOCUMENT, table

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path):
    """A copy of the package that may be changed, with everything else of the checkout beside it."""
    for name in ("data", "static", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(
        ROOT / "locator", tmp_path / "locator", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path


def change(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path.name, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def add_line(path, line):
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def run(copy, script):
    """Run a script with the copy, and return what it prints, as JSON."""
    environ = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=copy, env=environ, capture_output=True, text=True,
        timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_the_table_of_parameters_is_what_is_declared():
    assert DOCUMENT.read_text(encoding="utf-8") == table(), "python -m tools.list_parameters"


@pytest.mark.slow
def test_a_parameter_of_nearest_is_a_field_and_its_words(copy):
    nearest = copy / "locator/find/nearest.py"
    change(
        nearest,
        "    max_distance_m: float | None = field_of(MAX_DISTANCE_M)\n",
        "    max_distance_m: float | None = field_of(MAX_DISTANCE_M)\n"
        '    min_distance_m: float = field_of(Parameter("min_distance_m", Number(0.0), 0.0))\n',
    )
    change(nearest, "if metres <= reach_m\n", "if query.min_distance_m <= metres <= reach_m\n")
    add_line(
        copy / "locator/texts/parameters.csv", "min_distance_m,最近距离,Leave out what is nearer"
    )
    printed = run(
        copy,
        """
import json
from click.testing import CliRunner
from locator.cli.main import main
from locator.publish.openapi.openapi_document import build_document
from locator.settings import read_settings
from locator.web import create_app

client = create_app(read_settings({})).test_client()
here = "/api/v1/nearest?lon=113.65&lat=34.76&k=100"
metres = [
    [f["properties"]["distance_m"] for f in client.get(here + more).get_json()["features"]]
    for more in ("", "&min_distance_m=1000")
]
entries = build_document("", "zh")["paths"]["/api/v1/nearest"]["get"]["parameters"]
told = CliRunner().invoke(main, ["nearest", "113.65", "34.76", "--min-distance-m", "1000",
                                 "-k", "100", "--format", "geojson"])
print(json.dumps({
    "metres": metres,
    "wrong": client.get(here + "&min_distance_m=-1").status_code,
    "about": [e["description"] for e in entries if e.get("name") == "min_distance_m"],
    "command": [f["properties"]["distance_m"] for f in json.loads(told.output)["features"]],
}))
""",
    )
    near, far = printed["metres"]
    assert near[0] < 1000 <= min(far)
    assert printed["wrong"] == 400
    assert printed["about"] == ["最近距离"]
    assert printed["command"] == far


@pytest.mark.slow
def test_a_kind_a_service_and_a_mode_are_a_row_each_and_their_words(copy):
    change(
        copy / "locator/stations/kinds.py",
        '    Kind("service_centre"',
        '    Kind("tea_house", "#117733", "cup", "cross", travel="cargo_bike"),\n'
        '    Kind("service_centre"',
    )
    change(
        copy / "locator/stations/services.py",
        '    Service("union_join"',
        '    Service("massage", "seat"),\n    Service("union_join"',
    )
    change(
        copy / "locator/travel.py",
        '    TravelMode("truck"',
        '    TravelMode("cargo_bike", "scooter", "ride", 3.0),\n    TravelMode("truck"',
    )
    add_line(copy / "locator/texts/travel.csv", "cargo_bike,三轮车,Cargo bike")
    add_line(copy / "locator/texts/kinds.csv", "tea_house.name,茶馆,Tea house")
    add_line(copy / "locator/texts/kinds.csv", "tea_house.serves,喝茶的人,all who drink tea")
    add_line(copy / "locator/texts/services.csv", "massage,按摩,Massage")
    printed = run(
        copy,
        """
import json, pathlib, re
from dataclasses import replace
from locator.settings import read_settings
from locator.web import create_app

point = {"type": "Point", "coordinates": [113.65, 34.76]}
station = {"type": "Feature", "id": "t1", "geometry": point,
  "properties": {"id": "t1", "kind": "tea_house", "name": "一号茶馆", "status": "active",
                 "services": ["massage"], "opening_hours": "24/7"}}
path = pathlib.Path("s.geojson")
path.write_text(json.dumps({"type": "FeatureCollection", "features": [station]}))
app = create_app(replace(read_settings({}), stations=path))
client = app.test_client()
known = {"station_id": "t1", "featureId": "t1", "collection_id": "tea_house", "feature_id": "t1",
         "name": "stations.csv", "number": "0"}
answers = {}
for rule in app.url_map.iter_rules():
    if rule.endpoint == "static" or "static" in rule.rule:
        continue
    address = re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", lambda m: known[m[1]], rule.rule)
    for lang in ("zh", "en"):
        query = {"lang": lang}
        if rule.rule in ("/api/v1/nearest", "/api/v1/relaxed"):
            query |= {"lon": "113.65", "lat": "34.76", "travel": "cargo_bike"}
        if rule.rule == "/api/v1/plan":
            query |= {"district": "410105", "time_limit_s": "1"}
        if rule.rule == "/oembed":
            query |= {"url": "http://localhost/embed"}
        answer = client.get(address, query_string=query)
        if "Cargo bike" in answer.text:
            answers[f"mode at {address} {lang}"] = [answer.status_code, True]
        answers[f"{address} {lang}"] = [answer.status_code, "Tea house" in answer.text if
            not address.startswith("/downloads/s") else False]
from datetime import date

from click.testing import CliRunner
from locator.cli.main import main
from locator.publish.sheet.wall_sheet import render_print_map
from locator.stations.reading import read_stations

products = {
    "site": ["publish", "-o", "site", "--no-coverage"],
    "single": ["publish", "--single-file", "one.html"],
    "csv": ["convert", str(path), "-o", "s.csv"],
    "kml": ["convert", str(path), "-o", "s.kml"],
    "check": ["check", str(path)],
    "nearest": ["nearest", "113.65", "34.76", "--travel", "cargo_bike"],
    "coverage": ["coverage", "--radius-m", "1000", "--at", "2026-11-28T10:00", "-o", "c"],
    "plan": ["site", "--radius-m", "1000", "--p", "2", "--from", "gaps",
             "--time-limit-s", "2", "-o", "p"],
}
for name, line in products.items():
    if name in ("site", "single", "nearest", "coverage", "plan"):
        line = [*line, "--stations", str(path)]
    told = CliRunner().invoke(main, line)
    answers[name] = [told.exit_code * 500, "茶馆" in told.output]
sheet = render_print_map(read_stations(path), date(2026, 11, 27))
answers["sheet"] = [0, "茶馆" in sheet and "#117733" in sheet]
report = pathlib.Path("c/report.html").read_text(encoding="utf-8")
answers["report"] = [0, "茶馆" in report and 'stroke="#117733"' in report]
answers["plan map"] = [0, "[113.65,34.76]" in pathlib.Path("p/plan.html").read_text()]
print(json.dumps(answers))
""",
    )
    for name in ("sheet", "report", "plan map", "check", "nearest", "mode at / en"):
        assert printed[name][1], name
    bad = {address: status for address, (status, _) in printed.items() if status >= 400}
    assert set(bad) <= {
        "/sitemap.xml zh",
        "/sitemap.xml en",
        "/sitemap-0.xml zh",
        "/sitemap-0.xml en",
    }
    named = {address for address, (_, there) in printed.items() if there}
    for page in ("/", "/map", "/embed", "/share", "/stations/t1", "/ogc/collections"):
        assert f"{page} en" in named, page


@pytest.mark.slow
def test_a_language_is_a_column(copy):
    """Pages in a third language have its words: none of the others', but names and addresses."""
    import csv

    for path in (copy / "locator/texts").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*heading, "qq"])
            for key, zh, en in rows:
                words = en
                if path.stem == "language":
                    words = {"own_name": "Qwerty", "html_tag": "qq"}.get(key, en)
                elif en:
                    words = f"«{en}»"
                writer.writerow([key, zh, en, words])
    printed = run(
        copy,
        """
import json
from click.testing import CliRunner
from locator.cli.main import main
from locator.settings import read_settings
from locator.web import create_app

client = create_app(read_settings({})).test_client()
pages = {}
for address in ("/", "/map", "/embed", "/share", "/licence", "/downloads/", "/ogc/", "/api/",
                "/ogc/collections"):
    answer = client.get(address, query_string={"lang": "qq"}, headers={"Accept": "text/html"})
    pages[address] = [answer.status_code, "«" in answer.text, 'lang="qq"' in answer.text]
wrong = client.get("/api/v1/nearest", query_string={"lang": "qq"})
told = CliRunner().invoke(main, ["nearest", "113.65", "34.76", "--lang", "qq"])
print(json.dumps({"pages": pages, "wrong": wrong.get_json()["detail"], "told": told.output}))
""",
    )
    for address, (status, worded, tagged) in printed["pages"].items():
        if status == 200:
            assert (worded, tagged) == (True, True), address
    assert {status for status, _, _ in printed["pages"].values()} == {200}, printed["pages"]
    assert "«" in printed["wrong"]
    assert "«" in printed["told"]
