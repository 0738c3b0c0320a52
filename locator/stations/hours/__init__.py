"""Opening hours on China's real calendar: texts into OSM syntax, and OSM syntax into states.

>>> import datetime as dt
>>> parse_hours("周一至周五 8:30-18:00，节假日除外").osm
'Mo-Fr 08:30-18:00; PH off'
>>> state = OpeningHours("Mo-Fr 08:30-18:00; PH off").at(dt.datetime(2025, 10, 1, 10))
>>> state.state, word_reason(state.reason)
('closed', '国庆节休息')

The rules stand in `docs/hours.md`.
"""

from __future__ import annotations

from locator.stations.hours.calendar import Calendar, CalendarDay, DayKind
from locator.stations.hours.dates import SeasonMonths
from locator.stations.hours.errors import CalendarError, HoursError
from locator.stations.hours.opening_hours import OpeningHours, OpenState, State, china_minute
from locator.stations.hours.parser import ParsedHours, parse_hours
from locator.stations.hours.reason import WORDINGS, Reason, word_reason
from locator.stations.hours.rendering import word_hours, word_moment, word_state
from locator.stations.hours.statutory_holidays import HOLIDAYS, Holiday, statutory_days
from locator.stations.hours.table import HoursTable
from locator.stations.hours.timeline import CLOSED, MINUTES_A_DAY, OPEN, STATE_NAMES, UNKNOWN
from locator.stations.hours.year_file import (
    YearCalendar,
    check_year,
    install_year_file,
    read_year_file,
)

__all__ = [
    "CLOSED",
    "HOLIDAYS",
    "MINUTES_A_DAY",
    "OPEN",
    "STATE_NAMES",
    "UNKNOWN",
    "WORDINGS",
    "Calendar",
    "CalendarDay",
    "CalendarError",
    "DayKind",
    "Holiday",
    "HoursError",
    "HoursTable",
    "OpenState",
    "OpeningHours",
    "ParsedHours",
    "Reason",
    "SeasonMonths",
    "State",
    "YearCalendar",
    "check_year",
    "china_minute",
    "install_year_file",
    "parse_hours",
    "read_year_file",
    "statutory_days",
    "word_hours",
    "word_moment",
    "word_reason",
    "word_state",
]
