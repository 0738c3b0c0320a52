import pytest

from locator.errors import LocatorError
from locator.paths import data_file
from locator.settings import read_settings


def test_defaults():
    settings = read_settings({})
    assert settings.stations == data_file("stations.geojson")
    assert not settings.hide_modelled
    assert settings.lang == "zh"


def test_what_the_environment_says():
    settings = read_settings(
        {
            "LOCATOR_STATIONS": "/some/where.geojson",
            "LOCATOR_HIDE_MODELLED": "Yes",
            "LOCATOR_RELOAD_EVERY_S": "5",
            "LOCATOR_LANG": "en",
        }
    )
    assert str(settings.stations) == "/some/where.geojson"
    assert settings.hide_modelled
    assert settings.reload_every_s == 5
    assert settings.lang == "en"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOCATOR_HIDE_MODELLED", "perhaps"),
        ("LOCATOR_RELOAD_EVERY_S", "nan"),
        ("LOCATOR_RELOAD_EVERY_S", "0"),
        ("LOCATOR_RELOAD_EVERY_S", "soon"),
        ("LOCATOR_LANG", "fr"),
    ],
)
def test_bad_values_name_the_variable(name, value):
    with pytest.raises(LocatorError, match=name):
        read_settings({name: value})
