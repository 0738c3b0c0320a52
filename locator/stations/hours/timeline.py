"""Timelines of states: marks from their start until the next one's, over the minutes of two days.

A day's own hours may run past midnight, so its timeline covers 2,880 minutes; the second half is
what spills into the next day. With yesterday's spill in it, a date's is a `DayTimeline`.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MINUTES_A_DAY = 1440
TIMELINE_MINUTES = 2 * MINUTES_A_DAY

# In this order max() of two states is what is known of a place that either may hold open.
CLOSED, UNKNOWN, OPEN = 0, 1, 2
STATE_NAMES = ("closed", "unknown", "open")


class StateMark(NamedTuple):
    """A state, the code of its reason, the comment that stands in the text.

    `day` is -1 where the hours began on the day before.
    """

    state: int
    code: str
    comment: str = ""
    day: int = 0


# Each mark with the minute it begins at, ascending, the first at 0.
Timeline = tuple[tuple[int, StateMark], ...]
NO_HOURS = StateMark(CLOSED, "closed")


class DayTimeline:
    """What holds at each minute of a date, yesterday's hours past midnight included; immutable.

    Parameters
    ----------
    timeline
        Of the 1,440 minutes of the date.
    """

    __slots__ = ("hours", "marks", "starts", "states")

    def __init__(self, timeline: Timeline) -> None:
        self.starts = tuple(start for start, _ in timeline)
        self.marks = tuple(mark for _, mark in timeline)
        self.states = bytes(mark.state for mark in self.marks)
        self.hours = bytes(self.states[self.piece_at(hour * 60)] for hour in range(24))

    def piece_at(self, minute: int) -> int:
        """Return the number of the piece that holds at a minute of the day."""
        return bisect_right(self.starts, minute) - 1

    def first_other(self, state: int, piece: int = 0) -> int | None:
        """Return the minute at which, from a piece on, the state first differs; None if never."""
        for number in range(piece, len(self.states)):
            if self.states[number] != state:
                return self.starts[number]
        return None


def flat(mark: StateMark) -> Timeline:
    """Return a timeline of one mark throughout."""
    return ((0, mark),)


def overlay(timeline: Timeline, start: int, end: int, mark: StateMark) -> Timeline:
    """Lay a mark over `[start, end)` of a timeline, in minutes.

    >>> overlay(flat(NO_HOURS), 480, 1080, StateMark(OPEN, "hours"))[1][0]
    480
    """
    after = next(old for at, old in reversed(timeline) if at <= end)
    pieces = [piece for piece in timeline if piece[0] < start]
    pieces.append((start, mark))
    if end < TIMELINE_MINUTES:
        pieces.append((end, after))
        pieces += [piece for piece in timeline if piece[0] > end]
    return tuple(piece for n, piece in enumerate(pieces) if not n or pieces[n - 1][1] != piece[1])


def merge(
    timelines: Sequence[Timeline], decide: Callable[[tuple[StateMark, ...], int], StateMark]
) -> Timeline:
    """Merge timelines piece by piece.

    Parameters
    ----------
    timelines
        At least one.
    decide
        Given the marks of all timelines on a piece, and its first minute, returns the merged mark.
    """
    minutes = sorted(
        {start for timeline in timelines for start, _ in timeline if start < TIMELINE_MINUTES}
    )
    positions = [0] * len(timelines)
    merged: list[tuple[int, StateMark]] = []
    for minute in minutes:
        for number, timeline in enumerate(timelines):
            while (
                positions[number] + 1 < len(timeline)
                and timeline[positions[number] + 1][0] <= minute
            ):
                positions[number] += 1
        here = tuple(timeline[at][1] for timeline, at in zip(timelines, positions, strict=True))
        mark = decide(here, minute)
        if not merged or merged[-1][1] != mark:
            merged.append((minute, mark))
    return tuple(merged)


def clip(timeline: Timeline, start: int, end: int) -> Timeline:
    """Cut `[start, end)` out of a timeline; its minutes count from `start` on."""
    pieces = [(max(at, start) - start, mark) for at, mark in timeline if at < end]
    return tuple(
        piece for n, piece in enumerate(pieces) if n + 1 == len(pieces) or pieces[n + 1][0]
    )


def states_alike(timelines: Sequence[Timeline]) -> bool:
    """Tell whether all timelines have the same states at every minute, whatever the reasons."""
    if len(set(timelines)) == 1:
        return True
    plain = {
        merge([timeline], lambda marks, _: StateMark(marks[0].state, "")) for timeline in timelines
    }
    return len(plain) == 1


def is_closed_all_day(timeline: Timeline) -> bool:
    """Tell whether a timeline has nothing but closed in it, spill included."""
    return all(mark.state == CLOSED for _, mark in timeline)
