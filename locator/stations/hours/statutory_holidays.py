"""China's statutory holidays: their names, and their dates where no calendar is published."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from locator.language import LANGUAGES, Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Holiday:
    """A statutory holiday; `aliases` are other Chinese names that year files may use."""

    key: str
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> Phrase:
        """What it is called."""
        return phrase(f"hours.holidays.{self.key}")


_TABLE = (
    Holiday("new_year", ("新年",)),
    Holiday("spring_festival", ("除夕", "农历新年")),
    Holiday("qingming", ("清明",)),
    Holiday("labour_day", ("五一", "国际劳动节")),
    Holiday("dragon_boat", ("端午",)),
    Holiday("mid_autumn", ("中秋",)),
    Holiday("national_day", ("国庆",)),
    Holiday("special"),
)  # fmt: skip

HOLIDAYS: Mapping[str, Holiday] = MappingProxyType({holiday.key: holiday for holiday in _TABLE})

# Year, then Spring Festival, Dragon Boat Festival and Mid-Autumn Festival as month and day. Made
# with the `holidays` package 0.109; a test compares every date with it. The first year is that of
# the law of 13 days (State Council decree 795, in force since 2025-01-01).
_LUNAR = """
    2025 0129 0531 1006  2026 0217 0619 0925  2027 0206 0609 0915  2028 0126 0528 1003
    2029 0213 0616 0922  2030 0203 0605 0912  2031 0123 0624 1001  2032 0211 0612 0919
    2033 0131 0601 0908  2034 0219 0620 0927  2035 0208 0610 0916  2036 0128 0530 1004
    2037 0215 0618 0924  2038 0204 0607 0913  2039 0124 0527 1002  2040 0212 0614 0920
    2041 0201 0603 0910  2042 0122 0622 0928  2043 0210 0611 0917  2044 0130 0531 1005
    2045 0217 0619 0925  2046 0206 0608 0915  2047 0126 0529 1004  2048 0214 0615 0922
    2049 0202 0604 0911  2050 0123 0623 0930  2051 0211 0613 0919  2052 0201 0601 0907
    2053 0219 0620 0926  2054 0208 0610 0916  2055 0128 0530 1005  2056 0215 0617 0924
    2057 0204 0606 0913  2058 0124 0625 1002  2059 0212 0614 0921  2060 0202 0603 0909
    2061 0121 0622 0928  2062 0209 0611 0917  2063 0129 0601 1006  2064 0217 0619 0925
    2065 0205 0608 0915  2066 0126 0528 1003  2067 0214 0616 0923  2068 0203 0604 0911
    2069 0123 0623 0929  2070 0211 0613 0919  2071 0131 0602 0908  2072 0219 0620 0926
    2073 0207 0610 0916  2074 0127 0530 1005  2075 0215 0617 0924  2076 0205 0606 0912
    2077 0124 0624 1001  2078 0212 0614 0920  2079 0202 0604 0910  2080 0122 0622 0928
    2081 0209 0611 0917  2082 0129 0601 1006  2083 0217 0619 0926  2084 0206 0607 0914
    2085 0126 0527 1003  2086 0214 0615 0922  2087 0203 0605 0911  2088 0124 0623 0929
    2089 0210 0613 0918  2090 0130 0602 0908  2091 0218 0621 0927  2092 0207 0609 0916
    2093 0127 0529 1005  2094 0215 0617 0924  2095 0205 0606 0913  2096 0125 0624 0930
    2097 0212 0614 0920  2098 0201 0604 0909  2099 0121 0623 0929
"""


@functools.cache
def statutory_days(year: int) -> Mapping[dt.date, str]:
    """Return the statutory holidays themselves, date to holiday key: 13 days since 2025.

    No swapped days and no make-up days are among them. Where Mid-Autumn falls on a National Day,
    the one date bears National Day's name. Outside 2025 to 2099 the answer is empty: not known.

    >>> [str(day) for day in statutory_days(2027)][:5]
    ['2027-01-01', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08']
    >>> statutory_days(2150)
    mappingproxy({})
    """
    if year not in _lunar_days():
        return MappingProxyType({})
    spring, boat, autumn = _lunar_days()[year]
    days = {dt.date(year, 1, 1): "new_year"}
    days |= {spring + dt.timedelta(offset): "spring_festival" for offset in (-1, 0, 1, 2)}
    days[_qingming(year)] = "qingming"
    days |= {dt.date(year, 5, day): "labour_day" for day in (1, 2)}
    days |= {boat: "dragon_boat", autumn: "mid_autumn"}
    days |= {dt.date(year, 10, day): "national_day" for day in (1, 2, 3)}
    return MappingProxyType(days)


def holiday_key(name: str) -> str | None:
    """Return the key of a holiday by its key, Chinese name, alias or English name; else None."""
    plain = name.strip()
    for holiday in _TABLE:
        names = (holiday.key, *map(holiday.name.in_language, LANGUAGES), *holiday.aliases)
        if plain in names:
            return holiday.key
    return None


@functools.cache
def _lunar_days() -> dict[int, tuple[dt.date, dt.date, dt.date]]:
    """Return each year's Spring, Dragon Boat and Mid-Autumn Festivals."""
    words = _LUNAR.split()
    return {
        int(year): (_day(year, spring), _day(year, boat), _day(year, autumn))
        for year, spring, boat, autumn in zip(*[iter(words)] * 4, strict=True)
    }


def _day(year: str, month_day: str) -> dt.date:
    return dt.date(int(year), int(month_day[:2]), int(month_day[2:]))


def _qingming(year: int) -> dt.date:
    """Return the solar term Qingming by the usual formula, which holds from 2000 to 2099."""
    short = year - 2000
    return dt.date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
