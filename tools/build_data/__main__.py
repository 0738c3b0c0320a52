"""Run as `python -m tools.build_data`: writes the data files, or compares them with `--check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.build_data.basemap import build_basemap
from tools.build_data.demand import build_demand
from tools.build_data.districts import build_districts
from tools.build_data.example import build_example
from tools.build_data.mainland import build_mainland
from tools.build_data.sources import ROOT
from tools.build_data.stations import build_stations

if TYPE_CHECKING:
    from collections.abc import Callable

# The outline comes first: `stations` converts positions, and the datum reads the outline that
# stands in data/. After a change of the outline, build twice.
FILES: dict[str, Callable[[], bytes]] = {
    "mainland.geojson": build_mainland,
    "districts.geojson": build_districts,
    "basemap.geojson": build_basemap,
    "example.geojson": build_example,
    "stations.geojson": build_stations,
    "demand_henan.csv.gz": build_demand,
}


def main() -> int:
    """Build all files; return 1 if `--check` finds one that differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_data", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "data", metavar="DIR")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    options = parser.parse_args()
    differing = [
        name
        for name, build in FILES.items()
        if not _settle(options.output / name, build(), check=options.check)
    ]
    for name in differing:
        print(f"{name}: differs from what the raw inputs give", file=sys.stderr)
    return 1 if differing else 0


def _settle(path: Path, content: bytes, *, check: bool) -> bool:
    """Write a file, or tell whether it holds the content already."""
    if check:
        return path.is_file() and path.read_bytes() == content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


if __name__ == "__main__":
    sys.exit(main())
