"""`locator coverage`: who lacks a station, where, and at which hours, as a folder of files.

The command measures a coverage, writes its files as one folder, and prints the headline, the worst
districts and the worst gaps. The folder repeats the arguments and a command line that makes it
again. Radii and distances are metres, shares are parts of the demand's weight.
"""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from locator.cli.main import language
from locator.cli.options import (
    lang_option,
    named_by_options,
    options_of,
    settings_with,
    stations_of,
    stations_option,
)
from locator.cli.terminal import aligned, progress_bar
from locator.errors import ParameterError
from locator.geo.district_files import districts_or_bundled
from locator.language import Language, phrase, verbatim
from locator.parameters import Parameter, parameters_of
from locator.paths import data_file
from locator.plan.clock import Clock, measure_clock
from locator.plan.comparison import Comparison, compare_coverage
from locator.plan.coverage import Coverage, CoverageQuery
from locator.plan.demand import demand_or_bundled
from locator.plan.gaps import NUMBER, SMALLEST_WEIGHT, find_gaps
from locator.plan.reach import RADIUS_M
from locator.publish.district_names import full_district_name
from locator.publish.numbers import change, count, metres, percent, radius, with_sign
from locator.publish.report.coverage_answer import CoverageAnswer
from locator.publish.report.coverage_files import FILES, coverage_files
from locator.publish.report.report_page import REPORT, weight_account
from locator.stations.moments import AT, FULL_HOUR, parse_moment
from locator.stations.writing.atomic import Folder
from locator.travel import DETOUR_FACTOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.geo.districts import Districts
    from locator.plan.demand import DemandSet
    from locator.settings import Settings
    from locator.stations.station_set import StationSet

    Progress = Callable[[int, int], None]


DEFAULT_GAPS = 100


@dataclass(frozen=True)
class CoverageRun:
    """What was asked, checked and resolved: the same gives the same files."""

    query: CoverageQuery
    week_of: date | None
    number: int
    smallest_weight: float
    demand: Path | None
    districts: Path | None
    against: Path | None
    settings: Settings
    lang: Language
    output: Path

    @property
    def detour_factor(self) -> float:
        """How much longer ways are than lines, by the settings."""
        return self.settings.detour_factor


def arguments_of(run: CoverageRun) -> dict[str, object]:
    """Return what was asked, by the options' names; paths as they were given."""
    bundled = run.settings.stations == data_file("stations.geojson")
    return {
        "radius_m": run.query.radius_m,
        "demand": _text(run.demand),
        "districts": _text(run.districts),
        "kind": list(run.query.kinds),
        "service": list(run.query.services),
        "status": list(run.query.statuses),
        "at": None if run.query.at is None else run.query.at.isoformat(),
        "clock": None if run.week_of is None else run.week_of.isoformat(),
        "open": run.query.open,
        "against": _text(run.against),
        "number": run.number,
        "smallest_weight": run.smallest_weight,
        "stations": None if bundled else str(run.settings.stations),
        "lang": run.lang,
        "detour_factor": run.detour_factor,
        "hide_modelled": run.settings.hide_modelled,
    }


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def command_line(run: CoverageRun, arguments: dict[str, object]) -> str:
    """Return the command that asks the same again, with what the environment sets."""
    usual = {"open": "any", "number": DEFAULT_GAPS, "smallest_weight": 0.0, "lang": "zh"}
    environment = []
    if run.detour_factor != DETOUR_FACTOR:
        environment.append(f"LOCATOR_DETOUR_FACTOR={_plain(run.detour_factor)}")
    if run.settings.hide_modelled:
        environment.append("LOCATOR_HIDE_MODELLED=1")
    if run.settings.review_number:
        number = shlex.quote(run.settings.review_number)
        environment.append(f"LOCATOR_REVIEW_NUMBER={number}")
    words = ["locator", "coverage"]
    for name, value in arguments.items():
        if name in ("detour_factor", "hide_modelled") or value in (None, [], usual.get(name)):
            continue
        text = ",".join(value) if isinstance(value, list) else _plain(value)
        words += [f"--{name.replace('_', '-')}", text]
    return " ".join([*environment, shlex.join([*words, "-o", str(run.output)])])


def _plain(value: object) -> str:
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


# As a date would be written, `--clock` without one.
_OF_AT: Literal["at"] = "at"
_DATE = phrase("cli.date")
_STEPS = (
    phrase("cli.steps.reading"),
    phrase("cli.steps.coverage"),
    phrase("cli.steps.gaps"),
    phrase("cli.steps.clock"),
    phrase("cli.steps.comparing"),
    *(verbatim(name) for name in FILES),
)


