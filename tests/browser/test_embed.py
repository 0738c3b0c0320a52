"""The embedded map on other people's pages: framed, sandboxed, refused; for eyes, ears and keys."""

import json
import re
import urllib.request
from dataclasses import replace

import pytest

from locator.find import find_nearest
from locator.geo.geodesic import GEOD
from locator.geo.points import LonLat
from locator.paths import data_file
from locator.settings import read_settings
from locator.stations.reading import read_stations
from locator.web import create_app
from tests.browser.conftest import HOSTILE, ZHENGZHOU, serving
from tests.browser.framing import frame_of, hosting
from tests.browser.test_access import violations
from tests.making import feature, write
from tests.waiting import HeldRequests, Requests, arrived, eventually, frames, until

AT = "lon=113.62&lat=34.75&zoom=15"
HEIGHT = "Math.ceil(document.body.getBoundingClientRect().height)"
MARKED = "window.locator && locator.map && document.querySelector('.pin')"
# A picture of the areas' canvas, and for each position whether there is colour.
COVERED = """(spots) => {
  const canvas = locator.map.getPane("areas").querySelector("canvas");
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const from = window.L.DomUtil.getPosition(canvas);
  const dots = canvas.width / parseFloat(canvas.style.width);
  return spots.map(([lon, lat]) => {
    const point = locator.map.latLngToLayerPoint([lat, lon]);
    const at = [(point.x - from.x) * dots, (point.y - from.y) * dots];
    return context.getImageData(at[0], at[1], 1, 1).data[3] > 0;
  });
}"""


@pytest.fixture(scope="module")
def host():
    with hosting() as made:
        yield made


def framed(open_page, host, url, *, attributes="", view="desk", **options):
    page = open_page(
        host.put(
            f'<iframe src="{url}" width="700" height="600" title="map" {attributes}></iframe>'
        ),
        view,
        **options,
    )
    return page, frame_of(page, url.split("?")[0])


def test_on_a_page_of_another_origin(open_page, host, site):
    page, frame = framed(open_page, host, f"{site}/embed?{AT}")
    until(frame, MARKED)
    assert frame.locator("#rows tr").count() >= 1
    until(page, "window.heard.length > 0")
    messages = page.evaluate("window.heard")
    assert all(set(message) == {"type", "height_px"} for message in messages)
    assert {message["type"] for message in messages} == {"locator:height"}
    # Rows may still come: what was told last is the height that stands.
    eventually(
        lambda: page.evaluate("heard[heard.length - 1].height_px") == frame.evaluate(HEIGHT),
        "the height told last is not that of the page",
    )


@pytest.mark.slow
def test_sandboxed_without_an_origin_as_wordpress_wraps_it(open_page, host, site):
    """No storage, no windows; scripts, styles and answers come over CORS."""
    page, frame = framed(
        open_page,
        host,
        f"{site}/embed?{AT}&radius_m=500#?secret=AbC123",
        attributes='sandbox="allow-scripts" security="restricted" data-secret="AbC123"',
    )
    until(frame, MARKED)
    assert frame.evaluate("window.origin") == "null"
    frame.evaluate("void locator.map.setView([34.70, 113.60], 15)")
    until(
        frame, "document.querySelector('#rows tr').dataset.id !== locator.data.embed.features[0].id"
    )
    frame.locator("#rows .name").first.click()
    assert frame.locator("#map-card .card").is_visible()
    until(page, "window.heard.some((one) => one.message === 'height')")
    message = [one for one in page.evaluate("window.heard") if one.get("message") == "height"][-1]
    assert message["secret"] == "AbC123"
    assert message["value"] > 400
    count = len(page.evaluate("window.heard"))
    page.evaluate(
        "document.querySelector('iframe').contentWindow.postMessage({message:'ready',secret:'AbC123'},'*')"
    )
    until(page, f"window.heard.length > {count}")


def test_a_link_that_may_not_open_is_shown(open_page, host, site):
    _, frame = framed(open_page, host, f"{site}/embed?{AT}", attributes='sandbox="allow-scripts"')
    until(frame, MARKED)
    open_page.watched.faults.clear()
    frame.locator("footer a").click()
    field = frame.locator(".blocked input")
    assert field.input_value().startswith(f"{site}/?place=113.620,34.750")
    assert field.evaluate("field => document.activeElement === field")
    open_page.watched.faults[:] = [f for f in open_page.watched.faults if "allow-popups" not in f]


NEAR_FULL = "lon=113.62&lat=34.72&zoom=17"


