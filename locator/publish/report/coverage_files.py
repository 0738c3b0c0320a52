"""The folder of a coverage: map, report, gaps, districts and summary, all of them or none."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING

from locator.language import phrases
from locator.plan.features import (
    district_collection,
    encode_collection,
    gap_collection,
)
from locator.publish.planner_map.planner_map import coverage_map
from locator.publish.report.report_page import render_coverage_report
from locator.stations.writing.records import guard_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from locator.language import Language
    from locator.plan.clock import Fall
    from locator.plan.figures import DistrictCoverage
    from locator.publish.report.coverage_answer import CoverageAnswer

# Of districts.csv, by the figures' names.
CSV_COLUMNS = phrases("report.csv_columns")
LEVELS = phrases("report.levels")


SUMMARY = "summary.json"
# The summary is put in place last: it names the others' hashes.
FILES = (
    "coverage.html", "report.html", "gaps.geojson", "districts.geojson", "districts.csv", SUMMARY,
)  # fmt: skip
_SHARE_DIGITS, _METRE_DIGITS = 4, 1


def coverage_files(answer: CoverageAnswer, lang: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file, `summary.json` last, with the others' hashes."""
    coverage, hashes = answer.coverage, {}
    gaps = gap_collection(answer.gaps, sample_data=answer.modelled)
    districts = district_collection(coverage, clock=answer.clock)
    makers: dict[str, Callable[[], bytes]] = {
        "coverage.html": lambda: (
            coverage_map(
                coverage,
                answer.gaps,
                clock=answer.clock,
                lang=lang,
                tiles=answer.tiles,
                review_number=answer.review_number,
            )
            .to_html()
            .encode()
        ),
        "report.html": lambda: render_coverage_report(answer, lang).encode(),
        "gaps.geojson": lambda: b"".join(encode_collection(gaps)),
        "districts.geojson": lambda: b"".join(encode_collection(districts)),
        "districts.csv": lambda: districts_csv(answer, lang),
    }
    for name, make in makers.items():
        content = make()
        hashes[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    summary = answer.summary() | {"files": hashes}
    yield SUMMARY, (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode()


def districts_csv(answer: CoverageAnswer, lang: Language) -> bytes:
    """Return prefectures, counties and what lies outside as CSV for Excel, UTF-8 with its mark.

    Shares are parts of 1; names that a spreadsheet could take for a formula are guarded.
    """
    coverage = answer.coverage
    falls = {} if answer.clock is None else {fall.adcode: fall for fall in answer.clock.falls}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading.in_language(lang) for heading in CSV_COLUMNS.values())
    for row in (*coverage.prefectures, *coverage.counties):
        fall = falls.get(row.adcode) if row.level == "county" else None
        writer.writerow(_csv_row(answer, row, fall, lang))
    if coverage.outside is not None:
        weight, covered = coverage.outside.weight, coverage.outside.covered_weight
        outside = dict.fromkeys(CSV_COLUMNS, "") | {
            "level": LEVELS["outside"].in_language(lang),
            "weight": _number(weight),
            "covered_weight": _number(covered),
            "share": _number(covered / weight if weight else None, _SHARE_DIGITS),
            "sample_data": _yes(answer),
        }
        writer.writerow(outside.values())
    return text.getvalue().encode("utf-8-sig")


def _csv_row(
    answer: CoverageAnswer, row: DistrictCoverage, fall: Fall | None, lang: Language
) -> list[str]:
    figures = row.figures
    cells: dict[str, str] = {
        "level": LEVELS[row.level].in_language(lang),
        "adcode": guard_cell(row.adcode),
        "prefecture": guard_cell(row.prefecture_name),
        "name": guard_cell(row.name),
        "stations": str(row.stations),
        "weight_per_station": _number(row.weight_per_station, _METRE_DIGITS),
        "day_share": _number(fall and fall.day_share, _SHARE_DIGITS),
        "night_share": _number(fall and fall.night_share, _SHARE_DIGITS),
        "fall": _number(fall and fall.fall, _SHARE_DIGITS),
        "sample_data": _yes(answer),
    }
    for name in CSV_COLUMNS.keys() - cells.keys():
        digits = _SHARE_DIGITS if name.startswith("share") else _METRE_DIGITS
        cells[name] = _number(getattr(figures, name), None if "weight" in name else digits)
    return [cells[name] for name in CSV_COLUMNS]


def _number(value: float | None, digits: int | None = None) -> str:
    """Return a number as a cell, whole ones without a point; empty where there is none."""
    if value is None:
        return ""
    rounded = value if digits is None else round(value, digits)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def _yes(answer: CoverageAnswer) -> str:
    return "1" if answer.modelled else "0"
