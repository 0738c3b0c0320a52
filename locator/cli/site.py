"""`locator site`: which stations to build next, with a bound, as a folder of files."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from locator.find.geojson import SAMPLE_NOTICE
from locator.geo.district_files import districts_or_bundled
from locator.language import phrase
from locator.parameters import parameters_of
from locator.plan.candidate_distances import spaced_candidates
from locator.plan.candidates import SPACING_M, Candidates, candidates_from_gaps, read_candidates
from locator.plan.coverage import Coverage, CoverageQuery
from locator.plan.demand import demand_or_bundled
from locator.plan.gaps import find_gaps
from locator.plan.propose import (
    GAP,
    OPEN_FOR_SITING,
    SitingQuery,
    check_query,
    open_for_siting,
    propose_sites,
)
from locator.plan.reach import RADIUS_M
from locator.plan.siting.plan import relative_gap
from locator.publish.plan_map.plan_files import FILES, plan_files
from locator.publish.plan_map.plan_words import figures, notes, proof, query_text
from locator.stations.moments import AT, FULL_HOUR
from locator.stations.writing.atomic import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from locator.plan.propose import Proposal
    from locator.plan.siting.control import Progress
    from locator.settings import Settings

_CURVE = 200
_GROUP = phrase("cli.group")


class GroupFactor(click.ParamType[tuple[str, float]]):
    """A worker group and the factor by which its people count."""

    name = "group=factor"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Return the pair, or fail with how it is written."""
        group, _, factor = str(value).partition("=")
        try:
            return group, float(factor)
        except ValueError:
            self.fail(f"{value!r}: {_GROUP.in_language('en')}", param, ctx)


# The command tells the moment to the minute, and there is no usual radius.
_PARAMETERS = parameters_of(CoverageQuery) | {
    "radius_m": RADIUS_M.but(default=None, required=True),
    "at": FULL_HOUR.but(values=AT.values),
    "open": OPEN_FOR_SITING,
}
_SITES = parameters_of(SitingQuery) | {
    "gap": GAP.but(default=1e-4),
    "spacing_m": SPACING_M.but(default=None),
}


