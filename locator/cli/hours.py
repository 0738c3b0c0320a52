"""`locator hours`: what a text of opening hours means, at a moment and through a week."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import click

from locator.cli.main import language
from locator.cli.options import lang_option
from locator.cli.terminal import aligned
from locator.settings import read_settings
from locator.stations.hours import (
    Calendar,
    DayKind,
    OpeningHours,
    parse_hours,
    word_reason,
    word_state,
)
from locator.stations.moments import parse_moment

_DAY_KINDS = {
    DayKind.OFF: ("休", "day off"),
    DayKind.WORKED: ("调休上班", "make-up working day"),
}
_WEEKDAYS = ("周一 Mon", "周二 Tue", "周三 Wed", "周四 Thu", "周五 Fri", "周六 Sat", "周日 Sun")
_STATES = {"open": ("开放", "open"), "closed": ("关闭", "closed"), "unknown": ("未知", "unknown")}


@click.command("hours")
@click.argument("text")
@click.option("--at", default="now", show_default=True, help="Moment: now, or ISO 8601.")
@lang_option
def command(text: str, at: str, lang: str | None) -> None:  # noqa: ARG001  # read by `language`
    """Explain opening hours, in Chinese or in OSM syntax.

    \b
    locator hours "周一至周五 8:30-18:00，节假日除外" --at 2026-10-10T09:00
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    words = 0 if language() == "zh" else 1
    lang_key = language()
    parsed = parse_hours(text)
    moment = parse_moment(at, datetime.now(UTC))
    rows = [(("OSM 格式", "OSM syntax")[words], parsed.osm or "-")]
    if parsed.note:
        rows.append((("备注", "Note")[words], parsed.note))
    if parsed.status:
        rows.append((("状态", "Status")[words], ("暂停开放", "paused")[words]))
    if parsed.osm:
        hours = OpeningHours(parsed.osm, Calendar.load(read_settings(os.environ).calendar_folder))
        state = hours.at(moment)
        rows += [
            (("时间", "Moment")[words], moment.strftime("%Y-%m-%d %H:%M")),
            (("此时", "State")[words], word_state(state, moment, lang_key)),
            (("原因", "Reason")[words], word_reason(state.reason, lang_key)),
        ]
        if state.changes_at is not None:
            rows.append(
                (("下次变化", "Next change")[words], state.changes_at.strftime("%Y-%m-%d %H:%M"))
            )
    click.echo("\n".join(aligned(rows)))
    if parsed.osm:
        click.echo()
        click.echo("\n".join(aligned(_week(hours, moment, words))))


def _week(hours: OpeningHours, moment: datetime, words: int) -> list[tuple[str, ...]]:
    """Return the seven days from a moment's on: date, weekday, what the calendar says, states."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    rows: list[tuple[str, ...]] = []
    for ahead in range(7):
        day = midnight + timedelta(days=ahead)
        special = _DAY_KINDS.get(hours.calendar.day(day.date()).kind, ("", ""))[words]
        weekday = _WEEKDAYS[day.weekday()].split()[words]
        rows.append((day.strftime("%Y-%m-%d"), weekday, special, _day(hours, day, words)))
    return rows


def _day(hours: OpeningHours, midnight: datetime, words: int) -> str:
    """Return the states of a day, each with the times between which it lasts."""
    parts, start, end = [], midnight, midnight + timedelta(days=1)
    while start < end:
        state = hours.at(start)
        until = min(state.changes_at or end, end)
        if state.state != "closed":
            clock = "24:00" if until == end else until.strftime("%H:%M")
            unsure = "" if state.state == "open" else f" {_STATES['unknown'][words]}"
            parts.append(f"{start.strftime('%H:%M')}-{clock}{unsure}")
        start = until
    return ", ".join(parts) or _STATES["closed"][words]
