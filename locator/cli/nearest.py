"""`locator nearest`: the stations nearest to a place, or to every place of a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from locator.cli.bulk import Bulk, answer_points
from locator.cli.main import language
from locator.cli.options import (
    coordsys_option,
    joined,
    kind_option,
    lang_option,
    service_option,
    settings_with,
    stations_of,
    stations_option,
    status_option,
)
from locator.cli.table import neighbour_table
from locator.find import DEFAULT_K, MAX_K, find_nearest
from locator.find.arrival import OPEN_FILTERS
from locator.find.geojson import SAMPLE_NOTICE, FeatureEncoder
from locator.find.travel import TRAVEL_MODES, travel_modes
from locator.geo.datum import Datum, convert_point
from locator.geo.points import LonLat
from locator.stations.moments import parse_moment
from locator.stations.selection import Selection


# A negative longitude must not be taken for an option.
@click.command("nearest", context_settings={"ignore_unknown_options": True})
@click.argument("lon", type=float, required=False)
@click.argument("lat", type=float, required=False)
@click.option("-k", type=click.IntRange(1, MAX_K), help=f"How many.  [default: {DEFAULT_K}; 1 with --points]")  # fmt: skip  # noqa: E501
@kind_option
@service_option
@status_option
@click.option("--max-distance-m", type=click.FloatRange(min=0), help="Not farther than this.")
@click.option("--at", default="now", show_default=True, help="Moment of setting out: now, or ISO 8601.")  # fmt: skip  # noqa: E501
@click.option("--open", "wanted", type=click.Choice(OPEN_FILTERS), default="any", show_default=True, help="possible: not known to be closed; only: known to be open.")  # fmt: skip  # noqa: E501
@click.option("--travel", type=click.Choice(tuple(TRAVEL_MODES)), help="Tell the state on arrival by this mode.")  # fmt: skip  # noqa: E501
@coordsys_option
@click.option("--format", "form", type=click.Choice(["table", "geojson"]), default="table", show_default=True)  # fmt: skip  # noqa: E501
@click.option("--points", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV file of places, with columns lon and lat.")  # fmt: skip  # noqa: E501
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="CSV file to write, with --points.")  # fmt: skip  # noqa: E501
@stations_option
@lang_option
def command(
    lon: float | None,
    lat: float | None,
    k: int | None,
    kinds: tuple[tuple[str, ...], ...],
    services: tuple[tuple[str, ...], ...],
    statuses: tuple[tuple[str, ...], ...],
    max_distance_m: float | None,
    at: str,
    wanted: str,
    travel: str | None,
    coordsys: Datum,
    form: str,
    points: Path | None,
    output: Path | None,
    stations: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
) -> None:
    """Find the stations nearest to LON LAT (degrees), or to every place of a CSV file.

    \b
    locator nearest 113.65 34.76
    locator nearest 113.65 34.76 -k 3 --kind rider_home --service toilet,water
    locator nearest --points places.csv -o nearest.csv
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    moment = parse_moment(at, datetime.now(UTC))
    selection = Selection.of(joined(kinds), joined(services), joined(statuses), moment.date())
    if points is not None:
        if output is None or lon is not None:
            raise click.UsageError("with --points, give -o OUT.csv and no LON LAT")
        if wanted != "any" or travel is not None or form != "table":
            raise click.UsageError("--open, --travel and --format are for one place")
        bulk = Bulk(k or 1, selection, max_distance_m, coordsys)
        station_set = stations_of(settings_with(stations))
        count = answer_points(station_set, points, output, bulk)
        message = (
            f"已写入 {count} 行：{output}" if language() == "zh" else f"{count} rows: {output}"
        )
        click.echo(message, err=True)
        if any(station.position == "modelled" for station in station_set):
            click.echo(SAMPLE_NOTICE[language()], err=True)
        return
    if lon is None or lat is None or output is not None:
        raise click.UsageError("give LON and LAT, or --points FILE.csv with -o OUT.csv")
    where = convert_point(LonLat(lon, lat), coordsys, "wgs84")
    settings = settings_with(stations)
    station_set = stations_of(settings)
    modes = travel_modes(settings.speeds_mps, settings.detour_factor)
    found = find_nearest(
        station_set,
        where,
        k or DEFAULT_K,
        kinds=selection.kinds,
        services=selection.services,
        statuses=selection.statuses,
        at=moment,
        open=wanted,
        travel=None if travel is None else modes[travel],
        max_distance_m=max_distance_m,
    )
    if form == "geojson":
        click.echo(FeatureEncoder(station_set).neighbours(found, language()))
    else:
        click.echo(neighbour_table(found, language()))
