"""What files hold: those that GDAL would follow elsewhere are none of ours, real ones are."""

import json

import pyogrio
import pytest

from locator.errors import LocatorError
from locator.geo.vector_files import content_matches_suffix, read_frame
from locator.stations.writing.formats import FORMATS
from tests.making import feature, station_set

OTHER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"weight": 1},
            "geometry": {"type": "Point", "coordinates": [113.6, 34.7]},
        }
    ],
}
VRT = """<OGRVRTDataSource><OGRVRTLayer name="other"><SrcDataSource>{0}</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""
STREAMED = '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {0}"}}'


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "other.geojson"
    path.write_text(json.dumps(OTHER))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.geojson", VRT), ("a.json", STREAMED), ("a.geojson", STREAMED), ("a.gpkg", STREAMED)],
)
def test_a_file_that_leads_to_another_is_not_read(tmp_path, other, name, text):
    path = tmp_path / name
    path.write_text(text.format(other))
    assert len(pyogrio.read_dataframe(path)) == 1  # GDAL alone follows it
    assert not content_matches_suffix(path)
    with pytest.raises(LocatorError, match="isn't what"):
        read_frame(path)


@pytest.mark.parametrize("name", ["a.kml", "a.gpx"])
@pytest.mark.parametrize(
    "text", [VRT, STREAMED, "", "<gml/>", "{}", '<?xml version="1.0" encoding="GBK"?><kml/>']
)
def test_nor_is_a_list_of_ours(tmp_path, other, name, text):
    path = tmp_path / name
    path.write_text(text.format(other))
    assert not content_matches_suffix(path)
    with pytest.raises(LocatorError, match="no table of stations"):
        FORMATS[path.suffix].read(path)


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".kml", ".gpx", ".csv", ".parquet"])
def test_real_files_are_what_they_say(tmp_path, ending):
    path = tmp_path / f"real{ending}"
    stations = station_set(feature("a", 113.6, 34.7, name="gdal 驿站"))
    FORMATS[ending].write(path, stations)
    assert content_matches_suffix(path)


@pytest.mark.parametrize("start", ["\ufeff", "\n\t ", "\ufeff \r\n"])
def test_a_mark_and_blanks_may_stand_before_json(tmp_path, start):
    path = tmp_path / "a.geojson"
    path.write_text(start + json.dumps(OTHER), encoding="utf-8")
    assert content_matches_suffix(path)
    assert len(read_frame(path)) == 1
