import pytest

from locator.errors import LocatorError
from locator.paths import data_file
from locator.settings import read_settings
from locator.travel import DETOUR_FACTOR


def test_defaults():
    settings = read_settings({})
    assert settings.stations == data_file("stations.geojson")
    assert not settings.hide_modelled
    assert settings.lang == "zh"
    assert settings.detour_factor == DETOUR_FACTOR


def test_what_the_environment_says():
    settings = read_settings(
        {
            "LOCATOR_STATIONS": "/some/where.geojson",
            "LOCATOR_HIDE_MODELLED": "Yes",
            "LOCATOR_RELOAD_EVERY_S": "5",
            "LOCATOR_LANG": "en",
            "LOCATOR_DETOUR_FACTOR": "1.5",
        }
    )
    assert str(settings.stations) == "/some/where.geojson"
    assert settings.hide_modelled
    assert settings.reload_every_s == 5
    assert settings.lang == "en"
    assert settings.detour_factor == 1.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOCATOR_HIDE_MODELLED", "perhaps"),
        ("LOCATOR_RELOAD_EVERY_S", "nan"),
        ("LOCATOR_RELOAD_EVERY_S", "0"),
        ("LOCATOR_RELOAD_EVERY_S", "soon"),
        ("LOCATOR_LANG", "fr"),
        ("LOCATOR_BASE_URL", "example.org"),
        ("LOCATOR_BASE_URL", 'https://example.org/"><script>'),
    ],
)
def test_bad_values_name_the_variable(name, value):
    with pytest.raises(LocatorError, match=name):
        read_settings({name: value})


TIANDITU = (
    "https://t{0-7}.tianditu.gov.cn/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)


def test_tiles_in_three_lines():
    tiles = read_settings(
        {
            "LOCATOR_TILES": f"{TIANDITU} {TIANDITU.replace('vec', 'cva')}",
            "LOCATOR_TILES_KEY": "abc",
            "LOCATOR_TILES_ATTRIBUTION": "天地图",
        }
    ).tiles
    assert tiles.urls[0].startswith("https://t{s}.tianditu.gov.cn/vec_w/")
    assert tiles.urls[1].endswith("tk=abc")
    assert tiles.servers == "01234567"
    assert tiles.hosts[7] == "https://t7.tianditu.gov.cn"
    assert len(tiles.hosts) == 8
    assert tiles.datum == "wgs84"
    assert read_settings({}).tiles is None


@pytest.mark.parametrize(
    "environ",
    [
        {"LOCATOR_TILES": "https://a.example/{z}/{x}"},
        {"LOCATOR_TILES": "ftp://a.example/{z}/{x}/{y}"},
        {"LOCATOR_TILES": "https://a.example;x/{z}/{x}/{y}"},
        {"LOCATOR_TILES": TIANDITU},
        {"LOCATOR_TILES": "https://a.example/{z}/{x}/{y}", "LOCATOR_TILES_DATUM": "bd09"},
        {"LOCATOR_TILES": "https://a.example/{z}/{x}/{y}", "LOCATOR_TILES_MAX_ZOOM": "x"},
    ],
)
def test_wrong_tiles_are_refused(environ):
    with pytest.raises(LocatorError, match="LOCATOR_TILES"):
        read_settings(environ)


def test_review_number():
    assert read_settings({"LOCATOR_REVIEW_NUMBER": " 豫S 1 "}).review_number == "豫S 1"


def test_base_url():
    assert read_settings({}).base_url == ""
    assert (
        read_settings({"LOCATOR_BASE_URL": " https://a.cn/rest/ "}).base_url == "https://a.cn/rest"
    )


def test_a_wrong_value_is_told_in_both_languages():
    with pytest.raises(LocatorError) as caught:
        read_settings({"LOCATOR_HIDE_MODELLED": "maybe"})
    assert caught.value.in_language("zh") == "LOCATOR_HIDE_MODELLED='maybe'：应为1 或 0"
    assert caught.value.in_language("en") == "LOCATOR_HIDE_MODELLED='maybe': write 1 or 0"
    assert str(caught.value) == caught.value.in_language("en")
