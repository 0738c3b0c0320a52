"""The tables of the coverage report, and its comparison with an older file: rows of finished texts.

Distances are shown in metres, shares in per cent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from locator.plan.clock import HOURS
from locator.plan.demand import GROUPS
from locator.publish.district_names import district_name, full_district_name
from locator.publish.numbers import NONE, change, count, metres, percent
from locator.stations.hours.reason import SHORT_WEEKDAYS
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from locator.language import Language
    from locator.plan.clock import Clock
    from locator.plan.comparison import Change, Comparison, FiguresChange, Move
    from locator.plan.coverage import Coverage
    from locator.plan.figures import DistrictCoverage, Figures
    from locator.plan.gaps import Gap
    from locator.stations.station import Station


SHOWN_GAPS, _SHOWN_FALLS, _SHOWN_STATIONS, _SHOWN_CHANGES = 20, 10, 15, 10


class TableColumn(NamedTuple):
    """A column: the key of its heading, and how it is set: `text`, `spot`, `number` or `bar`."""

    heading: str
    kind: str = "number"


class TableCell(NamedTuple):
    """A cell: its text; for a bar, the part of 1 that is filled, and a second one that is less."""

    text: str
    part: float | None = None
    inner: float | None = None


class ReportTable(NamedTuple):
    """Columns and rows; `heads` has a group's name before the row with which the group begins."""

    columns: list[TableColumn]
    rows: list[list[TableCell]]
    heads: dict[int, str]


def district_table(
    rows: Sequence[DistrictCoverage], lang: Language, *, moment: bool, grouped: bool = False
) -> ReportTable:
    """Return districts in their order; `moment`: with the shares open at the moment."""
    columns = [TableColumn("district", "text"), TableColumn("stations_col"), TableColumn("demand")]
    columns += [
        TableColumn("per_station"),
        TableColumn("share_col", "bar"),
        TableColumn("detour_col"),
    ]
    columns += [TableColumn("known_col"), TableColumn("possible_col")] if moment else []
    columns += [TableColumn("mean_col"), TableColumn("p90_col"), TableColumn("worst_col")]
    heads: dict[int, str] = {}
    if grouped:
        for place, row in enumerate(rows):
            if not place or row.prefecture_adcode != rows[place - 1].prefecture_adcode:
                heads[place] = district_name(row.prefecture_name, lang)
    return ReportTable(columns, [_district(row, lang, moment=moment) for row in rows], heads)


def _district(row: DistrictCoverage, lang: Language, *, moment: bool) -> list[TableCell]:
    figures = row.figures
    opened = [figures.share_known_open, figures.share_possibly_open] if moment else []
    return [
        TableCell(district_name(row.name, lang)),
        TableCell(count(row.stations)),
        TableCell(count(figures.weight)),
        TableCell(NONE if row.weight_per_station is None else f"{row.weight_per_station:,.0f}"),
        TableCell(percent(figures.share), figures.share),
        TableCell(percent(figures.share_detour)),
        *(TableCell(percent(share)) for share in opened),
        TableCell(metres(figures.mean_m)),
        TableCell(metres(figures.p90_m)),
        TableCell(metres(figures.worst_tenth_m)),
    ]


def gap_table(
    coverage: Coverage, gaps: Sequence[Gap], elsewhere: str, lang: Language
) -> ReportTable:
    """Return the first gaps; `elsewhere` names where no district is."""
    columns = [TableColumn("rank"), TableColumn("district", "text"), TableColumn("weight")]
    columns += [
        TableColumn("where", "spot"),
        TableColumn("farthest"),
        TableColumn("nearest", "text"),
    ]
    columns += [TableColumn("away")]
    rows = [_gap(coverage, gap, elsewhere, lang) for gap in gaps[:SHOWN_GAPS]]
    return ReportTable(columns, rows, {})


def _gap(coverage: Coverage, gap: Gap, elsewhere: str, lang: Language) -> list[TableCell]:
    place = coverage.stations.position(gap.nearest_station) if gap.nearest_station else None
    return [
        TableCell(str(gap.rank)),
        TableCell(elsewhere if gap.county is None else full_district_name(gap.county, lang)),
        TableCell(count(gap.weight)),
        TableCell(f"{gap.seed.lon:.4f}, {gap.seed.lat:.4f}"),
        TableCell(metres(gap.worst_distance_m)),
        TableCell(NONE if place is None else coverage.stations[place].name),
        TableCell(metres(gap.nearest_distance_m)),
    ]


