"""`locator import --into`, killed with -9 at any point: the old file or the new one, whole."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from locator.stations import read_stations

# One process that has everything loaded; each line on its input makes it fork and run the command.
RUNNER = """
import os, sys
from click.testing import CliRunner
from locator.cli import main
from locator.geo.districts import bundled_districts
import locator.cli.import_
bundled_districts().locate([113.6], [34.7])
print("ready", flush=True)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        code = CliRunner().invoke(main, line.split()).exit_code
        os._exit(code)
    print(pid, flush=True)
    _, status = os.waitpid(pid, 0)
    print(status, flush=True)
"""
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


def start(runner, *arguments):
    runner.stdin.write(" ".join(map(str, arguments)) + "\n")
    runner.stdin.flush()
    return int(runner.stdout.readline())


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ended(runner):
    return int(runner.stdout.readline())


@pytest.mark.slow
def test_the_file_is_whole_whenever_the_command_is_killed(runner, tmp_path):
    target = tmp_path / "served" / "stations.geojson"
    target.parent.mkdir()
    lists = [make_list(tmp_path / "a.csv", "a", 900), make_list(tmp_path / "b.csv", "b", 700)]
    common = ["--coordsys", "wgs84", "--source", "s"]
    begun = time.monotonic()
    start(runner, "import", lists[0], "-o", target, *common)
    assert ended(runner) == 0
    whole = {target.read_bytes()}
    start(runner, "import", lists[1], "--into", target, "--prune", *common)
    assert ended(runner) == 0
    taken_s = (time.monotonic() - begun) / 2
    whole.add(target.read_bytes())
    assert len(whole) == 2
    chance = random.Random(20)
    killed = caught_writing = 0
    for turn in range(KILLS):
        pid = start(runner, "import", lists[turn % 2], "--into", target, "--prune", *common)
        if turn % 3:  # while it is being written, or shortly after
            while not list(target.parent.glob(".*.part*")) and runs(pid):
                time.sleep(0.0003)
            time.sleep(chance.random() * 0.012)
        else:
            time.sleep(chance.random() * taken_s)
        with suppress(ProcessLookupError):  # it was faster
            os.kill(pid, signal.SIGKILL)
        killed += ended(runner) == signal.SIGKILL
        caught_writing += bool(list(target.parent.glob(".*.part*")))
        assert target.read_bytes() in whole
        assert len(read_stations(target)) in (900, 700)
        for backup in target.parent.glob("stations.geojson.bak"):
            assert backup.read_bytes() in whole
    assert killed > KILLS / 2
    assert caught_writing > 0
    start(runner, "import", lists[0], "--into", target, "--prune", *common)
    assert ended(runner) == 0
    assert sorted(p.name for p in target.parent.iterdir()) == [target.name, target.name + ".bak"]
