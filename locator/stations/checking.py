"""What each property of a station may be, in one table: a check answers with the clean value.

A check takes a value as it stands in the file and returns it as a `Station` holds it, or raises
`Wrong` with the problem and the remedy. It never sees null or an empty text: those mean absent.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from locator.errors import Words
from locator.stations.hours import HoursError, OpeningHours
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import POSITION_QUALITIES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ID_PATTERN = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,64}")
MODELLED_PREFIX = "模拟"

# Controls, halves of surrogate pairs, what XML can't hold, and what turns or hides text: bidi
# marks, zero widths.
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"[\t\n\r\u2028\u2029]")
_LONGEST_TEXT = 2000
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ADCODE = re.compile(r"[0-9]{6}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHONE = re.compile(r"[0-9+()\- /,;转拨]{3,40}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}$")


class Wrong(Exception):  # noqa: N818  # a verdict on a value, not an error of the program
    """A value is not allowed: why, and what to do."""

    def __init__(self, problem: Words, remedy: Words) -> None:
        super().__init__(problem.en)
        self.problem = problem
        self.remedy = remedy


def check_id(value: object) -> str:
    """Return the id."""
    if isinstance(value, str) and ID_PATTERN.fullmatch(value):
        return value
    raise Wrong(
        Words("不是可用的编号", "is no usable id"),
        Words(
            "请用 1 至 64 个字母、数字、点、下划线或连字符组成的文本，且不以点开头",
            "write a text of 1 to 64 of A-Z a-z 0-9 . _ -, not beginning with a dot",
        ),
    )


def check_text(value: object) -> str:
    """Return a text, of several lines perhaps, without control characters."""
    if not isinstance(value, str):
        raise Wrong(Words("不是文本", "is no text"), Words("请加引号", "put it in quotes"))
    # Printable text is the common case, and the faster question.
    if not value.isprintable() and CONTROL.search(value):
        take_out = Words("请删去", "take them out")
        raise Wrong(Words("含有控制字符", "has control or invisible characters"), take_out)
    if len(value) > _LONGEST_TEXT:
        shorten = Words(f"至多 {_LONGEST_TEXT} 个字符", f"at most {_LONGEST_TEXT} characters")
        raise Wrong(Words("过长", "is too long"), shorten)
    return value


def _line(value: object) -> str:
    """Return a text of one line."""
    text = check_text(value)
    if not text.isprintable() and _LINE_ENDS.search(text):
        raise Wrong(Words("有换行", "has line breaks"), Words("请写成一行", "write one line"))
    return text


def _one_of(keys: Iterable[str]) -> Callable[[object], str]:
    known = dict.fromkeys(keys)
    listed = ", ".join(known)

    def check(value: object) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise Wrong(
            Words("不在可用值之列", "is not known"),
            Words(f"请写其中之一：{listed}", f"write one of {listed}"),
        )

    return check


def _opening_hours(value: object) -> str:
    text = check_text(value)
    try:
        OpeningHours(text)
    except HoursError as error:
        raise Wrong(
            Words("不是 OSM 格式的开放时间", f"are no opening hours in OSM syntax: {error}"),
            Words(
                "中文写法可用 locator hours 转换，原文放入 hours_text",
                "`locator hours` turns Chinese text into it; keep the original in hours_text",
            ),
        ) from error
    return text


def _services(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Wrong(
            Words("不是列表", "is no list"),
            Words('请写成列表，如 ["water", "toilet"]', 'write a list, as in ["water", "toilet"]'),
        )
    unknown = [key for key in value if not (isinstance(key, str) and key in SERVICES)]
    if unknown:
        raise Wrong(
            Words(f"没有这种服务：{unknown[0]!r}", f"{unknown[0]!r} is no known service"),
            Words("可用：" + ", ".join(SERVICES), "known ones: " + ", ".join(SERVICES)),
        )
    if len(set(value)) != len(value):
        raise Wrong(
            Words("有重复的服务", "names a service twice"), Words("请只写一次", "name each once")
        )
    return tuple(value)


def _phone(value: object) -> str:
    text = check_text(value)
    if _has_mobile(text):
        raise Wrong(
            Words("是个人手机号", "is a person's mobile number"),
            Words("只能公开站点的座机或服务电话", "publish only the station's own landline"),
        )
    if not _PHONE.fullmatch(text):
        raise Wrong(
            Words("不是电话号码", "is no phone number"),
            Words("请写成 0371-12345678", "write it as in 0371-12345678"),
        )
    return text


def _has_mobile(text: str) -> bool:
    """Tell whether a mobile number stands in a text, whatever prefix is written before it.

    Landlines have at most 12 digits and end in 7 or 8 of their own; who writes 0, 86, 0086 or an
    area code before a mobile number has eleven digits at the end that begin with 13 to 19.
    """
    numbers = re.split(r"[/,;转拨]", re.sub(r"[ \-()+]", "", text))
    return any(_MOBILE.search(number) for number in numbers)


def _capacity(value: object) -> int:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or not 0 < value < 1_000_000:  # type: ignore[operator]
        raise Wrong(
            Words("不是人数", "is no number of people"),
            Words("请写正整数，或删去", "write a whole number above 0, or leave it out"),
        )
    return int(value)  # type: ignore[call-overload, no-any-return]  # whole, as seen above


def _day(value: object) -> date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Wrong(
        Words("不是日期", "is no date"), Words("请写成 2026-05-01", "write it as in 2026-05-01")
    )


def _day_or_moment(value: object) -> str:
    text = check_text(value)
    if not _DATE.fullmatch(text[:10]):
        _day(text)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        _day(text)
        raise
    return text


def _adcode(value: object) -> str:
    if isinstance(value, str) and _ADCODE.fullmatch(value):
        return value
    raise Wrong(
        Words("不是六位行政区划代码", "is no six-digit district code"),
        Words('请写成文本，如 "410102"', 'write it as a text, as in "410102"'),
    )


def _web_address(value: object) -> str:
    text = check_text(value)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", text)
    except ValueError:
        good = False
    if not good:
        raise Wrong(
            Words("不是网址", "is no web address"),
            Words("请以 https:// 开头", "begin it with https://"),
        )
    return text


# Every property but `id` and the position's geometry; `kind` and `name` must be there.
CHECKS: dict[str, Callable[[object], object]] = {
    "kind": _one_of(KINDS),
    "name": _line,
    "address": _line,
    "adcode": _adcode,
    "opening_hours": _opening_hours,
    "hours_text": check_text,
    "services": _services,
    "phone": _phone,
    "operator": _line,
    "capacity": _capacity,
    "access": _line,
    "status": _one_of(STATUSES),
    "valid_from": _day,
    "valid_to": _day,
    "part_of": check_id,
    "note": check_text,
    "verified_at": _day_or_moment,
    "url": _web_address,
    "source": _line,
    "position": _one_of(POSITION_QUALITIES),
}
REQUIRED = ("kind", "name")


def check_extra(value: object) -> None:
    """Refuse what JSON can't carry onwards: NaN, infinities, halves of surrogate pairs."""
    if isinstance(value, float) and not math.isfinite(value):
        raise Wrong(Words("不是数字", "is no number"), Words("请写 null", "write null"))
    if isinstance(value, str) and _SURROGATE.search(value):
        raise Wrong(Words("含有半个字符", "has half a character"), Words("请删去", "take it out"))
    if isinstance(value, dict):
        for key, member in value.items():
            check_extra(key)
            check_extra(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            check_extra(member)
