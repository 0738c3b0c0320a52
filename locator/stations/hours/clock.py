"""Times of day as Chinese lists write them, into spans of minutes."""

from __future__ import annotations

import re

from locator.stations.hours import faults
from locator.stations.hours.errors import HoursError
from locator.stations.hours.spans import DAY, TWO_DAYS

_NOON = DAY // 2
_MORNING = ("凌晨", "清晨", "早晨", "早上", "早", "上午", "am")
_MIDDAY = ("中午", "午间", "正午")
_AFTERNOON = ("下午", "傍晚", "pm")
_EVENING = ("晚上", "晚间", "晚", "夜间", "夜里", "深夜", "午夜", "夜")
_NEXT_DAY = ("次日", "翌日", "第二天", "隔日", "隔天")

_CN_DIGITS = "零一二三四五六七八九"
CN_NUMBER = "[零〇一二两三四五六七八九十]{1,3}"
PERIOD = "|".join((*_MORNING, *_MIDDAY, *_AFTERNOON, *_EVENING))


def _time(side: str) -> str:
    """Return the pattern of one time; `side` makes its group names distinct."""
    return (
        rf"(?P<next_{side}>{'|'.join(_NEXT_DAY)})?(?:当[天日])?(?P<period_{side}>{PERIOD})?:?"
        rf"(?:(?P<four_{side}>\d{{4}})(?![\d年月])|(?P<hour_{side}>\d{{1,2}}|{CN_NUMBER})"
        rf"(?::(?P<minute_{side}>\d{{1,2}})(?::\d\d)?|\.(?P<dotted_{side}>\d\d)(?!\d)"
        rf"|[点时](?P<words_{side}>半|整|[一三]刻|(?:\d{{1,2}}|{CN_NUMBER})分)?钟?"
        rf"(?P<bare_{side}>\d\d)?)?)(?P<suffix_{side}>am|pm)?"
    )


_OPENS, _SHUTS = "(?:开门|开放|开始|开馆|开)", "(?:关门|闭馆|结束|打烊|关闭|关)"
RANGE = re.compile(
    rf"{_time('a')}(?:-|(?P<opens>{_OPENS})[,;-]?)(?:当[天日])?{_time('b')}止?(?P<shuts>{_SHUTS})?(?![\d:年月])"
)
SHORT = re.compile(
    rf"[早朝](?P<first>\d{{1,2}}|{CN_NUMBER})点?晚(?P<last>\d{{1,2}}|{CN_NUMBER})点?(半)?(?![\d:])"
)


def read_range(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Turn a match of `RANGE` into minutes `(start, end)`; past midnight the end is over 1,440.

    Raises
    ------
    HoursError
        A time is impossible, the range ends before it begins, or bare numbers may be anything.
    """
    start, end = _minutes(text, found, "a"), _minutes(text, found, "b")
    if not (_is_time(found, "a") or _is_time(found, "b")):
        raise HoursError(text, faults.BARE_NUMBERS, found[0])
    if found["shuts"] and not found["opens"]:
        raise HoursError(text, faults.HOURS_OR_CLOSED, found[0])
    if start >= DAY:
        start -= DAY
    end = _same_half(found, start, end)
    if found["next_b"]:
        end += DAY if end < DAY else 0
    elif end == 0 or (start, end) == (0, DAY - 1):
        end = DAY
    elif end <= start and _runs_overnight(found, start, end):
        end += DAY
    if not 0 <= start < end <= TWO_DAYS or start >= DAY or end - start > DAY:
        raise HoursError(text, faults.ENDS_BEFORE, found[0])
    return start, end


def read_short(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Turn a match of `SHORT` (早8晚10, 朝九晚五) into minutes.

    Raises
    ------
    HoursError
        An hour is over 12.
    """
    first, last = read_number(found["first"]), read_number(found["last"])
    if not (0 < first <= 12 and 0 < last <= 12):
        raise HoursError(text, faults.MORNING_HOUR, found[0])
    return first * 60, _NOON + last * 60 + (30 if found[3] else 0)


def _is_time(found: re.Match[str], side: str) -> bool:
    """Tell whether one side is surely a time: it has a colon, 点, a part of day or four digits."""
    names = ("four", "minute", "dotted", "period", "suffix")
    unit = "点" in found[0] or "时" in found[0]
    return unit or any(found[f"{name}_{side}"] for name in names)


def _runs_overnight(found: re.Match[str], start: int, end: int) -> bool:
    """Tell whether an end before the start is meant as the next day's.

    It is where the end says so (凌晨2点; 早8点 after an afternoon), and where the end can't be a
    slip for the afternoon: 22:00-2:00. 14:00-6:00 may as well end at 18:00.
    """
    says = found["period_b"] or found["suffix_b"] or ""
    if end < start and (says == "凌晨" or (says in _MORNING and start >= _NOON)):
        return True
    return end + _NOON <= start


def _same_half(found: re.Match[str], start: int, end: int) -> int:
    """Let the first time's part of day hold for the second: 下午2:00-6:00 ends at 18:00."""
    inherits = found["period_a"] in (*_MIDDAY, *_AFTERNOON, *_EVENING)
    if inherits and not found["period_b"] and not found["suffix_b"] and not found["next_b"]:
        later = end + _NOON
        if end <= _NOON and end <= start < later <= DAY:
            return later
    return end


def _minutes(text: str, found: re.Match[str], side: str) -> int:
    """Return one time's minutes since midnight; 24:00 and 晚上12点 are 1,440."""
    if four := found[f"four_{side}"]:
        hour, minute = int(four[:2]), int(four[2:])
    else:
        hour, minute = read_number(found[f"hour_{side}"]), _minute(found, side)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise HoursError(text, faults.NO_SUCH_TIME, found[0])
    hour = _by_period(hour, found[f"period_{side}"] or found[f"suffix_{side}"] or "")
    return hour * 60 + minute


def _minute(found: re.Match[str], side: str) -> int:
    plain = found[f"minute_{side}"] or found[f"dotted_{side}"] or found[f"bare_{side}"]
    if plain:
        # One digit of minutes may have lost another: 8:3 is no time.
        return int(plain) if len(plain) == 2 else 99
    words = found[f"words_{side}"] or ""
    known = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
    return known[words] if words in known else read_number(words.rstrip("分"))


def _by_period(hour: int, period: str) -> int:
    """Return the hour of the day, 0 to 28, of an hour with its part of day."""
    if hour > 12:
        return hour
    if period in {"am", "凌晨"}:
        return hour % 12
    if period in _MIDDAY:
        return hour + 12 if hour < 4 else hour
    if period in _AFTERNOON:
        return hour % 12 + 12
    if period in _EVENING:
        return hour + 24 if 0 < hour < 4 else (hour + 12 if hour else 24)
    return hour


def read_number(text: str) -> int:
    """Read digits or a Chinese number below a hundred: 十 is 10, 二十四 is 24; nonsense is 99."""
    if text.isdigit():
        return int(text)
    text = text.replace("两", "二").replace("〇", "零")
    tens, ten, ones = text.partition("十")
    if not ten:
        tens, ones = "", text
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 99
    value = (_CN_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
    return value + (_CN_DIGITS.index(ones) if ones else 0)
