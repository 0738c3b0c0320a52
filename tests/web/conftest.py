import json
import random
from dataclasses import replace

import pytest

from locator.paths import data_file
from locator.settings import read_settings
from locator.web import create_app
from tests.making import feature, write


@pytest.fixture(scope="session")
def settings():
    return read_settings({})


@pytest.fixture(scope="session")
def app(settings):
    """The app on the bundled stations."""
    return create_app(settings)


@pytest.fixture(scope="session")
def example_app(settings):
    """The app on the small example."""
    return create_app(replace(settings, stations=data_file("example.geojson")))


@pytest.fixture(scope="session")
def few_people(tmp_path_factory):
    """Two thousand cells in and about Henan: planner's questions on them take milliseconds."""
    rng = random.Random(6)
    rows = (f"{rng.uniform(110, 117)},{rng.uniform(31, 37)},{n % 9}\n" for n in range(2000))
    path = tmp_path_factory.mktemp("people") / "demand.csv"
    path.write_text("lon,lat,weight\n" + "".join(rows))
    return path


@pytest.fixture(scope="session")
def few_app(settings, few_people, tmp_path_factory):
    """A thousand stations in and about Henan, of all sorts, and few people."""
    rng = random.Random(7)
    kinds, services = ("love_station", "rider_home", "driver_home"), ("water", "toilet", "rest")
    hours = ("24/7", "Mo-Su 08:00-20:00", "Mo-Fr 22:00-06:00", "")
    stations = [
        feature(
            f"s{n}", rng.uniform(110, 117), rng.uniform(31, 37), kind=kinds[n % 3],
            services=rng.sample(services, n % 4), position="modelled", name=f"模拟·{n}",
            **({"opening_hours": hours[n % 4]} if hours[n % 4] else {}),
        )
        for n in range(1000)
    ]  # fmt: skip
    path = write(tmp_path_factory.mktemp("few") / "stations.geojson", *stations)
    return create_app(replace(settings, stations=path, demand=few_people))


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def get(client):
    """Ask for the nearest stations and return the answer with its JSON."""

    def ask(query="", **parameters):
        answer = client.get("/api/v1/nearest" + query, query_string=parameters or None)
        return answer, json.loads(answer.get_data(as_text=True))

    return ask
