"""The kind of a station from a cell or, failing that, from its name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from locator.stations.kinds import KINDS

_PARENTHESES = re.compile(r"\([^()]*\)")
_WORDS = sorted(
    (
        (word.lower(), key)
        for key, kind in KINDS.items()
        for word in (key, kind.name_zh, kind.name_en, *kind.aliases)
    ),
    key=lambda pair: -len(pair[0]),
)
_ANY_WORD = re.compile("|".join(re.escape(word) for word, _ in _WORDS))


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
    found = [(text.rfind(word) + len(word), len(word), key) for word, key in _WORDS if word in text]
    return max(found)[2]
