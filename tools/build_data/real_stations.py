"""The 82 real stations of Zhengzhou, as its trade union's list has them."""

from __future__ import annotations

import hashlib
import unicodedata

import numpy as np

from locator.geo.datum import convert
from tools.build_data.encode import Feature, make_point
from tools.build_data.sources import counties_at, read_rows

KIND = "love_station"
LIST = "zhengzhou_union_stations_82.csv"
SOURCE = "郑州工会驿站名单（ody-cai/yilutongxing，MIT）"
POSITIONS = {"map_poi": "surveyed", "amap_geocode": "geocoded"}

# The list's own words. 工作日开放 names days and no times: closed on days off, else unknown.
HOURS: dict[str, str | None] = {
    "": None,
    "24小时": "24/7",
    "工作日开放": "Mo-Fr unknown; PH off",
    "周一至周五 09:00-17:00": "Mo-Fr 09:00-17:00",
    "周一至周五 09:00-20:00": "Mo-Fr 09:00-20:00",
    "周一至周五 08:00-12:00,14:00-18:00": "Mo-Fr 08:00-12:00,14:00-18:00",
    "周一至周五 08:30-12:00,13:00-17:30": "Mo-Fr 08:30-12:00,13:00-17:30",
    "05:00-17:30": "Mo-Su 05:00-17:30",
    "07:30-22:30": "Mo-Su 07:30-22:30",
    "08:00-18:30": "Mo-Su 08:00-18:30",
    "08:00-20:00": "Mo-Su 08:00-20:00",
    "08:00-22:00": "Mo-Su 08:00-22:00",
    "08:30-18:00": "Mo-Su 08:30-18:00",
    "08:30-19:30": "Mo-Su 08:30-19:30",
    "08:45-23:45": "Mo-Su 08:45-23:45",
    "09:00-20:00": "Mo-Su 09:00-20:00",
    "08:00-12:00,14:00-16:00": "Mo-Su 08:00-12:00,14:00-16:00",
    "08:30-12:00,14:00-17:30": "Mo-Su 08:30-12:00,14:00-17:30",
}


def real_stations() -> list[Feature]:
    """Read the list; positions go from GCJ-02 to WGS 84, adcodes are those of the polygons."""
    rows = read_rows(LIST)
    gcj_lon = np.array([float(row["gcj02_lng"]) for row in rows])
    gcj_lat = np.array([float(row["gcj02_lat"]) for row in rows])
    lon, lat = (np.round(axis, 6).tolist() for axis in convert(gcj_lon, gcj_lat, "gcj02", "wgs84"))
    adcodes = counties_at(lon, lat)
    return [
        make_point(east, north, _describe(row, adcode))
        for row, east, north, adcode in zip(rows, lon, lat, adcodes, strict=True)
    ]


def _describe(row: dict[str, str], adcode: str) -> dict[str, object]:
    """Return the properties of a station: what the list says, and nothing that it doesn't."""
    properties = {
        "id": f"love-{adcode}-{_fingerprint(row)}",
        "kind": KIND,
        "name": row["name"].strip(),
        "address": row["address"].strip(),
        "adcode": adcode,
        "opening_hours": HOURS[row["open_hours"].strip()],
        "hours_text": row["open_hours"].strip() or None,
        "status": "active",
        "source": SOURCE,
        "position": POSITIONS[row["coord_source"]],
    }
    return {key: value for key, value in properties.items() if value is not None}


def _fingerprint(row: dict[str, str]) -> str:
    """Return eight hexadecimal digits that stay while kind, district, name and address do."""
    parts = (KIND, row["district"], row["name"], row["address"])
    text = "|".join(unicodedata.normalize("NFKC", part).strip() for part in parts)
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