def test_links_of_a_card_lead_out_of_the_frame(open_page, host, small_site):
    """A station's page refuses to be framed: in the frame there would be nothing."""
    page, frame = framed(open_page, host, f"{small_site}/embed?{NEAR_FULL}")
    until(frame, MARKED)
    frame.locator("#rows .name").first.click()
    with page.expect_popup() as opened:
        frame.locator("#map-card h3 a").click()
    assert opened.value.url == f"{small_site}/stations/full"
    assert opened.value.evaluate("window.opener") is None
    opened.value.close()
    assert frame.locator("#map-card h3").is_visible()


@pytest.mark.parametrize("more", ["", " allow-same-origin"])
def test_in_a_sandbox_a_card_s_links_are_shown(open_page, host, small_site, more):
    url = f"{small_site}/embed?{NEAR_FULL}#?secret=AbC123"
    page, frame = framed(open_page, host, url, attributes=f'sandbox="allow-scripts{more}"')
    until(frame, MARKED)
    frame.locator("#rows .name").first.click()
    shown = frame.locator("#map-card .blocked input")
    frame.locator("#map-card h3 a").click()
    assert shown.input_value() == f"{small_site}/stations/full"
    # What WordPress takes for a request to go there.
    until(page, "heard.some((one) => one.message === 'link')")
    messages = [one for one in page.evaluate("window.heard") if one.get("message") == "link"]
    assert messages == [
        {"message": "link", "value": f"{small_site}/stations/full", "secret": "AbC123"}
    ]
    if not more:
        frame.locator("#map-card a[href^='tel:']").click()
        assert shown.input_value() == "037112345678"
    frame.locator("#map-card .navigate summary").click()
    frame.locator("#map-card .apps a").first.click()
    assert shown.input_value().startswith("https://uri.amap.com/")
    assert frame.locator("#rows tr").count() >= 1
    open_page.watched.faults[:] = [f for f in open_page.watched.faults if "allow-popups" not in f]


def test_on_a_page_opened_from_disk(open_page, small_site, tmp_path):
    """As publishers try the code first; browsers don't count such pages among `*`."""
    (tmp_path / "page.html").write_text(f'<iframe src="{small_site}/embed" title="map"></iframe>')
    page = open_page((tmp_path / "page.html").as_uri(), "desk")
    until(frame_of(page, small_site), MARKED)


@pytest.fixture(scope="module")
def restricted(host):
    """Only the host may embed it."""
    chosen = {"LOCATOR_FRAME_ANCESTORS": host.origin}
    with serving(create_app(read_settings(chosen))) as url:
        yield url


def is_shown(page, frame):
    return "chrome-error" not in frame.url and frame.locator("#rows, #panel").count() > 0


def assert_refused(page, faults):
    """The frame has come to its end, and the browser has said why nothing is there."""
    frame = page.frames[1]
    arrived(page, lambda: frame.url not in ("", "about:blank"))
    frame.wait_for_load_state("load")
    assert not is_shown(page, frame)
    arrived(page, lambda: any("frame-ancestors" in fault for fault in faults))


def test_a_host_that_is_allowed_and_one_that_is_not(open_page, host, restricted):
    _, frame = framed(open_page, host, f"{restricted}/embed?{AT}")
    until(frame, MARKED)
    with hosting() as other:
        markup = f'<iframe src="{restricted}/embed" title="map"></iframe>'
        assert_refused(open_page(other.put(markup), "desk"), open_page.watched.faults)
    faults = open_page.watched.faults
    faults[:] = [fault for fault in faults if "frame-ancestors" not in fault]


@pytest.mark.parametrize("path", ["/", "/share", "/licence", "/stations/none"])
def test_every_other_page_refuses_to_be_framed(open_page, host, small_site, path):
    page = open_page(host.put(f'<iframe src="{small_site}{path}" title="map"></iframe>'), "desk")
    faults = open_page.watched.faults
    assert_refused(page, faults)
    faults[:] = [f for f in faults if "frame-ancestors" not in f and "404" not in f]


def test_without_scripts_the_list_is_there(open_page, site):
    page = open_page(f"{site}/embed?{AT}", java_script_enabled=False)
    assert page.locator("#rows tr").count() >= 1
    assert page.locator("noscript p").is_visible()


