"""What whoever imports a list may say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from locator.geo.datum import Datum
    from locator.stations.station import Station

Coordsys = Literal["wgs84", "gcj02", "bd09", "auto"]


def _silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Options:
    """How lists are to be read.

    Parameters
    ----------
    coordsys
        The datum of positions whose table doesn't say it; `auto` weighs the evidence; None: such
        a table is refused.
    kind
        The kind of rows that tell none.
    mapping
        Headings to fields, before the table of aliases.
    sheet
        The one worksheet to read; None: all.
    fix
        Repair positions that are swapped, in degrees and minutes, or without a decimal point.
    source
        The list's name, for stations that carry no source of their own.
    known
        Stations known already: their positions are evidence for a datum.
    progress
        Called now and then with the rows done and their total.
    """

    coordsys: Coordsys | None = None
    kind: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    fix: bool = False
    source: str | None = None
    known: tuple[Station, ...] = ()
    progress: Callable[[int, int], None] = _silent

    @property
    def datum(self) -> Datum | None:
        """Return the datum that was named, if one was."""
        return None if self.coordsys == "auto" else self.coordsys
