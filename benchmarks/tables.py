"""A benchmark's rows, and their table in Markdown."""

from __future__ import annotations

import os
import platform
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Row(NamedTuple):
    """One thing measured: what, on what, the figure, a peer's figure, the goal and whether met."""

    what: str
    data: str
    figure: str
    peer: str = ""
    goal: str = ""
    met: bool | None = None


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    marks = {True: "yes", False: "**no**", None: ""}
    lines = ["| what | data | figure | peer, same run | goal | met |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join((*row[:5], marks[row.met]))} |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """Return a line on the machine and the versions that matter."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        models = []
    processor = models[0] if models else platform.machine()
    return f"{os.cpu_count()} cores, {processor}; Python {platform.python_version()}"


def seconds(task: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of some runs: the one that the rest of the machine disturbed least."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        task()
        taken.append(time.perf_counter() - start)
    return min(taken)


def median_us(task: Callable[[object], object], arguments: Iterable[object]) -> float:
    """Return the median time of a call over many arguments, in microseconds."""
    taken = []
    for argument in arguments:
        start = time.perf_counter()
        task(argument)
        taken.append(time.perf_counter() - start)
    return float(np.median(taken)) * 1e6
