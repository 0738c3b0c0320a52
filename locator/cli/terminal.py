"""What commands draw on a terminal: tables of neighbours and a progress bar.

A Chinese character is two columns wide. The bar is drawn only where standard error is a terminal.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from wcwidth import wcswidth

from locator.find.geojson import SAMPLE_NOTICE
from locator.language import Language, phrase, phrases, said_in
from locator.stations.hours import word_state
from locator.stations.hours.rendering import word_station_hours
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from locator.find import Neighbour


@contextmanager
def progress_bar(
    steps: tuple[str, ...] = (),
) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on the terminal; give what moves it: `progress(done, total)`.

    Parameters
    ----------
    steps
        What is being done once so many are done, told beside the bar; may be empty.
    """
    shown = click.progressbar(
        length=1,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        item_show_func=lambda step: step,
    )
    with shown as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos, steps[done] if done < len(steps) else None)
            if steps:  # the first of them has no length, which alone would draw nothing
                bar.render_progress()

        yield progress


_HEADINGS = phrases("cli.neighbours")
_NO_STATION = phrase("cli.no_station_matches")
_DIRECTIONS = tuple(phrases("directions.short").values())


def neighbour_table(neighbours: Sequence[Neighbour], lang: Language) -> str:
    """Return stations found as a table, a line each, with the notice that samples need."""
    if not neighbours:
        return _NO_STATION.in_language(lang)
    headings = ("", *said_in(lang, _HEADINGS).values())
    rows = [headings, *(_row(neighbour, lang) for neighbour in neighbours)]
    lines = aligned(rows, right=(0, 1))
    if any(neighbour.station.position == "modelled" for neighbour in neighbours):
        lines += ["", SAMPLE_NOTICE.in_language(lang)]
    return "\n".join(lines)


def _row(neighbour: Neighbour, lang: Language) -> tuple[str, ...]:
    station, kind = neighbour.station, KINDS[neighbour.station.kind]
    return (
        str(neighbour.rank),
        _way(neighbour, lang),
        _DIRECTIONS[round(neighbour.bearing_deg / 45) % 8].in_language(lang),
        kind.name.in_language(lang),
        station.name,
        word_state(neighbour.state, neighbour.arrives_at, lang),
        word_station_hours(station, lang),
        station.address or "",
    )


def _way(neighbour: Neighbour, lang: Language) -> str:
    """Return the distance in whole metres, and an estimate of the time with a mode of travel."""
    if neighbour.travel_time_s is None:
        return phrase("cli.metres", metres=neighbour.distance_m).in_language(lang)
    minutes = max(1, round(neighbour.travel_time_s / 60))
    way = phrase("cli.metres_and_minutes", metres=neighbour.distance_m, minutes=minutes)
    return way.in_language(lang)


def aligned(rows: Sequence[Sequence[str]], right: tuple[int, ...] = ()) -> list[str]:
    """Return rows of cells as lines, their columns aligned: left, or right for those named."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for column, text in enumerate(row):
            blanks = " " * (widths[column] - _width(text))
            cells.append(blanks + text if column in right else text + blanks)
        lines.append("  ".join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    return max(wcswidth(text), 0) or len(text)