def group_table(coverage: Coverage, lang: Language) -> ReportTable:
    """Return the groups of workers, in the demand's order."""
    columns = [TableColumn("group", "text"), TableColumn("demand"), TableColumn("share_col", "bar")]
    columns += [
        TableColumn("detour_col"),
        TableColumn("mean_col"),
        TableColumn("median_col"),
        TableColumn("p90_col"),
    ]
    rows = [
        [
            TableCell(group_name(name, lang)),
            TableCell(count(figures.weight)),
            TableCell(percent(figures.share), figures.share),
            TableCell(percent(figures.share_detour)),
            *(
                TableCell(metres(value))
                for value in (figures.mean_m, figures.median_m, figures.p90_m)
            ),
        ]
        for name, figures in coverage.groups.items()
    ]
    return ReportTable(columns, rows, {})


def group_name(name: str, lang: Language) -> str:
    """Return what a group is called; one of another file by its column's name."""
    return GROUPS[name].in_language(lang) if name in GROUPS else name


def kind_table(coverage: Coverage, lang: Language) -> ReportTable:
    """Return how many of the stations that count are of each kind."""
    kinds = [coverage.stations[place].kind for place in coverage.members.tolist()]
    rows = [
        [
            TableCell(kind.name.in_language(lang)),
            TableCell(count(kinds.count(key))),
        ]
        for key, kind in KINDS.items()
        if key in kinds
    ]
    return ReportTable([TableColumn("kind", "text"), TableColumn("count")], rows, {})


def fall_table(clock: Clock, lang: Language) -> ReportTable:
    """Return the counties that fall most from day to night; none that doesn't fall."""
    columns = [TableColumn("district", "text"), TableColumn("demand"), TableColumn("day", "bar")]
    columns += [TableColumn("night"), TableColumn("fall")]
    rows = [
        [
            TableCell(full_district_name(fall, lang)),
            TableCell(count(fall.weight)),
            TableCell(percent(fall.day_share), fall.day_share, fall.night_share),
            TableCell(percent(fall.night_share)),
            TableCell(f"{100.0 * fall.fall:.1f}"),
        ]
        for fall in clock.falls[:_SHOWN_FALLS]
        if fall.fall > 0.0
    ]
    return ReportTable(columns, rows, {})


def change_table(
    comparison: Comparison, headings: Mapping[str, str], lang: Language
) -> ReportTable:
    """Return the figures of the whole before and after, and the share of each group."""
    stations = len(comparison.before.members), len(comparison.after.members)
    both = comparison.whole
    rows = [_counts(headings["stations"], *map(float, stations))]
    rows.append(_counts(headings["covered"], both.before.covered_weight, both.after.covered_weight))
    shares = [("share", "share"), ("share_detour", "detour"), ("share_known_open", "known_col"),
              ("share_possibly_open", "possible_col")]  # fmt: skip
    for field, word in shares:
        old, new = getattr(both.before, field), getattr(both.after, field)
        if old is not None or new is not None:
            rows.append(_shares(f"{headings[word]} %", old, new))
    rows += [
        _shares(f"{group_name(name, lang)} %", change.before.share, change.after.share)
        for name, change in comparison.groups.items()
    ]
    for field, word in (("mean_m", "mean_col"), ("p90_m", "p90_col")):
        rows.append(_lengths(headings[word], both, field))
    columns = [
        TableColumn("figure", "text"),
        TableColumn("before"),
        TableColumn("after"),
        TableColumn("change"),
    ]
    return ReportTable(columns, rows, {})


def _counts(name: str, old: float, new: float) -> list[TableCell]:
    return [
        TableCell(name),
        TableCell(count(old)),
        TableCell(count(new)),
        TableCell(change(new - old)),
    ]


def _shares(name: str, old: float | None, new: float | None) -> list[TableCell]:
    points = None if old is None or new is None else 100.0 * (new - old)
    return [
        TableCell(name),
        TableCell(percent(old)),
        TableCell(percent(new)),
        TableCell(change(points, 2)),
    ]


def _lengths(name: str, both: FiguresChange, field: str) -> list[TableCell]:
    old, new = _length(both.before, field), _length(both.after, field)
    moved = None if old is None or new is None else new - old
    return [
        TableCell(name),
        TableCell(metres(old)),
        TableCell(metres(new)),
        TableCell(change(moved)),
    ]


