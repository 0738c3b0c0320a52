"""Stations for map programs: KML in folders of kinds, and GPX waypoints.

Both say in words what people want to know of a station, and hold every property besides, so that
it comes back. Texts are escaped where they stand and never wrapped in CDATA, which a text can end.

Sources: OGC KML 2.2 (07-147r2); GPX 1.1 (topografix.com/GPX/1/1); OsmAnd's GPX extensions, of which
Organic Maps takes the colour (osmand.net/docs/technical/osmand-file-formats/osmand-gpx).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from locator.language import phrase, phrases
from locator.stations.hours.rendering import word_station_hours
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.writing.delimited import not_ours
from locator.stations.writing.records import COLUMNS, feature_from, record_of, station_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from locator.language import Language
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

_KML, _ATOM = "http://www.opengis.net/kml/2.2", "http://www.w3.org/2005/Atom"
_GPX, _OSMAND = "http://www.topografix.com/GPX/1/1", "https://osmand.net"
# Of the properties that have no place of their own in GPX.
_OWN = "urn:locator:station"
# How an earlier version wrote the id, by GDAL.
_EARLIER_ID = "{http://osgeo.org/gdal}id"
# What no XML holds. Texts of checked stations have none of it; JSON in `extra` may.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITY = b"<!ENTITY"
_LONGEST_NUMBER = 10
# Of the others nothing is to be said: they are in use.
_STATUSES = phrases("common.statuses")
_LABELS = phrases("writing.labels")


def described(station: Station, lang: Language = "zh") -> list[tuple[str, str]]:
    """Return what people want to know of a station: labels, empty for some, and plain texts.

    Its name is not among it.
    """
    services = _services(station.services, lang)
    status = _STATUSES.get(station.status)
    rows = [
        ("", KINDS[station.kind].name.in_language(lang)),
        ("", status and status.in_language(lang)),
        ("address", station.address),
        ("hours", word_station_hours(station, lang)),
        ("services", services),
        ("access", station.access),
        ("phone", station.phone),
        ("note", station.note),
        ("link", station.url),
    ]
    return [(_LABELS[key].in_language(lang) if key else "", text) for key, text in rows if text]


@cache
def _services(keys: tuple[str, ...], lang: Language) -> str:
    separator = phrase("language.list_separator").in_language(lang)
    return separator.join(SERVICES[key].name.in_language(lang) for key in keys)


def write_kml(path: Path, stations: Iterable[Station], about: str = "") -> None:
    """Write a KML file: a folder and a style for each kind, in the order of their table.

    Parameters
    ----------
    path
        Where; it is not yet written in one step: see `write_whole`.
    stations
        Their properties go into each placemark's extended data, their order into its id.
    about
        What the file says of itself, such as its licence.
    """
    folders: dict[str, list[str]] = {}
    for number, station in enumerate(stations):
        folders.setdefault(station.kind, []).append(_placemark(number, station))
    used = [kind for key, kind in KINDS.items() if key in folders]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_KML}" xmlns:atom="{_ATOM}">\n'
            "<Document>\n<name>stations</name>\n"
        )
        if about:
            file.write(f"<description>{_text(about)}</description>\n")
        for kind in used:
            file.write(
                f'<Style id="{kind.key}"><IconStyle><color>{_abgr(kind.colour)}</color>'
                "</IconStyle></Style>\n"
            )
        for kind in used:
            file.write(f"<Folder><name>{_text(kind.name.in_language('zh'))}</name>\n")
            file.writelines(folders[kind.key])
            file.write("</Folder>\n")
        file.write("</Document>\n</kml>\n")


def _placemark(number: int, station: Station) -> str:
    rows = "<br>".join(_html_row(station, label, text) for label, text in described(station))
    link = f"<atom:link href={_attribute(station.url)}/>" if station.url else ""
    address = f"<address>{_text(station.address)}</address>" if station.address else ""
    phone = f"<phoneNumber>{_text(station.phone)}</phoneNumber>" if station.phone else ""
    data = "".join(
        f'<Data name="{name}"><value>{_text(value)}</value></Data>'
        for name, value in _known(station)
    )
    return (
        f'<Placemark id="p{number}"><name>{_text(station.name)}</name>{link}{address}{phone}'
        f"<description>{_text(rows)}</description><styleUrl>#{station.kind}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>"
        f"<Point><coordinates>{station.where.lon!r},{station.where.lat!r}</coordinates></Point>"
        "</Placemark>\n"
    )


def _html_row(station: Station, label: str, text: str) -> str:
    """Return a row of a description, which KML's readers take for HTML."""
    html = escape(text).replace("\n", "<br>")
    if text == station.url:
        html = f"<a href={_attribute(text)}>{html}</a>"
    return f"<b>{escape(label)}</b> {html}" if label else html


