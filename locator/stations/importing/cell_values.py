"""Values of a list's cells: texts, dates, numbers, kinds, services, hours and ids of stations.

A kind is read from its cell, else from the station's name. Services are matched by the aliases of
`locator.stations.services`; unknown pieces are returned as they stand. Hours are parsed once for
each distinct text. Where a list has no ids, one is made from kind, district, name and address,
which stay the same when rows and points move.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from locator.language import LANGUAGES, Phrase
from locator.stations.checking import CONTROL
from locator.stations.hours import HoursError, OpeningHours, parse_hours
from locator.stations.importing.aliases import POSITION_WORDS, STATUS_WORDS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.writing.records import GUARD, unguard_cell

if TYPE_CHECKING:
    from locator.geo.districts import District


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_LINE_ENDS = re.compile(r"\s*[\t\n\r\u2028\u2029]\s*")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?")
_NUMBER = re.compile(r"约?([0-9]{1,6})(?:\.0)?(?:人|个|座|张|位|余人)?(?:左右|以上)?")
_TABLES = (*STATUS_WORDS.items(), *POSITION_WORDS.items())
_WORDS = {word: key for key, words in _TABLES for word in words}


def text_of(cell: object) -> str:
    """Return a cell as a text: trimmed, its guard stripped, digits plain, no control characters.

    >>> text_of(" １２号楼 "), text_of(101.0), text_of(None)
    ('12号楼', '101', '')
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return _text_of_value(cell)
    text = cell.strip()
    if text[:1] == GUARD:
        text = unguard_cell(text)
    if text.isascii():
        return text if text.isprintable() else CONTROL.sub("", text).strip()
    if not text.isprintable():
        text = CONTROL.sub("", text)
    return text.translate(_DIGITS).strip()


