"""A station, and the names of its properties."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from locator.geo.points import LonLat

Status = Literal["active", "paused", "planned"]
PositionQuality = Literal["surveyed", "geocoded", "modelled"]

STATUSES: tuple[Status, ...] = ("active", "paused", "planned")
POSITION_QUALITIES: tuple[PositionQuality, ...] = ("surveyed", "geocoded", "modelled")


@dataclass(frozen=True, slots=True)
class Station:
    """A rest station, as checked. What its file does not tell is None, or empty.

    Parameters
    ----------
    id
        1 to 64 of `[A-Za-z0-9._-]`, no leading dot.
    kind
        A key of `KINDS`.
    name
        As published; that of a modelled station begins with 模拟.
    where
        Its position, WGS 84.
    services
        Keys of `SERVICES`.
    opening_hours
        OSM syntax; None means unknown, never "always".
    hours_text
        Hours as published.
    valid_from, valid_to
        First and last day, in China's time.
    part_of
        The id of the station that a mobile point belongs to.
    position
        Where `where` comes from.
    extra
        Properties of its file that are none of these.
    """

    id: str
    kind: str
    name: str
    where: LonLat
    address: str | None = None
    adcode: str | None = None
    opening_hours: str | None = None
    hours_text: str | None = None
    services: tuple[str, ...] = ()
    phone: str | None = None
    operator: str | None = None
    capacity: int | None = None
    access: str | None = None
    status: Status = "active"
    valid_from: date | None = None
    valid_to: date | None = None
    part_of: str | None = None
    note: str | None = None
    verified_at: str | None = None
    url: str | None = None
    source: str | None = None
    position: PositionQuality | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    def properties(self) -> dict[str, object]:
        """Return the listed properties that are known, as they stand in GeoJSON, in their order."""
        known: dict[str, object] = {}
        for name in PROPERTIES:
            value = getattr(self, name)
            if name in _DATES and value is not None:
                value = value.isoformat()
            if name == "services":
                value = list(value) or None
            if value is not None:
                known[name] = value
        return known


_DATES = ("valid_from", "valid_to")
PROPERTIES: tuple[str, ...] = tuple(
    member.name for member in fields(Station) if member.name not in ("where", "extra")
)
