"""The position of a row in WGS 84: which columns, which datum, and what is done about slips.

Coordinates are degrees; slips are swapped numbers, lost decimal points and the like. A position is
checked against the district that its row names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from locator.geo.datum import DATUMS, convert
from locator.geo.districts import bundled_districts
from locator.geo.geodesic import distances_m
from locator.geo.points import LonLat
from locator.language import Phrase, joined, phrase
from locator.stations.importing.cell_values import text_of
from locator.stations.importing.coordinates import Position, read_pair, read_position
from locator.stations.importing.datum_evidence import CoordsysError, Evidence, lies_in, weigh
from locator.stations.importing.findings import CODES, Finding, Place, finding
from locator.stations.importing.headings import PositionColumns, datum_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from locator.geo.datum import Datum
    from locator.stations.importing.draft import RowDraft
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.options import Options
    from locator.stations.importing.sheet import Row


def place_draft(
    draft: RowDraft, layout: Layout, options: Options, row_datum: str, findings: list[Finding]
) -> None:
    """Give a draft its position, in its table's datum, or a refusal with the reason.

    A slip that can be seen (swapped, degrees and minutes, no decimal point) is repaired with
    `--fix` and reported; without it the row is refused, and the repair suggested.
    """
    filled = [place for place in layout.positions if _is_filled(draft.row, place)]
    chosen = _preferred(filled, options.datum)
    if chosen is None:
        _refuse(draft, "", phrase("importing.no_position"))
        return
    position = _read(draft.row, chosen)
    column = layout.names[chosen.lon]
    if position is None:
        _refuse(draft, _shown(draft.row, chosen), phrase("importing.no_position_2"), column)
        return
    if position.repairs:
        shown = _shown(draft.row, chosen)
        if not _repair(draft, position, shown, column=column, fix=options.fix, findings=findings):
            return
    draft.position = position
    draft.datum = _datum(draft, chosen, layout, options, row_datum)
    _keep_other(draft, [place for place in filled if place is not chosen])


def _datum(
    draft: RowDraft, chosen: PositionColumns, layout: Layout, options: Options, row_datum: str
) -> Datum | None:
    """Return the datum: what column or row say, then the importer, then title and format.

    A format says it of its geometries alone, which stand in the first columns.
    """
    by_format = draft.table.datum if chosen.lon == 0 else None
    stated = chosen.datum or (datum_named(row_datum) if row_datum else None)
    return stated or options.datum or layout.datum or by_format


def _preferred(places: list[PositionColumns], datum: Datum | None) -> PositionColumns | None:
    for place in places:
        if datum is not None and place.datum == datum:
            return place
    return places[0] if places else None


def _read(row: Row, place: PositionColumns) -> Position | None:
    if place.lat is None:
        return read_pair(row[place.lon], lat_first=place.swapped_order)
    return read_position(_cell(row, place.lon), _cell(row, place.lat))


def _cell(row: Row, column: int) -> object:
    return row[column] if column < len(row) else None


def _is_filled(row: Row, place: PositionColumns) -> bool:
    return any(
        (cell := _cell(row, column)) is not None and text_of(cell) != ""
        for column in (place.lon, place.lat)
        if column is not None
    )


def _shown(row: Row, place: PositionColumns) -> str:
    cells = [text_of(_cell(row, c)) for c in (place.lon, place.lat) if c is not None]
    return ", ".join(cells) if any(cells) else ""


def _refuse(draft: RowDraft, value: str, problem: Phrase, column: str | None = None) -> None:
    remedy = phrase("importing.give_longitude_latitude_import_again")
    draft.refusals.append(
        finding(
            "no_position", "rejected", draft.place(column), value, problem, remedy, name=draft.name
        )
    )


def _repair(
    draft: RowDraft,
    position: Position,
    value: str,
    *,
    column: str,
    fix: bool,
    findings: list[Finding],
) -> bool:
    """Report a slip; return whether it is repaired."""
    code = position.repairs[-1] if "swapped" not in position.repairs else "swapped"
    problem = joined(CODES[repair] for repair in position.repairs)
    pair = f"{position.lon!r}, {position.lat!r}"
    if fix:
        remedy = phrase("importing.made", pair=pair)
        findings.append(
            finding(code, "repaired", draft.place(column), value, problem, remedy, name=draft.name)
        )
        return True
    remedy = phrase("importing.fix_repairs_so", pair=pair)
    draft.refusals.append(
        finding(code, "rejected", draft.place(column), value, problem, remedy, name=draft.name)
    )
    return False


def _keep_other(draft: RowDraft, places: list[PositionColumns]) -> None:
    """Remember a second position whose datum is known, to be compared with the first."""
    for place in places:
        position = _read(draft.row, place)
        if position is not None and not position.repairs and place.datum is not None:
            draft.other = (position, place.datum)
            return


# A hundred-millionth of a degree is a millimetre; conversion leaves digits that mean nothing.
_DECIMALS = 7
_DATUMS_DIFFER_M = 30.0


def settle_datums(drafts: Sequence[RowDraft], options: Options) -> dict[str, Evidence]:
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
    open_drafts: dict[Path, list[RowDraft]] = defaultdict(list)
    for draft in drafts:
        if draft.position is not None and draft.datum is None:
            open_drafts[draft.table.path].append(draft)
    evidence: dict[str, Evidence] = {}
    names = Counter(path.name for path in open_drafts)
    for path, undecided in open_drafts.items():
        file = path.name if names[path.name] == 1 else str(path)
        if options.coordsys != "auto":
            raise CoordsysError(file)
        evidence[file] = weigh(undecided, options.known)
        if evidence[file].winner is None:
            raise CoordsysError(file, evidence[file])
        for draft in undecided:
            draft.datum = evidence[file].winner
    return evidence


def locate(drafts: Sequence[RowDraft]) -> None:
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


def check_districts(drafts: Sequence[RowDraft], findings: list[Finding]) -> None:
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
            _warn_place(draft, findings, "outside_province", phrase("importing.outside_henan"))
        elif stated is not None and not lies_in(county, stated):
            problem = phrase("importing.names_but_lies", name=stated.name, name_2=county.name)
            _warn_place(draft, findings, "wrong_district", problem)
        named = stated if stated is not None and stated.level == "county" else county
        if named is not None:
            draft.values.setdefault("adcode", named.adcode)
    _note_zones(zones, findings)


def _warn_place(draft: RowDraft, findings: list[Finding], code: str, problem: Phrase) -> None:
    where = draft.where
    if where is None:
        return
    value = f"{where.lon}, {where.lat}"
    remedy = phrase("importing.check_position_district")
    findings.append(
        finding(code, "warning", draft.place(), value, problem, remedy, where, draft.name)
    )


def _note_zones(zones: dict[tuple[str, str, str], int], findings: list[Finding]) -> None:
    for (file, sheet, text), count in zones.items():
        problem = phrase("importing.no_polygon_rows_cant_judged", count=count)
        remedy = phrase("importing.correct_if_slip")
        findings.append(
            finding("district_unknown", "note", Place(file, sheet), text, problem, remedy)
        )


def check_other_positions(drafts: Sequence[RowDraft], findings: list[Finding]) -> None:
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
                problem = phrase("importing.m_rows_other_position", metres=metres)
                remedy = phrase("importing.see_them_right")
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
