"""A row of a list on its way to a station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locator.stations.importing.findings import Finding, Place
from locator.stations.importing.places import Stated

if TYPE_CHECKING:
    from locator.geo.datum import Datum
    from locator.geo.districts import District
    from locator.geo.points import LonLat
    from locator.stations.importing.coordinates import Position
    from locator.stations.importing.tables import Row, Table

_NOWHERE = Stated(None, "")


class Draft:
    """What a row says, field by field; `refusals` has the reasons why it can't be a station.

    Parameters
    ----------
    table, row
        Where it comes from.
    number
        The row's number in its sheet, from 1.
    """

    __slots__ = (
        "datum", "extra", "number", "other", "own_id", "position", "refusals", "row", "stated",
        "table", "values", "where",
    )  # fmt: skip

    def __init__(self, table: Table, row: Row, number: int) -> None:
        self.table, self.row, self.number = table, row, number
        self.values: dict[str, Any] = {}
        self.extra: dict[str, object] = {}
        self.own_id: str | None = None
        self.stated: Stated = _NOWHERE
        self.position: Position | None = None
        self.datum: Datum | None = None
        self.other: tuple[Position, Datum] | None = None
        self.where: LonLat | None = None
        self.refusals: list[Finding] = []

    def place(self, column: str | None = None) -> Place:
        """Return where the row stands, and one of its columns."""
        return Place(self.table.file, self.table.sheet, self.number, column)

    @property
    def name(self) -> str:
        """Return the station's name; empty where the row has none."""
        return str(self.values.get("name", ""))

    @property
    def address(self) -> str:
        """Return the station's address; empty where the row has none."""
        return str(self.values.get("address", ""))

    @property
    def district(self) -> District | None:
        """Return the district that the row names and that has a polygon."""
        return self.stated.district
