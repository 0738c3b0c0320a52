import pytest
from opening_hours import OpeningHours

from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

LISTED = {
    "id", "kind", "name", "address", "adcode", "opening_hours", "hours_text", "services", "phone",
    "operator", "capacity", "access", "status", "valid_from", "valid_to", "part_of", "note",
    "verified_at", "url", "source", "position",
}  # fmt: skip


@pytest.fixture(scope="module")
def examples(example_features):
    return [feature["properties"] for feature in example_features]


def test_has_every_kind_service_and_status(examples):
    assert {one["kind"] for one in examples} == KINDS.keys()
    assert {service for one in examples for service in one["services"]} == SERVICES.keys()
    assert {one["status"] for one in examples} == {"active", "paused", "planned"}


def test_has_every_season(examples):
    active = [one for one in examples if one["status"] == "active"]
    assert any(one.get("valid_to", "9") < "2024" for one in active)
    assert any(one.get("valid_from", "9") < "2026" and one.get("valid_to", "") > "2035"
               for one in active)  # fmt: skip
    assert any(one.get("valid_from", "") > "2035" for one in active)
    assert any(one.get("opening_hours", "").startswith("Jun 01-Sep 15:") for one in active)


def test_has_the_odd_cases(examples, example_features):
    ids = {one["id"] for one in examples}
    assert len(ids) == len(examples)
    assert any(one.get("part_of") in ids for one in examples)
    assert any("opening_hours" not in one for one in examples)
    assert any(one.keys() - LISTED for one in examples)
    assert {len(f["geometry"]["coordinates"]) for f in example_features} == {2, 3}


def test_is_modelled_throughout(examples):
    for one in examples:
        assert one["position"] == "modelled"
        assert one["name"].startswith("模拟")
        assert not {"address", "phone"} & one.keys()


def test_adcodes_and_hours_hold(examples, example_features, county_at):
    at = county_at([feature["geometry"]["coordinates"][:2] for feature in example_features])
    assert at == [one["adcode"] for one in examples]
    for one in examples:
        if "opening_hours" in one:
            OpeningHours(one["opening_hours"])
