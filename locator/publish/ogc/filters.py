"""The properties by which items are filtered: one table for requests and documents."""

from __future__ import annotations

from typing import NamedTuple

from locator.stations.kinds import KINDS
from locator.stations.station import POSITION_QUALITIES, STATUSES


class Filter(NamedTuple):
    """A filter by a property of that name: equal to one of the values given.

    `words` are the values there are; with none of them a value is any one text.
    """

    name: str
    words: tuple[str, ...] = ()

    def known(self) -> dict[str, None]:
        """Return the values there are, as a table."""
        return dict.fromkeys(self.words)


FILTERS: dict[str, Filter] = {
    found.name: found
    for found in (
        Filter("kind", tuple(KINDS)),
        Filter("status", STATUSES),
        Filter("position", POSITION_QUALITIES),
        Filter("adcode"),
        Filter("name"),
        Filter("operator"),
        Filter("part_of"),
        Filter("source"),
    )
}
LONGEST_VALUE = 200
