"""Districts and stations by name: in Chinese, in pinyin, by the initials of pinyin.

All names are one long text, a name a line, so that a search is a few searches of a text: a tenth
of a millisecond each for ten thousand names. Lines that equal the query come first, then lines
that begin with it, then lines that hold it. Pinyin is without tones, by syllables, so that a query
matches from the beginning of one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Literal

import shapely
from pypinyin import lazy_pinyin

from locator.geo.districts import bundled_seats, plain_name
from locator.geo.points import LonLat
from locator.parameters import Parameter, Text, Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from locator.geo.districts import District, Districts
    from locator.stations.station_set import StationSet

MAX_QUERY = 40
DEFAULT_LIMIT = 8
MAX_LIMIT = 20
Q = Parameter("q", Text(MAX_QUERY), "", example="郑州")
LIMIT = Parameter("limit", Whole(1, MAX_LIMIT), DEFAULT_LIMIT, words="limit_of_matches")
# Shorter pieces of pinyin stand in half of all names.
_SHORTEST_PINYIN = 2
# What a text is looked through for before it is given up: lines that break no syllable are few.
_MOST_HITS = 4000
_BLANKS = re.compile(r"[\s'’·]+")
_LATIN = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_SAMPLE_PREFIX = "模拟"
# Names of Henan and its neighbours that general dictionaries misread.
_LOCAL = {
    "漯河": ("luo", "he"),
    "漯": ("luo",),
    "浚县": ("xun", "xian"),
    "长垣": ("chang", "yuan"),
    "长葛": ("chang", "ge"),
    "长社": ("chang", "she"),
    "南乐": ("nan", "le"),
    "舞钢": ("wu", "gang"),
    "中牟": ("zhong", "mu"),
    "召陵": ("shao", "ling"),
    "泌阳": ("bi", "yang"),
    "东明": ("dong", "ming"),
    "殷都": ("yin", "du"),
    "魏都": ("wei", "du"),
}
# A syllable that begins with one of these and isn't the first is set apart: Xi'an is no xian.
_APART = ("a", "e", "o")
# Names share their parts, so a part is looked up once: local names, numbers, runs up to a rank.
_PARTS = re.compile(
    "|".join(_LOCAL) + r"|[0-9]+|[A-Za-z]+|[^市县区镇乡街道路·0-9A-Za-z]+[市县区镇乡街道路·]?|."
)


@dataclass(frozen=True, slots=True)
class Match:
    """A place whose name matches.

    Parameters
    ----------
    what
        A district of either level, or a station.
    key
        Its adcode, or the station's id.
    name, pinyin
        Its name, and for a district the spelling without its rank, 'Zhengzhou'; else empty.
    within
        The prefecture and county it lies in, as far as they are others than itself.
    where
        The station's position; the district's seat.
    """

    what: Literal["prefecture", "county", "station"]
    key: str
    name: str
    pinyin: str
    within: str
    where: LonLat


class SearchIndex:
    """An index of a set's stations and of districts, safe for threads.

    Parameters
    ----------
    stations
        The set.
    districts
        Counties and prefectures.
    """

    def __init__(self, stations: StationSet, districts: Districts) -> None:
        self._stations, self._districts = stations, districts
        self._areas = (*districts.prefectures, *districts.counties)
        self._area_lines = _Lines([(i, d.name) for i, d in enumerate(self._areas)])
        names = [(i, station.name) for i, station in enumerate(stations)]
        addresses = [(i, s.address) for i, s in enumerate(stations) if s.address]
        self._name_lines = _Lines(names)
        self._address_text = _Text((i, normalised_name(text)) for i, text in addresses)

    def search(
        self, text: str, accept: NDArray[np.bool_] | None = None, limit: int = DEFAULT_LIMIT
    ) -> list[Match]:
        """Return districts, then stations, whose names match, the best first.

        Parameters
        ----------
        text
            Part of a name, of its pinyin or of the initials; only the first 40 characters count.
        accept
            Which stations count: booleans of shape (n,).
        limit
            How many at most; at most half of them are districts where stations match too.
        """
        query = normalised_name(text[:MAX_QUERY])
        if not query:
            return []
        areas = list(islice(self._matching_areas(text, query), limit))
        stations: dict[int, None] = {}
        for position in self._matching_stations(query, limit):
            if accept is None or accept[position]:
                stations[position] = None
            if len(stations) == limit:
                break
        areas = areas[: max(limit // 2, limit - len(stations))]
        matches = [self._area(area) for area in areas]
        return matches + [self._station(i) for i in list(stations)[: limit - len(matches)]]

    def _matching_areas(self, text: str, query: str) -> Iterator[District]:
        if not _LATIN.fullmatch(query):
            yield from self._districts.search(text[:MAX_QUERY], limit=MAX_LIMIT)
            return
        for position in dict.fromkeys(self._area_lines.matching(query, MAX_LIMIT)):
            yield self._areas[position]

    def _matching_stations(self, query: str, limit: int) -> Iterator[int]:
        yield from self._name_lines.matching(query, limit)
        yield from self._address_text.matching(query)

    def _area(self, area: District) -> Match:
        point = bundled_seats().get(area.adcode)
        if point is None:
            inside = shapely.point_on_surface(area.geometry)
            point = LonLat(inside.x, inside.y)
        within = "" if area.level == "prefecture" else area.prefecture_name
        return Match(
            area.level,
            area.adcode,
            area.name,
            district_pinyin(area.name),
            within if within != area.name else "",
            point,
        )

    def _station(self, position: int) -> Match:
        station = self._stations[position]
        county = self._districts.county(station.adcode or "")
        within = station.address or (county.full_name if county else "")
        return Match("station", station.id, station.name, "", within, station.where)


def name_syllables(name: str) -> list[str]:
    """Return the syllables by which a name is searched, those of its normalised form."""
    parts = (_BLANKS.sub("", part) for part in syllables(normalised_name(name)))
    return [part for part in parts if part]


def normalised_name(text: str) -> str:
    """Return a text as names are compared: width, case, blanks and the sample's prefix aside."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _BLANKS.sub("", plain).removeprefix(_SAMPLE_PREFIX)


