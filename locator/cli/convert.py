"""`locator convert`: a file of stations in another format, and back."""

from __future__ import annotations

from pathlib import Path

import click

from locator.cli.main import language
from locator.cli.options import lang_option
from locator.stations.writing import ENDINGS, read_any, write_any
from locator.stations.writing.formats import format_of


@click.command("convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; its ending names the format: " + " ".join(ENDINGS),
)  # fmt: skip
@lang_option
def command(file: Path, output: Path, lang: str | None) -> None:  # noqa: ARG001  # read by `language`
    """Write stations as GeoJSON, GeoPackage, CSV, XLSX, KML, GPX or GeoParquet, or read them back.

    Lists that were made elsewhere are read by `locator import`.
    """
    format_of(output)
    stations = read_any(file)
    write_any(output, stations.stations)
    count = len(stations)
    click.echo(f"{output}：{count} 个站点" if language() == "zh" else f"{output}: {count} stations")