# The command tells the moment to the minute, and there is no usual radius.
_PARAMETERS = parameters_of(CoverageQuery) | {
    "radius_m": RADIUS_M.but(default=None, required=True),
    "at": FULL_HOUR.but(values=AT.values),
}
_GAPS: dict[str, Parameter[Any]] = {
    "number": NUMBER.but(default=DEFAULT_GAPS),
    "smallest_weight": SMALLEST_WEIGHT,
}


@click.command("coverage")
@options_of(_PARAMETERS, {"radius_m": ("--radius-m", "--radius")})
@click.option("--demand", type=click.Path(path_type=Path), help="People by place: CSV (lon,lat,weight), GeoJSON, GeoPackage, GeoParquet, GeoTIFF.  [default: LOCATOR_DEMAND, else the bundled grid]")  # fmt: skip  # noqa: E501
@click.option("--districts", type=click.Path(path_type=Path), help="Polygons with codes and names.  [default: LOCATOR_DISTRICTS, else Henan's counties]")  # fmt: skip  # noqa: E501
@click.option("--clock", is_flag=False, flag_value=_OF_AT, metavar="[DATE]", help="Every hour of the week of this date.  [default date: that of --at, else today's]")  # fmt: skip  # noqa: E501
@click.option("--against", type=click.Path(path_type=Path), help="Older GeoJSON file of stations to compare with.")  # fmt: skip  # noqa: E501
@click.option("--fail-if-worse", is_flag=True, help="With --against: exit with 1 when covered weight falls.")  # fmt: skip  # noqa: E501
@options_of(_GAPS, {"number": ("--number", "--gaps")})
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write.")  # fmt: skip  # noqa: E501
@stations_option
@lang_option
@named_by_options
def command(  # noqa: PLR0917  # click hands the options over by name
    demand: Path | None,
    districts: Path | None,
    clock: str | None,
    against: Path | None,
    fail_if_worse: bool,
    number: int,
    smallest_weight: float,
    output: Path,
    stations: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
    **parameters: Any,
) -> None:
    """Show who lacks a station: coverage, gaps, districts and, with --clock, every hour.

    \b
    locator coverage --radius-m 1000 -o coverage
    locator coverage --radius-m 1000 --service toilet --at 2026-10-01T22:00 --clock -o night
    locator coverage --radius-m 1000 --stations new.geojson --against old.geojson --fail-if-worse -o gate

    DIR gets coverage.html (map), report.html (for print), gaps.geojson, districts.csv,
    districts.geojson and summary.json, all of them or none.
    """  # noqa: D301, E501  # \b is click's mark for lines that stay as they are
    if fail_if_worse and against is None:
        raise click.UsageError("--fail-if-worse goes with --against")
    query, settings = CoverageQuery(**parameters), settings_with(stations)
    run = CoverageRun(
        query=query,
        week_of=None if clock is None else _week_of(clock, query.at),
        number=number,
        smallest_weight=smallest_weight,
        demand=demand or settings.demand,
        districts=districts or settings.districts,
        against=against,
        settings=settings,
        lang=language(),
        output=output,
    )
    steps = tuple(words.in_language(run.lang) for words in _STEPS)
    with _folder(run) as folder, progress_bar(steps) as progress:
        answer = _answer(run, progress)
        files = {}
        for done, (name, content) in enumerate(coverage_files(answer, run.lang)):
            files[name] = content
            progress(len(_STEPS) - len(FILES) + done + 1, len(_STEPS))
        folder.publish(files)
    click.echo("\n".join(coverage_lines(answer, output, run.lang)))
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


def _folder(run: CoverageRun) -> Folder:
    sources = run.demand, run.districts, run.against, run.settings.stations
    return Folder(run.output, FILES, "coverage", sources)


def _answer(run: CoverageRun, progress: Progress) -> CoverageAnswer:
    total = len(_STEPS)
    progress(0, total)
    settings = run.settings
    stations = stations_of(settings)
    older = None if run.against is None else stations_of(settings_with(run.against))
    demand, by = demand_or_bundled(run.demand), districts_or_bundled(run.districts)
    progress(1, total)
    coverage = _coverage(run, stations, demand, by)
    progress(2, total)
    gaps = find_gaps(coverage, number=run.number, smallest_weight=run.smallest_weight)
    progress(3, total)
    clock = _clock(run, stations, demand, by)
    progress(4, total)
    comparison = None if older is None else _comparison(run, older, coverage, clock)
    progress(5, total)
    arguments = arguments_of(run)
    return CoverageAnswer(
        coverage, gaps, clock, comparison, command_line(run, arguments), arguments,
        settings.review_number, settings.tiles,
    )  # fmt: skip


def _comparison(
    run: CoverageRun, older: StationSet, coverage: Coverage, clock: Clock | None
) -> Comparison:
    """Return how a coverage differs from that of an older file, asked the same."""
    demand, by = coverage.demand, coverage.districts
    assert by is not None  # noqa: S101  # the command always has districts
    before = _coverage(run, older, demand, by)
    clock_before = _clock(run, older, demand, by)
    clocks = None if clock is None or clock_before is None else (clock_before, clock)
    return compare_coverage(before, coverage, clocks=clocks)


