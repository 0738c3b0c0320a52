"""`locator coverage`: who lacks a station, where, and at which hours, as a folder of files."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from locator.cli.coverage_question import (
    DEFAULT_GAPS,
    Question,
    arguments_of,
    command_line,
)
from locator.cli.coverage_told import coverage_told
from locator.cli.main import language
from locator.cli.option_names import named_by_options
from locator.cli.options import (
    joined,
    kind_option,
    lang_option,
    service_option,
    settings_with,
    stations_of,
    stations_option,
)
from locator.cli.progress import progress_bar
from locator.errors import ParameterError, Words
from locator.geo.district_files import read_district_file
from locator.geo.districts import bundled_districts
from locator.plan.clock import Clock, measure_clock
from locator.plan.comparing import Comparison, compare_coverage
from locator.plan.coverage import Coverage, measure_coverage
from locator.plan.demand import bundled_demand, read_demand
from locator.plan.gaps import find_gaps
from locator.plan.reach import check_radius
from locator.publish.coverage_report import CoverageAnswer, coverage_files
from locator.publish.coverage_report.files import FILES
from locator.stations.moments import parse_moment
from locator.stations.writing.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.geo.districts import Districts
    from locator.plan.demand import DemandSet
    from locator.plan.opening import Open
    from locator.stations.station_set import StationSet

    Progress = Callable[[int, int], None]

OPENS: tuple[Open, ...] = ("any", "possible", "only")
# As a date would be written, `--clock` without one.
_OF_AT: Literal["at"] = "at"
_DATE = Words("日期，如 2026-10-01", "a date, such as 2026-10-01")
_STEPS = (
    Words("读取", "reading"),
    Words("覆盖", "coverage"),
    Words("缺口", "gaps"),
    Words("时钟", "clock"),
    Words("比较", "comparing"),
    *(Words(name, name) for name in FILES),
)


@click.command("coverage")
@click.option("--radius", "radius_m", type=float, required=True, metavar="METRES", help="Service radius, along the line; 0 to 1,000,000.")  # fmt: skip  # noqa: E501
@click.option("--demand", type=click.Path(path_type=Path), help="People by place: CSV (lon,lat,weight), GeoJSON, GeoPackage, GeoParquet, GeoTIFF.  [default: LOCATOR_DEMAND, else the bundled grid]")  # fmt: skip  # noqa: E501
@click.option("--districts", type=click.Path(path_type=Path), help="Polygons with codes and names.  [default: LOCATOR_DISTRICTS, else Henan's counties]")  # fmt: skip  # noqa: E501
@kind_option
@service_option
@click.option("--at", help="Moment for which open states are told: now, or ISO 8601.")
@click.option("--clock", is_flag=False, flag_value=_OF_AT, metavar="[DATE]", help="Every hour of the week of this date.  [default date: that of --at, else today's]")  # fmt: skip  # noqa: E501
@click.option("--open", "wanted", type=click.Choice(OPENS), default="any", show_default=True, help="With --at, which stations count. possible: not known to be closed; only: known to be open.")  # fmt: skip  # noqa: E501
@click.option("--against", type=click.Path(path_type=Path), help="Older GeoJSON file of stations to compare with.")  # fmt: skip  # noqa: E501
@click.option("--fail-if-worse", is_flag=True, help="With --against: exit with 1 when covered weight falls.")  # fmt: skip  # noqa: E501
@click.option("--gaps", type=click.IntRange(min=1), default=DEFAULT_GAPS, show_default=True, help="At most so many gaps.")  # fmt: skip  # noqa: E501
@click.option("--smallest-weight", type=float, default=0.0, help="Leave out gaps of less.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write.")  # fmt: skip  # noqa: E501
@stations_option
@lang_option
@named_by_options
def command(  # noqa: PLR0917  # click hands the options over by name
    radius_m: float,
    demand: Path | None,
    districts: Path | None,
    kinds: tuple[tuple[str, ...], ...],
    services: tuple[tuple[str, ...], ...],
    at: str | None,
    clock: str | None,
    wanted: str,
    against: Path | None,
    fail_if_worse: bool,
    gaps: int,
    smallest_weight: float,
    output: Path,
    stations: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
) -> None:
    """Show who lacks a station: coverage, gaps, districts and, with --clock, every hour.

    \b
    locator coverage --radius 1000 -o coverage
    locator coverage --radius 1000 --service toilet --at 2026-10-01T22:00 --clock -o night
    locator coverage --radius 1000 --stations new.geojson --against old.geojson --fail-if-worse -o gate

    DIR gets coverage.html (map), report.html (for print), gaps.geojson, districts.csv,
    districts.geojson and summary.json, all of them or none.
    """  # noqa: D301, E501  # \b is click's mark for lines that stay as they are
    if fail_if_worse and against is None:
        raise click.UsageError("--fail-if-worse goes with --against")
    moment = None if at is None else parse_moment(at, datetime.now(UTC))
    settings = settings_with(stations)
    question = Question(
        radius_m=check_radius(radius_m),
        kinds=joined(kinds),
        services=joined(services),
        at=moment,
        week_of=None if clock is None else _week_of(clock, moment),
        open=cast("Open", wanted),
        gaps=gaps,
        smallest_weight=smallest_weight,
        demand=demand or settings.demand,
        districts=districts or settings.districts,
        against=against,
        settings=settings,
        lang=language(),
        output=output,
    )
    steps = tuple(words.in_language(question.lang) for words in _STEPS)
    with _folder(question) as folder, progress_bar(steps) as progress:
        answer = _answer(question, progress)
        files = {}
        for done, (name, content) in enumerate(coverage_files(answer, question.lang)):
            files[name] = content
            progress(len(_STEPS) - len(FILES) + done + 1, len(_STEPS))
        folder.publish(files)
    click.echo("\n".join(coverage_told(answer, output, question.lang)))
    if fail_if_worse and answer.comparison is not None and answer.comparison.worse:
        sys.exit(1)


def _week_of(clock: str, moment: datetime | None) -> date:
    """Return a date of the week that is asked for, in China."""
    if clock == _OF_AT:
        return (moment or parse_moment("now", datetime.now(UTC))).date()
    try:
        return date.fromisoformat(clock)
    except ValueError as error:
        raise ParameterError("clock", clock, _DATE) from error


def _folder(question: Question) -> Folder:
    sources = question.demand, question.districts, question.against, question.settings.stations
    return Folder(question.output, FILES, "coverage", sources)


def _answer(question: Question, progress: Progress) -> CoverageAnswer:
    total = len(_STEPS)
    progress(0, total)
    settings = question.settings
    stations = stations_of(settings)
    older = None if question.against is None else stations_of(settings_with(question.against))
    demand = bundled_demand() if question.demand is None else read_demand(question.demand)
    by = (
        bundled_districts()
        if question.districts is None
        else read_district_file(question.districts)
    )
    progress(1, total)
    coverage = _coverage(question, stations, demand, by)
    progress(2, total)
    gaps = find_gaps(coverage, number=question.gaps, smallest_weight=question.smallest_weight)
    progress(3, total)
    clock = _clock(question, stations, demand, by)
    progress(4, total)
    comparison = None if older is None else _compared(question, older, coverage, clock)
    progress(5, total)
    arguments = arguments_of(question)
    return CoverageAnswer(
        coverage, gaps, clock, comparison, command_line(question, arguments), arguments,
        settings.review_number, settings.tiles,
    )  # fmt: skip


def _compared(
    question: Question, older: StationSet, coverage: Coverage, clock: Clock | None
) -> Comparison:
    """Return how a coverage differs from that of an older file, asked the same."""
    demand, by = coverage.demand, coverage.districts
    assert by is not None  # noqa: S101  # the command always has districts
    before = _coverage(question, older, demand, by)
    clock_before = _clock(question, older, demand, by)
    clocks = None if clock is None or clock_before is None else (clock_before, clock)
    return compare_coverage(before, coverage, clocks=clocks)


def _coverage(
    question: Question, stations: StationSet, demand: DemandSet, by: Districts
) -> Coverage:
    return measure_coverage(
        stations,
        demand,
        question.radius_m,
        kinds=question.kinds,
        services=question.services,
        at=question.at,
        open=question.open,
        by=by,
        detour_factor=question.detour_factor,
    )


def _clock(
    question: Question, stations: StationSet, demand: DemandSet, by: Districts
) -> Clock | None:
    if question.week_of is None:
        return None
    return measure_clock(
        stations,
        demand,
        question.radius_m,
        question.week_of,
        kinds=question.kinds,
        services=question.services,
        by=by,
    )
