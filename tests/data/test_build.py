import doctest
import gzip
import importlib
import os
import pkgutil
import subprocess
import sys

import pytest

import tools.build_data
from tools.build_data import __main__ as command

FILES = ("mainland", "districts", "basemap", "example", "stations")
DEMAND = "demand_henan.csv.gz"


@pytest.mark.slow
def test_another_process_builds_the_data_that_ship(root, tmp_path):
    # What ships was built in other processes, whose hashes had other seeds than this one's.
    environment = os.environ | {"PYTHONHASHSEED": "20260301"}
    line = [sys.executable, "-m", "tools.build_data", "-o", str(tmp_path)]
    subprocess.run(line, cwd=root, env=environment, check=True, timeout=120)
    for name in FILES:
        built = (tmp_path / f"{name}.geojson").read_bytes()
        shipped = (root / "data" / f"{name}.geojson").read_bytes()
        assert built == shipped, f"{name}: run `python -m tools.build_data` and commit"
    # Compressors differ from one zlib to the next; what they compress does not.
    built, shipped = ((folder / DEMAND).read_bytes() for folder in (tmp_path, root / "data"))
    assert gzip.decompress(built) == gzip.decompress(shipped)
    assert built[4:8] == bytes(4), "the time of the build stands in the file"


def test_check_finds_a_file_that_differs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "FILES", {"a.geojson": lambda: b"one", "b.csv": lambda: b"two"})
    monkeypatch.setattr(sys, "argv", ["build_data", "-o", str(tmp_path)])
    assert command.main() == 0
    monkeypatch.setattr(sys, "argv", ["build_data", "--check", "-o", str(tmp_path)])
    assert command.main() == 0
    (tmp_path / "b.csv").write_bytes(b"two ")
    assert command.main() == 1
    assert capsys.readouterr().err == "b.csv: differs from what the raw inputs give\n"
    assert (tmp_path / "b.csv").read_bytes() == b"two "


@pytest.mark.parametrize("name", FILES)
def test_files_have_one_feature_a_line_in_plain_utf8(root, name):
    content = (root / "data" / f"{name}.geojson").read_bytes()
    assert content.endswith(b"\n]}\n")
    assert b"\r" not in content
    assert b"\\u" not in content
    lines = content.decode().splitlines()
    start = lines.index('"features":[') + 1
    assert all(line.startswith('{"type":"Feature",') for line in lines[start:-1])


def test_doctests_of_the_build():
    for module in pkgutil.iter_modules(tools.build_data.__path__, "tools.build_data."):
        if not module.name.endswith("__main__"):
            assert doctest.testmod(importlib.import_module(module.name)).failed == 0
