import doctest
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys

import pytest

import tools.build_data

FILES = ("mainland", "districts", "basemap", "example", "stations")
DEMAND = "demand_henan.csv.gz"


def build(root, folder, seed):
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "tools.build_data", "-o", str(folder)]
    subprocess.run(command, cwd=root, env=environment, check=True, timeout=120)
    return {name: (folder / f"{name}.geojson").read_bytes() for name in FILES}


def test_two_builds_give_the_bytes_of_the_data_that_ship(root, tmp_path):
    first = build(root, tmp_path / "first", seed=1)
    second = build(root, tmp_path / "second", seed=20260301)
    for name in FILES:
        shipped = (root / "data" / f"{name}.geojson").read_bytes()
        assert first[name] == second[name], f"{name}: two runs differ"
        assert first[name] == shipped, f"{name}: run `python -m tools.build_data` and commit"


def test_check_finds_a_file_that_differs(root, tmp_path):
    for name in FILES:
        shutil.copy(root / "data" / f"{name}.geojson", tmp_path)
    shutil.copy(root / "data" / DEMAND, tmp_path)
    with (tmp_path / "example.geojson").open("ab") as file:
        file.write(b" ")
    command = [sys.executable, "-m", "tools.build_data", "--check", "-o", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["example.geojson: differs from what the raw inputs give"]


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
