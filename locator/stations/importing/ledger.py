"""The account of rows: what came in is what became of it, always."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from locator.errors import LocatorError, Words

NAMES = {
    "rows": Words("读入行数", "rows in"),
    "stations": Words("站点", "stations"),
    "merged": Words("合并", "merged into others"),
    "rejected": Words("退回", "rejected"),
    "headings": Words("表头", "headings"),
    "titles": Words("标题与说明", "titles and remarks"),
    "totals": Words("合计", "totals"),
    "empty": Words("空行", "empty"),
}


@dataclass(slots=True)
class Ledger:
    """How many rows came in, and how many became what."""

    rows: int = 0
    stations: int = 0
    merged: int = 0
    rejected: int = 0
    headings: int = 0
    titles: int = 0
    totals: int = 0
    empty: int = 0

    @property
    def accounted(self) -> int:
        """Return the number of rows whose fate is known."""
        return sum(getattr(self, member.name) for member in fields(self) if member.name != "rows")

    def check(self) -> None:
        """See that no row is lost.

        Raises
        ------
        LocatorError
            If one is: a fault of this program, never of a list.
        """
        if self.rows != self.accounted:
            raise LocatorError(f"rows were lost: {self.as_dict()}")

    def as_dict(self) -> dict[str, int]:
        """Return the figures by name."""
        return asdict(self)
