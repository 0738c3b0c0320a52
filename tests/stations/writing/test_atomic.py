"""Writing in one step: whatever happens, the old file or the new one is there, whole."""

import os
import random
import signal
import subprocess
import sys

import pytest

from locator.stations import read_stations
from locator.stations.writing.atomic import FileError, backup_path, write_bytes_whole, write_whole
from tests.making import feature, write

# Each line on its input makes it fork a process that writes without end.
WRITER = """
import os, sys
from pathlib import Path
from locator.stations import read_stations
from locator.stations.writing.atomic import write_whole
from locator.stations.writing.geojson import write_geojson
target, one, other = map(Path, sys.argv[1:])
sets = [read_stations(one).stations, read_stations(other).stations]
print("ready", flush=True)
for _ in sys.stdin:
    pid = os.fork()
    while pid == 0:
        for stations in sets:
            write_whole(target, lambda path: write_geojson(path, stations), backup=True)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_file_is_whole(tmp_path):
    one = write(tmp_path / "one.geojson", *(feature(f"a{i}", name="甲" * 50) for i in range(1000)))
    other = write(tmp_path / "other.geojson", *(feature(f"b{i}") for i in range(700)))
    folder = tmp_path / "served"
    folder.mkdir()
    target = folder / "stations.geojson"
    target.write_bytes(one.read_bytes())
    chance = random.Random(9)
    lengths = set()
    command = [sys.executable, "-c", WRITER, str(target), str(one), str(other)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, text=True, bufsize=1, **pipes)
    assert process.stdout.readline() == "ready\n"
    for _ in range(12):
        process.stdin.write("write\n")
        writer = int(process.stdout.readline())
        for _ in range(chance.randrange(1, 9)):  # looked at while it is being written, too
            lengths.add(len(read_stations(target)))
        os.kill(writer, signal.SIGKILL)
        assert process.stdout.readline() == "gone\n"
        lengths.add(len(read_stations(target)))
        if backup_path(target).exists():
            lengths.add(len(read_stations(backup_path(target))))
    process.communicate()
    assert lengths == {1000, 700}
    write_bytes_whole(target, one.read_bytes())
    assert sorted(path.name for path in folder.iterdir()) == [target.name, target.name + ".bak"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.geojson"
    target.write_text("old")

    def fail(path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match="No space left"):
        write_whole(target, fail, backup=True)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.geojson"]


def test_backup_mode_and_links(tmp_path):
    target, link = tmp_path / "a.geojson", tmp_path / "link.geojson"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_bytes_whole(link, b"new", backup=True)
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert backup_path(target).read_text() == "old"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_backup_that_is_the_file_itself_leaves_nothing_behind(tmp_path):
    """As after a kill between the two steps: then renaming does nothing, and says it did."""
    path = tmp_path / "a.geojson"
    path.write_bytes(b"1")
    os.link(path, backup_path(path))
    write_bytes_whole(path, b"2", backup=True)
    left = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert left == {path.name: b"2", backup_path(path).name: b"1"}


def test_without_links_the_backup_is_a_copy(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(1, "no links")

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "a.geojson"
    target.write_text("old")
    write_bytes_whole(target, b"new", backup=True)
    assert backup_path(target).read_text() == "old"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileError):
        write_bytes_whole(tmp_path / "none" / "a.geojson", b"x")
