"""The words of states, moments and reasons, in both languages: one table for Python and scripts.

{braces} are filled in: {time} is a clock's, {month} a number, {month_name} and {weekday} words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES: Mapping[str, Words] = {
    "open": Words("营业中", "Open"),
    "closed": Words("已关", "Closed"),
    "unknown": Words("时间未知", "Hours unknown"),
}

# A state with its next change.
LINES: Mapping[str, Words] = {
    "all_day": Words("{state} · 全天", "{state} · all day"),
    "until": Words("{state} · {when} 关", "{state} · until {when}"),
    "opens": Words("{state} · {when} 开", "{state} · opens {when}"),
}

# A moment as seen from another: of the same day, the next, the next six, or later.
MOMENTS: Mapping[str, Words] = {
    "today": Words("{time}", "{time}"),
    "tomorrow": Words("明天 {time}", "tomorrow {time}"),
    "weekday": Words("{weekday} {time}", "{weekday} {time}"),
    "date": Words("{date} {time}", "{date} {time}"),
}

DATE = Words("{month}月{day}日", "{day} {month_name}")
OPENS = Words(", {when} 开", ", opens {when}")
COMMENT = Words("（{comment}）", " ({comment})")
A_HOLIDAY = Words("节假日", "public holidays")

WEEKDAYS = tuple(
    Words(f"周{zh}", en)
    for zh, en in zip(
        "一二三四五六日",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
SHORT_WEEKDAYS = tuple(Words(day.zh, day.en[:3]) for day in WEEKDAYS)
MONTHS = tuple(
    Words(str(number), en)
    for number, en in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August",
         "September", "October", "November", "December"),
        start=1,
    )
)  # fmt: skip
SHORT_MONTHS = tuple(Words(month.zh, month.en[:3]) for month in MONTHS)
