"""Year files: one JSON file per year of China's calendar that the package does not know yet.

::

    {
      "year": 2027,
      "source": "国办发明电〔2026〕… (optional, free text)",
      "off": {"2027-01-01": "元旦", "2027-02-05": "春节", "...": "..."},
      "worked": {"2027-02-20": "春节"}
    }

The JSON of github.com/NateScarlet/holiday-cn is taken as well: `year`, `papers` and `days`, each
with `name`, `date` and `isOffDay`.

`off` lists every day off as observed, weekends within a holiday and swapped days included; `worked`
lists the make-up working days, each a Saturday or a Sunday. Values are holidays, by Chinese name,
English name or key. A date may lie in the December before or the January after the year, as when a
New Year's holiday begins on 30 December. The format is described in `docs/hours.md`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from locator.errors import shown_value
from locator.language import Phrase, joined, phrase
from locator.stations.hours.errors import CalendarError
from locator.stations.hours.statutory_holidays import HOLIDAYS, holiday_key, statutory_days

_FIELDS = {"year", "source", "off", "worked"}
_HOLIDAY_CN_FIELDS = {"$schema", "$id", "papers", "days", "year"}
_LARGEST_FILE = 200_000
_NO_OBJECT = phrase("hours.no_object")


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One published year: dates to holiday keys, for days off and for make-up working days."""

    year: int
    off: tuple[tuple[dt.date, str], ...]
    worked: tuple[tuple[dt.date, str], ...]


def read_year_file(path: str | os.PathLike[str]) -> YearCalendar:
    """Read and check one year file.

    Raises
    ------
    CalendarError
        The file can't be read, is no JSON, or breaks a rule; the error has all of them.
    """
    source = str(path)
    try:
        raw = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise CalendarError(source, [_unreadable(error)]) from error
    if len(raw) > _LARGEST_FILE:
        size = phrase("hours.bytes_year_takes_few_thousand", count=len(raw))
        raise CalendarError(source, [size])
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            fault = phrase(
                "hours.no_json_from", line=error.lineno, column=error.colno, why=error.msg
            )
        else:
            fault = phrase("hours.cant_read_json_utf_8", error=error)
        raise CalendarError(source, [fault]) from error
    return check_year(document, source)


def check_year(document: object, source: str = "(memory)") -> YearCalendar:
    """Check a year's document as read from JSON, and return it typed.

    Raises
    ------
    CalendarError
        With every fault.
    """
    if not isinstance(document, dict):
        raise CalendarError(source, [_NO_OBJECT])
    if "days" in document:
        document = _from_holiday_cn(document, source)
    faults = [
        phrase("hours.unknown_field", name=name)
        for name in sorted(set(map(str, document)) - _FIELDS)
    ]
    year = document.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1950 <= year <= 2999:
        fault = phrase("hours.year_number_such_2027", year=shown_value(year))
        raise CalendarError(source, [*faults, fault])
    off = _read_days(document.get("off"), "off", year, faults)
    worked = _read_days(document.get("worked", {}), "worked", year, faults)
    faults += _contradictions(year, off, worked)
    if faults:
        raise CalendarError(source, faults)
    return YearCalendar(year, tuple(sorted(off.items())), tuple(sorted(worked.items())))


def install_year_file(path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> Path:
    """Check a year file and copy it into the folder as `<year>.json`; return where it went.

    A file of the same year is replaced in one step, so that a reader never sees half of one.

    Raises
    ------
    CalendarError
        The file is wrong, or the folder can't be written.
    """
    year = read_year_file(path).year
    target = Path(folder) / f"{year}.json"
    try:
        content = Path(path).read_bytes()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise CalendarError(str(path), [_unreadable(error)]) from error
    return target


def _from_holiday_cn(document: dict[str, object], source: str) -> dict[str, object]:
    """Turn a year as holiday-cn writes it into ours.

    A day of two holidays (国庆节、中秋节) is the first one's. `$schema`, `$id` and `papers` are for
    readers.
    """
    days = document["days"]
    rows = days if isinstance(days, list) else [days]
    off: dict[str, str] = {}
    worked: dict[str, str] = {}
    for row in rows:
        known = row if isinstance(row, dict) else {}
        name, date, is_off = (known.get(field) for field in ("name", "date", "isOffDay"))
        if not (isinstance(name, str) and isinstance(date, str) and isinstance(is_off, bool)):
            fault = phrase("hours.holiday_cn_day", shown=shown_value(row))
            raise CalendarError(source, [fault])
        (off if is_off else worked)[date] = re.split("[、及和,，]", name)[0]
    extra = {key: value for key, value in document.items() if key not in _HOLIDAY_CN_FIELDS}
    if clash := sorted(extra.keys() & {"off", "worked"}):
        raise CalendarError(source, [phrase("hours.unknown_field", name=name) for name in clash])
    return {**extra, "year": document.get("year"), "off": off, "worked": worked}


def _read_days(value: object, field: str, year: int, faults: list[Phrase]) -> dict[dt.date, str]:
    """Read one mapping of dates to holidays, adding to `faults` what is wrong with it."""
    if not isinstance(value, dict):
        example = f'{{"{year}-10-01": "国庆节"}}'
        fault = phrase("hours.object_such", field=field, example=example)
        faults.append(fault)
        return {}
    days: dict[dt.date, str] = {}
    for text, name in value.items():
        day = _read_date(text, year)
        key = holiday_key(name) if isinstance(name, str) else None
        if day is None:
            shown = shown_value(text)
            faults.append(
                phrase("hours.date_written_like_10_01", field=field, shown=shown, year=year)
            )
        elif key is None:
            names = [holiday.name.in_language("zh") for holiday in HOLIDAYS.values()]
            faults.append(
                phrase(
                    "hours.holiday_unknown_one",
                    field=field,
                    text=text,
                    shown=shown_value(name),
                    names=joined(names),
                )
            )
        else:
            days[day] = key
    return days


def _read_date(text: str, year: int) -> dt.date | None:
    """Read an ISO date that lies in the year, the December before it or the January after it."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    near = day.year == year or (day.year, day.month) in {(year - 1, 12), (year + 1, 1)}
    return day if near and day.isoformat() == text else None


def _contradictions(year: int, off: dict[dt.date, str], worked: dict[dt.date, str]) -> list[Phrase]:
    """List what can't be so: both off and worked, a worked weekday, a statutory day not off."""
    faults = [
        phrase("hours.stands_under_off_under_worked", day=day)
        for day in sorted(off.keys() & worked)
    ]
    faults += [
        phrase("hours.worked_no_saturday_sunday_so", day=day)
        for day in sorted(worked)
        if day.weekday() < 5
    ]
    missing = sorted(statutory_days(year).keys() - off.keys())
    if missing:
        listed = ", ".join(str(day) for day in missing)
        faults.append(phrase("hours.off_statutory_holidays_missing", listed=listed))
    return faults


def _unreadable(error: Exception) -> Phrase:
    """Word why the system doesn't let a file be read or written."""
    if isinstance(error, FileNotFoundError):
        return phrase("hours.no_such_file", error=error)
    if isinstance(error, PermissionError):
        return phrase("hours.no_permission", error=error)
    return phrase("hours.cant_be_used", error=error)
