"""Stations that stand within a few steps of each other and bear similar names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from locator.errors import Words
from locator.geo.bulk import BulkIndex
from locator.geo.districts import bundled_districts
from locator.geo.geodesic import ecef_array_m
from locator.stations.importing.cells import key_of
from locator.stations.importing.findings import Finding, finding, words_for
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.stations.importing.draft import Draft

CLOSE_M = 30.0
_SIMILAR = 0.75
_NEIGHBOURS = 16
# Words that say nothing of which station it is.
_COMMON = sorted(
    {word for kind in KINDS.values() for word in (kind.name_zh, *kind.aliases)}
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


def check_neighbours(drafts: Sequence[Draft], findings: list[Finding]) -> None:
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


def _note_pair(one: Draft, other: Draft, metres: float, findings: list[Finding]) -> None:
    there = words_for(other.place())
    problem = Words(
        f"与{there.zh}“{other.name}”相距 {metres:.0f} 米，名称相近",
        f"is {metres:.0f} m from {there.en}, {other.name!r}, of a similar name",
    )
    remedy = Words("如是同一站点，请删去一行", "if they are one station, drop one")
    findings.append(
        finding(
            "near_duplicate", "warning", one.place(), one.name, problem, remedy, one.where, one.name
        )
    )


def _note_crowd(
    drafts: Sequence[Draft], one: int, others: list[int], crowded: set[int], findings: list[Finding]
) -> None:
    """Report a crowd once, for the first of its members."""
    if one not in crowded:
        draft = drafts[one]
        problem = Words(
            f"30 米内有 {_NEIGHBOURS} 个以上站点", f"more than {_NEIGHBOURS} stations within 30 m"
        )
        remedy = Words(
            "多为地址未能解析，请核对坐标",
            "an address that wasn't found, as a rule: check the positions",
        )
        findings.append(
            finding("crowd", "warning", draft.place(), "", problem, remedy, draft.where, draft.name)
        )
    crowded.update(others)
    crowded.add(one)
