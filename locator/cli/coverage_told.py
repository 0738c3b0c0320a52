"""What `locator coverage` prints: the headline, the worst districts, the worst gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.cli.table import aligned
from locator.publish.coverage_report.page import weight_account
from locator.publish.coverage_report.words import REPORT
from locator.publish.district_names import full_district_name
from locator.publish.numbers import change, count, metres, percent, radius, with_sign

if TYPE_CHECKING:
    from pathlib import Path

    from locator.errors import Language
    from locator.plan.comparing import Comparison
    from locator.publish.coverage_report import CoverageAnswer

_SHOWN = 5


def coverage_told(answer: CoverageAnswer, folder: Path, lang: Language) -> list[str]:
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
    return [*lines, "", words["written"].format(folder)]


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
    spread = words["median_note"].format(metres(whole.mean_m), metres(whole.p90_m))
    rows.append((words["median"], f"{metres(whole.median_m)} m", spread))
    stations = words["stations_note"].format(count(len(coverage.stations)))
    rows.append((words["stations"], count(len(coverage.members)), stations))
    return rows


def _districts(
    answer: CoverageAnswer, words: dict[str, str], lang: Language
) -> list[tuple[str, ...]]:
    found = sorted(
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
        for share, _, row in found
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
    worse = words["worse"].format(len(comparison.losses))
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
