"""Pinyin of names, without tones: syllables, for search by full spelling and by initials."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from locator.geo.districts import plain_name

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


def syllables(name: str) -> list[str]:
    """Return the syllables of a name, lower case; what is not Chinese stays as it is.

    Examples
    --------
    >>> syllables("漯河市1号")
    ['luo', 'he', 'shi', '1', 'hao']
    """
    return [syllable for part in _PARTS.findall(name) for syllable in _of_part(part)]


def spelt(district: str) -> str:
    """Return a district's name as signs in English spell it, without its rank and its people.

    Examples
    --------
    >>> spelt("驻马店市"), spelt("瀍河回族区"), spelt("博爱县")
    ('Zhumadian', 'Chanhe', "Bo'ai")
    """
    first, *others = syllables(plain_name(district))[:-1] or [""]
    return first.capitalize() + "".join("'" * (s[:1] in _APART) + s for s in others)


@lru_cache(8192)
def _of_part(part: str) -> tuple[str, ...]:
    found: list[str] = []
    rest = part
    while rest:
        local = next((name for name in _LOCAL if name in rest), None)
        if local is None:
            return (*found, *(s.strip().lower() for s in lazy_pinyin(rest)))
        before, _, rest = rest.partition(local)
        found += [s.lower() for s in lazy_pinyin(before)] if before else []
        found += _LOCAL[local]
    return tuple(found)