def _length(figures: Figures, field: str) -> float | None:
    value: float | None = getattr(figures, field)
    return value


def changed_counties(comparison: Comparison, lang: Language) -> ReportTable:
    """Return the counties whose covered weight changes most, losses before gains of the same."""
    changed = [row for row in comparison.counties if row.figures.covered_weight]
    changed.sort(key=lambda row: (-abs(row.figures.covered_weight), row.figures.covered_weight))
    columns = [
        TableColumn("district", "text"),
        TableColumn("before"),
        TableColumn("after"),
        TableColumn("change"),
    ]
    rows = [
        _counts(
            full_district_name(row.after, lang),
            row.figures.before.covered_weight,
            row.figures.after.covered_weight,
        )
        for row in changed[:_SHOWN_CHANGES]
    ]
    return ReportTable(columns, rows, {})


def changed_stations(changes: Sequence[Change]) -> tuple[list[Change], int]:
    """Return the stations that are listed, and how many more there are."""
    return list(changes[:_SHOWN_STATIONS]), max(len(changes) - _SHOWN_STATIONS, 0)


def moved_stations(moves: Sequence[Move]) -> tuple[list[Move], int]:
    """Return the moves that are listed, and how many more there are."""
    return list(moves[:_SHOWN_STATIONS]), max(len(moves) - _SHOWN_STATIONS, 0)


_SHOWN_HOURS = 12


class ChangeList(NamedTuple):
    """Stations under a heading, a line each, and what stands for the ones not listed."""

    heading: str
    lines: list[str]
    more: str


class ChangeSection(NamedTuple):
    """The verdict, the numbers of stations, tables, the stations themselves, the worse hours."""

    worse: bool
    verdict: str
    stations: str
    figures: ReportTable
    counties: ReportTable
    lists: list[ChangeList]
    hours: list[str]


def change_section(
    comparison: Comparison, words: Mapping[str, str], lang: Language
) -> ChangeSection:
    """Return all that the report says of a comparison."""
    worse = words["worse"].format(number=len(comparison.losses))
    return ChangeSection(
        comparison.worse,
        worse if comparison.worse else words["not_worse"],
        words["changes"].format(
            gained=count(len(comparison.gained)),
            lost=count(len(comparison.lost)),
            moved=count(len(comparison.moved)),
        ),
        change_table(comparison, words, lang),
        changed_counties(comparison, lang),
        _lists(comparison, words, lang),
        _hours(comparison, words, lang),
    )


def _lists(comparison: Comparison, words: Mapping[str, str], lang: Language) -> list[ChangeList]:
    lists = []
    for key, changes, note in (
        ("gained", comparison.gained, words["was_there"]),
        ("lost", comparison.lost, words["still_there"]),
    ):
        shown, more = changed_stations(changes)
        lines = [_changed(change, note, lang) for change in shown]
        lists.append(
            ChangeList(words[key], lines, words["and_more"].format(number=more) if more else "")
        )
    moves, more = moved_stations(comparison.moved)
    lines = [
        f"{_named(move.after, lang)} — {words['moved_by'].format(distance=metres(move.distance_m))}"
        for move in moves
    ]
    lists.append(
        ChangeList(words["moved"], lines, words["and_more"].format(number=more) if more else "")
    )
    return [listed for listed in lists if listed.lines]


def _changed(change: Change, note: str, lang: Language) -> str:
    named = _named(change.station, lang)
    return f"{named} — {note}" if change.in_both_files else named


def _named(station: Station, lang: Language) -> str:
    kind = KINDS[station.kind]
    return f"{station.name} ({kind.name.in_language(lang)}, {station.id})"


def _hours(comparison: Comparison, words: Mapping[str, str], lang: Language) -> list[str]:
    """Return the hours that lose most, the greatest loss first."""
    lost = [loss for loss in comparison.losses if loss.of != "covered"]
    lost.sort(key=lambda loss: loss.after - loss.before)
    lines = []
    for loss in lost[:_SHOWN_HOURS]:
        name = words["known_open_loss"]
        if loss.hour is not None:
            day, hour = divmod(loss.hour, HOURS)
            day_name = SHORT_WEEKDAYS[day].in_language(lang)
            name = words["hour_of"].format(day=day_name, hour=f"{hour:02d}")
        lines.append(f"{name}: {count(loss.before)} → {count(loss.after)}")
    more = len(lost) - len(lines)
    return [*lines, words["and_more"].format(number=more)] if more else lines
