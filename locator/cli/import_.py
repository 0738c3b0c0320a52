"""`locator import`: lists of stations into one checked file, with every row accounted for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from locator.cli.main import language
from locator.cli.options import lang_option
from locator.cli.terminal import progress_bar
from locator.geo.datum import DATUMS
from locator.language import phrase
from locator.publish.import_report import render_report
from locator.settings import read_settings
from locator.stations.importing import ImportResult, Options, import_files
from locator.stations.importing.builder import check_stations
from locator.stations.importing.rejects import write_rejected
from locator.stations.importing.report import report_json, report_lines
from locator.stations.importing.update import Mention, Update, update_stations
from locator.stations.kinds import KINDS
from locator.stations.reading import read_stations
from locator.stations.writing.atomic import (
    FileError,
    backup_path,
    write_bytes_whole,
    write_whole,
)
from locator.stations.writing.formats import GEOJSON_ENDINGS
from locator.stations.writing.geojson import read_members, write_geojson

if TYPE_CHECKING:
    from locator.stations.station import Station

_REPORTS = (".html", ".json")


class Mapping(click.ParamType[tuple[str, str]]):
    """A heading and the field it is, as in 站名=name."""

    name = "heading=field"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the pair, or fail with how it is written."""
        heading, equals, target = str(value).rpartition("=")
        if not (equals and heading):
            self.fail(f"{value!r}: HEADING=FIELD", param, ctx)
        return heading, target.strip()


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="GeoJSON file to write."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    help="GeoJSON file to merge the lists into.",
)
@click.option(
    "--prune", is_flag=True, help="With --into: remove stations that the lists no longer have."
)
@click.option(
    "--coordsys",
    type=click.Choice([*DATUMS, "auto"]),
    help="What positions are in, where the table doesn't say it; auto weighs the evidence.",
)
@click.option("--kind", type=click.Choice(list(KINDS)), help="Kind of rows that tell none.")
@click.option(
    "--map",
    "mapping",
    type=Mapping(),
    multiple=True,
    metavar="HEADING=FIELD",
    help="Take a column for a field, for - (unused), or keep it under its own heading.",
)
@click.option("--sheet", help="Read this worksheet or layer only.")
@click.option(
    "--fix",
    is_flag=True,
    help="Repair positions that are swapped, in degrees and minutes, or lack a point.",
)
@click.option("--source", help="Name of the list, for stations that carry no source.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Report to write: .html for people, .json for programs.",
)
@lang_option
def command(  # noqa: PLR0917  # click hands the options over by name
    files: tuple[Path, ...],
    output: Path | None,
    into: Path | None,
    prune: bool,
    coordsys: str | None,
    kind: str | None,
    mapping: tuple[tuple[str, str], ...],
    sheet: str | None,
    fix: bool,
    source: str | None,
    report: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
) -> None:
    """Read lists of stations (XLSX, XLS, CSV, TSV, GeoJSON, GPKG, SHP, KML, OSM PBF) into GeoJSON.

    Rows that can't be stations come back in <list>.rejected.<ending> beside the output.
    """
    target = _target(output, into, prune, report, files)
    existing, read_at = _existing(into)
    with progress_bar() as progress:
        options = Options(
            coordsys=coordsys,  # type: ignore[arg-type]  # click has checked it
            kind=kind,
            mapping=dict(mapping),
            sheet=sheet,
            fix=fix,
            source=source,
            known=_known(coordsys, existing, into),
            progress=progress,
        )
        result = import_files(files, options)
    if not result.stations:
        _refuse_all(result, target)
    update = None
    stations: tuple[Station, ...] = tuple(result.stations)
    if into is not None:
        update = update_stations(
            existing,
            result.stations,
            prune=prune,
            with_status=result.with_status,
            source=source,
            refused=[Mention(d.own_id, d.name, d.address) for d in result.rejected],
        )
        stations = update.stations
    check_stations(stations, str(target))
    had_backup = target.exists()
    rejected = write_rejected(result, target.parent, language())
    if into is not None and _changed_at(into) != read_at:
        raise _changed_meanwhile(into)
    _write(target, stations, into)
    if report is not None:
        _write_report(report, result, update)
    _print(result, update, rejected, target, had_backup=had_backup)


