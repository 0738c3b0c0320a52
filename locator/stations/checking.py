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

from locator.language import Phrase, phrase
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

    def __init__(self, problem: Phrase, remedy: Phrase) -> None:
        super().__init__(problem.in_language("en"))
        self.problem = problem
        self.remedy = remedy


def check_id(value: object) -> str:
    """Return the id."""
    if isinstance(value, str) and ID_PATTERN.fullmatch(value):
        return value
    raise Wrong(
        phrase("stations.no_usable_id"),
        phrase("stations.write_text_1_64_z"),
    )


def check_text(value: object) -> str:
    """Return a text, of several lines perhaps, without control characters."""
    if not isinstance(value, str):
        raise Wrong(phrase("stations.no_text"), phrase("stations.put_quotes"))
    # Printable text is the common case, and the faster question.
    if not value.isprintable() and CONTROL.search(value):
        take_out = phrase("stations.take_them_out")
        raise Wrong(phrase("stations.control_invisible_characters"), take_out)
    if len(value) > _LONGEST_TEXT:
        shorten = phrase("stations.most_characters", longest_text=_LONGEST_TEXT)
        raise Wrong(phrase("stations.too_long"), shorten)
    return value


def _line(value: object) -> str:
    """Return a text of one line."""
    text = check_text(value)
    if not text.isprintable() and _LINE_ENDS.search(text):
        raise Wrong(phrase("stations.line_breaks"), phrase("stations.write_one_line"))
    return text


def _one_of(keys: Iterable[str]) -> Callable[[object], str]:
    known = dict.fromkeys(keys)
    listed = ", ".join(known)

    def check(value: object) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise Wrong(
            phrase("stations.known"),
            phrase("stations.write_one", listed=listed),
        )

    return check


def _opening_hours(value: object) -> str:
    text = check_text(value)
    try:
        OpeningHours(text)
    except HoursError as error:
        raise Wrong(
            phrase("stations.no_opening_hours_osm_syntax", error=error),
            phrase("stations.locator_hours_turns_chinese_text"),
        ) from error
    return text


def _services(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Wrong(
            phrase("stations.no_list"),
            phrase("stations.write_list_water_toilet"),
        )
    unknown = [key for key in value if not (isinstance(key, str) and key in SERVICES)]
    if unknown:
        raise Wrong(
            phrase("stations.no_known_service", unknown=unknown[0]),
            phrase("stations.known_services", listed=", ".join(SERVICES)),
        )
    if len(set(value)) != len(value):
        raise Wrong(phrase("stations.names_service_twice"), phrase("stations.name_each_once"))
    return tuple(value)


def _phone(value: object) -> str:
    text = check_text(value)
    if _has_mobile(text):
        raise Wrong(
            phrase("stations.persons_mobile_number"),
            phrase("stations.publish_only_stations_own_landline"),
        )
    if not _PHONE.fullmatch(text):
        raise Wrong(
            phrase("stations.no_phone_number"),
            phrase("stations.write_0371_12345678"),
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
            phrase("stations.no_number_people"),
            phrase("stations.write_whole_number_above_0"),
        )
    return int(value)  # type: ignore[call-overload, no-any-return]  # whole, as seen above


def _day(value: object) -> date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Wrong(phrase("stations.no_date"), phrase("stations.write_2026_05_01"))


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
        phrase("stations.no_six_digit_district_code"),
        phrase("stations.write_text_410102"),
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
            phrase("stations.no_web_address"),
            phrase("stations.begin_https"),
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
        raise Wrong(phrase("stations.no_number"), phrase("stations.write_null"))
    if isinstance(value, str) and _SURROGATE.search(value):
        raise Wrong(phrase("stations.half_character"), phrase("stations.take_out"))
    if isinstance(value, dict):
        for key, member in value.items():
            check_extra(key)
            check_extra(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            check_extra(member)
