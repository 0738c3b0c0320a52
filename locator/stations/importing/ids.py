"""Ids of stations whose list gives none: from what stays the same when rows and points move."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from locator.stations.importing.cells import key_of

if TYPE_CHECKING:
    from locator.geo.districts import District

# 48 bits: among 200,000 stations two share them once in 14,000 lists.
_HEX_DIGITS = 12


def make_id(kind: str, district: District | None, stated: str, name: str, address: str) -> str:
    """Return an id from kind, county, name and address; never from a row's number or position.

    Parameters
    ----------
    kind
        A key of `KINDS`; its first word begins the id.
    district
        The county that the row names; its code stands in the id.
    stated
        What the row says where it names a zone or a county that isn't known.
    name, address
        As the row has them: blanks and full-width forms make no difference.

    Examples
    --------
    >>> make_id("love_station", None, "高新区", "工会驿站", "科学大道 1号")
    'love-941c92fe0460'
    """
    where = stated if district is None else district.adcode
    text = "|".join((kind, key_of(where), key_of(name), key_of(address)))
    digest = hashlib.sha256(text.encode()).hexdigest()[:_HEX_DIGITS]
    head = kind.split("_", maxsplit=1)[0]
    return f"{head}-{digest}" if district is None else f"{head}-{district.adcode}-{digest}"
