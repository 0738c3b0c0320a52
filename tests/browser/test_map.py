"""The map in step with the list; loaded after it, and only what is in view."""

from tests.waiting import Requests, arrived, at_rest, until

# Whether each feature of the list has its pin, and nothing else has one.
PINNED = """(() => {
  const spots = [];
  locator.map.eachLayer((layer) => {
    const isPin = layer.options.icon && layer.options.icon.options.className === "pin";
    if (isPin) spots.push([layer.getLatLng().lng, layer.getLatLng().lat].join());
  });
  const listed = locator.features.map((feature) => feature.geometry.coordinates.join());
  return spots.sort().join(" ") === listed.sort().join(" ");
})()"""


def test_the_list_comes_before_the_map(open_page, site):
    order = []
    page = open_page("about:blank", "desk")
    page.on("requestfinished", lambda request: order.append(request.url))
    page.goto(f"{site}/?place=113.625,34.747")
    page.wait_for_selector(".pin")
    nearest = next(i for i, url in enumerate(order) if "/nearest" in url)
    parts = ("leaflet", "basemap", "/stations")
    late = [i for i, url in enumerate(order) if any(part in url for part in parts)]
    assert late
    assert min(late) > nearest


def test_a_phone_that_stays_with_the_list_loads_no_map(open_page, site):
    page = open_page("about:blank")
    requests = Requests(page)
    page.goto(f"{site}/?place=113.625,34.747")
    page.wait_for_selector("#list .card")
    requests.over()
    urls = [request.url for request in requests.requests]
    assert [url for url in urls if "leaflet" in url or "basemap" in url] == []
    assert page.evaluate("window.L === undefined")


def test_pins_and_list_are_the_same(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747", "desk")
    page.wait_for_selector(".pin")
    assert sorted(map(int, page.locator(".pin").all_inner_texts())) == list(range(1, 11))
    page.click('[data-filter="kind:driver_home"]')
    until(page, "locator.features.every(f => f.properties.kind === 'driver_home')")
    until(page, f"({PINNED})")
    assert page.locator(".pin").count() == page.locator("#list .card").count() > 0


def test_a_pin_opens_the_stations_card(open_page, site, view):
    map_too = "&view=map" if view == "phone" else ""
    page = open_page(f"{site}/?place=113.625,34.747{map_too}", view)
    page.wait_for_selector(".pin")
    at_rest(page)
    page.evaluate("document.querySelector('.pin').click()")
    page.wait_for_selector("#map-card .card")
    name = page.inner_text("#map-card h3")
    assert name in page.locator("#list h3").evaluate_all("all => all.map(e => e.textContent)")
    page.click("#map-card-close")
    assert page.is_hidden("#map-card")


def test_a_card_shows_its_station_on_the_map(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747")
    page.wait_for_selector("#list .card")
    name = page.locator("#list h3").first.inner_text()
    page.locator("#list .card").first.get_by_text("看地图").click()
    page.wait_for_selector("#map-card .card")
    assert page.inner_text("#map-card h3") == name
    assert "view=map" in page.url


def test_all_stations_are_counted_in_view(open_page, site):
    page = open_page("about:blank", "desk")
    with page.expect_response(lambda r: "/api/v1/stations?" in r.url) as answer:
        page.goto(site)
    body = answer.value.json()
    assert body["total"] == 11659
    assert sum(row[2] for row in body["clusters"]) + len(body["stations"]) == 11659
    assert len(body["clusters"]) + len(body["stations"]) < 800


def test_the_law_and_the_credits_stand_on_the_map(open_page, site):
    page = open_page(site, "desk")
    page.wait_for_selector(".leaflet-control-attribution")
    text = page.inner_text(".leaflet-control-attribution")
    assert "未经审图，仅供内部使用" in text
    assert "天地图" in text
    assert "示例数据" in text


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f"
    "0005fe02fea735819e0000000049454e44ae426082"
)
MARKERS = """(() => {
  const found = [];
  locator.map.eachLayer((layer) => {
    const name = layer.options.icon && layer.options.icon.options.className;
    if (name !== "me" && name !== "pin") return;
    found.push([name, layer.getLatLng().lng, layer.getLatLng().lat]);
  });
  return found;
})()"""


def test_with_gcj02_tiles_everything_drawn_is_moved(open_page, tiled_site):
    page = open_page("about:blank", "desk")
    addresses = []

    def tile(route):
        addresses.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    page.route("**/tiles/**", tile)
    page.goto(f"{tiled_site}/?place=113.625,34.747")
    page.wait_for_selector(".pin")
    page.wait_for_selector(".me")
    arrived(page, lambda: addresses, "no tile was asked for")
    at_rest(page)
    assert all("key=secret" in url for url in addresses)
    assert page.locator(".ring").count() == 0
    markers = page.evaluate(MARKERS)
    me = next(marker for marker in markers if marker[0] == "me")
    assert 0.005 < me[1] - 113.625 < 0.007
    nearest = page.evaluate("locator.features[0].geometry.coordinates")
    pins = [marker for marker in markers if marker[0] == "pin"]
    assert any(0.005 < pin[1] - nearest[0] < 0.007 for pin in pins)
    # A tap is in the tiles' datum, and becomes WGS 84.
    page.evaluate("""(() => {
      window.tapped = locator.map.getCenter();
      locator.map.fire("click", { latlng: window.tapped });
    })()""")
    until(page, "locator.state.place.from === 'picked'")
    moved = page.evaluate("window.tapped.lng - locator.state.place.lon")
    assert 0.005 < moved < 0.007
    assert "高德 <b>" in page.inner_text(".leaflet-control-attribution")
