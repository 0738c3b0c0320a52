"""The coverage report: a page for print that needs nothing but itself, and no script."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from locator.geo.districts import bundled_districts
from locator.language import phrase, phrases
from locator.plan.clock import DAYS
from locator.plan.coverage import inputs, versions
from locator.plan.demand import BUNDLED
from locator.publish.basemap import law_notice
from locator.publish.district_names import label_name
from locator.publish.drawing.charts import draw_band, draw_curve, draw_heat_map, hours_of
from locator.publish.drawing.district_map import draw_close_map, draw_map
from locator.publish.drawing.scales import NO_SHARE
from locator.publish.numbers import count, metres, percent, radius, with_sign
from locator.publish.page import environment
from locator.publish.report.report_tables import (
    SHOWN_GAPS,
    change_section,
    district_table,
    fall_table,
    gap_table,
    group_table,
    kind_table,
)
from locator.stations.hours.reason import SHORT_WEEKDAYS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.travel import DETOUR_FACTOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locator.language import Language
    from locator.plan.clock import Clock
    from locator.plan.coverage import Coverage
    from locator.publish.report.coverage_answer import CoverageAnswer

# Braces are filled in by Python.
REPORT = phrases("report.page")
METHOD = (
    phrase("report.method.distances_exact_geodesics_wgs_84"),
    phrase("report.method.lines_roads_rivers_railways_expressways"),
    phrase("report.method.open_states_follow_published_hours"),
    phrase("report.method.gaps_found_one_after_other"),
    phrase("report.method.demand_stations_belong_county_they"),
)
DETOUR_SOURCE = phrase("report.detour_source", detour_factor=DETOUR_FACTOR)
DETOUR_SET = phrase("report.detour_set")


_BUNDLED_DISTRICTS = "districts.geojson"
_SHOWN_WORST = 3


class Headline(NamedTuple):
    """A figure that stands large: its name, itself, and what it rests on."""

    name: str
    figure: str
    note: str


class Input(NamedTuple):
    """A file that figures rest on."""

    role: str
    file: str
    size: str
    sha256: str


def render_coverage_report(answer: CoverageAnswer, lang: Language) -> str:
    """Return the page; the same answer gives the same bytes."""
    words = {key: value.in_language(lang) for key, value in REPORT.items()}
    coverage, clock = answer.coverage, answer.clock
    moment = coverage.at is not None
    # What a static map shows; with stations chosen by their state it would be something else.
    always = coverage.share if coverage.open == "any" else None
    heat = None if clock is None else draw_heat_map(clock, coverage.stations.hours.calendar)
    return environment().get_template("coverage_report/page.html").render(
        lang=lang,
        w=words,
        sample=answer.modelled,
        query=_query_text(answer, words, lang),
        lead=_lead(answer, words),
        headlines=_headlines(answer, words, lang),
        map=draw_map(coverage, answer.gaps, lang),
        close_map=draw_close_map(coverage, answer.gaps, lang),
        no_share=NO_SHARE,
        kind_names={
            key: kind.name.in_language(lang) for key, kind in KINDS.items()
        },
        notice=law_notice(answer.review_number).in_language(lang),
        credit=coverage.districts is bundled_districts(),
        gaps=gap_table(coverage, answer.gaps, words["in_none"], lang),
        gaps_text=words["gaps_text"].format(
            shown=min(SHOWN_GAPS, len(answer.gaps)), all=len(answer.gaps)
        ),
        prefectures=district_table(coverage.prefectures, lang, moment=moment),
        prefectures_text=_worst(answer, words, lang),
        counties=district_table(coverage.counties, lang, moment=moment, grouped=True),
        groups=group_table(coverage, lang),
        kinds=kind_table(coverage, lang),
        heat=heat,
        band=None if clock is None else draw_band(clock, always),
        clock_text="" if clock is None else _week(clock, words),
        weekdays=[word.in_language(lang) for word in SHORT_WEEKDAYS],
        falls=None if clock is None else fall_table(clock, lang),
        curve=draw_curve(coverage),
        curve_text=words["curve_text"].format(factor=f"{coverage.reached.detour_factor:g}"),
        changes=(
            None
            if answer.comparison is None
            else change_section(answer.comparison, words, lang)
        ),
        account=weight_account(coverage, words),
        method=_method(coverage.reached.detour_factor, lang),
        inputs=_inputs(answer, words, lang),
        versions=", ".join(f"{name} {version}" for name, version in versions().items()),
        command=answer.command,
        percent=percent,
    )  # fmt: skip


def _query_text(answer: CoverageAnswer, words: dict[str, str], lang: Language) -> list[str]:
    """Return what was asked for, besides the files."""
    coverage = answer.coverage
    selection = coverage.selection
    kinds = [kind.name.in_language(lang) for key, kind in KINDS.items() if key in selection.kinds]
    services = [
        service.name.in_language(lang)
        for key, service in SERVICES.items()
        if key in selection.services
    ]
    comma = words["comma"]
    parts = [words["radius"].format(radius=radius(coverage.radius_m))]
    parts.append(comma.join(kinds) or words["kinds_all"])
    if services:
        parts.append(words["services"].format(services=comma.join(services)))
    if coverage.at is not None:
        parts.append(words["at"].format(moment=coverage.at.strftime("%Y-%m-%d %H:%M")))
    if coverage.open != "any":
        parts.append(words[f"open_{coverage.open}"])
    return parts


def _lead(answer: CoverageAnswer, words: dict[str, str]) -> str:
    coverage = answer.coverage
    whole = coverage.whole
    if whole.share is None:
        return words["lead_none"]
    text = words["lead"].format(
        total=count(whole.weight),
        covered=count(whole.covered_weight),
        rest=count(whole.weight - whole.covered_weight),
        share=with_sign(whole.share),
        radius=radius(coverage.radius_m),
        unit=words["people"] if coverage.demand.origin.name == BUNDLED else "",
    )
    return text if len(coverage.members) else f"{text} {words['lead_stations']}"


def _headlines(answer: CoverageAnswer, words: dict[str, str], lang: Language) -> list[Headline]:
    def headline(key: str, figure: str, **values: str) -> Headline:
        return Headline(words[key], figure, words[f"{key}_note"].format(**values))

    coverage, whole = answer.coverage, answer.coverage.whole
    factor = f"{coverage.reached.detour_factor:g}"
    headlines = [headline("share", with_sign(whole.share))]
    if coverage.open != "any":
        headlines[0] = headlines[0]._replace(note=words[f"open_{coverage.open}"])
    headlines.append(headline("detour", with_sign(whole.share_detour), factor=factor))
    if coverage.at is not None:
        band = f"{percent(whole.share_known_open)} … {with_sign(whole.share_possibly_open)}"
        headlines.append(headline("now", band))
    if answer.clock is not None and (hours := hours_of(answer.clock)):
        least = min(hours, key=lambda hour: hour.known)  # the first of several
        day, hour = SHORT_WEEKDAYS[least.day].in_language(lang), f"{least.hour:02d}"
        headlines.append(headline("lowest", with_sign(least.known), day=day, hour=hour))
    spread = {"mean": metres(whole.mean_m), "p90": metres(whole.p90_m)}
    headlines.append(headline("median", _length(whole.median_m), **spread))
    p99 = metres(whole.p99_m)
    headlines.append(headline("worst_tenth", _length(whole.worst_tenth_m), p99=p99))
    counted, number = count(len(coverage.members)), count(len(coverage.stations))
    headlines.append(headline("stations", counted, number=number))
    headlines.append(headline("area", f"{count(round(coverage.area_covered_m2 / 1e6))} km²"))
    return headlines + _gaps_sum(answer, words)


def _length(value_m: float | None) -> str:
    return metres(value_m) + ("" if value_m is None else " m")


def _gaps_sum(answer: CoverageAnswer, words: dict[str, str]) -> list[Headline]:
    """Return what the listed gaps come to, of all that is uncovered."""
    whole, shown = answer.coverage.whole, answer.gaps[:SHOWN_GAPS]
    missing = whole.weight - whole.covered_weight
    if not shown or not missing:
        return []
    gained = sum(gap.weight for gap in shown)
    note = words["gaps_sum_note"].format(share=with_sign(gained / missing))
    return [Headline(words["gaps_sum"].format(number=len(shown)), count(gained), note)]


def _worst(answer: CoverageAnswer, words: dict[str, str], lang: Language) -> str:
    lowest = [
        (
            row.figures.share,
            row.adcode,
            f"{label_name(row.name, lang)} {with_sign(row.figures.share)}",
        )
        for row in answer.coverage.prefectures
        if row.figures.share is not None
    ]
    listed = words["comma"].join(text for *_, text in sorted(lowest)[:_SHOWN_WORST])
    return words["prefectures_text"].format(districts=listed) if listed else ""


def _week(clock: Clock, words: dict[str, str]) -> str:
    last = clock.monday + timedelta(days=DAYS - 1)
    return words["clock_text"].format(first=clock.monday.isoformat(), last=last.isoformat())


def weight_account(coverage: Coverage, words: Mapping[str, str]) -> str:
    """Return where all weight went: weight in is weight in districts and weight outside.

    `words` is `REPORT` in one language. Without districts it is empty.
    """
    outside, total = coverage.outside, coverage.whole.weight
    if outside is None:
        return ""
    return words["outside"].format(
        total=count(total),
        inside=count(total - outside.weight),
        outside=count(outside.weight),
        covered=count(outside.covered_weight),
        several=count(outside.weight_in_several),
    )


def _method(factor: float, lang: Language) -> list[str]:
    paragraphs = [word.in_language(lang).format(factor=f"{factor:g}") for word in METHOD]
    source = DETOUR_SOURCE if factor == DETOUR_FACTOR else DETOUR_SET
    return [*paragraphs, source.in_language(lang)]


def _inputs(answer: CoverageAnswer, words: dict[str, str], lang: Language) -> list[Input]:
    coverage, comparison = answer.coverage, answer.comparison
    sets = [("role_stations", coverage)]
    sets += [] if comparison is None else [("role_before", comparison.before)]
    listed = []
    for role, one in sets:
        origin = one.stations.origin
        size = words["size_stations"].format(
            number=count(len(one.stations)), counted=count(len(one.members))
        )
        listed.append(Input(words[role], Path(origin.path).name, size, origin.sha256))
    demand = coverage.demand
    size = phrase("report.page.size_demand", count=len(demand)).in_language(lang)
    listed.append(Input(words["role_demand"], demand.origin.name, size, demand.origin.sha256))
    districts: dict[str, str] | None = inputs(coverage)["districts"]  # type: ignore[assignment]
    if districts is not None:
        counties = int(districts["counties"])
        size = phrase("report.page.size_districts", count=counties).in_language(lang)
        file = _districts_file(answer)
        listed.append(Input(words["role_districts"], file, size, districts["sha256"]))
    return listed


def _districts_file(answer: CoverageAnswer) -> str:
    """Return the name of the file of districts, which they don't know themselves."""
    path = (answer.arguments or {}).get("districts")
    if path is not None:
        return Path(str(path)).name
    return _BUNDLED_DISTRICTS if answer.coverage.districts is bundled_districts() else ""