def test_hostile_names_and_parameters_are_text(open_page, small_site):
    attack = urllib.request.quote(HOSTILE[0])
    page = open_page(
        f"{small_site}/embed?bbox=113.55,34.65,113.70,34.75&radius_m=500&title={attack}"
        f"&kind={attack}&theme={attack}&list={attack}&lang={attack}&zoom={attack}",
        "desk",
    )
    until(page, MARKED)
    assert page.locator("h1").text_content() == HOSTILE[0]
    names = page.locator("#rows b[data-field=name]").all_text_contents()
    assert set(HOSTILE) <= set(names)
    for button in ("#rows .name", ".pin"):
        page.evaluate(
            "(all) => document.querySelectorAll(all).forEach((one) => {"
            " one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); one.click(); })",
            button,
        )
        page.wait_for_selector("#map-card .card")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img:not(.leaflet-tile), main script").count() == 0
    assert HOSTILE[0] in page.locator("details.notes").inner_html().replace("&lt;", "<").replace(
        "&gt;", ">"
    )


def test_a_map_that_moves_while_it_asks_never_shows_an_empty_list(open_page, site):
    page = open_page(f"{site}/embed?{AT}", "desk")
    until(page, MARKED)
    page.evaluate("void (window.told = [], locator.on('features', (all) => told.push(all.length)))")
    held = HeldRequests(page, "**/api/v1/nearest?*")
    page.evaluate("void locator.refresh()")
    first = held.first()
    page.evaluate("void locator.map.setView([34.80, 113.70], 15, { animate: false })")
    first.continue_()
    until(page, "told.length > 0")
    page.unroute("**/api/v1/nearest?*")
    for route in held.routes:
        route.continue_()
    until(page, "locator.features.length")
    assert 0 not in page.evaluate("told")


@pytest.mark.slow
def test_the_list_follows_the_map(open_page, site):
    """The same as the library finds, cut to what is in view."""
    page = open_page(f"{site}/embed?{AT}&kind=love_station", "desk")
    until(page, MARKED)
    with page.expect_response(lambda r: "/nearest?" in r.url and "lat=34.80" in r.url) as moved:
        page.evaluate("void locator.map.setView([34.80, 113.70], 14, { animate: false })")
    moved.value.finished()
    until(page, "locator.features[0].id !== locator.data.embed.features[0].id")
    frames(page)
    bounds = page.evaluate(
        "(() => { const b = locator.map.getBounds(), c = locator.map.getCenter();"
        " return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth(), c.lng, c.lat]; })()"
    )
    west, south, east, north, lon, lat = bounds
    neighbours = find_nearest(
        read_stations(data_file("stations.geojson")), LonLat(lon, lat), 100, kinds=["love_station"]
    )
    expected = [
        f.station.id
        for f in neighbours
        if west <= f.station.where.lon <= east and south <= f.station.where.lat <= north
    ][:10]
    rows = page.locator("#rows tr").evaluate_all("all => all.map(e => e.dataset.id)")
    assert rows == expected
    assert page.locator("caption").inner_text() == "离地图中心最近的 10 个站点"


def test_areas_are_drawn_where_they_reach(open_page, small_site):
    """Geodesic distances say where; within a pixel of an edge either is right."""
    radius_m, slack_m = 400, 25
    page = open_page(f"{small_site}/embed?lon=113.62&lat=34.71&zoom=13&radius_m={radius_m}", "desk")
    until(page, "locator.map && locator.map.getPane('areas')")
    url = f"{small_site}/api/v1/stations?bbox=113.4,34.5,113.8,34.9&zoom=20"
    with urllib.request.urlopen(url) as answer:
        stations = [row[:2] for row in json.load(answer)["stations"]]
    west, south, east, north = page.evaluate(
        "locator.map.getBounds().toBBoxString().split(',').map(Number)"
    )
    spots = [
        (west + (east - west) * i / 60, south + (north - south) * j / 30)
        for i in range(1, 60)
        for j in range(1, 30)
    ]
    near = [min(GEOD.inv(*spot, *one)[2] for one in stations) for spot in spots]
    sure = [
        (s, m < radius_m) for s, m in zip(spots, near, strict=True) if abs(m - radius_m) > slack_m
    ]
    assert {is_in for _, is_in in sure} == {True, False}
    until(page, f"({COVERED})([[{stations[0][0]}, {stations[0][1]}]])[0]")
    assert page.evaluate(COVERED, [spot for spot, _ in sure]) == [is_in for _, is_in in sure]


def test_filters(open_page, small_site):
    page = open_page(f"{small_site}/embed?bbox=113.55,34.65,113.70,34.75", "desk")
    until(page, MARKED)
    count = page.locator("#rows tr").count()
    page.click('[data-kind="driver_home"]')
    until(page, f"document.querySelectorAll('#rows tr').length < {count}")
    kinds = page.locator("#rows [data-field=kind]").all_inner_texts()
    assert set(kinds) == {"司机之家"}
    page.click('[data-kind="driver_home"]')
    until(page, f"document.querySelectorAll('#rows tr').length === {count}")
    page.click("#open-now")
    assert page.get_attribute("#open-now", "aria-pressed") == "true"
    until(page, "locator.state.open === 'possible'")


