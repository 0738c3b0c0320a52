"""Which row holds a table's headings, and which column is which field."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from locator.errors import ParameterError
from locator.language import phrase
from locator.stations.importing.aliases import (
    ALIASES,
    IGNORED,
    LAT,
    LATLON,
    LON,
    LONLAT,
)
from locator.stations.importing.cell_values import service_heading, text_of
from locator.stations.importing.personal_data import PERSONAL_HEADING, PHONE_HEADING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from locator.geo.datum import Datum
    from locator.stations.importing.sheet import Row, Table

PERSONAL, SERVICE, EXTRA = "personal", "service:", "extra:"
_ROWS_LOOKED_AT = 25
_FEWEST_FIELDS = 2
_LONGEST_HEADING, _LONGEST_CELL = 60, 500
_NUMBER = re.compile(r"[0-9.]+")
_PARENTHESES = re.compile(r"\([^()]*\)")
_DATUMS: tuple[tuple[Datum, re.Pattern[str]], ...] = (
    ("gcj02", re.compile(r"gcj-?_?0?2|gcj|火星|高德|腾讯|amap")),
    ("bd09", re.compile(r"bd-?_?0?9(?:ll)?|百度|baidu")),
    ("wgs84", re.compile(r"wgs-?_?84|wgs|cgcs2000|大地2000|国家2000|gps|4326")),
)
_PLACES = (LON, LAT, LONLAT, LATLON)


class Meaning(NamedTuple):
    """What a heading means: its field, how well it says so (0 best), a datum if it names one."""

    field: str
    rank: int
    datum: Datum | None


class PositionColumns(NamedTuple):
    """Where positions stand: two columns, or one (then `lat` is None) in the order of its field."""

    lon: int
    lat: int | None
    datum: Datum | None
    swapped_order: bool = False


@dataclass(slots=True)
class Layout:
    """How a table is to be read.

    Parameters
    ----------
    names
        The headings as they stand, one a column.
    fields
        What each column is: a field, `service:KEY`, `extra:HEADING`, `personal` or `ignored`.
    positions
        The pairs of columns that hold positions, the best first.
    heading_rows
        The numbers (from 0) of the rows that hold the headings.
    datum
        What the rows above the headings say that positions are in.
    by_name
        Columns that `--map` named: nothing is dropped from them.
    """

    names: list[str]
    fields: list[str]
    positions: list[PositionColumns]
    heading_rows: tuple[int, ...] = ()
    datum: Datum | None = None
    by_name: frozenset[int] = field(default_factory=frozenset)


def find_layout(table: Table, mapping: Mapping[str, str]) -> Layout | None:
    """Return a table's layout, or None where no row looks like headings."""
    known = {plain_heading(name): target for name, target in mapping.items()}
    if table.headings is not None:
        return _layout(table.headings, known, ())
    texts = [[text_of(cell) for cell in row] for row in table.rows[: _ROWS_LOOKED_AT + 1]]
    best = _Headings(0, [], ())
    for number in range(min(len(texts), _ROWS_LOOKED_AT)):
        for candidate in _candidates(texts, number, table.merged, known):
            best = candidate if candidate.score > best.score else best
    if best.score < _FEWEST_FIELDS:
        return None
    layout = _layout(best.names, known, best.rows)
    layout.datum = _datum_above(table.rows[: best.rows[-1]])
    return layout


class _Headings(NamedTuple):
    """Rows that may be the headings: how many fields they name, the names, their numbers."""

    score: int
    names: list[str]
    rows: tuple[int, ...]


def _candidates(
    texts: list[list[str]],
    number: int,
    merged: Sequence[tuple[int, int, int, int]],
    known: Mapping[str, str],
) -> list[_Headings]:
    """Return a row as headings, and with the row below it where the two are one heading."""
    names = texts[number]
    candidates = [_Headings(_score(names, known), names, (number,))]
    if number + 1 == len(texts):
        return candidates
    below = texts[number + 1]
    over_both = [left for top, left, bottom, _ in merged if (top, bottom) == (number, number + 1)]
    if over_both and any(column < len(names) and names[column] for column in over_both):
        joined = _grouped(names, below, [m for m in merged if m[0] == m[2] == number])
        more = _score(joined, known)
        # They win over each row alone: the lower one, filled from above, names as many fields.
        also = [_Headings(more + 1, joined, (number, number + 1))]
        return also if more >= _FEWEST_FIELDS else candidates
    joined = [] if any(map(_NUMBER.fullmatch, below)) else _joined(names, below)
    more = _score(joined, known)
    # Two rows only where each of them says what the other does not.
    if more > max(candidates[0].score, _score(below, known)):
        candidates.append(_Headings(more, joined, (number, number + 1)))
    return candidates


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Return the headings of two rows: the lower one's where it has any."""
    return [low or up for up, low in zip_longest(upper, lower, fillvalue="")]


def _grouped(
    upper: list[str], lower: list[str], groups: list[tuple[int, int, int, int]]
) -> list[str]:
    """Return the headings of two rows under merged cells, each with the datum its group names."""
    names = _joined(upper, lower)
    for _, left, _, right in groups:
        datum = datum_named(upper[left]) if left < len(upper) else None
        for column in range(left, min(right + 1, len(names))):
            if datum and names[column] and datum_named(names[column]) is None:
                names[column] += f"({datum})"
    return names


