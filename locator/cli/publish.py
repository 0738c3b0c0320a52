"""`locator publish`: the stations as a site without a server, as one file, and as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from locator.cli.main import language
from locator.cli.options import lang_option, options_of, settings_with, stations_of, stations_option
from locator.cli.terminal import progress_bar
from locator.find.geojson import SAMPLE_NOTICE
from locator.find.nearest import travel_modes
from locator.geo.district_files import districts_or_bundled
from locator.language import Phrase, phrase
from locator.plan.coverage import measure_coverage
from locator.plan.demand import demand_or_bundled
from locator.plan.gaps import find_gaps
from locator.plan.reach import RADIUS_M
from locator.publish.documents import licence_of
from locator.publish.report.coverage_answer import CoverageAnswer
from locator.publish.sheet.browser import find_browser, print_pdf, print_png
from locator.publish.sheet.wall_sheet import render_print_map
from locator.publish.site.site_files import SiteOptions, build_site, manifest_inputs
from locator.publish.site.site_folder import SiteFolder
from locator.publish.site.site_pages import single_page
from locator.publish.site.site_tables import last_day
from locator.settings import check_base_url
from locator.stations.moments import parse_moment
from locator.stations.writing import write_whole

if TYPE_CHECKING:
    from locator.settings import Settings
    from locator.stations.station_set import StationSet

_GAPS = 100
_OUT = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class _PublishTargets:
    """Where to write what; None is not written."""

    folder: Path | None
    single: Path | None
    png: Path | None
    pdf: Path | None


@click.command("publish")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Folder of a site that needs no server.")  # fmt: skip  # noqa: E501
@click.option("--single-file", type=_OUT, metavar="FILE.html", help="One page that holds everything.")  # fmt: skip  # noqa: E501
@click.option("--png", type=_OUT, metavar="FILE.png", help="A map of all stations on a sheet of A3; needs Chromium.")  # fmt: skip  # noqa: E501
@click.option("--pdf", type=_OUT, metavar="FILE.pdf", help="The same as PDF.")
@click.option("--at", help="Date of the products, from which hours are written out.  [default: the data's date]")  # fmt: skip  # noqa: E501
@click.option("--base-url", metavar="URL", help="Where the site will lie: for door codes and the sitemap.  [default: LOCATOR_BASE_URL]")  # fmt: skip  # noqa: E501
@options_of({"radius_m": RADIUS_M}, {"radius_m": ("--radius-m", "--radius")})
@click.option("--coverage/--no-coverage", default=True, help="With or without coverage map and report.")  # fmt: skip  # noqa: E501
@click.option("--downloads/--no-downloads", default=None, help="With or without the stations as files.  [default: LOCATOR_DOWNLOADS, else with]")  # fmt: skip  # noqa: E501
@click.option("--modelled-pages", is_flag=True, help="Pages of modelled stations, too.")
@stations_option
@lang_option
def command(  # noqa: PLR0917  # click hands the options over by name
    output: Path | None,
    single_file: Path | None,
    png: Path | None,
    pdf: Path | None,
    at: str | None,
    base_url: str | None,
    radius_m: float,
    coverage: bool,
    downloads: bool | None,
    modelled_pages: bool,
    stations: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
) -> None:
    """Publish the stations without a server: a site, one file, a map for print.

    \b
    locator publish -o site --base-url https://example.org/stations
    locator publish --single-file map.html
    locator publish --png map.png --pdf map.pdf

    All links of the site are relative: put it under any path of any web server or object store, or
    open index.html from a disk. The same stations and options make the same bytes.
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    targets = _PublishTargets(output, single_file, png, pdf)
    if targets == _PublishTargets(None, None, None, None):
        raise click.UsageError("say what to write: -o DIR, --single-file, --png or --pdf")
    settings = settings_with(stations)
    if png or pdf:
        find_browser()  # before anything else takes its time
    station_set = stations_of(settings)
    options = SiteOptions(
        day=_day(at, station_set),
        lang=language(),
        base_url=settings.base_url if base_url is None else check_base_url(base_url, "--base-url"),
        review_number=settings.review_number,
        modelled_pages=modelled_pages,
        downloads=settings.downloads if downloads is None else downloads,
        travel=travel_modes(settings.speeds_mps, settings.detour_factor),
    )
    if output is not None:
        _write_site(output, station_set, options, settings, radius_m if coverage else None)
    _write_files(targets, station_set, options)
    _warn(station_set, options, targets)


