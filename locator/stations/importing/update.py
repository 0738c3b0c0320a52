"""A new list merged into stations known already: new, changed, unchanged and gone ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from locator.geo.geodesic import distance_m
from locator.language import Language, phrase
from locator.stations.importing.cell_values import key_of
from locator.stations.station import Station

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# The mark of a station that the last list no longer has.
GONE = "gone"
_FIELDS = tuple(member.name for member in fields(Station) if member.name not in ("id", "extra"))
_SEASON = ("valid_from", "valid_to")
_SHOWN = 20


class Mention(NamedTuple):
    """What a row that is no station says of which one it would be."""

    id: str | None
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Update:
    """What a list changes. `changed` has by id the fields that differ, and how far points moved.

    `beyond` counts the stations that the list lacks and does not speak of: they stay as they are.
    """

    stations: tuple[Station, ...]
    new: tuple[str, ...]
    changed: dict[str, tuple[str, ...]]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    pruned: bool
    beyond: int = 0

    def lines(self, lang: Language) -> list[str]:
        """Return the difference in lines: the four numbers, then each station that differs."""
        gone = (
            phrase("importing.gone_removed")
            if self.pruned
            else phrase("importing.gone_kept_marked")
        )
        untouched = phrase("importing.beyond_list_untouched")
        head = phrase(
            "importing.update_counts",
            new=len(self.new),
            changed=len(self.changed),
            unchanged=len(self.unchanged),
            gone_as=gone,
            gone=len(self.gone),
            beyond_as=untouched,
            beyond=self.beyond,
        )
        lines = [f"+ {station_id}" for station_id in self.new[:_SHOWN]]
        lines += [f"~ {i}: {', '.join(what)}" for i, what in list(self.changed.items())[:_SHOWN]]
        lines += [f"- {station_id}" for station_id in self.gone[:_SHOWN]]
        more = len(self.new) + len(self.changed) + len(self.gone) - len(lines)
        rest = [phrase("importing.more", more=more).in_language(lang)] if more else []
        return [head.in_language(lang), *("  " + line for line in (*lines, *rest))]

    def as_dict(self) -> dict[str, object]:
        """Return the difference for programs."""
        return {
            "new": list(self.new),
            "changed": {key: list(what) for key, what in self.changed.items()},
            "unchanged": len(self.unchanged),
            "gone": list(self.gone),
            "beyond": self.beyond,
            "pruned": self.pruned,
        }


def update_stations(
    existing: Sequence[Station],
    listed: Sequence[Station],
    *,
    prune: bool = False,
    with_status: frozenset[str] = frozenset(),
    source: str | None = None,
    refused: Sequence[Mention] = (),
) -> Update:
    """Merge a list into stations.

    A station of the list is one of the existing by its id, else by name and address; it keeps
    the existing id. What the list says replaces what was known; what it doesn't say stays. The
    order is that of the existing, new ones after them.

    Of the others those are gone that the list speaks of: with a source its stations, else those
    of a county and kind of which the list has at least half. Stations of refused rows are not
    gone, and modelled ones are no list's.

    Parameters
    ----------
    existing, listed
        The stations known, and those of the list.
    prune
        Remove stations that are gone, rather than keep them with the mark `gone`; one that
        another belongs to stays.
    with_status
        The ids of the list whose status it tells.
    source
        The list's name, if the importer gave it.
    refused
        What the rows say that could not be stations.
    """
    partners = _partners(existing, listed)
    merged: dict[str, Station] = {}
    for station in listed:
        old = partners.get(station.id)
        if old is not None:
            merged[old.id] = _merged(old, station, keep_status=station.id not in with_status)
    new = [station for station in listed if station.id not in partners]
    owners = {station.part_of for station in (*existing, *listed) if station.part_of}
    lacking = [s for s in existing if s.id not in merged and s.position != "modelled"]
    gone = _gone(lacking, [s for s in existing if s.id in merged], source, refused)
    removed = {s.id for s in gone if prune and s.id not in owners}
    marks = {station.id for station in gone}
    remaining = [
        merged.get(s.id, _marked(s) if s.id in marks else s)
        for s in existing
        if s.id not in removed
    ]
    old_by_id = {station.id: station for station in existing}
    changes = {i: differing(old_by_id[i], station) for i, station in merged.items()}
    return Update(
        stations=(*remaining, *new),
        new=tuple(station.id for station in new),
        changed={i: what for i, what in changes.items() if what},
        unchanged=tuple(i for i, what in changes.items() if not what),
        gone=tuple(station.id for station in gone),
        pruned=prune,
        beyond=len(lacking) - len(gone),
    )


def _gone(
    lacking: Sequence[Station],
    matched: Sequence[Station],
    source: str | None,
    refused: Sequence[Mention],
) -> list[Station]:
    """Return which of the stations that a list lacks it would have if they still were there.

    A list that has less than half of a county's stations of a kind isn't the county's: a row of
    a wrong county, or a part of a list, must not make others go.
    """
    counted = Counter((s.adcode, s.kind) for s in matched)
    missing = Counter((s.adcode, s.kind) for s in lacking if not s.extra.get(GONE))
    covered = {area for area, count in counted.items() if count >= missing[area]}
    ids = {mention.id for mention in refused if mention.id}
    names = {(key_of(m.name), key_of(m.address)) for m in refused}
    return [
        s
        for s in lacking
        if (s.source == source if source else (s.adcode, s.kind) in covered)
        and s.id not in ids
        and not {_words(s), (key_of(s.name), "")} & names
    ]


def _partners(existing: Sequence[Station], listed: Iterable[Station]) -> dict[str, Station]:
    """Return, by the id in the list, the existing station that each is; each is one's at most."""
    by_id = {station.id: station for station in existing}
    by_words: dict[tuple[str, str], list[Station]] = {}
    for station in existing:
        if station.address:
            by_words.setdefault(_words(station), []).append(station)
    listed = list(listed)
    partners = {station.id: by_id[station.id] for station in listed if station.id in by_id}
    matched = {partner.id for partner in partners.values()}
    for station in listed:
        alike = by_words.get(_words(station), []) if station.address else []
        if station.id not in partners and len(alike) == 1 and alike[0].id not in matched:
            partners[station.id] = alike[0]
            matched.add(alike[0].id)
    return partners


