"""Refused rows into files of the inputs' own formats, with a reason, to be corrected."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

import geopandas
import pandas as pd
import pyogrio
import shapely

from locator.language import Language, joined, phrase
from locator.stations.importing.cell_values import text_of
from locator.stations.writing.atomic import write_whole
from locator.stations.writing.records import guard_cell
from locator.stations.writing.xlsx import write_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from locator.stations.importing.draft import RowDraft
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.pipeline import ImportResult
    from locator.stations.importing.sheet import Table

# Those that layers have before their own.
_POSITION_COLUMNS = 2
REASON = phrase("importing.reason_of_rejection")
_DRIVERS = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".kml": "LIBKML"}
# What is read but can't be written: XLS has no kept writer, GDAL writes no OpenStreetMap, and a
# shapefile is several files.
_STAND_INS = {".xls": ".xlsx", ".xlsm": ".xlsx", ".pbf": ".geojson", ".shp": ".gpkg"}

Sheet = tuple["Table", "Layout", list["RowDraft"]]


def write_rejected(result: ImportResult, folder: Path, lang: Language) -> list[Path]:
    """Write `<list>.rejected.<ending>` for each list with refused rows; return the paths.

    The rows stand as they came, headings above them, a column with the reasons behind them: the
    import passes over that column. No list is written over, and a file of the same name is kept as
    `<name>.bak`: somebody may have corrected it. XLS comes back as XLSX, a shapefile as GeoPackage,
    and OpenStreetMap data as GeoJSON.
    """
    layouts = {id(table): layout for table, layout in result.layouts if layout is not None}
    files: dict[Path, dict[int, list[RowDraft]]] = defaultdict(lambda: defaultdict(list))
    for draft in result.rejected:
        files[draft.table.path][id(draft.table)].append(draft)
    paths: list[Path] = []
    written: list[Path] = []
    lists = {table.path.resolve() for table, _ in result.layouts}
    for source, tables in files.items():
        sheets = [(drafts[0].table, layouts[key], drafts) for key, drafts in tables.items()]
        path = _target(folder, source, [*written, *lists])
        _write(path, sheets, lang)
        written.append(path.resolve())
        paths.append(path)
    return paths


def _target(folder: Path, source: Path, taken: Sequence[Path]) -> Path:
    ending = _STAND_INS.get(source.suffix.lower(), source.suffix.lower())
    path = folder / f"{source.stem}.rejected{ending}"
    number = 2
    while path.resolve() in taken:
        path = folder / f"{source.stem}.rejected-{number}{ending}"
        number += 1
    return path


def _write(path: Path, sheets: list[Sheet], lang: Language) -> None:
    if path.suffix in _DRIVERS:
        write_whole(path, lambda unfinished: _write_layers(unfinished, sheets, lang), backup=True)
    elif path.suffix == ".xlsx":
        rows = {sheet[0].sheet: _rows(sheet, lang) for sheet in sheets}
        write_whole(path, lambda unfinished: write_sheets(unfinished, dict(rows)), backup=True)
    else:
        write_whole(path, lambda unfinished: _write_text(unfinished, sheets[0], lang), backup=True)


def _rows(sheet: Sheet, lang: Language) -> list[list[object]]:
    """Return headings and rows, padded so that the reasons stand in one column."""
    _, layout, drafts = sheet
    width = max(len(layout.names), *(len(draft.row) for draft in drafts))
    names = [*layout.names, *[""] * (width - len(layout.names))]
    rows: list[list[object]] = [[*map(_guarded, names), REASON.in_language(lang)]]
    for draft in drafts:
        cells = [_guarded(cell) for cell in draft.row]
        rows.append([*cells, *[""] * (width - len(cells)), guard_cell(_reason(draft, lang))])
    return rows


def _guarded(cell: object) -> object:
    """Return a cell that is no formula; a text that is a number is none."""
    if not isinstance(cell, str):
        return cell
    try:
        float(cell)
    except ValueError:
        return guard_cell(cell)
    return cell


def _reason(draft: RowDraft, lang: Language) -> str:
    between = phrase("language.semicolon")
    return " / ".join(
        joined([r.problem, r.remedy], between).in_language(lang) for r in draft.refusals
    )


def _write_text(path: Path, sheet: Sheet, lang: Language) -> None:
    table = sheet[0]
    with path.open("w", encoding=table.encoding, newline="") as file:
        csv.writer(file, delimiter=table.delimiter).writerows(_rows(sheet, lang))


def _write_layers(path: Path, sheets: list[Sheet], lang: Language) -> None:
    for table, layout, drafts in sheets:
        columns = {
            name or f"column_{number}": [text_of(draft.row[number]) or None for draft in drafts]
            for number, name in enumerate(layout.names)
            if number >= _POSITION_COLUMNS
        }
        columns[REASON.in_language(lang)] = [_reason(draft, lang) for draft in drafts]
        frame = geopandas.GeoDataFrame(
            pd.DataFrame(columns, dtype=object), geometry=_points(drafts), crs="EPSG:4326"
        )
        pyogrio.write_dataframe(
            frame,
            path,
            driver=_DRIVERS[path.suffix],
            layer=table.sheet or None,
            append=path.exists(),
        )


def _points(drafts: list[RowDraft]) -> list[shapely.Point | None]:
    pairs = [draft.row[:_POSITION_COLUMNS] for draft in drafts]
    return [
        shapely.Point(lon, lat) if isinstance(lon, float) and isinstance(lat, float) else None
        for lon, lat in pairs
    ]
