"""Run the benchmarks, all or those named, and print their tables."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.tables import machine, table

_ALL = (
    "nearest",
    "search",
    "loading",
    "importing",
    "hours",
    "coverage",
    "siting",
    "siting_steps",
    "map",
    "page",
    "embed",
    "publish",
    "ogc",
    "serving",
)


def main(names: list[str]) -> None:
    """Print the machine, then a table for each benchmark."""
    print(machine())
    for name in names or _ALL:
        print(f"\n## {name}\n")
        print(table(import_module(f"benchmarks.{name}").rows()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
