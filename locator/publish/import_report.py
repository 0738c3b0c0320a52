"""The report of an import, a page that needs nothing but itself: totals, findings, a map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import shapely

from locator.geo.districts import bundled_districts
from locator.language import Language, Phrase, phrases
from locator.publish.page import environment
from locator.stations.importing.findings import CODES, SEVERITIES, place_phrase
from locator.stations.importing.pipeline import NAMES
from locator.stations.importing.report import column_pairs, counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.stations.importing.findings import Finding
    from locator.stations.importing.pipeline import ImportResult
    from locator.stations.importing.update import Update

# A page of more rows than these is slow to open, and nobody reads it; the JSON report has all.
_MOST_FINDINGS = 2_000
_MOST_POINTS = 500
_WIDTH_PX = 640.0
_MARGIN = 0.12
_LEAST_SPAN_DEG = 0.05
# Of the window: an outline is drawn no finer than a pixel or two.
_OUTLINE_TOLERANCE = 1 / 400

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
    """Draw points over the outlines of counties, in a plain projection true at their middle."""
    points = [finding.point for finding in pointed if finding.point is not None]
    west, east = _span([point.lon for point in points])
    south, north = _span([point.lat for point in points])
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
    scale = _WIDTH_PX / ((east - west) * squeeze)
    height = min((north - south) * scale, 2 * _WIDTH_PX)
    scale_y = height / (north - south)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * squeeze * scale, 1), round((north - lat) * scale_y, 1)

    window = shapely.box(west, south, east, north)
    outlines = [
        _path(part, place)
        for county in bundled_districts().counties
        if shapely.intersects(county.geometry, window)
        for part in _lines(county.geometry, window)
    ]
    marks = [
        PointMark(number, *place(point.lon, point.lat), finding.name or finding.value)
        for number, (finding, point) in enumerate(zip(pointed, points, strict=True), start=1)
    ]
    return SmallMap(_WIDTH_PX, round(height, 1), outlines, marks)


def _span(values: list[float]) -> tuple[float, float]:
    """Return the least and the greatest with a margin around them."""
    low, high = min(values), max(values)
    margin = max((high - low) * _MARGIN, _LEAST_SPAN_DEG / 2)
    return low - margin, high + margin


def _lines(shape: shapely.Geometry, window: shapely.Geometry) -> list[shapely.Geometry]:
    west, _, east, _ = shapely.bounds(window)
    tolerance_deg = (east - west) * _OUTLINE_TOLERANCE
    outline = shapely.simplify(shapely.boundary(shape), tolerance_deg)
    parts = shapely.get_parts(shapely.line_merge(shapely.intersection(outline, window)))
    return [part for part in parts if shapely.get_type_id(part) == shapely.GeometryType.LINESTRING]


def _path(line: shapely.Geometry, place: Callable[[float, float], tuple[float, float]]) -> str:
    points = (place(*xy) for xy in shapely.get_coordinates(line).tolist())
    return "M" + " L".join(f"{x} {y}" for x, y in points)
