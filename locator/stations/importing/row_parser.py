"""Parse rows into drafts: each cell by the field of its column.

Personal data and serial numbers are left out on purpose, and counted per column for the report.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from locator.language import Phrase, joined, phrase
from locator.stations.checking import CHECKS, Wrong, check_id
from locator.stations.importing import aliases as at
from locator.stations.importing.cell_values import (
    day_of,
    kind_in,
    known_word,
    line_of,
    read_hours,
    read_services,
    says_yes,
    text_of,
    whole_number_of,
)
from locator.stations.importing.draft import RowDraft, Stated, district_of_address, stated_district
from locator.stations.importing.findings import Finding, Place, finding
from locator.stations.importing.headings import EXTRA, PERSONAL, SERVICE
from locator.stations.importing.personal_data import is_personal, public_phone, scrub
from locator.stations.importing.positions import place_draft
from locator.stations.importing.row_kinds import check_quotes
from locator.stations.services import SERVICES
from locator.stations.station import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.stations.importing.headings import Layout
    from locator.stations.importing.options import Options
    from locator.stations.importing.sheet import Row, Table


# Their texts have a way of their own with numbers.
_UNCUT = ("phone", "id", "url")
_PLAIN_TEXTS = ("name", "address", "operator", "access", "source")
_CONVERTED: dict[str, Callable[[str], object]] = {
    "status": known_word,
    "position": known_word,
    "valid_from": day_of,
    "valid_to": day_of,
    "verified_at": day_of,
    "capacity": whole_number_of,
    "adcode": str,
    "url": str,
    "part_of": str,
    "opening_hours": str,
}


class _Column(NamedTuple):
    """A column that is read: where it stands, its field, its heading, whether `--map` named it."""

    number: int
    field: str
    heading: str
    by_name: bool


class Drafter:
    """Makes the drafts of one table.

    Parameters
    ----------
    table, layout
        The table, and how it is to be read.
    options
        What the importer says.
    findings
        Where findings go.
    """

    def __init__(
        self, table: Table, layout: Layout, options: Options, findings: list[Finding]
    ) -> None:
        self.table, self.layout, self.options, self.findings = table, layout, options, findings
        self._drops = Drops(table)
        self._plan = [
            _Column(column, name, layout.names[column], column in layout.by_name)
            for column, name in enumerate(layout.fields)
            if name != at.IGNORED
        ]
        serial = serial_column(table, layout)
        if serial is not None:
            self._plan = [column for column in self._plan if column.number != serial]
            findings.append(note_serial(table, layout.names[serial]))

    def draft(self, row: Row, number: int) -> RowDraft:
        """Return what a row says; `number` counts from 1."""
        draft = RowDraft(self.table, row, number)
        texts: dict[str, str] = {}
        for column in self._plan:
            cell = row[column.number] if column.number < len(row) else None
            if cell is None or cell == "":
                continue
            text = text_of(cell)
            if "\n" in text and self.table.is_text:
                check_quotes(draft, column.heading, text, len(self.layout.names), self.findings)
            if text:
                self._sort_cell(draft, column, text, texts)
        self._beyond(draft, row)
        self._settle(draft, texts)
        place_draft(draft, self.layout, self.options, texts.get(at.DATUM, ""), self.findings)
        return draft

    def _sort_cell(
        self, draft: RowDraft, column: _Column, text: str, texts: dict[str, str]
    ) -> None:
        """Drop what is personal, and put a text where its field is settled."""
        name = column.field
        if name == PERSONAL:
            self._drops.dropped[column.heading] += 1
        elif name.startswith(EXTRA):
            if column.by_name or not is_personal(text):
                draft.extra[name.removeprefix(EXTRA)] = text
            else:
                self._drops.dropped[column.heading] += 1
        elif name.startswith(SERVICE):
            if says_yes(text):
                texts[name] = text
        else:
            if not column.by_name and name not in _UNCUT and is_personal(text):
                self._drops.cut[column.heading] += 1
                text = scrub(text)
            texts[name] = text

    def _beyond(self, draft: RowDraft, row: Row) -> None:
        """Keep cells to the right of the last heading."""
        for column in range(len(self.layout.names), len(row)):
            text = text_of(row[column])
            if is_personal(text):
                self._drops.dropped[f"column_{column + 1}"] += 1
            elif text:
                draft.extra[f"column_{column + 1}"] = text

    def _settle(self, draft: RowDraft, texts: dict[str, str]) -> None:
        values = draft.values
        for name in _PLAIN_TEXTS:
            if name in texts:
                self._try(draft, name, line_of(texts[name]), texts[name])
        if self.options.source:
            values.setdefault("source", self.options.source)
        if isinstance(_verdict("opening_hours", texts.get("opening_hours", "24/7")), Wrong):
            texts.setdefault(at.HOURS, texts.pop("opening_hours"))  # hours in words
        for name in _CONVERTED.keys() & texts.keys():
            self._try(draft, name, _CONVERTED[name](texts[name]), texts[name])
        self._settle_words(draft, texts)
        self._kind(draft, texts.get("kind", ""))
        self._id(draft, texts.get("id", ""))
        self._stated(draft, texts)

    def _settle_words(self, draft: RowDraft, texts: dict[str, str]) -> None:
        """Settle what lists write in words of their own."""
        values = draft.values
        if at.HOURS in texts or "hours_text" in texts:
            self._hours(draft, texts)
        if "note" in texts:
            note = _joined(texts["note"], values.get("note"))
            self._try(draft, "note", note, note)
        columns = [name.removeprefix(SERVICE) for name in texts if name.startswith(SERVICE)]
        if "services" in texts or columns:
            self._services(draft, texts.get("services", ""), columns)
        if "phone" in texts:
            self._phone(draft, texts["phone"])
        if "extra" in texts:
            self._extra(draft, texts["extra"])

    def _try(self, draft: RowDraft, name: str, value: object, text: str) -> None:
        """Take a value if its property's check does; else keep the text aside and say so."""
        verdict = _verdict(name, value)
        if not isinstance(verdict, Wrong):
            draft.values[name] = verdict
            return
        draft.extra[name + "_text"] = text
        remedy = phrase("importing.kept_aside", name=name)
        self._warn(draft, "value", self._heading(name), text, verdict.problem, remedy)

    def _hours(self, draft: RowDraft, texts: dict[str, str]) -> None:
        text = texts.get(at.HOURS) or texts["hours_text"]
        original = texts.get("hours_text") or text
        self._try(draft, "hours_text", original, original)
        read = read_hours(text)
        if read.problem is not None:
            remedy = phrase("importing.text_kept_write_otherwise_try")
            self._warn(draft, "hours", self._heading(at.HOURS), text, read.problem, remedy)
            return
        if "opening_hours" not in draft.values and read.osm:
            draft.values["opening_hours"] = read.osm
        if read.status and "status" not in draft.values:
            draft.values["status"] = read.status
        if read.note:
            self._try(draft, "note", read.note, read.note)

    def _services(self, draft: RowDraft, text: str, columns: list[str]) -> None:
        read = read_services(text)
        known = {*read.keys, *columns}
        if known:
            draft.values["services"] = tuple(key for key in SERVICES if key in known)
        if read.unknown:
            draft.extra["services_text"] = text
            problem = phrase("importing.services_not_recognised", listed=joined(read.unknown))
            remedy = phrase("importing.text_kept_services_text")
            self._warn(draft, "services", self._heading("services"), text, problem, remedy)

    def _phone(self, draft: RowDraft, text: str) -> None:
        numbers, remainder = public_phone(text)
        if numbers:
            self._try(draft, "phone", numbers, numbers)
        if is_personal(text) or remainder:
            problem = phrase("importing.mobiles_names_arent_published_dropped")
            keep = (
                phrase("importing.kept", numbers=numbers)
                if numbers
                else phrase("importing.kept_none")
            )
            self._warn(
                draft,
                "phone",
                self._heading("phone"),
                "" if not is_personal(text) else text,
                problem,
                keep,
            )

    def _extra(self, draft: RowDraft, text: str) -> None:
        """Take back the properties that `locator convert` wrote into one cell."""
        try:
            properties = json.loads(text)
        except ValueError:
            properties = None
        if not isinstance(properties, dict):
            properties = {"extra": text}
        # A station's own properties have columns of their own: none comes in by this door.
        for name, value in properties.items():
            draft.extra[f"{name}_text" if name in PROPERTIES else name] = value

    def _kind(self, draft: RowDraft, text: str) -> None:
        kind = kind_in(text) if text else None
        if text and kind is None:
            draft.extra["kind_text"] = text
        kind = kind or kind_in(draft.name) or self.options.kind
        if kind is not None:
            draft.values["kind"] = kind

    def _id(self, draft: RowDraft, text: str) -> None:
        if not text:
            return
        try:
            draft.own_id = check_id(text)
        except Wrong as wrong:
            draft.extra["id_text"] = text
            remedy = phrase("importing.another_made_lists_own_kept")
            self._warn(draft, "id", self._heading("id"), text, wrong.problem, remedy)

    def _stated(self, draft: RowDraft, texts: dict[str, str]) -> None:
        county, city = texts.get(at.COUNTY, ""), texts.get(at.CITY, "")
        if county or city:
            draft.stated = stated_district(county, city)
            if draft.stated.district is None:
                draft.extra.setdefault("district_text", county or city)
        elif draft.address:
            draft.stated = Stated(district_of_address(draft.address), "")

    def _heading(self, name: str) -> str:
        fields = self.layout.fields
        return self.layout.names[fields.index(name)] if name in fields else name

    def _warn(  # noqa: PLR0917  # a shorter `finding`
        self, draft: RowDraft, code: str, heading: str, value: str, problem: Phrase, remedy: Phrase
    ) -> None:
        self.findings.append(
            finding(code, "warning", draft.place(heading), value, problem, remedy, name=draft.name)
        )

    def finish(self) -> None:
        """Report the personal data that was dropped."""
        self.findings += self._drops.findings()


