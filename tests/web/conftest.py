import json
from dataclasses import replace

import pytest

from locator.paths import data_file
from locator.settings import read_settings
from locator.web import create_app


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
