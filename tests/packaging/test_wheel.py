"""The wheel, built and installed into an environment of its own, away from the checkout."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.parts import lacking
from tests.waiting import eventually

CHECKOUT = Path(__file__).resolve().parents[2]
UNREACHABLE = (
    "No matching distribution",
    "Could not find a version",
    "Temporary failure",
    "Retry(",
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        CHECKOUT,
    ]
    subprocess.run(build, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The `bin` of an environment with nothing but the wheel and what it asks for."""
    home = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
    result = subprocess.run(
        [home / "venv/bin/python", "-m", "pip", "install", "--quiet", "--no-compile",
         "--disable-pip-version-check", "--constraint", CHECKOUT / "constraints.txt", wheel],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode and any(word in result.stderr for word in UNREACHABLE):
        lacking(f"no package index can be reached: {result.stderr[-300:]}")
    assert result.returncode == 0, result.stderr
    return home / "venv/bin"


def away(home: Path) -> dict:
    """How to run a command so that nothing of the checkout is in sight."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LOCATOR"))}
    return {"cwd": home, "env": environ}


def test_the_wheel_holds_what_is_served_and_no_more(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("data/stations.geojson", "data/README.md", "data/mainland.geojson"):
        assert f"locator/_shipped/{name}" in names
    assert any(name.startswith("locator/_shipped/static/") for name in names)
    assert any(name.startswith("locator/publish/templates/") for name in names)
    assert not [name for name in names if "raw/" in name or name.startswith(("tests", "tools"))]


def test_nearest_answers(installed, tmp_path):
    result = subprocess.run(
        [installed / "locator", "nearest", "113.65", "34.76", "--format", "geojson"],
        capture_output=True, text=True, check=True, **away(tmp_path),
    )  # fmt: skip
    assert len(json.loads(result.stdout)["features"]) == 5


def test_it_is_the_installed_one(installed, tmp_path):
    where = [installed / "python", "-c", "import locator; print(locator.__file__)"]
    result = subprocess.run(where, capture_output=True, text=True, check=True, **away(tmp_path))
    assert str(installed.parent) in result.stdout


def test_serve_delivers_data_and_assets(installed, tmp_path):
    log = tmp_path / "log.txt"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [installed / "locator", "serve", "--port", "0"], stdout=file, stderr=file,
            **away(tmp_path),
        )  # fmt: skip
    try:
        url = listening(server, log)
        answer = json.loads(fetch(url + "/api/v1/nearest?lon=113.65&lat=34.76"))
        assert len(answer["features"]) == 5
        page = fetch(url + "/").decode()
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert assets
        for asset in assets:
            assert fetch(url + asset.replace("&amp;", "&"))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def listening(server: subprocess.Popen, log: Path) -> str:
    def said():
        assert server.poll() is None, log.read_text()
        return re.search(r"on (http://\S+)", log.read_text())

    return eventually(said, log.read_text)[1]


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:
        assert answer.status == 200
        return answer.read()
