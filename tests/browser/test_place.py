"""Where the person is: granted, refused, slow, on plain http, picked, dragged, shifted."""

import re

import pytest

from tests.browser.conftest import ZHENGZHOU
from tests.waiting import HeldRequests, at_rest, until

NEVER = "navigator.geolocation.getCurrentPosition = () => {};"


def located(page):
    page.click("#hero-locate")
    page.wait_for_selector("#list .card")


def test_a_granted_position_gives_the_list(open_page, site, view):
    page = open_page(site, view, geolocation=ZHENGZHOU, permissions=["geolocation"])
    located(page)
    assert page.locator("#list .card").count() == 10
    assert "±40 米" in page.inner_text("#place")
    assert "place=113.625,34.747" in page.url
    first = page.locator("#list .card").first
    assert re.search(r"\d+ 米", first.inner_text())


def test_the_exact_position_stays_through_a_reload_but_not_in_the_link(open_page, site):
    page = open_page(site, geolocation=ZHENGZHOU, permissions=["geolocation"])
    located(page)
    before = page.evaluate("locator.state.place")
    page.reload()
    page.wait_for_selector("#list .card")
    assert page.evaluate("locator.state.place") == before
    assert before["lon"] == ZHENGZHOU["longitude"]
    assert "113.6254" not in page.url


def test_a_refusal_leads_to_search_and_map(open_page, site, view):
    page = open_page(site, view)
    page.click("#hero-locate")
    page.wait_for_selector("#notice .notice:not(.calm)")
    assert "没有得到定位许可" in page.inner_text("#notice")
    page.click("#notice button")
    page.wait_for_selector("#map .leaflet-container, #map.leaflet-container")
    # Beside the province: within it a tap would meet a count and zoom in.
    page.mouse.click(*((30, 600) if view == "phone" else (480, 700)))
    page.wait_for_selector("#list .card", state="attached")
    assert "地图上选的点" in page.inner_text("#place")


def test_a_device_that_never_answers_is_given_up_on_after_eight_seconds(open_page, site):
    page = open_page(site, init=NEVER)
    page.clock.install(time=0)
    page.reload()
    # Else the page's clock goes on by itself too, and a busy machine is past the eighth second.
    page.clock.pause_at(3_600)
    page.click("#hero-locate")
    assert "正在定位" in page.inner_text("#notice")
    page.clock.run_for(7900)
    assert "正在定位" in page.inner_text("#notice")
    page.clock.run_for(400)
    text = page.inner_text("#notice")
    assert "8 秒内没有得到位置" in text
    assert "再试一次" in text
    assert "在地图上点选" in text


def test_waiting_can_be_cancelled(open_page, site):
    page = open_page(site, init=NEVER)
    page.click("#hero-locate")
    page.click("#notice button")
    assert page.inner_text("#notice") == ""


def test_plain_http_says_so(open_page, site):
    page = open_page(site.replace("127.0.0.1", "plain.test"))
    assert "不是 https" in page.inner_text("#notice")
    page.click("#hero-locate")
    assert "不是 https" in page.inner_text("#notice")


def test_the_point_can_be_dragged(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747", "desk")
    page.wait_for_selector(".me")
    at_rest(page)
    box = page.locator(".me").bounding_box()
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    until(page, "locator.state.place.from === 'picked'")
    assert "place=113.625,34.747" not in page.url
    page.click("#toast button")
    until(page, "location.search.includes('place=113.625,34.747')")


def test_a_browser_that_answers_in_gcj02(open_page, site):
    gcj = {"longitude": 113.631534, "latitude": 34.745472, "accuracy": 35}
    page = open_page(site, "desk", geolocation=gcj, permissions=["geolocation"])
    located(page)
    page.click("#shifted summary")
    page.check("#shifted-check")
    until(page, "Math.abs(locator.state.place.lon - 113.6254) < 0.0005")
    assert abs(page.evaluate("locator.state.place.lat") - 34.7466) < 0.0005


@pytest.mark.slow
def test_undoing_a_move_of_some_metres_stays_on_the_page(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747", "desk")
    page.wait_for_selector(".me")
    steps = page.evaluate("history.length")
    page.evaluate("void locator.map.fire('click', { latlng: window.L.latLng(34.7471, 113.6251) })")
    until(page, "locator.state.place.from === 'picked'")
    assert page.evaluate("history.length") == steps
    page.click("#toast button")
    until(page, "locator.state.place.from === 'link'")
    assert page.evaluate("locator.state.place.lat") == 34.747


def test_a_step_back_finds_its_exact_place_after_a_reload(open_page, site):
    page = open_page(site, geolocation=ZHENGZHOU, permissions=["geolocation"])
    located(page)
    page.evaluate("locator.go({ lon: 114.3, lat: 34.8, from: 'search', label: 'x' })")
    page.reload()
    page.wait_for_selector("#list .card")
    page.go_back()
    until(page, f"locator.state.place.lon === {ZHENGZHOU['longitude']}")


GCJ_MEANT = "localStorage.setItem('locator.gcj02', '1');"


def test_a_conversion_is_waited_for_and_can_be_cancelled(open_page, site):
    options = {"geolocation": ZHENGZHOU, "permissions": ["geolocation"], "init": GCJ_MEANT}
    page = open_page(site, **options)
    held = HeldRequests(page, "**/api/v1/convert**")
    page.click("#hero-locate")
    late = held.first()
    assert "正在定位" in page.inner_text("#notice")
    page.click("#notice button")
    late.continue_()
    held.over(late.request)
    assert page.evaluate("locator.state.place") is None


def test_a_conversion_without_a_network_blames_the_network(open_page, site):
    open_page.watched.network_may_fail = True
    options = {"geolocation": ZHENGZHOU, "permissions": ["geolocation"], "init": GCJ_MEANT}
    page = open_page(site, **options)
    page.route("**/api/v1/convert**", lambda route: route.abort())
    page.click("#hero-locate")
    page.wait_for_selector("#notice .notice:not(.calm)")
    assert "网络不通" in page.inner_text("#notice")
    page.unroute("**/api/v1/convert**")
    page.click("#notice button")
    page.wait_for_selector("#list .card")