def syllables(name: str) -> list[str]:
    """Return the syllables of a name, lower case; what is not Chinese stays as it is.

    Examples
    --------
    >>> syllables("漯河市1号")
    ['luo', 'he', 'shi', '1', 'hao']
    """
    return [syllable for part in _PARTS.findall(name) for syllable in _of_part(part)]


def district_pinyin(district: str) -> str:
    """Return a district's name as signs in English spell it, without its rank and its people.

    Examples
    --------
    >>> [district_pinyin(name) for name in ("驻马店市", "瀍河回族区", "博爱县")]
    ['Zhumadian', 'Chanhe', "Bo'ai"]
    """
    first, *others = syllables(plain_name(district))[:-1] or [""]
    return first.capitalize() + "".join("'" * (s[:1] in _APART) + s for s in others)


class _Lines:
    """Names in their three spellings."""

    def __init__(self, names: Sequence[tuple[int, str]]) -> None:
        spellings = [(i, name_syllables(name)) for i, name in names]
        self._chinese = _Text((i, normalised_name(name)) for i, name in names)
        self._full = _Text((i, "".join(parts)) for i, parts in spellings)
        self._starts = {i: set(accumulate(map(len, parts), initial=0)) for i, parts in spellings}
        self._initials = _Text((i, "".join(part[0] for part in parts)) for i, parts in spellings)

    def matching(self, query: str, limit: int) -> Iterator[int]:
        """Yield positions, the best match first; some may come twice."""
        if not _LATIN.fullmatch(query):
            yield from self._chinese.matching(query)
            return
        if len(query) >= _SHORTEST_PINYIN:
            yield from islice(self._full.matching(query, self._starts), limit)
            yield from self._initials.matching(query)
        yield from self._chinese.matching(query)


class _Text:
    """Lines, each of an owner, in one text."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        owners, texts = [], []
        for owner, line in lines:
            owners.append(owner)
            texts.append(line)
        self._owners = owners
        self._text = "\n" + "".join(f"{line}\n" for line in texts)
        self._starts = list(accumulate((len(line) + 1 for line in texts), initial=1))

    def matching(self, query: str, boundaries: dict[int, set[int]] | None = None) -> Iterator[int]:
        """Yield owners of lines that equal, begin with, or hold the query.

        Parameters
        ----------
        boundaries
            Where in an owner's line a match may begin; anywhere by default.
        """
        seen: set[int] = set()
        for pattern, skip in ((f"\n{query}\n", 1), (f"\n{query}", 1), (query, 0)):
            for at in islice(_occurrences(self._text, pattern), _MOST_HITS):
                line = bisect_right(self._starts, at + skip) - 1
                owner = self._owners[line]
                allowed = boundaries is None or at + skip - self._starts[line] in boundaries[owner]
                if allowed and owner not in seen:
                    seen.add(owner)
                    yield owner


def _occurrences(text: str, pattern: str) -> Iterator[int]:
    at = text.find(pattern)
    while at >= 0:
        yield at
        at = text.find(pattern, at + 1)


@lru_cache(8192)
def _of_part(part: str) -> tuple[str, ...]:
    read: list[str] = []
    rest = part
    while rest:
        local = next((name for name in _LOCAL if name in rest), None)
        if local is None:
            return (*read, *(s.strip().lower() for s in lazy_pinyin(rest)))
        before, _, rest = rest.partition(local)
        read += [s.lower() for s in lazy_pinyin(before)] if before else []
        read += _LOCAL[local]
    return tuple(read)