def _score(names: list[str], known: Mapping[str, str]) -> int:
    """Return how many fields a row names, if it could be one of headings at all."""
    fields = set()
    for name in names:
        meaning = meaning_of(name, known)
        if meaning is not None and meaning.field != IGNORED:
            fields.add(meaning.field)
    return len(fields)


def _layout(names: list[str], known: Mapping[str, str], rows: tuple[int, ...]) -> Layout:
    meanings = [meaning_of(name, known) for name in names]
    fields = [EXTRA + name if name else IGNORED for name in _distinct(names)]
    column_of: dict[str, int] = {}
    for column, meaning in enumerate(meanings):
        if meaning is None or meaning.field in _PLACES:
            continue
        rival = column_of.get(meaning.field)
        if rival is not None and not _may_repeat(meaning.field):
            if (meanings[rival] or meaning).rank <= meaning.rank:
                continue
            fields[rival] = EXTRA + names[rival]
        fields[column] = meaning.field
        column_of[meaning.field] = column
    positions = _position_columns(meanings)
    for place in positions:
        fields[place.lon] = IGNORED
        if place.lat is not None:
            fields[place.lat] = IGNORED
    by_name = frozenset(c for c, name in enumerate(names) if plain_heading(name) in known)
    return Layout(names, fields, positions, rows, by_name=by_name)


def _may_repeat(field: str) -> bool:
    return field.startswith((SERVICE, EXTRA)) or field in (PERSONAL, IGNORED)


def _position_columns(meanings: list[Meaning | None]) -> list[PositionColumns]:
    """Return pairs of columns by their datum: WGS 84 first, as nothing has to move then.

    Of several columns for one field it is the one that `--map` named, else the first.
    """
    pairs: list[PositionColumns] = []
    datums: tuple[Datum | None, ...] = ("wgs84", None, "gcj02", "bd09")
    known = [(c, m) for c, m in enumerate(meanings) if m is not None]
    known.sort(key=lambda pair: (pair[1].rank < 0, -pair[0]))  # the last one wins below
    for datum in datums:
        columns = {m.field: c for c, m in known if m.datum == datum}
        if LON in columns and LAT in columns:
            pairs.append(PositionColumns(columns[LON], columns[LAT], datum))
        elif LONLAT in columns:
            pairs.append(PositionColumns(columns[LONLAT], None, datum))
        elif LATLON in columns:
            pairs.append(PositionColumns(columns[LATLON], None, datum, swapped_order=True))
    return pairs


def meaning_of(heading: str, known: Mapping[str, str]) -> Meaning | None:
    """Return what a heading means, by `--map` first, then by the table; None if it isn't known."""
    plain = plain_heading(heading)
    if plain in known:
        return _mapped(heading, known[plain])
    bare = _PARENTHESES.sub("", plain)  # in which some explain the column at length
    if not plain or len(bare) > _LONGEST_HEADING:
        return None
    datum = next((name for name, words in _DATUMS if words.search(plain)), None)
    undated = bare
    for _, words in _DATUMS:
        undated = words.sub("", undated)
    for text in (plain, bare, undated.strip("_- .")):
        if text in _FIELD_OF:
            target = _FIELD_OF[text]
            return Meaning(target, _RANK_OF[text], datum if target in _PLACES else None)
    return _by_pattern(bare or plain)


def _by_pattern(plain: str) -> Meaning | None:
    service = service_heading(plain)
    if service is not None:
        return Meaning(SERVICE + service, 0, None)
    if PHONE_HEADING.search(plain) and "手机" not in plain:
        return Meaning("phone", 99, None)
    return Meaning(PERSONAL, 0, None) if PERSONAL_HEADING.search(plain) else None


def _mapped(heading: str, target: str) -> Meaning:
    if target in ALIASES:
        return Meaning(target, -1, None)
    if target in ("-", ""):
        return Meaning(IGNORED, -1, None)
    if plain_heading(target) == plain_heading(heading):
        return Meaning(EXTRA + heading, -1, None)
    listed = ", ".join(field for field in ALIASES if field != IGNORED)
    allowed = phrase("importing.map_target", heading=heading, fields=listed)
    raise ParameterError("--map", target, allowed)


def plain_heading(heading: str) -> str:
    """Return a heading as the table of aliases has it."""
    if len(heading) > _LONGEST_CELL:
        return ""
    plain = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"[\s*:]+", "", plain).replace("、", ",")


def datum_named(text: str) -> Datum | None:
    """Return the datum that a text names, if it is one alone."""
    plain = unicodedata.normalize("NFKC", text).lower().replace(" ", "")
    named = [name for name, words in _DATUMS if words.search(plain)]
    return named[0] if len(named) == 1 else None


def _datum_above(rows: list[Row]) -> Datum | None:
    return datum_named(" ".join(text_of(cell) for row in rows for cell in row))


def _distinct(names: list[str]) -> list[str]:
    """Return names with a number after those that have stood before."""
    counts: dict[str, int] = {}
    result = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        result.append(name if counts[name] == 1 or not name else f"{name}_{counts[name]}")
    return result


_FIELD_OF = {plain_heading(name): field for field, names in ALIASES.items() for name in names}
_RANK_OF = {
    plain_heading(name): rank for names in ALIASES.values() for rank, name in enumerate(names)
}
