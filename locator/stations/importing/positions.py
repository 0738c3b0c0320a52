"""The position of a row: which columns, which datum, and what is done about slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.importing.cells import text_of
from locator.stations.importing.coordinates import Position, read_pair, read_position
from locator.stations.importing.findings import CODES, Finding, finding
from locator.stations.importing.headings import PositionColumns, datum_named

if TYPE_CHECKING:
    from locator.geo.datum import Datum
    from locator.stations.importing.draft import Draft
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.options import Options
    from locator.stations.importing.tables import Row


def place_draft(
    draft: Draft, layout: Layout, options: Options, row_datum: str, findings: list[Finding]
) -> None:
    """Give a draft its position, in its table's datum, or a refusal with the reason.

    A slip that can be seen (swapped, degrees and minutes, no decimal point) is repaired with
    `--fix` and reported; without it the row is refused, and the repair suggested.
    """
    filled = [place for place in layout.positions if _is_filled(draft.row, place)]
    chosen = _preferred(filled, options.datum)
    if chosen is None:
        _refuse(draft, "", Words("没有坐标", "has no position"))
        return
    position = _read(draft.row, chosen)
    column = layout.names[chosen.lon]
    if position is None:
        _refuse(draft, _shown(draft.row, chosen), Words("不是坐标", "is no position"), column)
        return
    if position.repairs:
        shown = _shown(draft.row, chosen)
        if not _repair(draft, position, shown, column=column, fix=options.fix, findings=findings):
            return
    draft.position = position
    draft.datum = _datum(draft, chosen, layout, options, row_datum)
    _keep_other(draft, [place for place in filled if place is not chosen])


def _datum(
    draft: Draft, chosen: PositionColumns, layout: Layout, options: Options, row_datum: str
) -> Datum | None:
    """Return the datum: what column or row say, then the importer, then title and format.

    A format says it of its geometries alone, which stand in the first columns.
    """
    by_format = draft.table.datum if chosen.lon == 0 else None
    said = chosen.datum or (datum_named(row_datum) if row_datum else None)
    return said or options.datum or layout.datum or by_format


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


def _refuse(draft: Draft, value: str, problem: Words, column: str | None = None) -> None:
    remedy = Words("请补上经纬度后重新导入", "give longitude and latitude, and import again")
    draft.refusals.append(
        finding(
            "no_position", "rejected", draft.place(column), value, problem, remedy, name=draft.name
        )
    )


def _repair(
    draft: Draft, position: Position, value: str, *, column: str, fix: bool, findings: list[Finding]
) -> bool:
    """Report a slip; return whether it is repaired."""
    code = position.repairs[-1] if "swapped" not in position.repairs else "swapped"
    problem = Words(
        "、".join(CODES[r].zh for r in position.repairs),
        ", ".join(CODES[r].en for r in position.repairs),
    )
    pair = f"{position.lon!r}, {position.lat!r}"
    if fix:
        remedy = Words(f"已改为 {pair}", f"made {pair}")
        findings.append(
            finding(code, "repaired", draft.place(column), value, problem, remedy, name=draft.name)
        )
        return True
    remedy = Words(f"应为 {pair}？加 --fix 即照此修正", f"is it {pair}? --fix repairs it so")
    draft.refusals.append(
        finding(code, "rejected", draft.place(column), value, problem, remedy, name=draft.name)
    )
    return False


def _keep_other(draft: Draft, places: list[PositionColumns]) -> None:
    """Remember a second position whose datum is known, to be compared with the first."""
    for place in places:
        position = _read(draft.row, place)
        if position is not None and not position.repairs and place.datum is not None:
            draft.other = (position, place.datum)
            return
