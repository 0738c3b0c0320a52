"""`locator import --into`, killed with -9 at any point: the old file or the new one, whole."""

import csv
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from locator.stations import read_stations
from tests.waiting import eventually

# One process that has everything loaded; each line on its input makes it fork and run the command.
# Before the arguments stand a folder and a number: the command kills itself before so many lines of
# this folder's code were run, which is the same however busy the machine is. 0 is never reached.
RUNNER = """
import os, signal, sys
from click.testing import CliRunner
from locator.cli import main
from locator.geo.districts import bundled_districts
import locator.cli.import_
bundled_districts().locate([113.6], [34.7])
lines = 0
def count_lines(folder, last):
    def within(frame, event, _):
        global lines
        lines += event == "line"
        if lines == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return within
    sys.settrace(lambda frame, *_: within if folder in frame.f_code.co_filename else None)
print("ready", flush=True)
for line in sys.stdin:
    folder, last, *arguments = line.split()
    ours, its = os.pipe()
    pid = os.fork()
    if pid == 0:
        if folder != "-":
            count_lines(folder, int(last))
        code = CliRunner().invoke(main, arguments).exit_code
        sys.settrace(None)
        os.write(its, b"%d" % lines)
        os._exit(code)
    os.close(its)
    print(pid, flush=True)
    _, status = os.waitpid(pid, 0)
    print(status, os.read(ours, 100).decode() or 0, flush=True)
    os.close(ours)
"""
WRITING, ANYWHERE = "/locator/stations/writing/", "/locator/"
HEADINGS = ["编号", "名称", "类型", "地址", "经度", "纬度"]
KILLS = 30


def make_list(path, letter, count):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(count):
            place = [round(113.5 + n % 37 / 1000, 6), round(34.7 + n // 37 / 1000, 6)]
            name = f"{letter}{n}"
            writer.writerow([name, f"{name}驿站", "驿站", f"{name}号", *place])
    os.utime(path, (0, 0))
    return path


@pytest.fixture
def runner():
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.wait(timeout=30)
    process.stdout.close()


def start(runner, *arguments, folder="-", last=0):
    runner.stdin.write(" ".join(map(str, (folder, last, *arguments))) + "\n")
    runner.stdin.flush()
    return int(runner.stdout.readline())


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ended(runner):
    """Return the command's status, and how many lines were counted."""
    status, lines = runner.stdout.readline().split()
    return int(status), int(lines)


@pytest.mark.slow
def test_the_file_is_whole_whenever_the_command_is_killed(runner, tmp_path):
    target = tmp_path / "served" / "stations.geojson"
    target.parent.mkdir()
    lists = [make_list(tmp_path / "a.csv", "a", 900), make_list(tmp_path / "b.csv", "b", 700)]
    common = ["--coordsys", "wgs84", "--source", "s"]
    into = [["import", one, "--into", target, "--prune", *common] for one in lists]
    start(runner, "import", lists[0], "-o", target, *common)
    assert ended(runner) == (0, 0)
    whole = {target.read_bytes()}
    lines = {}
    for folder in (WRITING, ANYWHERE):
        for which in (1, 0):
            start(runner, *into[which], folder=folder)
            status, lines[folder, which] = ended(runner)
            assert status == 0
            whole.add(target.read_bytes())
    assert len(whole) == 2
    chance = random.Random(20)
    killed = caught_writing = 0
    for turn in range(KILLS):
        which, how, left = turn % 2, turn % 3, parts(target)
        if how:
            folder = (WRITING, ANYWHERE)[how - 1]
            last = chance.randrange(1, lines[folder, which])
            start(runner, *into[which], folder=folder, last=last)
        else:  # from outside, as soon as it is being written
            pid = start(runner, *into[which])
            eventually(
                lambda pid=pid, left=left: parts(target) - left or not runs(pid), every_s=0.0003
            )
            with suppress(ProcessLookupError):  # it was faster
                os.kill(pid, signal.SIGKILL)
        killed += ended(runner)[0] == signal.SIGKILL
        caught_writing += bool(parts(target) - left)
        assert target.read_bytes() in whole
        assert len(read_stations(target)) in (900, 700)
        for backup in target.parent.glob("stations.geojson.bak"):
            assert backup.read_bytes() in whole
    assert killed > KILLS / 2
    assert caught_writing > 0
    start(runner, *into[0])
    assert ended(runner)[0] == 0
    assert sorted(p.name for p in target.parent.iterdir()) == [target.name, target.name + ".bak"]


def parts(target):
    """Return names and times of the files that writes of the target have begun and not ended."""
    found = set()
    for path in target.parent.glob(".*.part*"):
        with suppress(FileNotFoundError):  # it has been put in its place meanwhile
            found.add((path.name, path.stat().st_mtime_ns))
    return found