def _text_of_value(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def line_of(text: str) -> str:
    """Return a text as one line: a blank for each line's end."""
    return text if text.isprintable() else _LINE_ENDS.sub(" ", text)


def day_of(text: str) -> str:
    """Return a day as ISO 8601 has it where the text is one, else the text.

    >>> day_of("2026年5月1日"), day_of("明年")
    ('2026-05-01', '明年')
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def whole_number_of(text: str) -> int | str:
    """Return the number of people that a text such as 约20人 tells, else the text."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) if match else text


def known_word(text: str) -> str:
    """Return the key of a status or of a position's quality, else the text."""
    return _WORDS.get(text.lower(), text)


def key_of(text: str) -> str:
    """Return what two writings of one name or address have in common.

    >>> key_of("工会 驿站（东风路）") == key_of("工会驿站(东风路)")
    True
    """
    if text.isascii():
        return "".join(text.split()).lower()
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


_PARENTHESES = re.compile(r"\([^()]*\)")
_KIND_WORDS = sorted(
    (
        (word.lower(), key)
        for key, kind in KINDS.items()
        for word in (key, *map(kind.name.in_language, LANGUAGES), *kind.aliases)
    ),
    key=lambda pair: -len(pair[0]),
)
_ANY_WORD = re.compile("|".join(re.escape(word) for word, _ in _KIND_WORDS))


@lru_cache(100_000)
def kind_in(text: str) -> str | None:
    """Return the kind that a text names, or None.

    In Chinese the noun that a name is about comes last: of several kinds in it the last one
    counts, and what stands in parentheses only where nothing else says it.

    >>> kind_in("上街区困难职工帮扶中心户外劳动者爱心驿站"), kind_in("工会驿站(市职工服务中心)")
    ('love_station', 'love_station')
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    outside = _PARENTHESES.sub(" ", plain)
    return _last_kind(outside) or _last_kind(plain)


def _last_kind(text: str) -> str | None:
    if not _ANY_WORD.search(text):
        return None
    matches = [
        (text.rfind(word) + len(word), len(word), key) for word, key in _KIND_WORDS if word in text
    ]
    return max(matches)[2]


_SEPARATORS = re.compile(r"[、,，;；/|\n\t+＋。·•()（）【】\[\]:：]+|\s{1,}|以及")
# What may stand around a service's name without changing what it says. No negation is among them.
_FILLERS = re.compile(
    "免费|提供|可以|可供|可|配有|配备|设有|备有|应急|服务|设施|设备|功能|区域|等|及|和|与|的|有"
    r"|[0-9]+[个台张套把部条间组把处只]?|[0-9一二两三四五六七八九十]+[个台张套把部条间组处只]"
)
_ALIASES: dict[str, str] = {
    word.lower(): key
    for key, service in SERVICES.items()
    for word in (key, *map(service.name.in_language, LANGUAGES), *service.aliases)
}
_LONGEST_FIRST = re.compile(
    "|".join(re.escape(word) for word in sorted(_ALIASES, key=len, reverse=True))
)
_SAYS_YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "具备", "提供", "●"})


class ReadServices(NamedTuple):
    """Keys of `SERVICES` in the table's order, and the pieces that name none."""

    keys: tuple[str, ...]
    unknown: tuple[str, ...]


@lru_cache(50_000)
def read_services(text: str) -> ReadServices:
    """Read the services that a cell names.

    A piece is known where nothing is left of it but the names of services and words such as
    免费 or 2台; 无卫生间 and 充电桌 are not.

    >>> read_services("免费饮水、微波炉2台，擦鞋机")
    ReadServices(keys=('water', 'meal_heating'), unknown=('擦鞋机',))
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("drinking water", "water")
    services: set[str] = set()
    unknown: list[str] = []
    for piece in _SEPARATORS.split(_joined_english(plain)):
        keys = _keys_in(piece)
        if keys is None:
            unknown.append(piece)
        else:
            services |= keys
    return ReadServices(tuple(key for key in SERVICES if key in services), tuple(unknown))


def _joined_english(text: str) -> str:
    """Return a text whose English names of several words hold together when it is split."""
    for word, key in _ALIASES.items():
        if " " in word and word in text:
            text = text.replace(word, key)
    return text


def _keys_in(piece: str) -> set[str] | None:
    """Return the services of a piece, none of them for fillers alone; None if it says more."""
    if piece in _ALIASES:
        return {_ALIASES[piece]}
    keys = {_ALIASES[word] for word in _LONGEST_FIRST.findall(piece)}
    remainder = _FILLERS.sub("", _LONGEST_FIRST.sub("", piece))
    return None if remainder else keys


def service_heading(heading: str) -> str | None:
    """Return the service that a heading names, for lists with a column for each."""
    return _ALIASES.get(heading)


def says_yes(text: str) -> bool:
    """Tell whether a cell below such a heading says that the station has the service."""
    return text.strip().lower() in _SAYS_YES


class ReadHours(NamedTuple):
    """What a text of hours says, or why it isn't understood."""

    osm: str | None = None
    note: str = ""
    status: str | None = None
    problem: Phrase | None = None


@lru_cache(100_000)
def read_hours(text: str) -> ReadHours:
    """Read Chinese or OSM hours.

    >>> read_hours("周一至周五 8:30-18:00").osm
    'Mo-Fr 08:30-18:00'
    """
    try:
        parsed = parse_hours(text)
        if parsed.osm:
            OpeningHours(parsed.osm)
    except HoursError as error:
        return ReadHours(problem=error.message)
    return ReadHours(parsed.osm, parsed.note, parsed.status)


# 48 bits: among 200,000 stations two share them once in 14,000 lists.
_HEX_DIGITS = 12


def make_id(kind: str, district: District | None, stated: str, name: str, address: str) -> str:
    """Return an id from kind, county, name and address; never from a row's number or position.

    Parameters
    ----------
    kind
        A key of `KINDS`; its first word begins the id.
    district
        The county that the row names; its code stands in the id.
    stated
        What the row says where it names a zone or a county that isn't known.
    name, address
        As the row has them: blanks and full-width forms make no difference.

    Examples
    --------
    >>> make_id("love_station", None, "高新区", "工会驿站", "科学大道 1号")
    'love-941c92fe0460'
    """
    where = stated if district is None else district.adcode
    text = "|".join((kind, key_of(where), key_of(name), key_of(address)))
    digest = hashlib.sha256(text.encode()).hexdigest()[:_HEX_DIGITS]
    head = kind.split("_", maxsplit=1)[0]
    return f"{head}-{digest}" if district is None else f"{head}-{district.adcode}-{digest}"
