"""The report of an import, a page that needs nothing but itself: totals, findings, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from locator.geo.districts import bundled_districts
from locator.language import Language, Phrase, phrases
from locator.publish.drawing.window import line_path, window_about
from locator.publish.page import environment
from locator.stations.importing.findings import CODES, SEVERITIES, place_phrase
from locator.stations.importing.pipeline import NAMES
from locator.stations.importing.report import column_pairs, counted

if TYPE_CHECKING:
    from locator.stations.importing.findings import Finding
    from locator.stations.importing.pipeline import ImportResult
    from locator.stations.importing.update import Update

# A page of more rows than these is slow to open, and nobody reads it; the JSON report has all.
_MOST_FINDINGS = 2_000
_MOST_POINTS = 500
_WIDTH_PX = 640.0
_MARGIN = 0.12
_HEIGHTS_PX = (240.0, 1280.0)
# An outline is drawn no finer than a pixel or two.
_OUTLINE_PX = 1.6

_WORDS: dict[str, Phrase] = phrases("importing.words")


class PointMark(NamedTuple):
    """A point of the map: its number in the list, its place in pixels, its tip."""

    number: int
    x: float
    y: float
    tip: str


class SmallMap(NamedTuple):
    """Outlines as SVG paths, and marks, in one picture's pixels."""

    width: float
    height: float
    outlines: list[str]
    marks: list[PointMark]


def render_report(result: ImportResult, update: Update | None, lang: Language) -> str:
    """Return the page; the same import gives the same bytes."""
    shown = result.findings[:_MOST_FINDINGS]
    pointed = [finding for finding in shown if finding.point is not None][:_MOST_POINTS]
    numbers = {id(finding): number for number, finding in enumerate(pointed, start=1)}
    words = {key: value.in_language(lang) for key, value in _WORDS.items()}
    return environment().get_template("import_report.html").render(
        lang=lang,
        words=words,
        ledger=[
            (NAMES[key].in_language(lang), count) for key, count in result.ledger.as_dict().items()
        ],
        tables=[
            (_place(table.file, table.sheet), column_pairs(layout, lang) if layout else [])
            for table, layout in result.layouts
        ],
        evidence=[(file, finding.lines(lang)) for file, finding in result.evidence.items()],
        update=[] if update is None else update.lines(lang),
        kinds=counted(result.findings, lang),
        findings=[_row(finding, numbers.get(id(finding)), lang) for finding in shown],
        more="" if len(shown) == len(result.findings) else words["more"].format(number=len(shown)),
        map=_small_map(pointed) if pointed else None,
    )  # fmt: skip


def _place(file: str, sheet: str) -> str:
    return f"{file}[{sheet}]" if sheet else file


def _row(finding: Finding, number: int | None, lang: Language) -> dict[str, str]:
    return {
        "severity": SEVERITIES[finding.severity].in_language(lang),
        "level": finding.severity,
        "kind": CODES[finding.code].in_language(lang),
        "place": place_phrase(finding.place).in_language(lang),
        "column": finding.place.column or "",
        "name": finding.name,
        "value": finding.value[:200],
        "problem": finding.problem.in_language(lang),
        "remedy": finding.remedy.in_language(lang),
        "number": "" if number is None else str(number),
    }


def _small_map(pointed: list[Finding]) -> SmallMap:
    """Draw points over the outlines of counties."""
    points = [finding.point for finding in pointed if finding.point is not None]
    lon, lat = (np.array([getattr(point, axis) for point in points]) for axis in ("lon", "lat"))
    edges = np.array([lon.min(), lat.min(), lon.max(), lat.max()])
    edges += _MARGIN * np.array([-1, -1, 1, 1]) * np.tile(edges[2:] - edges[:2], 2)
    window = window_about(edges, _WIDTH_PX, *_HEIGHTS_PX)
    places = window.place(lon, lat).tolist()
    marks = [
        PointMark(number, x, y, finding.name or finding.value)
        for number, (finding, (x, y)) in enumerate(zip(pointed, places, strict=True), start=1)
    ]
    shapes = np.array([c.geometry for c in bundled_districts().counties], dtype=object)
    shapes = shapes[shapely.intersects(shapes, shapely.box(*window.box.edges))]
    fine_deg = (window.box.east - window.box.west) / window.width * _OUTLINE_PX
    outlines = window.cut(shapely.simplify(shapely.boundary(shapes), fine_deg))
    paths = [path for outline in outlines if (path := line_path(outline, window))]
    return SmallMap(window.width, window.height, paths, marks)
