"""What an import tells: lines for a terminal, and the same as data for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from locator.language import LANGUAGES, Language, Phrase, phrase
from locator.stations.importing import aliases as at
from locator.stations.importing.cell_values import line_of
from locator.stations.importing.findings import CODES, SEVERITIES, Place, place_phrase
from locator.stations.importing.headings import EXTRA, PERSONAL, SERVICE
from locator.stations.importing.pipeline import NAMES
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from locator.stations.importing.findings import Finding
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.pipeline import ImportResult, Ledger
    from locator.stations.importing.update import Update

SHOWN_FINDINGS = 20
# Without line breaks: those are written by slower code.
_dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_NO_LIST = phrase("importing.no_headings_recognised")
_DROPPED = phrase("importing.dropped_as_personal")
_UNUSED = phrase("importing.unused")
_AS_IT_IS = phrase("importing.kept_as_it_is")


def report_lines(result: ImportResult, lang: Language) -> list[str]:
    """Return what was taken for what, the evidence, the findings and the account of rows."""
    lines, colon = [], phrase("language.colon").in_language(lang)
    for table, layout in result.layouts:
        place = place_phrase(Place(table.file, table.sheet)).in_language(lang)
        pairs = [] if layout is None else column_pairs(layout, lang)
        columns = "; ".join(
            f"{line_of(name)} → {what}" for name, what in pairs
        ) or _NO_LIST.in_language(lang)
        lines.append(place + colon + columns)
    for file, evidence in result.evidence.items():
        lines += [file, *("  " + line for line in evidence.lines(lang))]
    lines += [f.in_language(lang) for f in result.findings[:SHOWN_FINDINGS]]
    more = len(result.findings) - SHOWN_FINDINGS
    if more > 0:
        lines.append(phrase("importing.more_findings", more=more).in_language(lang))
    lines += [f"  {what}: {count}" for what, count in counted(result.findings, lang)]
    return [*lines, ledger_lines(result.ledger, lang)]


def column_pairs(layout: Layout, lang: Language) -> list[tuple[str, str]]:
    """Return each heading and what it was taken for."""
    places: dict[int, str] = {}
    for rank, place in enumerate(layout.positions):
        mark = f" {place.datum}" if place.datum else ""
        unused = "" if rank == 0 else " " + _UNUSED.in_language(lang)
        names = (at.LONLAT, "") if place.lat is None else (at.LON, at.LAT)
        for column, name in zip((place.lon, place.lat), names, strict=True):
            if column is not None:
                places[column] = name + mark + unused
    return [
        (name, places.get(column) or _shown_field(field, lang))
        for column, (name, field) in enumerate(zip(layout.names, layout.fields, strict=True))
        if name
    ]


def _shown_field(field: str, lang: Language) -> str:
    if field == PERSONAL:
        return _DROPPED.in_language(lang)
    if field == at.IGNORED:
        return _UNUSED.in_language(lang)
    if field.startswith(EXTRA):
        return _AS_IT_IS.in_language(lang)
    if field.startswith(SERVICE):
        service = SERVICES[field.removeprefix(SERVICE)]
        return "services: " + (service.name.in_language(lang))
    return field


def counted(findings: list[Finding], lang: Language) -> list[tuple[str, int]]:
    """Return how many findings there are of each code and severity, the graver first."""
    counts = Counter((finding.severity, finding.code) for finding in findings)
    order = list(SEVERITIES)
    return [
        (f"{SEVERITIES[severity].in_language(lang)} {CODES[code].in_language(lang)}", count)
        for (severity, code), count in sorted(
            counts.items(), key=lambda item: order.index(item[0][0])
        )
    ]


def ledger_lines(ledger: Ledger, lang: Language) -> str:
    """Return the account of rows as a sum that can be checked by eye."""
    figures = ledger.as_dict()
    parts = [f"{NAMES[k].in_language(lang)} {v}" for k, v in figures.items() if k != "rows"]
    return f"{NAMES['rows'].in_language(lang)} {ledger.rows} = " + " + ".join(parts)


def report_json(result: ImportResult, update: Update | None = None) -> str:
    """Return the whole of an import for programs, a finding a line: no cell of a person in it."""
    head = _dump(_totals(result, update)).removesuffix("}")
    lines = ",\n".join(_dump(_finding_data(finding)) for finding in result.findings)
    return f'{head},"findings":[\n{lines}\n]}}\n'


def _totals(result: ImportResult, update: Update | None) -> dict[str, object]:
    return {
        "ledger": result.ledger.as_dict(),
        "tables": [
            {
                "file": table.file,
                "sheet": table.sheet,
                "rows": table.row_count,
                "columns": None if layout is None else dict(column_pairs(layout, "en")),
            }
            for table, layout in result.layouts
        ],
        "evidence": {
            file: {
                "winner": evidence.winner,
                "figures": [
                    {
                        "datum": f.datum,
                        "inside": f.inside,
                        "judged": f.judged,
                        "agreeing": f.agreeing,
                        "known": f.known,
                    }
                    for f in evidence.figures
                ],
            }
            for file, evidence in result.evidence.items()
        },
        "update": None if update is None else update.as_dict(),
    }


def _finding_data(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "row": finding.place.row,
        "column": finding.place.column,
        "name": finding.name,
        "value": finding.value,
        "problem": _in_each(finding.problem),
        "remedy": _in_each(finding.remedy),
        "point": None if finding.point is None else [finding.point.lon, finding.point.lat],
    }


def _in_each(text: Phrase) -> dict[Language, str]:
    return {lang: text.in_language(lang) for lang in LANGUAGES}