def _words(station: Station) -> tuple[str, str]:
    return key_of(station.name), key_of(station.address or "")


def _merged(old: Station, new: Station, *, keep_status: bool) -> Station:
    """Return the new station with what only the old one tells, under the old one's id."""
    lines: dict[str, Any] = {name: getattr(new, name) for name in _FIELDS}
    if old.position != "modelled":  # what a model made up is no knowledge
        for name in _FIELDS:
            in_season = name in _SEASON and (new.valid_from or new.valid_to)
            if lines[name] in (None, ()) and not in_season:
                lines[name] = getattr(old, name)
        if keep_status:
            lines["status"] = old.status
        if new.hours_text and new.opening_hours is None:  # the old hours are not what it says
            lines["opening_hours"] = None
    if set(lines["services"]) == set(old.services):  # their order says nothing
        lines["services"] = old.services
    extra = {**old.extra, **new.extra}
    extra.pop(GONE, None)
    for name in _FIELDS:  # what was kept aside of a value that the list now tells
        if getattr(new, name) and f"{name}_text" not in new.extra:
            extra.pop(f"{name}_text", None)
    return Station(id=old.id, extra=extra, **lines)


def differing(old: Station, new: Station) -> tuple[str, ...]:
    """Return the fields in which two stations differ, a moved point with its metres."""
    names = [name for name in _FIELDS if getattr(old, name) != getattr(new, name)]
    moved = [
        f"where ({distance_m(old.where, new.where):.0f} m)" if n == "where" else n for n in names
    ]
    keys = {**old.extra, **new.extra}
    return (*moved, *(key for key in keys if old.extra.get(key) != new.extra.get(key)))


def _marked(station: Station) -> Station:
    return replace(station, extra={**station.extra, GONE: True})
