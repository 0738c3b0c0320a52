"""A station's JSON-LD against its hours."""

import datetime as dt

import pytest

from locator.publish.station.linked_data import linked_data
from locator.stations.hours import Calendar, OpeningHours
from tests.making import feature, station_set

CALENDAR = Calendar.published()


def specifications(data, name):
    return {
        (s.get("dayOfWeek", s.get("validFrom", "")).rsplit("/", 1)[-1], s["opens"], s["closes"])
        for s in data[name]
    }


def test_linked_data_tells_week_and_special_days():
    osm = "Mo-Fr 08:30-18:00; PH off"
    station = station_set(
        feature(
            "full",
            opening_hours=osm,
            phone="0371-1",
            address="路1号",
            capacity=8,
            services=["water"],
        )
    )[0]
    day = dt.date(2026, 9, 28)
    data = linked_data(station, OpeningHours(osm), CALENDAR, day, url="https://a.cn/stations/full")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    assert specifications(data, "openingHoursSpecification") == {
        (d, "08:30", "18:00") for d in days
    }
    special = specifications(data, "specialOpeningHoursSpecification")
    assert ("2026-10-01", "00:00", "00:00") in special
    assert ("2026-10-10", "08:30", "18:00") in special
    assert ("2026-10-08", "08:30", "18:00") not in special
    assert data["geo"] == {"@type": "GeoCoordinates", "longitude": 113.6, "latitude": 34.7}
    assert data["amenityFeature"] == [
        {"@type": "LocationFeatureSpecification", "name": "饮水", "value": True}
    ]


def test_linked_data_leaves_uncertain_days_out():
    osm = "Mo-Fr 09:00-17:00"
    station = station_set(feature(opening_hours=osm))[0]
    data = linked_data(station, OpeningHours(osm), CALENDAR, dt.date(2026, 9, 28))
    special = specifications(data, "specialOpeningHoursSpecification")
    assert not [s for s in special if s[0] == "2026-10-01"]
    assert ("2026-10-10", "09:00", "17:00") in special


@pytest.mark.parametrize(
    ("osm", "opens", "closes"),
    [
        ("24/7", "00:00", "23:59"),
        ("22:00-06:00", "22:00", "06:00"),
        ("08:00-24:00", "08:00", "00:00"),
    ],
)
def test_linked_data_at_the_days_edges(osm, opens, closes):
    station = station_set(feature(opening_hours=osm))[0]
    data = linked_data(station, OpeningHours(osm), CALENDAR, dt.date(2026, 11, 23))
    assert {(s["opens"], s["closes"]) for s in data["openingHoursSpecification"]} == {
        (opens, closes)
    }
