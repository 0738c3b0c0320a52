"""Which modules of `locator` one question runs through, in the order in which they are entered.

    python -m tools.trace_modules              # every way, and how many modules it takes
    python -m tools.trace_modules lookup map   # these, module by module

A module counts when a function of its own runs; being imported does not count. What a server does
once, at its start and for the first question of a kind, is not part of a lookup and not traced.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

import locator
from locator.cli.main import main as command
from locator.settings import read_settings
from locator.web import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_PACKAGE = Path(locator.__file__).parent
_NOT_CALLS = ("<module>", "<listcomp>", "<genexpr>", "<lambda>")

_LIST = """名称,类型,地址,经度,纬度,开放时间,服务
人民路爱心驿站,爱心驿站,郑州市金水区人民路1号,113.6810,34.7630,周一至周五 8:30-18:00,饮水 休息
花园路骑手之家,骑手之家,郑州市金水区花园路2号,113.6840,34.7810,24小时,充电
"""


def modules_run(question: Callable[[], object]) -> list[str]:
    """Return the modules whose functions run while a question is answered, in order of entry."""
    entered: dict[str, None] = {}
    folder = str(_PACKAGE)

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(folder):
            own = code.co_name not in _NOT_CALLS and not _is_class_body(frame)
            if own and code.co_filename not in entered:
                entered[code.co_filename] = None

    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        question()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return [_module_of(Path(file)) for file in entered if file.endswith(".py")]


def _is_class_body(frame: FrameType) -> bool:
    """Whether a class is being made: its body runs at import, like a module's."""
    return "__qualname__" in frame.f_code.co_names and "__module__" in frame.f_code.co_names


def _module_of(file: Path) -> str:
    parts = file.relative_to(_PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "locator"


def _answered(path: str, warm_up: str) -> list[str]:
    """Trace an answer of an app that has answered another question of the kind before."""
    client = create_app(read_settings({})).test_client()
    client.get(warm_up)

    def question() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.get_data(as_text=True)}")

    return modules_run(question)


def _commanded(*arguments: str) -> list[str]:
    def question() -> None:
        run = CliRunner().invoke(command, arguments, catch_exceptions=False)
        if run.exit_code:
            raise RuntimeError(f"{' '.join(arguments)}: {run.output}")

    return modules_run(question)


def lookup() -> list[str]:
    """Trace `/api/v1/nearest` with every filter, on arrival on foot."""
    where = "lon=113.65&lat=34.76&k=3&kind=love_station&open=possible&travel=walk"
    path = f"/api/v1/nearest?{where}"
    return _answered(f"{path}&at=2026-07-15T12:00", f"{path}&at=2026-07-15T09:00")


def map_() -> list[str]:
    """Trace `/map`: coverage, gaps, districts, and the page."""
    return _answered("/map?radius_m=1000&at=2026-07-15T12:00", "/map?radius_m=1500")


def coverage() -> list[str]:
    """Trace `locator coverage` with the clock: every file of its folder."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder, "coverage"))
        options = ("--radius", "1000", "--at", "2026-07-15T12:00", "--clock", "--gaps", "5")
        return _commanded("coverage", *options, "-o", output)


def import_() -> list[str]:
    """Trace `locator import` of a small CSV list in GCJ-02."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        file.write_text(_LIST, encoding="utf-8")
        output = str(Path(folder, "stations.geojson"))
        report = str(Path(folder, "report.html"))
        return _commanded(
            "import", str(file), "--coordsys", "gcj02", "-o", output, "--report", report
        )


def plan() -> list[str]:
    """Trace `/api/v1/plan`: five sites for one county."""
    path = "/api/v1/plan?radius_m=1000&district=410105"
    return _answered(f"{path}&p=5", f"{path}&p=4")


WAYS: dict[str, Callable[[], list[str]]] = {
    "lookup": lookup,
    "map": map_,
    "coverage": coverage,
    "import": import_,
    "plan": plan,
}


def main() -> None:
    """Print what was asked for."""
    chosen = sys.argv[1:] or list(WAYS)
    for name in chosen:
        modules = WAYS[name]()
        print(f"{name}: {len(modules)} modules")
        if sys.argv[1:]:
            print("".join(f"  {module}\n" for module in modules), end="")


if __name__ == "__main__":
    main()