def _day(at: str | None, stations: StationSet) -> date:
    """Return the products' date: as given, else the data's own."""
    if at is None:
        return date.fromisoformat(licence_of(stations).date)
    return parse_moment(at, datetime.now(UTC)).date()


def _write_site(
    output: Path,
    stations: StationSet,
    options: SiteOptions,
    settings: Settings,
    radius_m: float | None,
) -> None:
    with SiteFolder(output) as folder, progress_bar() as progress:
        answer = None if radius_m is None else _coverage(stations, settings, options, radius_m)
        build_site(folder, stations, options, answer, progress)
        folder.publish(manifest_inputs(stations, options) | {"radius_m": radius_m})
    _print_line(
        phrase("cli.files_open", output=output, count=folder.count, value=output / "index.html"),
    )


def _coverage(
    stations: StationSet, settings: Settings, options: SiteOptions, radius_m: float
) -> CoverageAnswer:
    factor = settings.detour_factor
    demand = demand_or_bundled(settings.demand)
    by = districts_or_bundled(settings.districts)
    measured = measure_coverage(stations, demand, radius_m, by=by, detour_factor=factor)
    gaps = find_gaps(measured, number=_GAPS)
    command_line = f"locator coverage --radius-m {radius_m:g} -o coverage"
    return CoverageAnswer(
        measured,
        gaps,
        command=command_line,
        arguments={"radius_m": radius_m, "number": _GAPS, "detour_factor": factor},
        review_number=options.review_number,
    )


def _write_files(targets: _PublishTargets, stations: StationSet, options: SiteOptions) -> None:
    lang, review_number = options.lang, options.review_number
    if targets.single is not None:
        page = single_page(
            stations, options.day, options.travel, lang=lang, review_number=review_number
        )
        write_whole(targets.single, lambda path: _write_text(path, page))
        size = f"{targets.single.stat().st_size / 1e6:.1f} MB"
        _print_line(phrase("cli.value_2", single=targets.single, size=size))
    if targets.png is None and targets.pdf is None:
        return
    page = render_print_map(stations, options.day, lang=lang, review_number=review_number)
    if targets.png is not None:
        print_png(page, targets.png)
        _print_line(phrase("cli.written", png=targets.png))
    if targets.pdf is not None:
        print_pdf(page, targets.pdf, options.day)
        _print_line(phrase("cli.written_2", pdf=targets.pdf))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _warn(stations: StationSet, options: SiteOptions, targets: _PublishTargets) -> None:
    """Say what a publisher should know, on the error channel."""
    modelled = sum(station.position == "modelled" for station in stations)
    if modelled:
        click.echo(SAMPLE_NOTICE.in_language(options.lang), err=True)
    if targets.folder is None and targets.single is None:
        return
    until = last_day(stations.hours.calendar, options.day)
    if until < datetime.now(UTC).date():
        _print_line(
            phrase("cli.hours_written_out_past_renew", until=until),
            err=True,
        )
    if targets.folder is not None and modelled and not options.modelled_pages:
        _print_line(
            phrase("cli.modelled_stations_no_page_their", modelled=modelled),
            err=True,
        )
    if targets.folder is not None and not options.base_url:
        _print_line(
            phrase("cli.without_base_url_pages_no"),
            err=True,
        )


def _print_line(line: Phrase, *, err: bool = False) -> None:
    click.echo(line.in_language(language()), err=err)
