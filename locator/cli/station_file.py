"""`locator check` and `locator convert`: judge a file of stations, or write it in another format.

`check` reports the same faults as the server would, all of them together. The formats of `convert`
are those of `locator.stations.writing`, there and back.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from locator.cli.main import language
from locator.cli.options import lang_option
from locator.language import phrase
from locator.settings import read_settings
from locator.stations.faults import StationFileError
from locator.stations.hours import Calendar
from locator.stations.kinds import KINDS
from locator.stations.reading import read_stations
from locator.stations.writing import ENDINGS, read_any, write_any
from locator.stations.writing.formats import format_of


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@lang_option
def check_command(file: Path, lang: str | None) -> None:  # noqa: ARG001  # read by `language`
    """Check a file of stations: exit with 0 if it can be served, else with 1 and every fault."""
    words = language()
    try:
        stations = read_stations(file, Calendar.load(read_settings(os.environ).calendar_folder))
    except StationFileError as error:
        for fault in error.faults:
            click.echo(fault.in_language(words))
        count = len(error.faults)
        click.echo(
            phrase("cli.faults_of_file", file=file, count=count).in_language(words), err=True
        )
        sys.exit(1)
    click.echo(phrase("cli.stations_of_file", file=file, count=len(stations)).in_language(words))
    for key, kind in KINDS.items():
        number = sum(station.kind == key for station in stations)
        if number:
            click.echo(f"  {kind.name.in_language(words)}  {number}")


@click.command("convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; its ending names the format: " + " ".join(ENDINGS),
)  # fmt: skip
@lang_option
def convert_command(file: Path, output: Path, lang: str | None) -> None:  # noqa: ARG001  # read by `language`
    """Write stations as GeoJSON, GeoPackage, CSV, XLSX, KML, GPX or GeoParquet, or read them back.

    Lists that were made elsewhere are read by `locator import`.
    """
    format_of(output)
    stations = read_any(file)
    write_any(output, stations.stations)
    count = len(stations)
    message = phrase("cli.stations_written", output=output, count=count)
    click.echo(message.in_language(language()))
