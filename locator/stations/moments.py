"""Moments, in China's time: one zone for the whole country, +08:00."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from locator.errors import ParameterError
from locator.language import phrase
from locator.parameters import Parameter, Parsed

CHINA = ZoneInfo("Asia/Shanghai")

_ALLOWED = phrase("stations.allowed")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
# A plus sign in a query that was not encoded arrives as a blank before the offset.
_BLANK_FOR_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")


def parse_moment(text: str, now: datetime) -> datetime:
    """Return the moment that an `at` names, in China's time.

    Parameters
    ----------
    text
        `now`, or ISO 8601; without an offset it is China's time.
    now
        What `now` means, an aware time; it is floored to the minute.

    Raises
    ------
    ParameterError
        For any other text.

    Examples
    --------
    >>> from datetime import UTC
    >>> parse_moment("2026-10-01T02:00 00:00", datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2026-10-01T10:00:00+08:00'
    """
    if text == "now":
        return now.astimezone(CHINA).replace(second=0, microsecond=0)
    try:
        return china_time(datetime.fromisoformat(_BLANK_FOR_PLUS.sub("+", text)))
    except ValueError as error:
        raise ParameterError("at", text, _ALLOWED) from error


def china_time(moment: datetime) -> datetime:
    """Return a moment in China's time; one without a zone is China's already.

    Raises
    ------
    ParameterError
        If it is no moment of the years 1970 to 2100.
    """
    try:
        here = moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
    except (AttributeError, TypeError, OverflowError) as error:
        raise ParameterError("at", moment, _ALLOWED) from error
    if not _FIRST_YEAR <= here.year <= _LAST_YEAR:
        raise ParameterError("at", moment.isoformat(), _ALLOWED)
    return here


def parse_full_hour(text: str, now: datetime) -> datetime:
    """Return the moment that an `at` names, to the minute; `now` is the full hour that has begun.

    So answers that take long are shared for an hour.

    Raises
    ------
    ParameterError
        As `parse_moment` does.
    """
    moment = parse_moment(text, now).replace(second=0, microsecond=0)
    return moment.replace(minute=0) if text == "now" else moment


# A moment in China's time; None stands for the present one.
AT: Parameter[datetime] = Parameter(
    "at", Parsed(parse_moment, _ALLOWED), example="2026-10-01T22:30"
)
# The same where None asks for no moment at all.
FULL_HOUR: Parameter[datetime] = Parameter(
    "at", Parsed(parse_full_hour, _ALLOWED), example="2026-10-01T22:30", words="full_hour"
)
