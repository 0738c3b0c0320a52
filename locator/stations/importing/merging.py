"""Rows that are one station: those of one id, or of one name and address in one county."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from locator.errors import Words
from locator.geo.geodesic import distance_m
from locator.stations.importing.cells import key_of
from locator.stations.importing.findings import Finding, finding, words_for
from locator.stations.importing.ids import make_id

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from locator.stations.importing.draft import Draft

# Rows of one name and no address that lie farther apart than this can't be one station.
_SAME_PLACE_M = 500.0
_SAME_POSITION_M = 50.0


class Group(NamedTuple):
    """One station's rows: its id, and its drafts, the one that says most first."""

    id: str
    drafts: list[Draft]


def group_rows(drafts: Sequence[Draft], findings: list[Finding]) -> list[Group]:
    """Group drafts by station, in their order, whatever order rows stand in.

    Rows that would get one id although they lie at different places, and have no address to tell
    them apart, are refused but for the one that says most.
    """
    ids = [_id_of(draft) for draft in drafts]
    groups: list[Group] = []
    for members in _joined(drafts, ids):
        if len(members) == 1:
            groups.append(Group(ids[members[0]], [drafts[members[0]]]))
            continue
        ordered = sorted((drafts[i] for i in members), key=_rank)
        own = sorted(draft.own_id for draft in ordered if draft.own_id)
        kept = ordered if own or ordered[0].address else _at_one_place(ordered)
        groups.append(Group(own[0] if own else min(ids[i] for i in members), kept))
        for draft in kept[1:]:
            _report_conflicts(kept[0], draft, findings)
    return groups


def _id_of(draft: Draft) -> str:
    stated = draft.stated
    return draft.own_id or make_id(
        draft.values["kind"], stated.district, stated.text, draft.name, draft.address
    )


def _joined(drafts: Sequence[Draft], ids: list[str]) -> list[list[int]]:
    """Return the positions of drafts that share a key with another, directly or through others."""
    parent = list(range(len(drafts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[Hashable, int] = {}
    for i, draft in enumerate(drafts):
        for key in _keys(draft, ids[i]):
            one, other = root(first.setdefault(key, i)), root(i)
            parent[max(one, other)] = min(one, other)
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(drafts)):
        members[root(i)].append(i)
    return list(members.values())


def _keys(draft: Draft, station_id: str) -> list[Hashable]:
    keys: list[Hashable] = [station_id]
    if draft.address:
        district = draft.district
        county = draft.stated.text if district is None else district.adcode
        keys.append((county, key_of(draft.name), key_of(draft.address)))
    return keys


def _rank(draft: Draft) -> tuple[int, str]:
    """Order drafts by how much they say, then by what they say, never by where they stand."""
    said = repr(sorted(draft.values.items(), key=lambda pair: pair[0])) + repr(draft.where)
    return -len(draft.values) - len(draft.extra), said


def _at_one_place(ordered: list[Draft]) -> list[Draft]:
    first, kept = ordered[0], [ordered[0]]
    there = words_for(first.place())
    for draft in ordered[1:]:
        if draft.where and first.where and distance_m(first.where, draft.where) > _SAME_PLACE_M:
            problem = Words(
                f"与{there.zh}同名而位置不同，又没有地址",
                f"has the name of {there.en}, another position, and no address",
            )
            remedy = Words("请补上地址或编号", "give it an address or an id")
            draft.refusals.append(
                finding(
                    "ambiguous",
                    "rejected",
                    draft.place(),
                    draft.name,
                    problem,
                    remedy,
                    draft.where,
                    draft.name,
                )
            )
        else:
            kept.append(draft)
    return kept


def merged_values(group: Group) -> tuple[dict[str, object], dict[str, object]]:
    """Return listed and other properties of a group: the first row's, gaps filled by the others."""
    if len(group.drafts) == 1:
        return group.drafts[0].values, group.drafts[0].extra
    values: dict[str, object] = {}
    extra: dict[str, object] = {}
    for draft in group.drafts:
        for name, value in draft.values.items():
            values.setdefault(name, value)
        for name, value in draft.extra.items():
            extra.setdefault(name, value)
    return values, extra


def _report_conflicts(first: Draft, other: Draft, findings: list[Finding]) -> None:
    """Report what a merged row says otherwise: both values, so that nothing is lost unseen."""
    differing = [
        f"{name}: {other.values[name]} / {first.values[name]}"
        for name in other.values
        if name in first.values and other.values[name] != first.values[name]
    ]
    if first.own_id and other.own_id and first.own_id != other.own_id:
        differing.append(f"id: {other.own_id} / {first.own_id}")
    if first.where and other.where and distance_m(first.where, other.where) > _SAME_POSITION_M:
        differing.append(
            f"lon, lat: {other.where.lon}, {other.where.lat} / {first.where.lon}, {first.where.lat}"
        )
    if differing:
        there = words_for(first.place())
        problem = Words(
            f"与{there.zh}合并，内容不一，取后者",
            f"is merged with {there.en}, whose values are taken",
        )
        remedy = Words("请核对哪个正确", "see which are right")
        value = "; ".join(differing)
        findings.append(
            finding(
                "conflict",
                "warning",
                other.place(),
                value,
                problem,
                remedy,
                other.where,
                other.name,
            )
        )
