"""The hours of modelled stations: a mix per kind of host, in OSM syntax; None is unknown."""

from __future__ import annotations

Table = tuple[tuple[float, str | None], ...]

ALWAYS = "24/7"
_SUMMER_OFFICE = (
    "May 01-Sep 30: Mo-Fr 08:30-12:00,15:00-18:30; Oct 01-Apr 30: Mo-Fr 08:30-12:00,14:00-17:30"
)
_SUMMER_LONGER = "May 01-Sep 30: Mo-Su 07:00-20:00; Oct 01-Apr 30: Mo-Su 08:00-18:00"

OFFICE: Table = (
    (20, "Mo-Fr 08:30-12:00,14:00-17:30"),
    (18, "Mo-Fr 09:00-17:00; PH off"),
    (14, "Mo-Fr 08:30-18:00"),
    (12, "Mo-Su 08:00-20:00"),
    (10, "Mo-Su 08:30-18:00"),
    (6, _SUMMER_OFFICE),
    (5, "Mo-Fr 08:00-18:00; Sa 09:00-12:00"),
    (4, "Mo-Fr 08:30-18:00; PH,Sa,Su 09:00-16:00"),
    (2, ALWAYS),
    (7, None),
)
SHOP: Table = (
    (20, "Mo-Su 08:00-20:00"),
    (16, "Mo-Su 08:00-22:00"),
    (12, "Mo-Su 09:00-21:00"),
    (12, "Mo-Fr 09:00-17:00; PH off"),
    (8, "Mo-Su 07:30-22:30"),
    (6, "Mo-Su 10:00-22:00"),
    (5, "Mo-Fr 08:30-18:00; Sa,Su 09:00-17:00"),
    (3, "Mo-Su 10:00-02:00"),
    (2, "Mo-Th 10:00-23:00; Fr-Su 10:00-02:00"),
    (6, ALWAYS),
    (8, None),
)
STREET: Table = (
    (20, "Mo-Su 05:00-19:00"),
    (18, "Mo-Su 06:00-22:00"),
    (16, _SUMMER_LONGER),
    (14, "Mo-Su 08:00-20:00"),
    (8, "Mo-Su 06:00-11:00,14:00-19:00"),
    (13, ALWAYS),
    (8, None),
)
VILLAGE: Table = (
    (24, "Mo-Su 08:00-18:00"),
    (20, "Mo-Fr 08:30-12:00,14:00-17:30"),
    (16, "Mo-Fr 08:30-18:00"),
    (14, _SUMMER_LONGER),
    (10, "Mo-Su 08:00-12:00,14:30-18:30"),
    (5, ALWAYS),
    (11, None),
)
DRIVER: Table = (
    (88, ALWAYS),
    (5, "Mo-Su 06:00-23:00"),
    (4, "Mo-Su 07:00-22:00"),
    (3, None),
)
RIDER: Table = (
    (24, "Mo-Su 08:00-22:00"),
    (20, "Mo-Su 09:00-21:00"),
    (16, "Mo-Su 10:00-02:00"),
    (14, "Mo-Su 07:00-23:00"),
    (20, ALWAYS),
    (6, None),
)
