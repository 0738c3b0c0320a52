"""A handful of stations around the antimeridian and Zhengzhou, and apps that serve them."""

import json
from dataclasses import replace

import pytest

from locator.settings import read_settings
from locator.web import create_app
from tests.browser.conftest import HOSTILE
from tests.cli.conftest import serve  # noqa: F401  # a fixture
from tests.making import feature, write

FEATURES = [
    feature("b-2", 113.60, 34.70, kind="rider_home", services=["water", "toilet"], adcode="410102"),
    feature("a.1", 113.65, 34.75, kind="rider_home", services=["water"], status="paused"),
    feature("Z", -179.9, 10.0, valid_from="2026-06-01", valid_to="2026-08-31", operator="工会, 甲"),
    feature("c", 179.9, -10.0, valid_from="2027-01-01", status="planned", position="surveyed"),
    feature("d", 113.70, 34.80, name="模拟·丁", position="modelled", valid_to="2026-05-31"),
    feature("e_5", 113.65, 34.75, services=["water", "toilet"], part_of="b-2", capacity=7),
    feature("f", 180.0, 0.0, kind="driver_home", source="x", phone="0371-12345678"),
    feature("hostile", 113.61, 34.71, name=HOSTILE[0], address=HOSTILE[1], note=HOSTILE[3],
            url="https://example.org/?a='b", secret="not to be served"),
]  # fmt: skip


@pytest.fixture(scope="session")
def small_path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ogc")
    return write(
        folder / "stations.geojson", *FEATURES, licence="CC BY 4.0 <工会>", date="2026-03-04"
    )


@pytest.fixture(scope="session")
def small_app(small_path, few_people):
    return create_app(replace(read_settings({}), stations=small_path, demand=few_people))


@pytest.fixture
def ask(small_app):
    """Ask for a path below /ogc, and return the answer with its JSON."""

    def get(path, **parameters):
        answer = small_app.test_client().get("/ogc" + path, query_string=parameters or None)
        return answer, json.loads(answer.get_data(as_text=True))

    return get
