"""Nothing waits for a time: sleeping is for what polls with a deadline, or paces a load."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("tests", "tools", "benchmarks")
# File and function: why it may sleep.
ALLOWED = {
    ("tests/waiting.py", "eventually"): "polls, with a deadline; all tests wait by it",
    ("benchmarks/serving.py", "wait_for"): "polls a foreign server, with a deadline",
    ("benchmarks/page.py", "_drag"): "paces a hand that drags",
    ("benchmarks/map.py", "_pan"): "paces a hand that drags",
}


def sleeps(source):
    """Return (function, line) of whatever waits for a time in a source: its innermost function."""
    calls = []

    def look(node, function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        imported = [name.name for name in getattr(node, "names", ()) if hasattr(name, "name")]
        named = {getattr(node, "attr", None), getattr(node, "id", None), *imported}
        if named & {"sleep", "wait_for_timeout"}:
            calls.append((function, node.lineno))
        for child in ast.iter_child_nodes(node):
            look(child, function)

    look(ast.parse(source), None)
    return calls


def test_nothing_waits_for_a_time():
    places = {
        (path.relative_to(ROOT).as_posix(), function): line
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for function, line in sleeps(path.read_text(encoding="utf-8"))
    }
    refused = {place: line for place, line in places.items() if place not in ALLOWED}
    assert refused == {}, "wait for a state, by tests.waiting"
    assert set(ALLOWED) == set(places), "an exception that is none any more"


def test_no_test_takes_the_time():
    clocks = {"perf_counter", "thread_time", "process_time", "monotonic", "timeit"}
    measuring = {
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if {getattr(node, "attr", None), getattr(node, "id", None)} & clocks
    }
    assert measuring == {"tests/waiting.py"}, "speed is measured in benchmarks, beside a peer"


@pytest.mark.parametrize(
    "source",
    [
        "import time\ndef f():\n    time.sleep(1)",
        "import time as t\ndef f():\n    t.sleep(1)",
        "def f():\n    from time import sleep as s",
        "def f():\n    asyncio.sleep(1)",
        "def f():\n    pause = page.wait_for_timeout",
        "def f():\n    (lambda: page.wait_for_timeout(1))()",
    ],
)
def test_what_waits_for_a_time_is_found(source):
    assert [function for function, _ in sleeps(source)] == ["f"]


def test_what_waits_for_a_state_is_let_be():
    assert sleeps("page.wait_for_selector('.pin')\nevent.wait(10)\nsleeping = 1") == []
