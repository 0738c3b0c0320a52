"""KML and GPX as map programs take them: GDAL's readers and an XML parser are the oracles."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import geopandas
import pyogrio
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from locator.cli.main import main
from locator.stations.kinds import KINDS
from locator.stations.writing import FileError, read_any, write_any
from locator.stations.writing.kml_gpx import write_gpx, write_kml
from tests.making import feature, station_set

KML = "{http://www.opengis.net/kml/2.2}"
ATOM = "{http://www.w3.org/2005/Atom}"
GPX = "{http://www.topografix.com/GPX/1/1}"
OSMAND = "{https://osmand.net}"
HOSTILE = "]]><script>alert(1)</script>&amp;\"'</name>"
FULL = feature(
    "a", 113.65, 34.76, kind="rider_home", name="骑手之家<甲>", address="[[A座]]>二楼",
    hours_text="8:30-18:00", services=["rest", "water"], access="骑手", phone="0371-65506110",
    status="paused", note=HOSTILE + "\n二行", url="https://example.org/?a=b&c='d\"",
)  # fmt: skip
OTHERS = (
    feature("b", 113.66, 34.77, kind="driver_home"),
    feature("c", 113.67, 34.78, kind="rider_home"),
)


class _Html(HTMLParser):
    """Gathers the tags and the text of a description."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.text = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key == "href"]

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def stations():
    return station_set(FULL, *OTHERS).stations


def test_kml_has_a_folder_and_a_style_for_each_kind_in_their_order(stations, tmp_path):
    path = tmp_path / "s.kml"
    write_kml(path, stations, "a < b")
    document = ET.parse(path).getroot()[0]
    assert document.findtext(KML + "description") == "a < b"
    styles = {s.get("id"): s.findtext(f".//{KML}color") for s in document.iter(KML + "Style")}
    assert list(styles) == ["driver_home", "rider_home"]
    red, green, blue = re.findall("..", KINDS["driver_home"].colour[1:])
    assert styles["driver_home"] == ("ff" + blue + green + red).lower()
    folders = {
        folder.findtext(KML + "name"): [
            (mark.findtext(KML + "name"), mark.findtext(KML + "styleUrl"))
            for mark in folder.iter(KML + "Placemark")
        ]
        for folder in document.iter(KML + "Folder")
    }
    assert list(folders) == ["司机之家", "骑手之家"]
    assert folders["骑手之家"][0] == ("骑手之家<甲>", "#rider_home")
    assert [len(marks) for marks in folders.values()] == [1, 2]


def test_a_description_is_words_in_harmless_html(stations, tmp_path):
    path = tmp_path / "s.kml"
    write_kml(path, stations)
    marks = {m.findtext(KML + "name"): m for m in ET.parse(path).getroot().iter(KML + "Placemark")}
    mark = marks["骑手之家<甲>"]
    html = _Html(mark.findtext(KML + "description"))
    assert set(html.tags) == {"b", "br", "a"}
    assert html.links == ["https://example.org/?a=b&c='d\""]
    for words in (
        "暂停开放",
        "[[A座]]>二楼",
        "8:30-18:00",
        "饮水",
        "骑手",
        HOSTILE,
        "0371-65506110",
    ):
        assert words in html.text
    assert "rest" not in html.text.replace("example.org", "")
    assert mark.find(ATOM + "link").get("href") == html.links[0]
    assert mark.findtext(KML + "phoneNumber") == "0371-65506110"
    without = [m for m in marks.values() if m is not mark]
    assert all(m.find(ATOM + "link") is None for m in without)
    assert "a" not in [t for m in without for t in _Html(m.findtext(KML + "description")).tags]


def test_gpx_waypoints_have_the_elements_that_map_programs_show(stations, tmp_path):
    path = tmp_path / "s.gpx"
    write_gpx(path, stations, "a < b", "2026-11-01")
    root = ET.parse(path).getroot()
    assert root.findtext(f"{GPX}metadata/{GPX}desc") == "a < b"
    assert root.findtext(f"{GPX}metadata/{GPX}time") == "2026-11-01T00:00:00Z"
    first, second, _ = root.iter(GPX + "wpt")
    # The schema's sequence: other orders are refused by strict readers.
    tags = [element.tag.removeprefix(GPX) for element in first]
    assert tags == ["name", "desc", "link", "sym", "type", "extensions"]
    assert first.find(GPX + "link").get("href") == "https://example.org/?a=b&c='d\""
    assert second.find(GPX + "link") is None
    lines = first.findtext(GPX + "desc").splitlines()
    assert lines[:2] == ["骑手之家", "暂停开放"]
    assert "地址： [[A座]]>二楼" in lines
    assert first.findtext(GPX + "sym") == KINDS["rider_home"].gpx_symbol
    extensions = first.find(GPX + "extensions")
    assert extensions.findtext(OSMAND + "color") == KINDS["rider_home"].colour
    assert extensions.findtext(OSMAND + "icon") == KINDS["rider_home"].osmand_icon


