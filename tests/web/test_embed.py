"""/embed, /share and /api/v1/areas over HTTP: what is chosen, what is refused, who may frame."""

import html
import json
import re
from dataclasses import replace

import pytest

from locator.errors import LocatorError
from locator.publish.embed.embed_options import MAX_ZOOM
from locator.settings import read_settings
from locator.web import create_app
from tests.browser.conftest import HOSTILE
from tests.making import feature, write

OPEN_ALL_DAY = {"opening_hours": "24/7"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = write(
        tmp_path_factory.mktemp("embed") / "stations.geojson",
        feature("a", 113.60, 34.70, name="甲站", address="中原路1号", **OPEN_ALL_DAY),
        feature("b", 113.61, 34.70, name="乙站", kind="rider_home", services=["water", "toilet"]),
        feature("m", 113.62, 34.70, name="模拟·丙站", position="modelled"),
        feature("far", 114.60, 34.70, name="远站"),
        *(feature(f"h{i}", 113.63, 34.70 + i / 1000, name=name) for i, name in enumerate(HOSTILE)),
    )
    return replace(read_settings({}), stations=path)


@pytest.fixture(scope="module")
def client(made):
    return create_app(made).test_client()


def data_of(text):
    return json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', text)[1]
    )


def notes_of(text):
    match = re.search(r'<details class="notes">(.*?)</details>', text, re.DOTALL)
    return html.unescape(match[1]) if match else ""


def names_of(text):
    body = text[text.index('<tbody id="rows"') : text.index("</tbody>")]
    return [html.unescape(name) for name in re.findall(r'data-field="name">(.*?)</b>', body)]


NEAR = "bbox=113.595,34.695,113.625,34.705"


def test_the_stations_in_view_stand_in_the_page(client):
    answer = client.get(f"/embed?{NEAR}")
    assert answer.status_code == 200
    assert names_of(answer.text) == ["乙站", "甲站", "模拟·丙站"]
    assert "图中的 3 个站点" in answer.text
    assert "中原路1号" in answer.text
    assert "饮水、卫生间" in answer.text
    assert answer.text.count("示例数据</span>") - answer.text.count("hidden>示例数据</span>") == 1
    embed = data_of(answer.text)["embed"]
    assert [one["id"] for one in embed["features"]] == ["b", "a", "m"]
    assert embed["view"] == {"bbox": [113.595, 34.695, 113.625, 34.705]}
    assert embed["marks"]["total"] == 3
    assert notes_of(answer.text) == ""


def test_every_parameter_is_heeded(client):
    query = (
        "lon=113.605&lat=34.7&zoom=14&kind=rider_home,love_station&service=water&open=possible"
        "&radius_m=1500&lang=en&theme=contrast&list=beside&title=My%20map&controls=0&locate=1"
    )
    text = client.get(f"/embed?{query}").text
    assert names_of(text) == ["乙站"]
    embed = data_of(text)["embed"]
    assert embed["view"] == {"lon": 113.605, "lat": 34.7, "zoom": 14}
    assert embed["kind"] == ["rider_home", "love_station"]
    assert embed["service"] == ["water"]
    assert embed["open"] == "possible"
    assert embed["radius_m"] == 1500
    assert '<html lang="en" data-theme="contrast">' in text
    assert '<body class="embed list-beside">' in text
    assert "<h1>My map</h1>" in text
    assert 'id="locate"' in text
    assert 'id="open-now"' not in text
    assert "planner/circles.js" in text
    assert notes_of(text) == ""
    assert (
        'href="/?place=113.605,34.700&amp;kind=rider_home,love_station&amp;service=water&amp;lang=en"'
        in text
    )


def test_what_is_usual(client):
    text = client.get("/embed").text
    assert 'data-theme="auto"' in text
    assert 'class="embed list-below"' in text
    assert 'id="open-now"' in text
    assert 'id="locate"' not in text
    assert "planner/circles.js" not in text
    assert set(names_of(text)) >= {"甲站", "远站"}


WRONG = [
    ("zoom=99&lon=1&lat=1", "zoom"),
    ("zoom=5.5&lon=1&lat=1", "zoom"),
    ("zoom=99", "zoom"),
    ("zoom=12", "zoom"),
    ("lon=113.6", "lon"),
    ("lon=999&lat=1", "lon"),
    ("lon=nan&lat=1", "lon"),
    ("bbox=1,2,3", "bbox"),
    ("bbox=-1e999,2,3,4", "bbox"),
    ("bbox=113,35,114,34", "bbox"),
    ("bbox=-180,-90,180,90", "bbox"),
    ("bbox=70,20,-170,21", "bbox"),
    ("bbox=113,-60,114,60", "bbox"),
    (f"{NEAR}&lon=1&lat=1", "bbox"),
    ("kind=palace", "kind"),
    ("service=gold,water", "service"),
    ("open=yes", "open"),
    ("radius_m=-5", "radius_m"),
    ("radius_m=1e12", "radius_m"),
    ("lang=xx", "lang"),
    ("theme=pink", "theme"),
    ("list=above", "list"),
    ("controls=maybe", "controls"),
    ("locate=2", "locate"),
    ("title=" + "长" * 81, "title"),
    ("theme=dark&theme=light", "theme"),
]