def test_the_publisher_s_choice_is_kept(open_page, small_site):
    page = open_page(f"{small_site}/embed?kind=driver_home&controls=0", "desk")
    until(page, MARKED)
    assert page.locator(".leaflet-control-zoom").count() == 0
    assert page.locator("#embed-controls").count() == 0
    assert set(page.locator("#rows [data-field=kind]").all_inner_texts()) == {"司机之家"}


def test_by_keyboard(open_page, site):
    page = open_page(f"{site}/embed?{AT}", "desk")
    until(page, MARKED)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "name"
    page.keyboard.press("Enter")
    until(page, "document.activeElement.closest('#map-card')")
    page.keyboard.press("Escape")
    assert page.locator("#map-card").is_hidden()
    row = page.evaluate("document.activeElement.closest('#rows tr').dataset.id")
    assert row == page.evaluate("document.querySelector('#map-card .card').dataset.id")
    page.focus("#map")
    before = page.evaluate("locator.map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    until(page, f"locator.map.getCenter().lng > {before}")


def test_without_a_list_screen_readers_and_keyboards_have_it(open_page, site):
    page = open_page(f"{site}/embed?{AT}&list=none", "desk")
    until(page, MARKED)
    table = page.get_by_role("table")
    assert table.get_by_role("row").count() >= 2
    assert table.get_by_role("rowheader").first.inner_text()
    box = page.locator("#stations").bounding_box()
    assert (box["width"], box["height"]) == (1, 1)
    page.locator("#rows .name").first.focus()
    assert page.locator("#stations").bounding_box()["height"] > 100


def test_the_position_is_asked_for_and_distances_count_from_it(open_page, host, site):
    url = f"{site}/embed?{AT}&locate=1"
    attributes = 'allow="geolocation"'
    _, frame = framed(
        open_page,
        host,
        url,
        attributes=attributes,
        geolocation=ZHENGZHOU,
        permissions=["geolocation"],
    )
    until(frame, MARKED)
    frame.click("#locate")
    if frame.evaluate("window.isSecureContext"):
        frame.wait_for_selector(".me")
    else:  # a host on plain http: said, not tried
        assert "https" in frame.locator("#notice").inner_text()


def test_located_on_a_page_of_its_own(open_page, site):
    page = open_page(
        f"{site}/embed?{AT}&locate=1", "desk", geolocation=ZHENGZHOU, permissions=["geolocation"]
    )
    until(page, MARKED)
    page.click("#locate")
    page.wait_for_selector(".me")
    until(page, "locator.features.length && locator.features[0].properties.distance_m >= 0")
    page.locator("#rows .name").first.click()
    assert re.search(r"米|公里", page.locator("#map-card .distance").inner_text())


def test_a_refused_position_is_told(open_page, site):
    page = open_page(f"{site}/embed?{AT}&locate=1", "desk")
    until(page, MARKED)
    page.click("#locate")
    page.wait_for_selector("#notice .notice")
    assert "没有得到定位许可" in page.locator("#notice").inner_text()


def test_a_position_that_the_page_around_forbids_is_told(open_page, small_site):
    """Without allow="geolocation" the browser refuses, whatever the visitor allowed."""
    with hosting() as other:
        url = other.put(f'<iframe src="{small_site}/embed?locate=1" title="map"></iframe>')
        page = open_page(
            url.replace("plain.test", "127.0.0.1"), "desk",
            geolocation=ZHENGZHOU, permissions=["geolocation"],
        )  # fmt: skip
        frame = frame_of(page, small_site)
        until(frame, MARKED)
        assert frame.evaluate("window.isSecureContext")
        frame.click("#locate")
        frame.wait_for_selector("#notice .notice")
        assert "此网页不允许嵌入的地图定位" in frame.locator("#notice").inner_text()
    faults = open_page.watched.faults
    faults[:] = [fault for fault in faults if "ermissions policy" not in fault]


@pytest.mark.parametrize("place", ["below", "none"])
def test_in_a_very_low_frame_the_notices_are_seen(open_page, small_site, place):
    page = open_page(f"{small_site}/embed?list={place}", "desk")
    page.set_viewport_size({"width": 320, "height": 200})
    until(page, "window.locator && locator.map")
    notice = page.locator(".leaflet-control-attribution")
    assert "未经审图" in notice.inner_text()
    box = notice.bounding_box()
    assert box["y"] + box["height"] <= 200
    zoom = page.locator(".leaflet-control-zoom").bounding_box()
    assert zoom["y"] + zoom["height"] <= box["y"]


CASES = [
    (280, "zh", "auto", "light", "below"),
    (280, "en", "contrast", "light", "beside"),
    (390, "en", "auto", "dark", "none"),
    (1280, "zh", "dark", "light", "beside"),
    (1280, "en", "light", "dark", "none"),
    (1280, "zh", "contrast", "light", "below"),
]


@pytest.mark.parametrize(("width", "lang", "theme", "scheme", "place"), CASES)
def test_it_fits_and_axe_finds_nothing(open_page, site, width, lang, theme, scheme, place):
    page = open_page(
        f"{site}/embed?{AT}&lang={lang}&theme={theme}&list={place}&title=T&locate=1&zoom=99",
        "desk",
        color_scheme=scheme,
    )
    page.set_viewport_size({"width": width, "height": 600})
    until(page, MARKED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 33, 29)"
    assert dark == (theme == "dark" or (theme == "auto" and scheme == "dark"))


def test_on_moved_tiles_pins_stand_where_the_tiles_are(open_page, tiled_site):
    page = open_page("about:blank", "desk")
    page.route("**/tiles/**", lambda route: route.abort())
    open_page.watched.network_may_fail = True
    page.goto(f"{tiled_site}/embed?{AT}", wait_until="commit")
    until(page, MARKED)
    offset = page.evaluate(
        "(() => { let far = 0; locator.map.eachLayer((layer) => {"
        " const named = (f) => f.properties.name === layer.options.alt;"
        " const one = layer.options.alt && locator.features.find(named);"
        " if (one) far = Math.max(far, locator.map.distance(layer.getLatLng(),"
        " one.geometry.coordinates.slice().reverse())); }); return far; })()"
    )
    assert 300 < offset < 900


def test_no_station_at_all(open_page, bare_site):
    page = open_page(f"{bare_site}/embed", "desk")
    until(page, "locator.map")
    assert "没有符合条件的站点" in page.locator("caption").inner_text()


FOLLOW = (
    "window.addEventListener('message', (event) => {"
    " if (event.data.type === 'locator:height')"
    " document.querySelector('iframe').height = event.data.height_px; })"
)


def nine(tmp_path):
    """A server of nine stations, with neighbours and long names."""
    stations = (
        feature(f"s{i}", 113.6 + i / 900, name="很长的名字" * (i % 4 + 1)) for i in range(9)
    )
    path = write(tmp_path / "stations.geojson", *stations)
    return serving(create_app(replace(read_settings({}), stations=path)))


def test_the_frame_s_height_is_its_own(open_page, host, tmp_path):
    """It depends on the width, not on the height given: a host that follows it comes to rest."""
    with nine(tmp_path) as url:
        page, frame = framed(open_page, host, f"{url}/embed")
        until(frame, MARKED)
        page.evaluate(FOLLOW)
        heights = []
        for height in (300, 1200, 2400):
            page.evaluate("(height) => (document.querySelector('iframe').height = height)", height)
            # Were the height told anew, the host would follow, and the frame not stay as high.
            until(frame, f"window.innerHeight === {height}")
            frames(frame)
            until(frame, f"window.innerHeight === {height}")
            heights.append(frame.evaluate(HEIGHT))
        assert len(set(heights)) == 1


@pytest.mark.parametrize(("place", "width"), [("below", 280), ("none", 280), ("beside", 700)])
def test_a_host_that_follows_the_height_comes_to_rest(open_page, host, tmp_path, place, width):
    """And then nothing is left to scroll, however much stands above and below the map."""
    with nine(tmp_path) as url:
        query = f"title=One+that+takes+two+lines+where+it+is+narrow&list={place}&locate=1&theme=x"
        page = open_page("about:blank", "desk")
        requests = Requests(page)
        page.clock.install()
        page.goto(host.put(""))
        page.evaluate(FOLLOW)
        page.evaluate(
            "([address, width]) => { const frame = document.createElement('iframe');"
            " Object.assign(frame, { src: address, width, height: 300 });"
            " frame.style.border = 0; document.body.append(frame); }",
            [f"{url}/embed?{query}", width],
        )
        until(page, "window.frames.length && window.heard.length")
        frame = frame_of(page, f"{url}/embed")
        until(frame, MARKED)
        # Whatever waits for a pause to be over is done then, and what it asked for has come.
        page.clock.run_for(1_000)
        requests.over()
        frames(frame)
        count = page.evaluate("window.heard.length")
        assert count <= 6
        page.clock.run_for(1_000)
        frames(frame, 20)
        assert page.evaluate("window.heard.length") == count
        assert frame.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
