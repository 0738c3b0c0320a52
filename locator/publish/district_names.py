"""Districts' names as each language's readers need them: in English spelt out, the Chinese beside.

The Chinese name stays, for it is the one that is official, and a spelling may be a guess in files
of others: dictionaries misread rare names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from locator.find.search import district_pinyin
from locator.geo.districts import full_name

if TYPE_CHECKING:
    from locator.language import Language

# Names of other forms are left as they are: of these it is known what their last character is.
_CHINESE = re.compile(r"[\u4e00-\u9fff]+[市县区旗]")


def district_name(name: str, lang: Language) -> str:
    """Return a district's own name.

    Examples
    --------
    >>> district_name("金水区", "zh"), district_name("金水区", "en"), district_name("East", "en")
    ('金水区', 'Jinshui 金水区', 'East')
    """
    return f"{district_pinyin(name)} {name}" if lang != "zh" and _CHINESE.fullmatch(name) else name


class Named(Protocol):
    """A district, or figures of one."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def prefecture_name(self) -> str: ...  # noqa: D102


def full_district_name(district: Named, lang: Language) -> str:
    """Return a district's name with the prefecture's, where that is another.

    In English it is, for example, `Jinshui, Zhengzhou 金水区`.
    """
    name, above = district.name, district.prefecture_name
    whole = full_name(name, above)
    if lang == "zh":
        return whole
    if whole == name:
        return district_name(name, lang)
    if _CHINESE.fullmatch(name) and _CHINESE.fullmatch(above):
        return f"{district_pinyin(name)}, {district_pinyin(above)} {name}"
    return f"{name}, {above}"


def label_name(name: str, lang: Language) -> str:
    """Return a district's name for a label on a map, which has room for one only.

    Examples
    --------
    >>> label_name("郑州市", "zh"), label_name("郑州市", "en")
    ('郑州市', 'Zhengzhou')
    """
    return district_pinyin(name) if lang != "zh" and _CHINESE.fullmatch(name) else name
