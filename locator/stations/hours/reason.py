"""Why a station is open, closed or unknown: a code with fields, and its wording per language.

The tables hold the words of states and moments too, one for Python and for scripts. {braces} are
filled in: {time} is a clock's, {month} a number, {month_name} and {weekday} are words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.language import LANGUAGES, Language, Phrase, phrase, phrases
from locator.stations.hours.statutory_holidays import HOLIDAYS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


# {opens} ends a closed state's sentence with the next opening, {comment} stands for the text's own
# words; a sentence is cut where its field is empty.
WORDINGS: Mapping[str, Phrase] = phrases("hours.reasons")

STATES: Mapping[str, Phrase] = phrases("hours.states")
STATE_ICONS = {"open": "check", "closed": "close", "unknown": "info"}

# A state with its next change.
LINES: Mapping[str, Phrase] = phrases("hours.lines")

# A moment as seen from another: of the same day, the next, the next six, or later.
MOMENTS: Mapping[str, Phrase] = phrases("hours.moments")

DATE = phrase("hours.date")
OPENS = phrase("hours.opens")
COMMENT = phrase("hours.comment")
A_HOLIDAY = phrase("hours.a_holiday")

WEEKDAYS = tuple(phrases("hours.weekdays").values())
SHORT_WEEKDAYS = tuple(phrases("hours.short_weekdays").values())
MONTHS = tuple(phrases("hours.months").values())
SHORT_MONTHS = tuple(phrases("hours.short_months").values())


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
        The language is none of the known.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang: {lang!r} is not allowed; expected {' or '.join(LANGUAGES)}")
    worded = WORDINGS[reason.code].in_language(lang).format(**_fields(reason, lang))
    if reason.comment and reason.code != "comment":
        worded += COMMENT.in_language(lang).format(comment=reason.comment)
    return worded


def _fields(reason: Reason, lang: Language) -> dict[str, str | int]:
    holiday = HOLIDAYS[reason.holiday].name if reason.holiday else A_HOLIDAY
    opens_at = _opening_text(reason, lang)
    return {
        "holiday": holiday.in_language(lang),
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