@lru_cache(50_000)
def _verdict(name: str, value: Any) -> object:
    """Return what a property's check makes of a value: the clean value, or what is wrong."""
    try:
        return CHECKS[name](value)
    except Wrong as wrong:
        return wrong


def _joined(first: str, second: object) -> str:
    return f"{first}；{second}" if second else first


_FEWEST_SERIALS = 2
_SERIAL_SHARE = 0.9
_BY_NAME = phrase("importing.by_name")


class Drops:
    """Counts the cells of a table that are dropped, or that numbers are taken out of."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.dropped: Counter[str] = Counter()
        self.cut: Counter[str] = Counter()

    def findings(self) -> list[Finding]:
        """Return a finding a column, without any value."""
        dropped = [
            self._note(
                heading,
                phrase("importing.personal_data_cells_imported", count=count),
            )
            for heading, count in self.dropped.items()
        ]
        return dropped + [
            self._note(
                heading,
                phrase("importing.mobile_identity_numbers_taken_out", count=count),
            )
            for heading, count in self.cut.items()
        ]

    def _note(self, heading: str, problem: Phrase) -> Finding:
        place = Place(self._table.file, self._table.sheet, None, heading)
        return finding("personal", "note", place, "", problem, _BY_NAME)


def serial_column(table: Table, layout: Layout) -> int | None:
    """Return the column of ids if it only counts the rows, unless `--map` named it."""
    if "id" not in layout.fields or table.headings is not None:
        return None
    column = layout.fields.index("id")
    if column in layout.by_name:
        return None
    start = layout.heading_rows[-1] + 1
    texts = [
        text for row in table.rows[start:] if column < len(row) and (text := text_of(row[column]))
    ]
    numbers = sorted(int(text) for text in texts if text.isdecimal() and len(text) < 10)
    few = len(numbers) < _FEWEST_SERIALS or len(numbers) < _SERIAL_SHARE * len(texts)
    return None if few or numbers != list(range(1, len(numbers) + 1)) else column


def note_serial(table: Table, heading: str) -> Finding:
    """Return the note on a column of serial numbers."""
    problem = phrase("importing.counts_1_2_3_no")
    remedy = phrase("importing.if_they_ids_say_map", heading=heading)
    return finding(
        "serial", "note", Place(table.file, table.sheet, None, heading), "", problem, remedy
    )
