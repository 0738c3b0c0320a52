from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.errors import ParameterError
from locator.stations.moments import CHINA, parse_moment

NOW = datetime(2026, 9, 30, 17, 59, 59, 999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-10-01T01:59:00+08:00"),
        ("2026-10-01T22:30", "2026-10-01T22:30:00+08:00"),
        ("2026-10-01 22:30", "2026-10-01T22:30:00+08:00"),
        ("2026-10-01", "2026-10-01T00:00:00+08:00"),
        ("2026-10-01T22:30+08:00", "2026-10-01T22:30:00+08:00"),
        ("2026-10-01T22:30 08:00", "2026-10-01T22:30:00+08:00"),
        ("2026-10-01T22:30Z", "2026-10-02T06:30:00+08:00"),
        ("2026-10-01T22:30-05:00", "2026-10-02T11:30:00+08:00"),
    ],
)
def test_moments(text, expected):
    assert parse_moment(text, NOW).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    ["", "Now", "tomorrow", "25:61", "2026-13-01", "2026-02-30T10:00", "1759300000", "9999-99",
     "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "２０２６-10-01"],
)  # fmt: skip
def test_what_is_none(text):
    with pytest.raises(ParameterError) as caught:
        parse_moment(text, NOW)
    assert caught.value.parameter == "at"


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text):
    with suppress(ParameterError):
        assert parse_moment(text, NOW).tzinfo is CHINA
