"""What the coverage report says of a comparison with an older file of stations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from locator.plan.clock import HOURS
from locator.publish.coverage_report.tables import (
    Table,
    change_table,
    changed_counties,
    changed_stations,
    moved_stations,
)
from locator.publish.numbers import count, metres
from locator.stations.hours.wordings import SHORT_WEEKDAYS
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locator.errors import Language
    from locator.plan.comparing import Change, Comparison
    from locator.stations.station import Station

_SHOWN_HOURS = 12


class Listed(NamedTuple):
    """Stations under a heading, a line each, and what stands for the ones not listed."""

    heading: str
    lines: list[str]
    more: str


class ChangesTold(NamedTuple):
    """The verdict, the numbers of stations, tables, the stations themselves, the worse hours."""

    worse: bool
    verdict: str
    stations: str
    figures: Table
    counties: Table
    lists: list[Listed]
    hours: list[str]


def changes_told(comparison: Comparison, words: Mapping[str, str], lang: Language) -> ChangesTold:
    """Return all that the report says of a comparison."""
    worse = words["worse"].format(len(comparison.losses))
    return ChangesTold(
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


def _lists(comparison: Comparison, words: Mapping[str, str], lang: Language) -> list[Listed]:
    told = []
    for key, found, note in (
        ("gained", comparison.gained, words["was_there"]),
        ("lost", comparison.lost, words["still_there"]),
    ):
        shown, more = changed_stations(found)
        lines = [_changed(change, note, lang) for change in shown]
        told.append(Listed(words[key], lines, words["and_more"].format(more) if more else ""))
    moves, more = moved_stations(comparison.moved)
    lines = [
        f"{_named(move.after, lang)} — {words['moved_by'].format(metres(move.distance_m))}"
        for move in moves
    ]
    told.append(Listed(words["moved"], lines, words["and_more"].format(more) if more else ""))
    return [listed for listed in told if listed.lines]


def _changed(change: Change, note: str, lang: Language) -> str:
    named = _named(change.station, lang)
    return f"{named} — {note}" if change.in_both_files else named


def _named(station: Station, lang: Language) -> str:
    kind = KINDS[station.kind]
    return f"{station.name} ({kind.name_zh if lang == 'zh' else kind.name_en}, {station.id})"


def _hours(comparison: Comparison, words: Mapping[str, str], lang: Language) -> list[str]:
    """Return the hours that lose most, the greatest loss first."""
    lost = [loss for loss in comparison.losses if loss.of != "covered"]
    lost.sort(key=lambda loss: loss.after - loss.before)
    told = []
    for loss in lost[:_SHOWN_HOURS]:
        name = words["known_open_loss"]
        if loss.hour is not None:
            day, hour = divmod(loss.hour, HOURS)
            day_name = SHORT_WEEKDAYS[day].in_language(lang)
            name = words["hour_of"].format(day=day_name, hour=f"{hour:02d}")
        told.append(f"{name}: {count(loss.before)} → {count(loss.after)}")
    more = len(lost) - len(told)
    return [*told, words["and_more"].format(more)] if more else told