def _abgr(colour: str) -> str:
    """Return `#rrggbb` as KML has it: opaque, blue before green before red."""
    return f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def write_gpx(path: Path, stations: Iterable[Station], about: str = "", date: str = "") -> None:
    """Write a waypoint for each station, in their order.

    Parameters
    ----------
    path
        Where; it is not yet written in one step: see `write_whole`.
    stations
        What GPX has no element for stands among a waypoint's extensions.
    about, date
        What the file says of itself, and of which day, as 2026-11-01, its data are.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<gpx version="1.1" creator="locator" xmlns="{_GPX}" xmlns:osmand="{_OSMAND}" '
            f'xmlns:s="{_OWN}">\n<metadata><name>stations</name>'
        )
        if about:
            file.write(f"<desc>{_text(about)}</desc>")
        if date:
            file.write(f"<time>{_text(date)}T00:00:00Z</time>")
        file.write("</metadata>\n")
        file.writelines(_waypoint(station) for station in stations)
        file.write("</gpx>\n")


def _waypoint(station: Station) -> str:
    kind = KINDS[station.kind]
    rows = "\n".join(f"{label} {text}".strip() for label, text in described(station))
    link = f"<link href={_attribute(station.url)}/>" if station.url else ""
    own = "".join(f"<s:{name}>{_text(value)}</s:{name}>" for name, value in _known(station))
    return (
        f'<wpt lat="{station.where.lat!r}" lon="{station.where.lon!r}">'
        f"<name>{_text(station.name)}</name><desc>{_text(rows)}</desc>{link}"
        f"<sym>{kind.gpx_symbol}</sym><type>{_text(kind.name.in_language('zh'))}</type>"
        f"<extensions><osmand:icon>{kind.osmand_icon}</osmand:icon>"
        f"<osmand:background>circle</osmand:background>"
        f"<osmand:color>{kind.colour}</osmand:color>{own}</extensions></wpt>\n"
    )


def _known(station: Station) -> Iterator[tuple[str, str]]:
    """Yield the properties' names and values as texts, where something is known."""
    for name, value in record_of(station).items():
        if value is None:
            continue
        text = str(value)
        if name == "extra" and _NO_XML.search(text):
            text = json.dumps(dict(station.extra))  # which is ASCII
        yield name, text


def _text(text: str) -> str:
    """Return a text as the content of an element, which reads back as it was."""
    return escape(_NO_XML.sub("\ufffd", text)).replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


def read_kml(path: Path) -> StationSet:
    """Read what `write_kml` wrote: its placemarks with extended data, in their order.

    Raises
    ------
    FileError
        If it is no such file.
    StationFileError
        With every fault of its stations.
    """
    root = _root(path, f"{{{_KML}}}kml")
    placemarks = sorted(root.iter(f"{{{_KML}}}Placemark"), key=lambda mark: _number(mark.get("id")))
    return station_set((_from_placemark(mark, path) for mark in placemarks), path)


def _number(name: str | None) -> int:
    """Return a placemark's place; those without one stay as they stand, before the others."""
    digits = (name or "").removeprefix("p")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_NUMBER
    return int(digits) if is_number else -1


def _from_placemark(mark: ET.Element, path: Path) -> dict[str, Any]:
    record = {
        data.get("name", ""): data.findtext(f"{{{_KML}}}value") or ""
        for data in mark.iter(f"{{{_KML}}}Data")
    }
    # How an earlier version wrote them, by GDAL.
    for data in mark.iter(f"{{{_KML}}}SimpleData"):
        record.setdefault(data.get("name", ""), data.text or "")
    record.setdefault("id", mark.get("id") or "")
    record.setdefault("name", mark.findtext(f"{{{_KML}}}name") or "")
    if "kind" in record and "address" not in record and mark.find(f"{{{_KML}}}styleUrl") is None:
        record["address"] = mark.findtext(f"{{{_KML}}}description") or ""
    place = mark.findtext(f"{{{_KML}}}Point/{{{_KML}}}coordinates") or ""
    return _feature(record, place.split(",")[:2], path)


def read_gpx(path: Path) -> StationSet:
    """Read what `write_gpx` wrote; errors as those of `read_kml`."""
    root = _root(path, f"{{{_GPX}}}gpx")
    return station_set((_from_waypoint(mark, path) for mark in root.iter(f"{{{_GPX}}}wpt")), path)


def _from_waypoint(mark: ET.Element, path: Path) -> dict[str, Any]:
    record = {
        element.tag.removeprefix(f"{{{_OWN}}}"): element.text or ""
        for element in mark.iter()
        if element.tag.startswith(f"{{{_OWN}}}")
    }
    if not record:  # of an earlier version
        places = {"name": "name", "address": "desc", "kind": "type"}
        record = {key: mark.findtext(f"{{{_GPX}}}{tag}") or "" for key, tag in places.items()}
        record["id"] = next((e.text or "" for e in mark.iter(_EARLIER_ID)), "")
    return _feature(record, [mark.get("lon", ""), mark.get("lat", "")], path)


def _feature(record: dict[str, Any], place: list[str], path: Path) -> dict[str, Any]:
    try:
        lon, lat = map(float, place)
        return feature_from({k: v for k, v in record.items() if k in COLUMNS}, lon, lat)
    except (ValueError, RecursionError) as error:
        raise not_ours(path, f"{record.get('id')}: {error}") from error


def _root(path: Path, tag: str) -> ET.Element:
    """Return the root of an XML file in UTF-8 that declares no entities: they can grow without end.

    Raises
    ------
    FileError
        If it is none, or its root is another.
    """
    raw = path.read_bytes()
    try:
        raw.decode("utf-8")
        # NUL: other encodings, in which the word below would hide.
        if _ENTITY in raw or b"\0" in raw:
            raise not_ours(path, _ENTITY.decode())
        root = ET.fromstring(raw)  # noqa: S314  # without entities
    except (ValueError, ET.ParseError) as error:  # an encoding that expat lacks is the first
        raise not_ours(path, str(error)) from error
    if root.tag != tag:
        raise not_ours(path, f"<{root.tag.rpartition('}')[2]}>")
    return root
