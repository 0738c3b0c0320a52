"""Personal data in lists: mobile and identity numbers, and the columns of keepers."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])")
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx](?![0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9])(?:"
    r"[48]00[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}"  # 400-123-4567
    r"|(?:\(?0[0-9]{2,3}\)?[- ]?[1-9]|[2-9])[0-9]{6,7}(?:(?:转|-)[0-9]{1,6})?"  # 0371-12345678转8
    r"|1[0-9]{2}(?:[0-9]{2,3})?"  # 110, 12351
    r"|9[56][0-9]{3,4}"  # 95598
    r")(?![0-9])"
)
PERSONAL_HEADING = re.compile(
    "负责人|联系人|管理员|管理人|站长|驿长|店长|姓名|手机|身份证|微信|责任人|经办人|联络员|联络人"
    "|对接人|志愿者|值班员|值班人|值守人|看护人|维护人|法人|专干|专员|邮箱"
    "|keeper|contact_?(?:name|person)|mobile|id_?card|wechat",
    re.IGNORECASE,
)
PHONE_HEADING = re.compile("电话|联系方式|phone|tel|热线", re.IGNORECASE)


def is_personal(text: str) -> bool:
    """Tell whether a text has somebody's mobile or identity number in it."""
    return len(text) > 10 and bool(_MOBILE.search(text) or _IDENTITY.search(text))


def scrub(text: str) -> str:
    """Return a text without mobile and identity numbers.

    >>> scrub("报刊亭旁，找王师傅 13812345678")
    '报刊亭旁，找王师傅'
    """
    if not is_personal(text):
        return text
    return re.sub(r" {2,}", " ", _IDENTITY.sub("", _MOBILE.sub("", text))).strip(" ,，;；、")


def mask(text: str) -> str:
    """Return a text whose mobile and identity numbers are stars but for their ends."""
    if not is_personal(text):
        return text
    return _IDENTITY.sub(_starred, _MOBILE.sub(_starred, text))


def _starred(match: re.Match[str]) -> str:
    number = match[0]
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def public_phone(text: str) -> tuple[str, str]:
    """Return the landlines and service numbers of a cell, and what else stands in it.

    >>> public_phone("王主任 １３８１２３４５６７８ / 0371-65506110")
    ('0371-65506110', '王主任 13812345678')
    """
    plain = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-")
    without = _MOBILE.sub(lambda match: "#" * len(match[0]), plain)
    numbers = [match[0].strip("-") for match in _LANDLINE.finditer(without)]
    rest = list(plain)
    for match in _LANDLINE.finditer(without):
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
    remainder = re.sub(r"\s{2,}", " ", "".join(rest)).strip(" ,，;；、/|()-:：")
    return "; ".join(dict.fromkeys(numbers)), remainder