@pytest.mark.parametrize(("query", "name"), WRONG)
@pytest.mark.parametrize("path", ["/embed", "/share"])
def test_a_wrong_value_takes_its_default_and_a_note_says_so(client, path, query, name):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200
    notes = notes_of(answer.text) if path == "/embed" else html.unescape(answer.text)
    assert re.search(rf"\b{name}\b.*(：|:|采用|须).*。", notes)
    if path == "/embed":
        assert "1 项设置不可用" in notes


def test_an_oversized_box_is_replaced_by_all_stations(client):
    text = client.get("/embed?bbox=-180,-90,180,90&lang=en").text
    assert "All stations are shown." in notes_of(text)
    assert names_of(text) == names_of(client.get("/embed").text)
    assert data_of(text)["embed"]["view"] == data_of(client.get("/embed").text)["embed"]["view"]
    wide = client.get("/embed?bbox=73,18,135,54")  # China
    assert notes_of(wide.text) == ""


def test_what_is_used_is_not_said_to_be_replaced(client):
    assert "默认" not in notes_of(client.get(f"/embed?{NEAR}&lon=1&lat=1").text)
    assert "默认" in notes_of(client.get("/embed?theme=pink").text)


def test_many_notes_are_cut_and_none_is_long(client):
    text = client.get("/embed?" + "&".join(f"kind=nope{i}" for i in range(200))).text
    assert "200 项设置不可用" in notes_of(text)
    assert notes_of(text).count("nope") <= 5
    long = client.get("/embed", query_string={"title": "x" * 100_000})
    assert long.status_code == 200
    assert len(long.text) < 200_000
    assert "title" in notes_of(long.text)


def test_unknown_parameters_are_ignored_and_empty_ones_are_none(client):
    text = client.get(f"/embed?{NEAR}&from=singlemessage&isappinstalled=0&kind=&title=").text
    assert len(names_of(text)) == 3
    assert notes_of(text) == ""


@pytest.mark.parametrize("parameter", ["title", "kind", "theme", "bbox", "lang", "zoom", "list"])
@pytest.mark.parametrize("path", ["/embed", "/share"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_text(client, path, parameter, text):
    page = client.get(path, query_string={parameter: text}).text
    for attack in ("<img src=x", "<script>window", "<svg onload"):
        assert attack not in page
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)


def test_only_embed_may_be_framed(client):
    embed = client.get("/embed")
    # Anyone, on pages from disk too: browsers take * for those of the network alone.
    assert embed.headers["Content-Security-Policy"].endswith("frame-ancestors * file:")
    assert "X-Frame-Options" not in embed.headers
    for path in (
        "/",
        "/share",
        "/map",
        "/stations/a",
        "/licence",
        "/api/",
        "/ogc/?f=html",
        "/nope",
    ):
        answer = client.get(path)
        assert answer.headers["X-Frame-Options"] == "DENY"
        if answer.content_type.startswith("text/html"):
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_policies_are_strict(client):
    for path in ("/embed", "/share"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "http" not in policy


def test_who_may_frame_is_a_setting(made):
    only = read_settings({"LOCATOR_FRAME_ANCESTORS": "https://www.example.org *.example.net:8443"})
    app = create_app(replace(made, frame_ancestors=only.frame_ancestors))
    policy = app.test_client().get("/embed").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.example.org *.example.net:8443")
    page = app.test_client().get("/share").text
    assert "只有这些网站可以嵌入此地图：本站 https://www.example.org *.example.net:8443" in page


@pytest.mark.parametrize(
    "text",
    ["https://a.cn; script-src *", "a.cn,b.cn", "'none'", "javascript:", "https://a.cn/path",
     "https://a.cn\nX: y", "*.*", "https://", "data:"],
)  # fmt: skip
def test_a_setting_cannot_add_to_the_policy(text):
    with pytest.raises(LocatorError, match="LOCATOR_FRAME_ANCESTORS"):
        read_settings({"LOCATOR_FRAME_ANCESTORS": text})


def test_the_setting_s_other_words():
    assert read_settings({}).frame_ancestors == "*"
    assert read_settings({"LOCATOR_FRAME_ANCESTORS": " self "}).frame_ancestors == "'self'"


@pytest.mark.parametrize("path", ["/static/js/core.js", "/basemap.geojson", "/oembed?url=x"])
def test_what_a_frame_without_origin_asks_for_is_open(client, path):
    assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_share_writes_code_link_and_code_to_scan(client):
    text = client.get(f"/share?{NEAR}&title=A%22b&kind=rider_home&height=500&lang=en").text
    address = (
        "http://localhost/embed?bbox=113.595,34.695,113.625,34.705&kind=rider_home&lang=en"
        "&title=A%22b"
    )
    snippet = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text)[1])
    assert snippet == (
        f'<iframe src="{address.replace("&", "&amp;")}" title="A&#34;b" width="100%" height="500" '
        'loading="lazy" allow="geolocation" style="border:0;max-width:100%"></iframe>'
    )
    assert html.unescape(re.search(r'id="link"[^>]*value="([^"]*)"', text)[1]) == address
    assert "works on this machine only" in text