@pytest.mark.parametrize("ending", [".kml", ".gpx"])
def test_gdal_reads_names_and_places(stations, tmp_path, ending):
    path = tmp_path / f"s{ending}"
    write_any(path, stations)
    layers = ["司机之家", "骑手之家"] if ending == ".kml" else ["waypoints"]
    assert [name for name, _ in pyogrio.list_layers(path)][: len(layers)] == layers
    rows = []
    for layer in layers:
        frame = geopandas.read_file(path, layer=layer).rename(columns={"Name": "name"})
        rows += [(n, p.x, p.y) for n, p in zip(frame["name"], frame.geometry, strict=True)]
    assert sorted(rows) == sorted((s.name, s.where.lon, s.where.lat) for s in stations)


@pytest.mark.parametrize("ending", [".kml", ".gpx"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_among_other_properties_keeps_the_file_well_formed(tmp_path, ending, value):
    """Control characters stand in no XML; in JSON they may."""
    made = station_set(feature("a", other=value, more={"k": [value]}))
    path = tmp_path / f"s{ending}"
    write_any(path, made.stations)
    ET.parse(path)
    assert read_any(path).stations == made.stations


def test_what_an_earlier_version_wrote_is_read(tmp_path):
    """It wrote both by GDAL: KML with everything as data, GPX with id, kind, name and address."""
    # GDAL's KML of FULL is not well-formed: it begins CDATA in CDATA at "[[".
    stations = station_set(
        {**FULL, "properties": FULL["properties"] | {"address": "乙路&2号"}}, *OTHERS
    ).stations
    frame = geopandas.GeoDataFrame(
        {
            "id": [s.id for s in stations],
            "kind": [s.kind for s in stations],
            "Name": [s.name for s in stations],
            "description": [s.address for s in stations],
            "phone": [s.phone for s in stations],
        },
        geometry=geopandas.points_from_xy(
            [s.where.lon for s in stations], [s.where.lat for s in stations]
        ),
        crs="EPSG:4326",
    )
    pyogrio.write_dataframe(frame, tmp_path / "s.kml", driver="LIBKML", layer="stations")
    read = read_any(tmp_path / "s.kml").stations
    assert [(s.id, s.kind, s.name, s.address, s.phone) for s in read] == [
        (s.id, s.kind, s.name, s.address, s.phone) for s in stations
    ]
    waypoints = frame.rename(columns={"Name": "name", "description": "desc", "kind": "type"})
    pyogrio.write_dataframe(
        waypoints[["name", "desc", "type", "id", "geometry"]], tmp_path / "s.gpx", driver="GPX",
        layer="waypoints", dataset_options={"GPX_USE_EXTENSIONS": "YES"},
    )  # fmt: skip
    read = read_any(tmp_path / "s.gpx").stations
    assert [(s.id, s.kind, s.name, s.address) for s in read] == [
        (s.id, s.kind, s.name, s.address) for s in stations
    ]


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE kml [<!ENTITY a "b">]><kml xmlns="http://www.opengis.net/kml/2.2">&a;</kml>',
        '<?xml version="1.0" encoding="UTF-16"?><kml xmlns="http://www.opengis.net/kml/2.2"/>',
        '<kml xmlns="urn:other"/>',
        "<kml",
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark id="p0"/></kml>',
    ],
)
def test_entities_other_encodings_and_other_documents_are_refused(tmp_path, content):
    path = tmp_path / "s.kml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError):
        read_any(path)


def test_an_import_of_our_kml_takes_its_data_not_its_words(stations, tmp_path):
    """As a list a file of ours is read by GDAL; its description is words about the columns."""
    write_any(tmp_path / "s.kml", stations)
    back = tmp_path / "s.geojson"
    result = CliRunner().invoke(main, ["import", str(tmp_path / "s.kml"), "-o", str(back)])
    assert result.exit_code == 0, result.output
    wanted = {s.id: (s.kind, s.name, s.address, s.note, s.services) for s in stations}
    read = read_any(back).stations
    assert {s.id: (s.kind, s.name, s.address, s.note, s.services) for s in read} == wanted


KML_OF = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark id="{id}"><ExtendedData>'
    '<Data name="id"><value>a</value></Data><Data name="kind"><value>love_station</value></Data>'
    '<Data name="name"><value>b</value></Data><Data name="extra"><value>{extra}</value></Data>'
    "</ExtendedData><Point><coordinates>113,34</coordinates></Point></Placemark></kml>"
)


@pytest.mark.parametrize(
    "extra", ["[1]", "5", "null", '{"id": "b"}', "[" * 5_000 + "]" * 5_000, "{"]
)
def test_other_properties_that_are_none_are_refused(tmp_path, extra):
    path = tmp_path / "s.kml"
    path.write_text(KML_OF.format(id="p1", extra=extra), encoding="utf-8")
    with pytest.raises(FileError):
        read_any(path)


def test_a_place_in_the_file_may_be_any_word(tmp_path):
    for word in ("p" + "9" * 5_000, "x", "p٣"):
        path = tmp_path / "s.kml"
        path.write_text(KML_OF.format(id=word, extra="{}"), encoding="utf-8")
        assert [station.id for station in read_any(path)] == ["a"]


def test_entities_hide_in_no_other_encoding(tmp_path):
    path = tmp_path / "s.kml"
    document = '<!DOCTYPE kml [<!ENTITY a "b">]>' + KML_OF.format(id="p1", extra="{}")
    path.write_bytes(document.encode("utf-16-le"))
    with pytest.raises(FileError):
        read_any(path)
