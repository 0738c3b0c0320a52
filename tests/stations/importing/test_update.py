"""A list into a file: what is new, changed, unchanged, and gone; a list speaks of its own only."""

import pytest

from locator.stations.importing.update import Mention, update_stations
from tests.making import feature, station_set

COUNTIES = ("410102", "410103")


def stations(*features):
    return station_set(*features).stations


def province(**properties):
    """Four stations in each of two counties, and a driver home in the first."""
    made = [
        feature(f"{county}-{n}", adcode=county, address=f"{county}路{n}号", **properties)
        for county in COUNTIES
        for n in range(4)
    ]
    home = feature("home", kind="driver_home", adcode=COUNTIES[0])
    return stations(*made, home, feature("m", name="模拟驿站", position="modelled"))


def listed(*numbers, county=COUNTIES[0], **properties):
    return stations(
        *(
            feature(f"{county}-{n}", adcode=county, address=f"{county}路{n}号", **properties)
            for n in numbers
        )
    )


def test_a_countys_list_leaves_other_counties_and_kinds_alone():
    update = update_stations(province(), listed(0, 1, 2))
    assert update.gone == ("410102-3",)
    assert len(update.unchanged) == 3
    assert update.beyond == 5  # four of the other county, and the driver home
    assert "5" in update.lines("zh")[0]
    assert [s.id for s in update.stations if s.extra.get("gone")] == ["410102-3"]


def test_pruning_removes_no_more_than_is_gone():
    update = update_stations(province(), listed(0, 1, 2), prune=True)
    assert {s.id for s in province()} - {s.id for s in update.stations} == {"410102-3"}


@pytest.mark.parametrize(("matched", "gone"), [((0,), 0), ((0, 1), 2), ((0, 1, 2), 1)])
def test_less_than_half_of_a_county_is_not_its_list(matched, gone):
    assert len(update_stations(province(), listed(*matched)).gone) == gone


def test_one_row_in_a_wrong_county_makes_nothing_go_there():
    rows = (*listed(0, 1, 2, 3), *listed(0, county=COUNTIES[1]))
    assert update_stations(province(), rows).gone == ()


def test_with_a_source_its_stations_are_meant_and_no_others():
    known = (*province(source="市总"), *stations(feature("x", source="区总", adcode="410102")))
    update = update_stations(known, listed(0, 1, 2, 3, source="市总"), source="市总")
    assert update.gone == tuple(f"410103-{n}" for n in range(4))
    assert update.beyond == 2  # the driver home without a source, and 区总's


@pytest.mark.parametrize(
    "mention",
    [
        Mention("410102-3", "", ""),
        Mention(None, "驿站 410102-3", "410102路3号"),
        Mention(None, "驿站410102-3", ""),
    ],
)
def test_a_station_whose_row_was_refused_is_not_gone(mention):
    assert update_stations(province(), listed(0, 1, 2), refused=[mention]).gone == ()
    other = Mention(None, "别的驿站", "")
    assert len(update_stations(province(), listed(0, 1, 2), refused=[other]).gone) == 1


def test_hours_that_are_not_understood_do_not_leave_the_old_ones_standing():
    known = stations(feature("a", opening_hours="24/7", hours_text="24小时"))
    update = update_stations(known, stations(feature("a", hours_text="看情况")))
    assert (update.stations[0].opening_hours, update.stations[0].hours_text) == (None, "看情况")
    assert update.changed == {"a": ("opening_hours", "hours_text")}
    silent = update_stations(known, stations(feature("a")))
    assert silent.stations == known


def test_what_was_kept_aside_goes_once_the_list_tells_it():
    known = stations(feature("a", services_text="擦鞋机", colour="red"))
    update = update_stations(known, stations(feature("a", services=["water"])))
    assert dict(update.stations[0].extra) == {"colour": "red"}


def test_the_order_of_services_is_no_change():
    known = stations(feature("a", services=["toilet", "water"]))
    update = update_stations(known, stations(feature("a", services=["water", "toilet"])))
    assert (update.stations, update.changed) == (known, {})