def test_share_s_code_is_the_link(client):
    """Read back by another library."""
    zxingcpp = pytest.importorskip("zxingcpp")
    import numpy as np

    text = client.get("/share?kind=rider_home&title=" + "驿" * 80).text
    svg = text[text.index('class="qr"') :]
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    picture = np.full((side, side), 255, np.uint8)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", re.search(r'<path d="([^"]*)', svg)[1]):
        picture[int(y), int(x) : int(x) + int(length)] = 0
    read = zxingcpp.read_barcodes(np.kron(picture, np.ones((4, 4), np.uint8)))
    link = html.unescape(re.search(r'id="link"[^>]*value="([^"]*)"', text)[1])
    assert [code.text for code in read] == [link]


def test_share_in_two_languages_of_its_own(client):
    text = client.get("/share?lang=en&ui=zh").text
    assert "把地图放到您的网页上" in text
    assert "Map of rest stations" in text
    assert client.get("/share?lang=en").text.count("Put the map on your page")


def test_share_in_the_other_language_is_the_same_choice(client):
    text = client.get(f"/share?{NEAR}&theme=dark&height=500").text
    other = html.unescape(re.search(r'id="language"[^>]*href="([^"]*)"', text)[1])
    again = client.get(other).text
    assert "Put the map on your page" in again
    link = r'id="link"[^>]*value="([^"]*)"'
    assert re.search(link, again)[1] == re.search(link, text)[1]
    assert 'height="500"' in again


def test_share_on_a_host_that_cannot_be_repeated_says_what_to_set(client):
    answer = client.get("/share", headers={"Host": "my_server:8000"})
    assert answer.status_code == 400
    assert json.loads(answer.data)["parameter"] == "Host"
    assert "LOCATOR_BASE_URL" in json.loads(answer.data)["detail"]


def chosen_of(text):
    return json.loads(re.search(r'id="chosen">(.*?)</script>', text)[1])


def test_the_picture_says_what_it_leaves_out_and_of_when_it_is(client):
    chosen = chosen_of(client.get("/share?lang=en&service=water,toilet&open=only").text)
    line = " · ".join(chosen["credits"])
    assert "Only stations with Drinking water, Toilet" in line
    assert "known to be open when it was drawn" in line
    assert re.search(r"Data as of \d{4}-\d{2}-\d{2}", line)
    assert chosen["area"] == ""
    chosen = chosen_of(client.get("/share?radius_m=1500.5").text)
    assert chosen["area"] == "距站点 1,500.5 米以内"
    assert not any("仅含" in text for text in chosen["credits"])


def test_areas(client):
    answer = client.get(f"/api/v1/areas?{NEAR}&radius_m=100&zoom=15")
    body = json.loads(answer.data)
    assert body == {"radius_m": 100, "centres": [[113.6, 34.7], [113.61, 34.7], [113.62, 34.7]]}
    far = json.loads(client.get(f"/api/v1/areas?{NEAR}&radius_m=50000&zoom=15").data)
    assert len(far["centres"]) == 3 + len(HOSTILE)
    few = client.get(f"/api/v1/areas?{NEAR}&kind=rider_home&zoom={MAX_ZOOM}")
    assert json.loads(few.data)["centres"] == [[113.61, 34.7]]
    assert client.get("/api/v1/areas?radius_m=-1").status_code == 400
    assert client.get("/api/v1/areas?nope=1").status_code == 400


def test_stations_on_moved_tiles_are_listed_where_they_are(made):
    tiles = read_settings(
        {"LOCATOR_TILES": "https://t.example/{z}/{x}/{y}.png", "LOCATOR_TILES_DATUM": "gcj02"}
    ).tiles
    text = create_app(replace(made, tiles=tiles)).test_client().get(f"/embed?{NEAR}").text
    assert names_of(text) == ["乙站", "甲站", "模拟·丙站"]
    embed = data_of(text)["embed"]
    assert embed["features"][0]["geometry"]["coordinates"] == [113.61, 34.7]
    assert embed["marks"]["stations"][0][0] == pytest.approx(113.606, abs=0.001)
    assert embed["view"]["bbox"][0] == pytest.approx(113.601, abs=0.001)