@click.command("site")
@options_of(
    _SITES,
    {
        "p": ("--p", "--new"),
        "time_limit_s": ("--time-limit-s", "--time-limit"),
        "spacing_m": ("--spacing-m", "--spacing"),
    },
)
@options_of(_PARAMETERS, {"radius_m": ("--radius-m", "--radius")})
@click.option("--candidates", type=click.Path(path_type=Path), help="CSV or GeoJSON of sites: lon, lat and as wanted id, name, kind, cost, capacity, place, use, opening_hours.")  # fmt: skip  # noqa: E501
@click.option("--from", "source", type=click.Choice(["cells", "gaps"]), default="cells", show_default=True, help="Without --candidates, make them of the demand's cells or of the gaps.")  # fmt: skip  # noqa: E501
@click.option("--group", "groups", type=GroupFactor(), multiple=True, metavar="GROUP=FACTOR", help="Count only these worker groups, by these factors.")  # fmt: skip  # noqa: E501
@click.option("--demand", type=click.Path(path_type=Path), help="People by place.  [default: LOCATOR_DEMAND, else the bundled grid]")  # fmt: skip  # noqa: E501
@click.option("--districts", type=click.Path(path_type=Path), help="Polygons with codes and names.  [default: LOCATOR_DISTRICTS, else Henan's counties]")  # fmt: skip  # noqa: E501
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write.")  # fmt: skip  # noqa: E501
@stations_option
@lang_option
@named_by_options
def command(  # noqa: PLR0917  # click hands the options over by name
    candidates: Path | None,
    source: str,
    groups: tuple[tuple[str, float], ...],
    demand: Path | None,
    districts: Path | None,
    output: Path,
    stations: Path | None,
    lang: str | None,  # noqa: ARG001  # read by `language`
    **parameters: Any,
) -> None:
    """Choose the next stations so that most is gained, and say how far from the best that can be.

    \b
    locator site --p 50 --radius-m 1000 -o plan
    locator site --p 50 --radius-m 1000 --min-share 0.4 --candidates lots.csv -o plan
    locator site --budget 800 --radius-m 1000 --candidates lots.csv --at 2026-10-01T02:00 -o night

    DIR gets plan.html (map), plan.geojson, plan.csv and summary.json, all of them or none. Ctrl-C
    ends the search and keeps the best plan found, with its bound; a second one ends the command.
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    at, radius_m = parameters["at"], RADIUS_M.check(parameters["radius_m"])
    parameters["open"] = open_for_siting(parameters["open"], at)
    query = CoverageQuery(**{field: parameters[field] for field in _PARAMETERS})
    sites = {field: parameters[field] for field in _SITES if field != "spacing_m"}
    siting = SitingQuery(**sites, groups=dict(groups) or None)
    check_query(siting)
    settings, lang_ = settings_with(stations), language()
    demand, districts = demand or settings.demand, districts or settings.districts
    sources = candidates, demand, districts, settings.stations
    with Folder(output, FILES, "plan", sources) as folder:
        coverage = query.measure(
            stations_of(settings),
            demand_or_bundled(demand),
            districts_or_bundled(districts),
        )
        candidate_sites = _candidates(candidates, source, parameters["spacing_m"], coverage, siting)
        with _stopping() as stop:
            proposal = propose_sites(
                coverage, candidate_sites, siting, progress=_shown(), stop=stop
            )
        arguments = {
            "p": siting.p, "radius_m": radius_m, "objective": siting.problem,
            "candidates": _text(candidates), "from": source, "spacing_m": candidate_sites.spacing_m,
            "budget": siting.budget, "min_share": siting.min_share, "group": dict(groups),
            "demand": _text(demand), "districts": _text(districts), "kind": list(query.kinds),
            "service": list(query.services), "status": list(query.statuses),
            "at": None if at is None else at.isoformat(), "open": query.open,
            "time_limit_s": siting.time_limit_s, "gap": siting.gap, "lang": lang_,
        }  # fmt: skip
        folder.publish(_files(proposal, arguments, settings))
    click.echo("\n".join(_plan_lines(proposal, output)))


def _candidates(
    path: Path | None, source: str, spacing_m: float | None, coverage: Coverage, siting: SitingQuery
) -> Candidates:
    """Return the candidates of a file, or made of cells or gaps."""
    if path is not None:
        return read_candidates(path)
    if source == "gaps":
        most = None if siting.problem == "lscp" else 2000
        return candidates_from_gaps(find_gaps(coverage, number=most), modelled=coverage.modelled)
    return spaced_candidates(coverage, siting.problem, spacing_m)


def _files(
    proposal: Proposal, arguments: Mapping[str, object], settings: Settings
) -> dict[str, bytes]:
    """Return the bytes of all files by name, the summary last."""
    most = max(len(proposal.plan.sites) * 2, 10)
    curve = proposal.curve(min(_CURVE if most < _CURVE else most, len(proposal.candidates)))
    return dict(
        plan_files(
            proposal, curve, arguments, language(), tiles=settings.tiles,
            review_number=settings.review_number,
        )
    )  # fmt: skip


def _plan_lines(proposal: Proposal, output: Path) -> list[str]:
    """Return what the terminal is told."""
    lang = language()
    lines = [query_text(proposal, lang)]
    lines += [f"{name}  {value}" for name, value in figures(proposal, lang)]
    lines += [proof(proposal, lang), *notes(proposal, lang)]
    if proposal.modelled:
        lines.append(SAMPLE_NOTICE.in_language(lang))
    return [*lines, f"{phrase('cli.wrote').in_language(lang)} {output}"]


def _shown() -> Callable[[Progress], None] | None:
    """Return what shows incumbent and bound on one line, where somebody looks at a terminal."""
    if not sys.stderr.isatty():
        return None
    words = phrase("cli.best"), phrase("cli.bound"), phrase("cli.gap")
    best, bound, gap = (word.in_language(language()) for word in words)

    def show(news: Progress) -> None:
        part = relative_gap(news.objective, news.bound)
        line = (
            f"{news.time_s:6.1f} s  {best} {news.objective:,.0f}  {bound} {news.bound:,.0f}  "
            f"{gap} {part:.4%}"
        )
        click.echo(f"\r{line:<78}", nl=False, err=True)

    return show


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C end the search; the second ends the command."""
    stop_requested = threading.Event()

    def request_stop(_signal: int, _frame: object) -> None:
        stop_requested.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, request_stop)
    try:
        yield stop_requested.is_set
    finally:
        signal.signal(signal.SIGINT, before)
        if sys.stderr.isatty():
            click.echo("", err=True)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