def _target(
    output: Path | None,
    into: Path | None,
    prune: bool,
    report: Path | None,
    files: tuple[Path, ...],
) -> Path:
    """Return the file to write, after seeing that the options fit together."""
    target = output or into
    if target is None:
        raise click.UsageError("-o stations.geojson, or --into existing.geojson")
    if prune and into is None:
        raise click.UsageError("--prune goes with --into")
    if target.suffix.lower() not in GEOJSON_ENDINGS:
        raise click.UsageError(f"{target}: .geojson; `locator convert` writes other formats")
    if report is not None and report.suffix.lower() not in _REPORTS:
        raise click.UsageError(f"{report}: " + ", ".join(_REPORTS))
    if report is not None and report.resolve() in (target.resolve(), backup_path(target).resolve()):
        raise click.UsageError(f"{report}: is the output")
    inputs = {file.resolve() for file in files}
    for path in (target, report):
        if path is not None and path.resolve() in inputs:
            raise click.UsageError(f"{path}: is one of the lists")
        if path is not None and not path.resolve().parent.is_dir():
            raise FileError(
                path,
                phrase("cli.folder_does_exist"),
                phrase("cli.make_folder_first"),
            )
    return target


def _existing(into: Path | None) -> tuple[tuple[Station, ...], int]:
    """Return the stations of the file to merge into, and when it was changed last."""
    if into is None:
        return (), 0
    read_at = _changed_at(into) if into.exists() else 0
    return read_stations(into).stations, read_at


def _changed_at(path: Path) -> int:
    return path.stat().st_mtime_ns


def _changed_meanwhile(path: Path) -> FileError:
    return FileError(
        path,
        phrase("cli.changed_during_import_nothing_written"),
        phrase("cli.import_again"),
    )


def _known(
    coordsys: str | None, existing: tuple[Station, ...], into: Path | None
) -> tuple[Station, ...]:
    """Return the stations known already; for `auto` the program's own where no others are given."""
    if into is not None or coordsys != "auto":
        return existing
    return read_stations(read_settings(os.environ).stations).stations


def _write(target: Path, stations: tuple[Station, ...], into: Path | None) -> None:
    """Write the stations whole, the previous file kept beside them."""
    members = {} if into is None else read_members(into)
    write_whole(target, lambda path: write_geojson(path, stations, members), backup=True)


def _refuse_all(result: ImportResult, target: Path) -> None:
    """Stop where not one row is a station: an empty file would take the old one's place."""
    rejected = write_rejected(result, target.parent, language())
    click.echo("\n".join(report_lines(result, language())))
    listed = ", ".join(map(str, rejected)) or "-"
    raise FileError(
        target,
        phrase("cli.written_no_row_station"),
        phrase("cli.correct_rows_import_again", listed=listed),
    )


def _write_report(path: Path, result: ImportResult, update: Update | None) -> None:
    if path.suffix.lower() == ".json":
        text = report_json(result, update)
    else:
        text = render_report(result, update, language())
    write_bytes_whole(path, text.encode())


def _print(
    result: ImportResult,
    update: Update | None,
    rejected: list[Path],
    target: Path,
    *,
    had_backup: bool,
) -> None:
    lang = language()
    lines = report_lines(result, lang)
    if update is not None:
        lines += update.lines(lang)
    wrote = phrase("cli.wrote").in_language(lang)
    returned = phrase("cli.rejected_rows").in_language(lang)
    lines += [f"{returned} {path}" for path in rejected]
    lines.append(f"{wrote} {target}")
    if had_backup:
        label = phrase("cli.previous_file").in_language(lang)
        lines.append(f"{label} {backup_path(target)}")
    click.echo("\n".join(lines))
