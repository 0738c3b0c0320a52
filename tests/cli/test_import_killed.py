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
# Before the arguments stand what is counted, whose lines are looked at, and a number: at this count
# the command kills itself, which is at the same moment however busy the machine is. Counted are
# lines that are run, or the states that they find the folder of the target in: names and sizes.
# 0 is never reached. Lines of Python's own library count where they are called by such lines.
RUNNER = """
import os, signal, sys
from click.testing import CliRunner
from locator.cli import main
from locator.geo.districts import bundled_districts
import locator.cli.import_
bundled_districts().locate([113.6], [34.7])
count, seen = 0, None
def look(served):
    return sorted((one.name, one.inode(), one.stat().st_size) for one in os.scandir(served))
def kill_at(what, whose, last, served):
    def within(frame, event, _):
        global count, seen
        found = look(served) if what == "states" else None
        count += found != seen if what == "states" else event == "line"
        seen = found
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return within
    def begin(frame, *_):
        name, caller = frame.f_code.co_filename, frame.f_back
        is_called = "/locator/" not in name and caller and caller.f_trace
        return within if whose in name or is_called else None
    sys.settrace(begin)
print("ready", flush=True)
for line in sys.stdin:
    what, whose, last, served, *arguments = line.split()
    ours, its = os.pipe()
    pid = os.fork()
    if pid == 0:
        if what != "nothing":
            kill_at(what, whose, int(last), served)
        code = CliRunner().invoke(main, arguments).exit_code
        sys.settrace(None)
        os.write(its, b"%d" % count)
        os._exit(code)
    os.close(its)
    print(pid, flush=True)
    _, status = os.waitpid(pid, 0)
    print(status, os.read(ours, 100).decode() or 0, flush=True)
    os.close(ours)
"""
STEPS = ("states", "/locator/stations/writing/atomic.py")
WRITING, ANYWHERE = ("lines", "/locator/stations/writing/"), ("lines", "/locator/")
NOTHING = ("nothing", "-")
HEADINGS = ["编号", "名称", "类型", "地址", "经度", "纬度"]


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


def start(runner, served, arguments, counted=NOTHING, last=0):
    runner.stdin.write(" ".join(map(str, (*counted, last, served, *arguments))) + "\n")
    runner.stdin.flush()
    return int(runner.stdout.readline())


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ended(runner):
    """Return the command's status, and what was counted."""
    status, count = runner.stdout.readline().split()
    return int(status), int(count)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_file_is_whole_whenever_the_command_is_killed(runner, tmp_path):
    target = tmp_path / "served" / "stations.geojson"
    served = target.parent
    served.mkdir()
    lists = [make_list(tmp_path / "a.csv", "a", 900), make_list(tmp_path / "b.csv", "b", 700)]
    common = ["--coordsys", "wgs84", "--source", "s"]
    into = [["import", one, "--into", target, "--prune", *common] for one in lists]
    start(runner, served, ["import", lists[0], "-o", target, *common])
    assert ended(runner) == (0, 0)
    whole, counts = {target.read_bytes()}, {}
    for which, counted in ((1, STEPS), (0, STEPS), (1, WRITING), (0, WRITING), (1, ANYWHERE)):
        start(runner, served, into[which], counted)
        status, counts[counted] = ended(runner)
        assert status == 0
        whole.add(target.read_bytes())
    assert len(whole) == 2
    assert counts[STEPS] >= 5  # begun; written; linked; kept; replaced
    chance = random.Random(20)
    kills = [(STEPS, last) for last in range(1, counts[STEPS] + 1)] * 2
    kills += [(one, chance.randrange(1, counts[one])) for one in [WRITING, WRITING, ANYWHERE] * 3]
    kills += [(NOTHING, 0)] * 8  # from outside, as soon as it is being written
    killed = caught_writing = 0
    for turn, (counted, last) in enumerate(kills):
        left = parts(target)
        pid = start(runner, served, into[turn % 2], counted, last)
        if counted is NOTHING:
            eventually(
                lambda pid=pid, left=left: parts(target) - left or not runs(pid), every_s=0.0003
            )
            with suppress(ProcessLookupError):  # it was faster
                os.kill(pid, signal.SIGKILL)
        killed += ended(runner)[0] == signal.SIGKILL
        caught_writing += bool(parts(target) - left)
        assert target.read_bytes() in whole
        assert len(read_stations(target)) in (900, 700)
        for backup in served.glob("stations.geojson.bak"):
            assert backup.read_bytes() in whole
    assert killed > len(kills) / 2
    assert caught_writing >= 4
    start(runner, served, into[0])
    assert ended(runner)[0] == 0
    assert sorted(p.name for p in served.iterdir()) == [target.name, target.name + ".bak"]


def parts(target):
    """Return names and times of the files that writes of the target have begun and not ended."""
    files = set()
    for path in target.parent.glob(".*.part*"):
        with suppress(FileNotFoundError):  # it has been put in its place meanwhile
            files.add((path.name, path.stat().st_mtime_ns))
    return files
