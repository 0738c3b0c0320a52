"""Write stations as the files that people and programs use, and read them back."""

from locator.stations.writing.atomic import FileError, write_whole
from locator.stations.writing.formats import ENDINGS, read_any, write_any
from locator.stations.writing.geojson import encode_geojson, feature_of

__all__ = [
    "ENDINGS",
    "FileError",
    "encode_geojson",
    "feature_of",
    "read_any",
    "write_any",
    "write_whole",
]
