"""Groups of rows into stations."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from locator.language import phrase
from locator.stations.faults import Fault, StationFileError
from locator.stations.feature import FeatureCheck
from locator.stations.importing.duplicates import merged_values
from locator.stations.importing.findings import Finding, finding
from locator.stations.station import Station
from locator.stations.writing.geojson import feature_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.stations.importing.draft import RowDraft
    from locator.stations.importing.duplicates import Group

# Properties that are checked beside others, not each for itself.
_TOGETHER = frozenset({"valid_from", "valid_to", "position"})


def refuse_incomplete(draft: RowDraft) -> None:
    """Refuse a row that lacks what every station has: a name and a kind."""
    if not draft.name:
        remedy = phrase("importing.give_name")
        draft.refusals.append(
            finding("no_name", "rejected", draft.place(), "", phrase("importing.no_name"), remedy)
        )
    elif "kind" not in draft.values:
        remedy = phrase("importing.give_kind_say_kind_all")
        problem = phrase("importing.tells_no_kind")
        draft.refusals.append(
            finding(
                "no_kind",
                "rejected",
                draft.place(),
                draft.name,
                problem,
                remedy,
                draft.where,
                draft.name,
            )
        )


def build_station(group: Group) -> Station | None:
    """Return a group's station; None after refusing its rows where its properties can't stand."""
    values, extra = merged_values(group)
    first = group.drafts[0]
    if first.where is None:
        return None
    clean: dict[str, Any] = values
    station = Station(id=group.id, where=first.where, extra=extra, **clean)
    if not _TOGETHER & values.keys():
        return station
    faults = FeatureCheck(first.number, feature_of(station)).faults
    for fault in faults:
        for draft in group.drafts:
            draft.refusals.append(
                finding(
                    "not_valid",
                    "rejected",
                    draft.place(fault.field),
                    fault.value,
                    fault.problem,
                    fault.remedy,
                    draft.where,
                    draft.name,
                )
            )
    return None if faults else station


def check_stations(stations: Sequence[Station], source: str) -> None:
    """See that a file of stations would be served, before it is written.

    Raises
    ------
    StationFileError
        With every fault, as reading the file would raise it.
    """
    checks = (FeatureCheck(n, feature_of(s)) for n, s in enumerate(stations, start=1))
    faults = [fault for check in checks for fault in check.faults]
    ids = Counter(station.id for station in stations)
    give = phrase("importing.give_each_own")
    faults += [
        Fault(None, twice, "id", twice, phrase("importing.stands_twice"), give)
        for twice, count in ids.items()
        if count > 1
    ]
    for station in stations:
        owner = station.part_of
        if owner is not None and (owner == station.id or owner not in ids):
            problem = phrase("importing.no_other_stations_id")
            fault = Fault(None, station.id, "part_of", owner, problem, give)
            faults.append(fault)
    if faults:
        raise StationFileError(source, faults)


def check_owners(
    stations: Sequence[Station],
    groups: Sequence[Group],
    known: frozenset[str],
    findings: list[Finding],
) -> list[Station]:
    """Return stations without owners (`part_of`) that aren't there; their ids are kept aside."""
    ids = {station.id for station in stations} | known
    checked = []
    for station, group in zip(stations, groups, strict=True):
        if station.part_of is None or (station.part_of in ids and station.part_of != station.id):
            checked.append(station)
            continue
        problem = phrase("importing.no_other_stations_id")
        remedy = phrase("importing.kept_part_text_correct")
        place = group.drafts[0].place("part_of")
        findings.append(
            finding("value", "warning", place, station.part_of, problem, remedy, name=station.name)
        )
        extra = {**station.extra, "part_of_text": station.part_of}
        checked.append(replace(station, part_of=None, extra=extra))
    return checked
