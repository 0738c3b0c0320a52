"""Read a GeoJSON file of stations: everything is checked, and all faults come together.

`load_stations` reads the file that the settings name, for the server and the commands alike.
"""

from __future__ import annotations

import gc
import hashlib
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from locator.errors import LocatorError
from locator.language import Phrase, phrase
from locator.stations.faults import Fault, StationFileError
from locator.stations.feature import FeatureCheck
from locator.stations.hours import Calendar
from locator.stations.station_set import Origin, StationSet

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator


_WGS84_NAMES = frozenset(
    {
        "crs84",
        "ogc:crs84",
        "urn:ogc:def:crs:ogc:1.3:crs84",
        "urn:ogc:def:crs:ogc::crs84",
        "http://www.opengis.net/def/crs/ogc/1.3/crs84",
        "epsg:4326",
        "urn:ogc:def:crs:epsg::4326",
        "http://www.opengis.net/def/crs/epsg/0/4326",
    }
)
_EXPORT_AGAIN = phrase("stations.export_again")


def read_stations(path: str | os.PathLike[str], calendar: Calendar | None = None) -> StationSet:
    """Read a GeoJSON file of stations.

    A byte order mark, CRLF, a third coordinate and properties of other names are fine; the
    latter are kept. Null and empty texts mean absent.

    Parameters
    ----------
    path
        An RFC 7946 FeatureCollection of Points, WGS 84, with the properties of `Station`.
    calendar
        China's days off and make-up days; by default the years published with the program.

    Raises
    ------
    StationFileError
        With every fault of the file: feature number, id, field, value and remedy.
    LocatorError
        If the file can't be read at all.
    """
    try:
        raw = Path(path).read_bytes()
        modified_at = datetime.fromtimestamp(Path(path).stat().st_mtime, tz=UTC)
    except (OSError, ValueError) as error:  # the latter: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        message = phrase("stations.cant_read", path=path, reason=reason)
        raise LocatorError(message) from error
    origin = Origin(str(path), hashlib.sha256(raw).hexdigest(), modified_at)
    return parse_stations(raw, origin, calendar)


def parse_stations(raw: bytes, origin: Origin, calendar: Calendar | None = None) -> StationSet:
    """Check the bytes of a GeoJSON file as `read_stations` does, wherever they come from."""
    with no_collection():
        return _parse(raw, origin, calendar)


def _parse(raw: bytes, origin: Origin, calendar: Calendar | None) -> StationSet:
    try:
        faults, features = _features(_json(raw))
        checks = [FeatureCheck(number, feature) for number, feature in enumerate(features, start=1)]
    except RecursionError:
        faults, checks = [_file_fault("json", "[[[[", phrase("stations.nested_too_deeply"))], []
    except _NoJsonError as error:
        faults, checks = [error.fault], []
    _check_ids(checks)
    faults.extend(fault for check in checks for fault in check.faults)
    if faults:
        raise StationFileError(origin.path, faults)
    return StationSet(
        [check.station for check in checks if check.station is not None], origin, calendar
    )


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking millions of new objects, none of them garbage.

    It halves the time that 200,000 stations take.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _NoJsonError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _file_fault(
    field: str, value: object, problem: Phrase, remedy: Phrase = _EXPORT_AGAIN
) -> Fault:
    return Fault(None, None, field, value, problem, remedy)


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        bad = raw[error.start : error.start + 8]
        save = phrase("stations.save_utf_8")
        raise _NoJsonError(_file_fault("encoding", bad, phrase("stations.utf_8"), save)) from error
    except json.JSONDecodeError as error:
        problem = phrase(
            "stations.no_json_from", line=error.lineno, column=error.colno, why=error.msg
        )
        value = error.doc[error.pos : error.pos + 20]
        raise _NoJsonError(_file_fault("json", value, problem)) from error
    except ValueError as error:  # a whole number of more digits than Python reads
        raise _NoJsonError(
            _file_fault("json", str(error), phrase("stations.too_long_number"))
        ) from error


def _features(document: object) -> tuple[list[Fault], list[object]]:
    """Return what is wrong with the whole, and the features."""
    members = document if isinstance(document, dict) else {}
    features = members.get("features")
    if members.get("type") != "FeatureCollection" or not isinstance(features, list):
        value = members.get("type", type(document).__name__)
        problem = phrase("stations.no_featurecollection_features")
        return [_file_fault("type", value, problem)], []
    if "crs" not in members or _is_wgs84(members["crs"]):
        return [], features
    convert = phrase("stations.convert_wgs_84_drop_member")
    return [_file_fault("crs", members["crs"], phrase("stations.wgs_84"), convert)], features


def _is_wgs84(crs: object) -> bool:
    """Tell whether a `crs` member, of GeoJSON before RFC 7946, says WGS 84."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return isinstance(name, str) and name.lower() in _WGS84_NAMES


def _check_ids(checks: list[FeatureCheck]) -> None:
    """Note ids that stand twice, and mobile points of stations that do not exist."""
    first: dict[str, int] = {}
    for check in checks:
        if not isinstance(check.id, str):
            continue
        if check.id in first:
            number = first[check.id]
            problem = phrase("stations.feature_too", number=number)
            check.note("id", check.id, problem, phrase("stations.give_each_own"))
        first.setdefault(check.id, check.number)
    for check in checks:
        owner = None if check.station is None else check.station.part_of
        if owner is not None and (owner not in first or owner == check.id):
            problem = phrase("stations.no_other_stations_id")
            check.note("part_of", owner, problem, phrase("stations.correct_id"))


def load_stations(
    path: Path, *, hide_modelled: bool = False, calendar_folder: Path | None = None
) -> StationSet:
    """Read a file of stations under the calendar of a folder's year files.

    Parameters
    ----------
    path
        The file of stations.
    hide_modelled
        Leave modelled stations out.
    calendar_folder
        Where `locator calendar add` puts year files; one that does not exist has none.

    Raises
    ------
    LocatorError
        If the file has faults or can't be read, or a year file is wrong.
    """
    stations = read_stations(path, Calendar.load(calendar_folder))
    return stations.without_modelled() if hide_modelled else stations
