"""Puts words into the order that the reading wants: days and seasons before their times.

Lists write both `周一至周五 8:30` and `8:30（周一至周五）`. The second becomes the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.stations.hours.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = {"times", "short", "all_day"}
DAYS = {"days", "every_day", "workdays", "weekend", "rest_days", "holidays", "season", "dates",
        "all_year"}  # fmt: skip
_IDLE = {"open", "filler", "label"}
_DEEPEST = 3
_ENDS = {"comma", "and", "stop", "inside", "outside"}
_HOURS_WORDS = set("0123456789周星期月日号点时节假休闭开关除早晚午夜天年夏冬秋春")


def arrange(words: list[Word]) -> list[Word]:
    """Arrange all words; parentheses are gone afterwards, their notes are single words.

    One nested deeper than three is not understood, so that recursion has a bound.
    """
    return [word for clause in _clauses(_unwrap(words)) for word in _days_first(clause)]


def _unwrap(words: list[Word], depth: int = 0) -> list[Word]:
    """Dissolve parentheses: days inside go before the times ahead of them, other text is a note."""
    flat: list[Word] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word.kind == "left":
            end = _closing(words, place)
            _place_inner(flat, words[place + 1 : end], depth + 1)
            place = end
        elif word.kind == "right":
            flat.append(Word("stop", word.text, word.shown))
        else:
            flat.append(word)
        place += 1
    return flat


def _closing(words: list[Word], place: int) -> int:
    """Return where the parenthesis closes; an unclosed one runs to the end."""
    depth = 0
    for at in range(place, len(words)):
        depth += {"left": 1, "right": -1}.get(words[at].kind, 0)
        if depth == 0:
            return at
    return len(words)


def _place_inner(flat: list[Word], inner: list[Word], depth: int) -> None:
    """Put a parenthesis' words where they belong."""
    kinds = {word.kind for word in inner}
    if "unknown" in kinds or depth > _DEEPEST:
        shown = "".join(word.shown for word in inner)
        is_note = depth <= _DEEPEST and not set(shown) & _HOURS_WORDS
        flat.append(Word("note" if is_note else "unknown", shown, shown))
        return
    if kinds & DAYS and kinds <= DAYS | _IDLE | {"comma", "and", "including"}:
        at = _start_of_times(flat)
        flat[at:at] = [word for word in inner if word.kind not in _IDLE]
        # Times that follow without a comma are others.
        flat.append(Word("comma", "", ""))
        return
    if inner:
        flat += [Word("inside", "", ""), *_unwrap(inner, depth), Word("outside", "", "")]


def _start_of_times(flat: list[Word]) -> int:
    """Return where the run of times at the end begins; the end itself when there is none.

    Times that have days of their own already are no part of the run.
    """
    at = comma = len(flat)
    while at and flat[at - 1].kind in TIMES | {"comma", "and", "stop", "open", "filler"}:
        at -= 1
        if flat[at].kind in {"comma", "and", "stop"} and comma == len(flat):
            comma = at + 1
    if at and flat[at - 1].kind in DAYS and comma < len(flat):
        at = comma
    return at if any(word.kind in TIMES for word in flat[at:]) else len(flat)


def _clauses(words: list[Word]) -> Iterator[list[Word]]:
    """Split at commas and stops, not at an "and" of days; the separator stays the last word."""
    clause: list[Word] = []
    for place, word in enumerate(words):
        clause.append(word)
        around = {other.kind for other in words[max(place - 1, 0) : place + 2]} - {"and"}
        if word.kind in _ENDS and not (word.kind == "and" and around <= DAYS):
            yield clause
            clause = []
    yield clause


def _days_first(clause: list[Word]) -> list[Word]:
    """Turn a clause that begins with times and ends with days around: times days, times days."""
    body = [word for word in clause if word.kind not in _IDLE]
    end = [body.pop()] if body and body[-1].kind in _ENDS else []
    body = [word for word in body if word.kind != "and"]
    kinds = [word.kind for word in body]
    if not (kinds and set(kinds) <= TIMES | DAYS and kinds[0] in TIMES and kinds[-1] in DAYS):
        return clause
    turned: list[Word] = []
    group: list[Word] = []
    for number, word in enumerate(body):
        named = sum(other.kind in DAYS for other in group)
        group.insert(named if word.kind in DAYS else len(group), word)
        if word.kind in DAYS and (number + 1 == len(body) or kinds[number + 1] in TIMES):
            turned += group
            group = []
    return turned + group + end


def kinds_after(words: list[Word], passed: set[str]) -> list[str]:
    """Return for each word the kind of the next one that isn't passed over; empty at the end."""
    kinds = [""] * len(words)
    for place in range(len(words) - 2, -1, -1):
        after = words[place + 1].kind
        kinds[place] = kinds[place + 1] if after in passed else after
    return kinds
