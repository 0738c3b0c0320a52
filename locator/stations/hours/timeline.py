"""A day's course of states: marks from their start until the next one's, over two days' minutes.

A day's own hours may run past midnight, so its course covers 2,880 minutes; the second half is what
spills into the next day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from locator.stations.hours.lexer import TWO_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


Timeline = tuple[tuple[int, StateMark], ...]

NO_HOURS = StateMark(CLOSED, "closed")


def flat(mark: StateMark) -> Timeline:
    """Return a course of one mark throughout."""
    return ((0, mark),)


def overlay(course: Timeline, start: int, end: int, mark: StateMark) -> Timeline:
    """Lay a mark over `[start, end)` of a course, in minutes.

    >>> overlay(flat(NO_HOURS), 480, 1080, StateMark(OPEN, "hours"))[1][0]
    480
    """
    after = next(old for at, old in reversed(course) if at <= end)
    pieces = [piece for piece in course if piece[0] < start]
    pieces.append((start, mark))
    if end < TWO_DAYS:
        pieces.append((end, after))
        pieces += [piece for piece in course if piece[0] > end]
    return tuple(piece for n, piece in enumerate(pieces) if not n or pieces[n - 1][1] != piece[1])


def merge(
    courses: Sequence[Timeline], decide: Callable[[tuple[StateMark, ...], int], StateMark]
) -> Timeline:
    """Merge courses piece by piece.

    Parameters
    ----------
    courses
        At least one.
    decide
        Given the marks of all courses on a piece, and its first minute, returns the merged mark.
    """
    minutes = sorted({start for course in courses for start, _ in course if start < TWO_DAYS})
    positions = [0] * len(courses)
    merged: list[tuple[int, StateMark]] = []
    for minute in minutes:
        for number, course in enumerate(courses):
            while (
                positions[number] + 1 < len(course) and course[positions[number] + 1][0] <= minute
            ):
                positions[number] += 1
        here = tuple(course[at][1] for course, at in zip(courses, positions, strict=True))
        mark = decide(here, minute)
        if not merged or merged[-1][1] != mark:
            merged.append((minute, mark))
    return tuple(merged)


def states_alike(courses: Sequence[Timeline]) -> bool:
    """Tell whether all courses have the same states at every minute, whatever the reasons."""
    if len(set(courses)) == 1:
        return True
    plain = {merge([course], lambda marks, _: StateMark(marks[0].state, "")) for course in courses}
    return len(plain) == 1


def between(course: Timeline, start: int, end: int) -> Timeline:
    """Cut `[start, end)` out of a course; its minutes count from `start` on."""
    pieces = [(max(at, start) - start, mark) for at, mark in course if at < end]
    return tuple(
        piece for n, piece in enumerate(pieces) if n + 1 == len(pieces) or pieces[n + 1][0]
    )


def is_closed_all_day(course: Timeline) -> bool:
    """Tell whether a course has nothing but closed in it, spill included."""
    return all(mark.state == CLOSED for _, mark in course)
