"""Cells of a list as texts and as the values that a station's properties may have."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from locator.stations.cells import GUARD, unguard_cell
from locator.stations.checking import CONTROL
from locator.stations.importing.aliases import POSITION_WORDS, STATUS_WORDS

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
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text


def whole_number_of(text: str) -> int | str:
    """Return the number of people that a text such as 约20人 tells, else the text."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else text


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
