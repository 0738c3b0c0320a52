"""Positions of drafts into WGS 84, and whether they lie where their rows say."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from locator.errors import Words
from locator.geo.datum import DATUMS, convert
from locator.geo.districts import bundled_districts
from locator.geo.geodesic import distances_m
from locator.geo.points import LonLat
from locator.stations.importing.evidence import CoordsysError, Evidence, lies_in, weigh
from locator.stations.importing.findings import Finding, Place, finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from locator.stations.importing.draft import Draft
    from locator.stations.importing.options import Options

# A hundred-millionth of a degree is a millimetre; conversion leaves digits that mean nothing.
_DECIMALS = 7
_DATUMS_DIFFER_M = 30.0


def settle_datums(drafts: Sequence[Draft], options: Options) -> dict[str, Evidence]:
    """Give each draft the datum that its table doesn't say.

    Returns
    -------
    dict
        For `auto`: the evidence for each file that needed it.

    Raises
    ------
    CoordsysError
        If the datum was not given, or the evidence decides for none.
    """
    open_drafts: dict[Path, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.position is not None and draft.datum is None:
            open_drafts[draft.table.path].append(draft)
    found: dict[str, Evidence] = {}
    names = Counter(path.name for path in open_drafts)
    for path, undecided in open_drafts.items():
        file = path.name if names[path.name] == 1 else str(path)
        if options.coordsys != "auto":
            raise CoordsysError(file)
        found[file] = weigh(undecided, options.known)
        if found[file].winner is None:
            raise CoordsysError(file, found[file])
        for draft in undecided:
            draft.datum = found[file].winner
    return found


def locate(drafts: Sequence[Draft]) -> None:
    """Give each draft that has a position its place in WGS 84, to seven decimals."""
    for datum in DATUMS:
        chosen = [d for d in drafts if d.position is not None and d.datum == datum]
        if not chosen:
            continue
        lon = np.array([d.position.lon for d in chosen if d.position], float)
        lat = np.array([d.position.lat for d in chosen if d.position], float)
        lons, lats = (
            np.round(axis, _DECIMALS).tolist() for axis in convert(lon, lat, datum, "wgs84")
        )
        for draft, east, north in zip(chosen, lons, lats, strict=True):
            draft.where = LonLat(east, north)


def check_districts(drafts: Sequence[Draft], findings: list[Finding]) -> None:
    """Warn of positions outside the district that their row names, and outside the province.

    Rows that name a zone without a polygon are not judged, and one note a zone says so. Each
    draft gets the code of its county: the one that it names, else the one that it lies in.
    """
    placed = [d for d in drafts if d.where is not None]
    lon = [d.where.lon for d in placed if d.where]
    lat = [d.where.lat for d in placed if d.where]
    counties = bundled_districts().counties
    zones: dict[tuple[str, str, str], int] = defaultdict(int)
    for draft, position in zip(placed, bundled_districts().locate(lon, lat).tolist(), strict=True):
        county = counties[position] if position >= 0 else None
        stated = draft.district
        if stated is None and draft.stated.text:
            zones[draft.table.file, draft.table.sheet, draft.stated.text] += 1
        if county is None:
            _warn_place(
                draft, findings, "outside_province", Words("不在河南省内", "is outside Henan")
            )
        elif stated is not None and not lies_in(county, stated):
            problem = Words(
                f"所填为{stated.name}，坐标却在{county.name}",
                f"names {stated.name}, but lies in {county.name}",
            )
            _warn_place(draft, findings, "wrong_district", problem)
        named = stated if stated is not None and stated.level == "county" else county
        if named is not None:
            draft.values.setdefault("adcode", named.adcode)
    _note_zones(zones, findings)


def _warn_place(draft: Draft, findings: list[Finding], code: str, problem: Words) -> None:
    where = draft.where
    if where is None:
        return
    value = f"{where.lon}, {where.lat}"
    remedy = Words("请核对坐标与区县", "check the position and the district")
    findings.append(
        finding(code, "warning", draft.place(), value, problem, remedy, where, draft.name)
    )


def _note_zones(zones: dict[tuple[str, str, str], int], findings: list[Finding]) -> None:
    for (file, sheet, text), count in zones.items():
        problem = Words(
            f"没有边界，{count} 行无法核对", f"has no polygon: {count} rows can't be judged"
        )
        remedy = Words("如为笔误请改正", "correct it if it is a slip")
        findings.append(
            finding("district_unknown", "note", Place(file, sheet), text, problem, remedy)
        )


def check_other_positions(drafts: Sequence[Draft], findings: list[Finding]) -> None:
    """Warn where a row's second position, in another datum, is not the same place."""
    for datum in DATUMS:
        pairs = [
            (d, d.where, d.other[0]) for d in drafts if d.where and d.other and d.other[1] == datum
        ]
        if not pairs:
            continue
        lon, lat = convert(
            [other.lon for _, _, other in pairs],
            [other.lat for _, _, other in pairs],
            datum,
            "wgs84",
        )
        here_lon = np.array([where.lon for _, where, _ in pairs])
        here_lat = np.array([where.lat for _, where, _ in pairs])
        for (draft, _, other), metres in zip(
            pairs, distances_m(here_lon, here_lat, lon, lat).tolist(), strict=True
        ):
            if metres > _DATUMS_DIFFER_M:
                problem = Words(
                    f"与另一套坐标相距 {metres:,.0f} 米",
                    f"is {metres:,.0f} m from the row's other position",
                )
                remedy = Words("请核对哪一套正确", "see which of them is right")
                value = f"{other.lon}, {other.lat} ({datum})"
                findings.append(
                    finding(
                        "datums_differ",
                        "warning",
                        draft.place(),
                        value,
                        problem,
                        remedy,
                        draft.where,
                        draft.name,
                    )
                )
