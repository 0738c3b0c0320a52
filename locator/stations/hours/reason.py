"""Why a station is open, closed or unknown: a code with fields, and its wording per language.

The tables hold the words of states and moments too, one for Python and for scripts. {braces} are
filled in: {time} is a clock's, {month} a number, {month_name} and {weekday} are words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.hours.statutory_holidays import HOLIDAYS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from locator.errors import Language

_LANGUAGES = ("zh", "en")

# {opens} ends a closed state's sentence with the next opening, {comment} stands for the text's own
# words; a sentence is cut where its field is empty.
WORDINGS: dict[str, tuple[str, str]] = {
    "all_day": ("全天开放", "open all day"),
    "hours": ("开放时间内", "within opening hours"),
    "holiday_hours": ("{holiday} 按节假日时间开放", "open with holiday hours ({holiday})"),
    "make_up_day": ("{date} 调休上班", "{date} is a make-up working day"),
    "make_up_off": (
        "{date} 调休上班，按工作日休息{opens}",
        "{date} is a make-up working day: closed as on working days{opens}",
    ),
    "lunch_break": ("午休{opens}", "lunch break{opens}"),
    "break": ("中途休息{opens}", "break{opens}"),
    "before_opening": ("尚未开门{opens}", "not open yet{opens}"),
    "after_closing": ("今日已关{opens}", "closed for today{opens}"),
    "day_off": ("{weekday}休息{opens}", "closed on {weekday}{opens}"),
    "out_of_season": ("非开放季节{opens}", "out of season{opens}"),
    "holiday_off": ("{holiday}休息", "closed for {holiday}"),
    "holiday_unstated": ("{holiday}，节假日未注明", "{holiday}: holiday hours are not stated"),
    "make_up_unstated": (
        "{date} 调休上班，开放时间未注明",
        "{date} is a make-up working day; its hours are not stated",
    ),
    "calendar_unpublished": (
        "{year}年放假安排尚未公布（临近{holiday}）",
        "the {year} holiday calendar is not published yet (near {holiday})",
    ),
    "no_times": ("只注明开放日，未注明时间", "opening days are stated, times are not"),
    "open_end": ("关门时间未注明", "closing time is not stated"),
    "sun": ("按日出日落开放，时间不定", "hours follow the sun"),
    "school_holidays": ("取决于学校假期", "depends on school holidays"),
    "stated_unknown": ("开放时间不定", "hours are not fixed"),
    "comment": ("{comment}", "{comment}"),
    "paused": ("暂停开放", "paused"),
    "planned": ("尚未启用", "not in service yet"),
    "unstated": ("开放时间未注明", "opening hours are not stated"),
}

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


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of `WORDINGS`, and the fields its wording needs.

    Parameters
    ----------
    code
        One of the keys.
    date
        The date whose rule holds; after midnight it may be the day before the moment's.
    holiday
        Key of the holiday concerned, see `HOLIDAYS`; None where there is none.
    opens_at
        For a closed state, when it opens next, in China's time; None if unknown.
    comment
        What the text itself adds in quotes.
    """

    code: str
    date: dt.date
    holiday: str | None = None
    opens_at: dt.datetime | None = None
    comment: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the code and the fields that are set, as JSON takes them."""
        fields = {
            "code": self.code,
            "date": self.date.isoformat(),
            "holiday": self.holiday,
            "opens_at": self.opens_at.isoformat() if self.opens_at else None,
            "comment": self.comment,
        }
        return {name: value for name, value in fields.items() if value}


def word_reason(reason: Reason, lang: Language = "zh") -> str:
    """Word a reason in Chinese (`zh`) or English (`en`).

    >>> import datetime as dt
    >>> word_reason(Reason("holiday_off", dt.date(2025, 10, 1), "national_day"))
    '国庆节休息'
    >>> word_reason(Reason("make_up_day", dt.date(2025, 9, 28), "national_day"))
    '9月28日 调休上班'

    Raises
    ------
    ValueError
        The language is neither.
    """
    if lang not in _LANGUAGES:
        raise ValueError(f"lang: {lang!r} is not allowed; expected zh or en")
    worded = WORDINGS[reason.code][_LANGUAGES.index(lang)].format(**_fields(reason, lang))
    if reason.comment and reason.code != "comment":
        worded += COMMENT.in_language(lang).format(comment=reason.comment)
    return worded


def _fields(reason: Reason, lang: Language) -> dict[str, str | int]:
    holiday = A_HOLIDAY.in_language(lang)
    if reason.holiday:
        known = HOLIDAYS[reason.holiday]
        holiday = known.name_zh if lang == "zh" else known.name_en
    opens_at = _opening_text(reason, lang)
    return {
        "holiday": holiday,
        "date": _date_text(reason.date, lang),
        "year": _holiday_year(reason),
        "weekday": WEEKDAYS[reason.date.weekday()].in_language(lang),
        "comment": reason.comment,
        "opens": OPENS.in_language(lang).format(when=opens_at) if opens_at else "",
    }


def _opening_text(reason: Reason, lang: Language) -> str:
    """Word the next opening: the time alone on the same day, tomorrow, else with its date."""
    opens = reason.opens_at
    if opens is None:
        return ""
    how = {0: "today", 1: "tomorrow"}.get((opens.date() - reason.date).days, "date")
    time = f"{opens.hour}:{opens.minute:02d}"
    return MOMENTS[how].in_language(lang).format(time=time, date=_date_text(opens.date(), lang))


def _date_text(date: dt.date, lang: Language) -> str:
    month_name = MONTHS[date.month - 1].in_language(lang)
    return DATE.in_language(lang).format(day=date.day, month=date.month, month_name=month_name)


def _holiday_year(reason: Reason) -> int:
    """Return the year of the holiday concerned: a December day is near the next New Year's."""
    return reason.date.year + (reason.holiday == "new_year" and reason.date.month == 12)
