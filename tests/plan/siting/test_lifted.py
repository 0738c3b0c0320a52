"""The package can be lifted out: it imports little, and works under another name by itself."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import locator.errors
import locator.plan.siting as package

HERE = Path(package.__file__).parent
PROGRAM = Path(locator.errors.__file__).parent
OWN, TAKEN_ALONG = "locator.plan.siting", ("locator.errors", "locator.language")
LIBRARIES = {"numpy", "scipy", "highspy"}

TRIAL = """
import sys
from sites import InfeasibleError, solve_lscp, solve_mclp, solve_p_centre, solve_p_median

cover = [[1, 0, 0], [1, 1, 0], [0, 1, 1]]
metres = [[0.0, 5, 9], [4, 0, 3], [9, 3, 0]]
assert solve_mclp(cover, [3, 2, 1], 1).objective == 5
assert solve_mclp(cover, [3, 2, 1], 1, capacities=[2, 9, 9]).objective == 3
assert solve_lscp(cover).objective == 2
assert solve_p_median(metres, None, 1).objective == 8
assert solve_p_centre(metres, 1).objective == 5
try:
    solve_mclp(cover, [3, 2, 1], 1, required=[0, 1])
except InfeasibleError as error:
    assert "the required sites take 2; 1 is allowed" in str(error)
else:
    raise AssertionError
try:
    solve_mclp(cover, [3, 2, 1], None)
except ValueError as error:
    assert str(error).startswith("p: is missing")
else:
    raise AssertionError
assert "locator" not in sys.modules
"""


def imported(path):
    """The names of the modules that a file imports, those for types alone too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_it_imports_three_libraries_two_modules_and_itself():
    allowed = LIBRARIES | sys.stdlib_module_names
    for path in HERE.glob("*.py"):
        for name in imported(path):
            known = name in TAKEN_ALONG or name.startswith(OWN) or name.split(".")[0] in allowed
            assert known, f"{path.name} imports {name}"


def test_it_works_under_another_name_with_nothing_but_these(tmp_path):
    sites = tmp_path / "sites"
    shutil.copytree(HERE, sites, ignore=shutil.ignore_patterns("__pycache__"))
    (sites / "texts").mkdir()
    tables = [f"texts/{topic}.csv" for topic in ("errors", "language", "siting")]
    for name in ("errors.py", "language.py", *tables):
        shutil.copy(PROGRAM / name, sites / name)
    for path in sites.glob("*.py"):
        text = path.read_text(encoding="utf-8").replace(OWN, "sites")
        for name in TAKEN_ALONG:
            text = text.replace(name, name.replace("locator", "sites"))
        path.write_text(text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", TRIAL], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
