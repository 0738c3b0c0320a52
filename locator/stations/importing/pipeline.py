"""Import lists: from files to stations, findings, refused rows and the account of all rows.

The account always adds up: every row that came in is a station, merged, refused or passed over.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING

from locator.errors import LocatorError, ParameterError
from locator.language import joined, phrase, phrases
from locator.stations.importing.builder import build_station, check_owners, refuse_incomplete
from locator.stations.importing.duplicates import check_neighbours, group_rows
from locator.stations.importing.findings import Finding, Place, finding
from locator.stations.importing.headings import Layout, find_layout, plain_heading
from locator.stations.importing.positions import (
    check_districts,
    check_other_positions,
    locate,
    settle_datums,
)
from locator.stations.importing.row_kinds import SecondTables, sort_row
from locator.stations.importing.row_parser import Drafter
from locator.stations.importing.sources.detect import read_tables
from locator.stations.reading import no_collection
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from locator.stations.importing.datum_evidence import Evidence
    from locator.stations.importing.draft import RowDraft
    from locator.stations.importing.options import Options
    from locator.stations.importing.sheet import Row, Table
    from locator.stations.station import Station


NAMES = phrases("importing.names")


@dataclass(slots=True)
class Ledger:
    """How many rows came in, and how many became what."""

    rows: int = 0
    stations: int = 0
    merged: int = 0
    rejected: int = 0
    headings: int = 0
    titles: int = 0
    totals: int = 0
    empty: int = 0

    @property
    def accounted(self) -> int:
        """Return the number of rows whose fate is known."""
        return sum(getattr(self, member.name) for member in fields(self) if member.name != "rows")

    def check(self) -> None:
        """See that no row is lost.

        Raises
        ------
        LocatorError
            If one is: a fault of this program, never of a list.
        """
        if self.rows != self.accounted:
            raise LocatorError(f"rows were lost: {self.as_dict()}")

    def as_dict(self) -> dict[str, int]:
        """Return the figures by name."""
        return asdict(self)


_PROGRESS_ROWS = 1_000
_FULL_CELLS = 4


@dataclass(slots=True)
class ImportResult:
    """What became of lists.

    Parameters
    ----------
    stations
        Checked, with distinct ids.
    findings
        Everything there is to say, refusals first, then in the order of the checks.
    rejected
        The rows that are no stations, each with its refusals.
    layouts
        How each table was read; None where no headings were recognised.
    evidence
        What decided on a datum, by file.
    ledger
        The account of all rows.
    with_status
        The ids of the stations whose list tells their status; the others' is taken for granted.
    """

    stations: list[Station] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[RowDraft] = field(default_factory=list)
    layouts: list[tuple[Table, Layout | None]] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    with_status: frozenset[str] = frozenset()


def import_files(paths: Sequence[Path], options: Options) -> ImportResult:
    """Read lists of stations, and account for every row.

    Raises
    ------
    FileError
        If a file can't be read, or no table in it has headings that are recognised.
    CoordsysError
        If a table doesn't say its datum and the importer doesn't either.
    ParameterError
        If a mapping names a heading or a field that there is not.
    """
    with no_collection():
        result = _import(paths, options)
    result.ledger.check()
    for table, _ in result.layouts:  # what is refused holds its rows; the others may go
        table.row_count = len(table.rows)
        table.rows = []
    return result


def _import(paths: Sequence[Path], options: Options) -> ImportResult:
    result = ImportResult()
    for path in paths:
        tables = read_tables(path, options.sheet)
        layouts = [(table, find_layout(table, options.mapping)) for table in tables]
        if all(layout is None for _, layout in layouts):
            raise _no_headings(path)
        result.layouts += layouts
    _check_mapping(options, result)
    drafts = _drafts(result, options)
    result.evidence = settle_datums(drafts, options)
    locate(drafts)
    for draft in drafts:
        refuse_incomplete(draft)
    accepted = [draft for draft in drafts if not draft.refusals]
    check_districts(accepted, result.findings)
    check_other_positions(accepted, result.findings)
    _make_stations(accepted, options, result)
    result.rejected = [draft for draft in drafts if draft.refusals]
    result.findings[:0] = [refusal for draft in result.rejected for refusal in draft.refusals]
    result.ledger.rejected = len(result.rejected)
    return result


def _drafts(result: ImportResult, options: Options) -> list[RowDraft]:
    """Sort every row of every table, and draft those of stations."""
    total = sum(len(table.rows) for table, _ in result.layouts)
    done = 0
    drafts: list[RowDraft] = []
    for table, layout in result.layouts:
        if layout is None:
            _pass_over(table, result)
            continue
        result.findings += _remarks(table, layout)
        drafter = Drafter(table, layout, options, result.findings)
        second = SecondTables(table, layout, options.mapping)
        for number, row in enumerate(table.rows):
            sort = sort_row(table, layout, number)
            if sort in {"data", "headings"} and second.begins_at(row, number + 1):
                sort = "headings"
            if sort == "data":
                drafts.append(drafter.draft(row, number + 1))
                second.refuse_if_below(drafts[-1])
            else:
                setattr(result.ledger, sort, getattr(result.ledger, sort) + 1)
            if not number % _PROGRESS_ROWS:
                options.progress(done + number, total)
        done += len(table.rows)
        drafter.finish()
    result.ledger.rows = total
    options.progress(total, total)
    return drafts


def _remarks(table: Table, layout: Layout) -> list[Finding]:
    """Return what reading had to say of a table, and whether much stands above its headings."""
    place = Place(table.file, table.sheet)
    findings = [
        finding(remark.code, "note", place, remark.value, remark.problem, remark.remedy)
        for remark in table.remarks
    ]
    above = range(layout.heading_rows[0]) if layout.heading_rows else ()
    count = sum(1 for number in above if _is_full(table.rows[number], number in table.titles))
    if count:
        problem = phrase("importing.rows_several_cells_stand_above", count=count)
        remedy = phrase("importing.if_they_stations_make_two")
        findings.append(finding("above", "warning", place, "", problem, remedy))
    return findings


def _is_full(row: Row, is_title: bool) -> bool:
    return not is_title and sum(1 for cell in row if cell not in (None, "")) >= _FULL_CELLS


def _pass_over(table: Table, result: ImportResult) -> None:
    """Account for a sheet that is no list, such as one of remarks."""
    empty = sum(1 for row in table.rows if not any(cell not in (None, "") for cell in row))
    result.ledger.empty += empty
    result.ledger.titles += len(table.rows) - empty
    if len(table.rows) > empty:
        problem = phrase(
            "importing.no_headings_recognised_rows_passed", value=len(table.rows) - empty
        )
        remedy = phrase("importing.if_list_say_map_heading")
        place = Place(table.file, table.sheet)
        result.findings.append(finding("not_a_list", "warning", place, "", problem, remedy))


def _make_stations(accepted: list[RowDraft], options: Options, result: ImportResult) -> None:
    groups = group_rows(accepted, result.findings)
    built = [(build_station(group), group) for group in groups]
    valid = [(station, group) for station, group in built if station is not None]
    known = frozenset(station.id for station in options.known)
    stations = [station for station, _ in valid]
    chosen = [group for _, group in valid]
    check_neighbours([group.drafts[0] for group in chosen], result.findings)
    result.stations = check_owners(stations, chosen, known, result.findings)
    result.with_status = frozenset(
        group.id for group in chosen if any("status" in draft.values for draft in group.drafts)
    )
    result.ledger.stations = len(stations)
    result.ledger.merged = sum(len(group.drafts) - 1 for group in chosen)


def _check_mapping(options: Options, result: ImportResult) -> None:
    headings = [name for _, layout in result.layouts if layout for name in layout.names if name]
    plain = {plain_heading(name) for name in headings}
    for heading in options.mapping:
        if plain_heading(heading) not in plain:
            listed = joined(dict.fromkeys(headings))
            raise ParameterError("--map", heading, phrase("importing.heading", listed=listed))


def _no_headings(path: Path) -> FileError:
    return FileError(
        path,
        phrase("importing.no_headings_recognised"),
        phrase("importing.should_name_address_lon_lat"),
    )