def _coverage(run: CoverageRun, stations: StationSet, demand: DemandSet, by: Districts) -> Coverage:
    return run.query.measure(stations, demand, by, run.detour_factor)


def _clock(
    run: CoverageRun, stations: StationSet, demand: DemandSet, by: Districts
) -> Clock | None:
    if run.week_of is None:
        return None
    return measure_clock(
        stations,
        demand,
        run.query.radius_m,
        run.week_of,
        kinds=run.query.kinds,
        services=run.query.services,
        statuses=run.query.statuses,
        by=by,
    )


_SHOWN = 5


def coverage_lines(answer: CoverageAnswer, folder: Path, lang: Language) -> list[str]:
    """Return the lines."""
    words = {key: value.in_language(lang) for key, value in REPORT.items()}
    lines = [f"{words['sample']} · {words['sample_note']}", ""] if answer.modelled else []
    lines += aligned(_headline(answer, words))
    account = weight_account(answer.coverage, words)
    lines += [account] if account else []
    districts = _districts(answer, words, lang)
    if len(districts) > 1:
        lines += ["", words["counties_worst"], *aligned(districts, right=(1, 2, 3))]
    if answer.gaps:
        lines += ["", words["gaps"], *aligned(_gaps(answer, words, lang), right=(0, 2, 3))]
    if answer.comparison is not None:
        lines += ["", words["compare"], *_compared(answer.comparison, words)]
    return [*lines, "", words["written"].format(folder=folder)]


def _headline(answer: CoverageAnswer, words: dict[str, str]) -> list[tuple[str, ...]]:
    coverage, whole = answer.coverage, answer.coverage.whole
    covered = f"{count(whole.covered_weight)} / {count(whole.weight)}"
    rows: list[tuple[str, ...]] = [
        (words["share"], with_sign(whole.share), f"{covered}, {radius(coverage.radius_m)} m"),
        (words["detour"], with_sign(whole.share_detour), f"× {coverage.reached.detour_factor:g}"),
    ]
    if coverage.at is not None:
        band = f"{percent(whole.share_known_open)} … {with_sign(whole.share_possibly_open)}"
        rows.append((words["now"], band, coverage.at.strftime("%Y-%m-%d %H:%M")))
    if answer.clock is not None and (known := answer.clock.share_known_open) is not None:
        day, hour = divmod(int(known.argmin()), 24)
        when = words["weekdays"].split()[day]
        rows.append((words["lowest"], with_sign(float(known.min())), f"{when} {hour:02d}:00"))
    spread = words["median_note"].format(mean=metres(whole.mean_m), p90=metres(whole.p90_m))
    rows.append((words["median"], f"{metres(whole.median_m)} m", spread))
    stations = words["stations_note"].format(number=count(len(coverage.stations)))
    rows.append((words["stations"], count(len(coverage.members)), stations))
    return rows


def _districts(
    answer: CoverageAnswer, words: dict[str, str], lang: Language
) -> list[tuple[str, ...]]:
    lowest = sorted(
        (row.figures.share, row.adcode, row)
        for row in answer.coverage.counties
        if row.figures.share is not None
    )[:_SHOWN]
    heads = words["district"], words["share_col"], words["demand"], words["mean_col"]
    rows = [
        (
            full_district_name(row, lang),
            with_sign(share),
            count(row.figures.weight),
            metres(row.figures.mean_m),
        )
        for share, _, row in lowest
    ]
    return [heads, *rows]


def _gaps(answer: CoverageAnswer, words: dict[str, str], lang: Language) -> list[tuple[str, ...]]:
    heads = words["rank"], words["district"], words["weight"], words["farthest"], words["where"]
    rows = [
        (
            str(gap.rank),
            words["in_none"] if gap.county is None else full_district_name(gap.county, lang),
            count(gap.weight),
            metres(gap.worst_distance_m),
            f"{gap.seed.lon:.4f}, {gap.seed.lat:.4f}",
        )
        for gap in answer.gaps[:_SHOWN]
    ]
    return [heads, *rows]


def _compared(comparison: Comparison, words: dict[str, str]) -> list[str]:
    both = comparison.whole
    worse = words["worse"].format(number=len(comparison.losses))
    before, after = both.before.covered_weight, both.after.covered_weight
    return [
        words["changes"].format(
            gained=count(len(comparison.gained)),
            lost=count(len(comparison.lost)),
            moved=count(len(comparison.moved)),
        ),
        f"{words['covered']} {count(before)} → {count(after)} ({change(after - before)})",
        worse if comparison.worse else words["not_worse"],
    ]
