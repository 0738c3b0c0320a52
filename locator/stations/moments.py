"""Moments, in China's time: one zone for the whole country, +08:00."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from locator.errors import ParameterError, Words

CHINA = ZoneInfo("Asia/Shanghai")

_ALLOWED = Words(
    "now，或 ISO 8601 时间，如 2026-10-01T22:30（中国时间）",
    "now, or an ISO 8601 time such as 2026-10-01T22:30, China's time where it has no zone",
)
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
        moment = datetime.fromisoformat(_BLANK_FOR_PLUS.sub("+", text))
        if moment.tzinfo is None:
            return moment.replace(tzinfo=CHINA)
        return moment.astimezone(CHINA)
    except (ValueError, OverflowError) as error:
        raise ParameterError("at", text, _ALLOWED) from error
