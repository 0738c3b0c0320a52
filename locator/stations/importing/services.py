"""Services from free text: known ones by the table's aliases, the rest left as it stands."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from locator.stations.services import SERVICES

_SEPARATORS = re.compile(r"[、,，;；/|\n\t+＋。·•()（）【】\[\]:：]+|\s{1,}|以及")
# What may stand around a service's name without changing what it says. No negation is among them.
_FILLERS = re.compile(
    "免费|提供|可以|可供|可|配有|配备|设有|备有|应急|服务|设施|设备|功能|区域|等|及|和|与|的|有"
    r"|[0-9]+[个台张套把部条间组把处只]?|[0-9一二两三四五六七八九十]+[个台张套把部条间组处只]"
)
_ALIASES: dict[str, str] = {
    word.lower(): key
    for key, service in SERVICES.items()
    for word in (key, service.name_zh, service.name_en, *service.aliases)
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
    found: set[str] = set()
    unknown: list[str] = []
    for piece in _SEPARATORS.split(_joined_english(plain)):
        keys = _keys_in(piece)
        if keys is None:
            unknown.append(piece)
        else:
            found |= keys
    return ReadServices(tuple(key for key in SERVICES if key in found), tuple(unknown))


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
    left = _FILLERS.sub("", _LONGEST_FIRST.sub("", piece))
    return None if left else keys


def service_heading(heading: str) -> str | None:
    """Return the service that a heading names, for lists with a column for each."""
    return _ALIASES.get(heading)


def says_yes(text: str) -> bool:
    """Tell whether a cell below such a heading says that the station has the service."""
    return text.strip().lower() in _SAYS_YES
