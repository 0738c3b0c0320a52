"""Rows that are one station, by id or by name and address in a county, and stations that may be.

The second are neighbours within some metres of each other that bear similar names: a finding says
so, and both stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.geo.districts import bundled_districts
from locator.geo.geodesic import distance_m, ecef_array_m
from locator.geo.index import BulkIndex
from locator.language import phrase
from locator.stations.importing.cell_values import key_of, make_id
from locator.stations.importing.findings import Finding, finding, place_in_sentence
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from locator.stations.importing.draft import RowDraft


# Rows of one name and no address that lie farther apart than this can't be one station.
_SAME_PLACE_M = 500.0
_SAME_POSITION_M = 50.0


class Group(NamedTuple):
    """One station's rows: its id, and its drafts, the one that says most first."""

    id: str
    drafts: list[RowDraft]


def group_rows(drafts: Sequence[RowDraft], findings: list[Finding]) -> list[Group]:
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
        accepted = ordered if own or ordered[0].address else _at_one_place(ordered)
        groups.append(Group(own[0] if own else min(ids[i] for i in members), accepted))
        for draft in accepted[1:]:
            _report_conflicts(accepted[0], draft, findings)
    return groups


def _id_of(draft: RowDraft) -> str:
    stated = draft.stated
    return draft.own_id or make_id(
        draft.values["kind"], stated.district, stated.text, draft.name, draft.address
    )


def _joined(drafts: Sequence[RowDraft], ids: list[str]) -> list[list[int]]:
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


def _keys(draft: RowDraft, station_id: str) -> list[Hashable]:
    keys: list[Hashable] = [station_id]
    if draft.address:
        district = draft.district
        county = draft.stated.text if district is None else district.adcode
        keys.append((county, key_of(draft.name), key_of(draft.address)))
    return keys


def _rank(draft: RowDraft) -> tuple[int, str]:
    """Order drafts by how much they say, then by what they say, never by where they stand."""
    content = repr(sorted(draft.values.items(), key=lambda pair: pair[0])) + repr(draft.where)
    return -len(draft.values) - len(draft.extra), content


def _at_one_place(ordered: list[RowDraft]) -> list[RowDraft]:
    first, accepted = ordered[0], [ordered[0]]
    there = place_in_sentence(first.place())
    for draft in ordered[1:]:
        if draft.where and first.where and distance_m(first.where, draft.where) > _SAME_PLACE_M:
            problem = phrase("importing.name_another_position_no_address", there=there)
            remedy = phrase("importing.give_address_id")
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
            accepted.append(draft)
    return accepted


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


def _report_conflicts(first: RowDraft, other: RowDraft, findings: list[Finding]) -> None:
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
        there = place_in_sentence(first.place())
        problem = phrase("importing.merged_whose_values_taken", there=there)
        remedy = phrase("importing.see_right")
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


CLOSE_M = 30.0
_SIMILAR = 0.75
_NEIGHBOURS = 16
# Phrase that say nothing of which station it is.
_COMMON = sorted(
    {word for kind in KINDS.values() for word in (kind.name.in_language("zh"), *kind.aliases)}
    | {
        "郑州市",
        "河南省",
        "工会",
        "户外劳动者",
        "爱心",
        "服务站点",
        "服务站",
        "服务点",
        "站点",
        "便民",
        "有限公司",
    },
    key=len,
    reverse=True,
)
_COMMON_WORDS = re.compile("|".join(map(re.escape, _COMMON)) + r"|[\W_]+")


def check_neighbours(drafts: Sequence[RowDraft], findings: list[Finding]) -> None:
    """Warn of pairs within 30 m (<=) with similar names, and of places where many crowd.

    The sixteen nearest of each are compared; where there are more within 30 m the crowd itself
    is what to look at: an address that no geocoder knew, as a rule.
    """
    lon = np.array([d.where.lon for d in drafts if d.where], float)
    lat = np.array([d.where.lat for d in drafts if d.where], float)
    if len(lon) < 2:
        return
    index = BulkIndex(lon, lat, ecef_array_m(lon, lat))
    positions, distances = index.nearest(lon, lat, min(_NEIGHBOURS + 1, len(lon)))
    close = distances <= CLOSE_M
    crowded: set[int] = set()
    for one in np.flatnonzero(close.sum(axis=1) > 1).tolist():
        if close[one].sum() > _NEIGHBOURS:
            _note_crowd(drafts, one, positions[one].tolist(), crowded, findings)
            continue
        for other, metres, near in zip(
            positions[one].tolist(), distances[one].tolist(), close[one].tolist(), strict=True
        ):
            if near and one < other and are_similar(drafts[one].name, drafts[other].name):
                _note_pair(drafts[one], drafts[other], metres, findings)


def are_similar(one: str, other: str) -> bool:
    """Tell whether two names may be one station's, once words common to all are left out.

    >>> are_similar("工会驿站(商城路220号)", "商城路220号爱心驿站")
    True
    >>> are_similar("大学路街道工会驿站", "嵩山路街道工会驿站")
    False
    """
    first, second = sorted((_core(one), _core(other)), key=len)
    if not first:
        return key_of(one) == key_of(other) or not second
    return first in second or SequenceMatcher(None, first, second).ratio() >= _SIMILAR


@lru_cache(100_000)
def _core(name: str) -> str:
    text = _COMMON_WORDS.sub("", key_of(name))
    for district in _district_names():
        text = text.removeprefix(district)
    return text


@lru_cache(1)
def _district_names() -> tuple[str, ...]:
    districts = bundled_districts()
    return tuple(d.name for d in (*districts.prefectures, *districts.counties))


def _note_pair(one: RowDraft, other: RowDraft, metres: float, findings: list[Finding]) -> None:
    there = place_in_sentence(other.place())
    problem = phrase("importing.m_similar_name", there=there, name=other.name, metres=metres)
    remedy = phrase("importing.if_they_one_station_drop")
    findings.append(
        finding(
            "near_duplicate", "warning", one.place(), one.name, problem, remedy, one.where, one.name
        )
    )


def _note_crowd(
    drafts: Sequence[RowDraft],
    one: int,
    others: list[int],
    crowded: set[int],
    findings: list[Finding],
) -> None:
    """Report a crowd once, for the first of its members."""
    if one not in crowded:
        draft = drafts[one]
        problem = phrase("importing.more_stations_within_30_m", neighbours=_NEIGHBOURS)
        remedy = phrase("importing.address_wasnt_found_rule_check")
        findings.append(
            finding("crowd", "warning", draft.place(), "", problem, remedy, draft.where, draft.name)
        )
    crowded.update(others)
    crowded.add(one)
