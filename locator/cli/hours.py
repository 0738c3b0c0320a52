"""`locator hours`: what a text of opening hours means, at a moment and through a week."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import click

from locator.cli.main import language
from locator.cli.options import lang_option
from locator.cli.terminal import aligned
from locator.language import Language, phrase, verbatim
from locator.settings import read_settings
from locator.stations.hours import (
    Calendar,
    DayKind,
    OpeningHours,
    parse_hours,
    word_reason,
    word_state,
)
from locator.stations.hours.reason import SHORT_WEEKDAYS
from locator.stations.moments import parse_moment

_DAY_KINDS = {
    DayKind.OFF: phrase("cli.day_off"),
    DayKind.WORKED: phrase("cli.make_up_working_day"),
}
_STATES = {
    "open": phrase("cli.states.open"),
    "closed": phrase("cli.states.closed"),
    "unknown": phrase("cli.states.unknown"),
}


@click.command("hours")
@click.argument("text")
@click.option("--at", default="now", show_default=True, help="Moment: now, or ISO 8601.")
@lang_option
def command(text: str, at: str, lang: str | None) -> None:
    """Explain opening hours, in Chinese or in OSM syntax.

    \b
    locator hours "周一至周五 8:30-18:00，节假日除外" --at 2026-10-10T09:00
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    lang = language()
    parsed = parse_hours(text)
    moment = parse_moment(at, datetime.now(UTC))
    rows = [(phrase("cli.osm_syntax").in_language(lang), parsed.osm or "-")]
    if parsed.note:
        rows.append((phrase("cli.note").in_language(lang), parsed.note))
    if parsed.status:
        rows.append(
            (phrase("cli.status").in_language(lang), phrase("cli.paused").in_language(lang))
        )
    if parsed.osm:
        hours = OpeningHours(parsed.osm, Calendar.load(read_settings(os.environ).calendar_folder))
        state = hours.at(moment)
        rows += [
            (phrase("cli.moment").in_language(lang), moment.strftime("%Y-%m-%d %H:%M")),
            (phrase("cli.state").in_language(lang), word_state(state, moment, lang)),
            (phrase("cli.reason").in_language(lang), word_reason(state.reason, lang)),
        ]
        if state.changes_at is not None:
            rows.append(
                (
                    phrase("cli.next_change").in_language(lang),
                    state.changes_at.strftime("%Y-%m-%d %H:%M"),
                )
            )
    click.echo("\n".join(aligned(rows)))
    if parsed.osm:
        click.echo()
        click.echo("\n".join(aligned(_week(hours, moment, lang))))


def _week(hours: OpeningHours, moment: datetime, lang: Language) -> list[tuple[str, ...]]:
    """Return the seven days from a moment's on: date, weekday, what the calendar says, states."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    rows: list[tuple[str, ...]] = []
    for ahead in range(7):
        day = midnight + timedelta(days=ahead)
        special = _DAY_KINDS.get(hours.calendar.day(day.date()).kind, verbatim(""))
        weekday = SHORT_WEEKDAYS[day.weekday()].in_language(lang)
        rows.append(
            (day.strftime("%Y-%m-%d"), weekday, special.in_language(lang), _day(hours, day, lang))
        )
    return rows


def _day(hours: OpeningHours, midnight: datetime, lang: Language) -> str:
    """Return the states of a day, each with the times between which it lasts."""
    parts, start, end = [], midnight, midnight + timedelta(days=1)
    while start < end:
        state = hours.at(start)
        until = min(state.changes_at or end, end)
        if state.state != "closed":
            clock = "24:00" if until == end else until.strftime("%H:%M")
            unsure = "" if state.state == "open" else f" {_STATES['unknown'].in_language(lang)}"
            parts.append(f"{start.strftime('%H:%M')}-{clock}{unsure}")
        start = until
    return ", ".join(parts) or _STATES["closed"].in_language(lang)
