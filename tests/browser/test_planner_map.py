"""The planner's map in a real browser: what is drawn, what is clicked, and names that attack."""

import random
import re
import urllib.request
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import box, mapping

from locator.geo.cells import Cells, cell_centres, cells_at
from locator.geo.datum import convert
from locator.geo.geodesic import GEOD
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandSet
from locator.publish.drawing import scales
from locator.publish.numbers import count, with_sign
from locator.publish.planner_map.planner_map import coverage_map
from locator.settings import read_settings
from locator.web import create_app
from tests.browser.conftest import HOSTILE, serving
from tests.browser.test_access import violations
from tests.browser.test_map import PIXEL as PIXEL_PNG
from tests.making import feature, station_set, write
from tests.publish.planner_map.making import TILES, hostile_coverage
from tests.waiting import at_rest, until

DRAWN = "window.locator && locator.planner && locator.planner.firstDrawn > 0"
PLACE = """([lon, lat]) => {
  const p = locator.planner, point = p.map.latLngToContainerPoint(p.latLng(lon, lat));
  const box = p.map.getContainer().getBoundingClientRect();
  return [point.x + box.left, point.y + box.top];
}"""
# The colours that a pane's canvas has at positions, [red, green, blue, alpha] each.
PIXELS = """([pane, places]) => {
  const p = locator.planner, canvas = p.map.getPane(pane).querySelector("canvas");
  const from = window.L.DomUtil.getPosition(canvas);
  const dots = canvas.width / parseFloat(canvas.style.width);
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  return places.map(([lon, lat]) => {
    const at = p.map.latLngToLayerPoint(p.latLng(lon, lat));
    const [x, y] = [Math.ceil(at.x - from.x) * dots, Math.ceil(at.y - from.y) * dots];
    return Array.from(context.getImageData(x, y, 1, 1).data);
  });
}"""
VIEW = """([lon, lat, zoom]) => {
  const p = locator.planner;
  p.map.setView(p.latLng(lon, lat), zoom, { animate: false });
}"""
STATION = """(n) => {
  const { lon, lat } = locator.planner.data.stations;
  return [lon[n] / 1e5, lat[n] / 1e5];
}"""
CLUSTER = """() => {
  const p = locator.planner, view = p.view(p.map);
  const mark = p.parts.stations.marksAt(view.zoom).find((one) => one.count > 1);
  const at = p.map.layerPointToContainerPoint(view.place(mark.x, mark.y));
  const box = p.map.getContainer().getBoundingClientRect();
  return [at.x + box.left, at.y + box.top];
}"""
SUMS = """() => locator.planner.parts.demand.levels.map((level) =>
  ["all", "unserved"].map((name) => level[name].reduce((sum, value) => sum + value, 0)))"""
PLACED = replace(TILES, urls=("http://127.0.0.1:9/tiles/{z}/{x}/{y}.png",))


def ready(page):
    """Wait until the map has drawn."""
    until(page, DRAWN)


@pytest.fixture
def open_file(open_page, tmp_path):
    """Open a page from the disk; it must ask for nothing."""

    def open_(html, view="desk"):
        path = tmp_path / "map.html"
        path.write_text(html, encoding="utf-8")
        page = open_page("about:blank", view)
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.route("**/tiles/**", lambda r: r.fulfill(body=PIXEL_PNG, content_type="image/png"))
        page.goto(path.as_uri())
        ready(page)
        return page

    return open_


@pytest.fixture(scope="module")
def planner_site(tmp_path_factory):
    """A hundred stations about Zhengzhou, some of whose names attack, and demand of its own."""
    folder = tmp_path_factory.mktemp("planner")
    rng = random.Random(7)
    kinds = ("love_station", "rider_home", "driver_home")
    stations = [
        feature(f"s{n}", rng.uniform(113.3, 114), rng.uniform(34.5, 35), kind=kinds[n % 3],
                name=HOSTILE[n % len(HOSTILE)], opening_hours="Mo-Su 08:00-20:00")
        for n in range(100)
    ]  # fmt: skip
    path = write(folder / "stations.geojson", *stations)
    demand = folder / "demand.csv"
    rows = (f"{rng.uniform(113.3, 114)},{rng.uniform(34.5, 35)},{n % 7}" for n in range(500))
    demand.write_text("\n".join(["lon,lat,weight", *rows]))
    districts = write(
        folder / "districts.geojson",
        *(
            {
                "type": "Feature",
                "properties": {"adcode": f"41010{n}", "name": HOSTILE[n]},
                "geometry": mapping(box(113.3 + 0.35 * n, 34.4, 113.65 + 0.35 * n, 35.1)),
            }
            for n in range(2)
        ),
    )
    settings = replace(
        read_settings({}), stations=Path(path), demand=demand, districts=Path(districts)
    )
    with serving(create_app(settings)) as url:
        yield url


@pytest.fixture(scope="module")
def bundled_map(site):
    """The map of the bundled stations, its answer computed."""
    with urllib.request.urlopen(f"{site}/map", timeout=60) as answer:
        assert answer.status == 200
    return f"{site}/map"


@pytest.fixture(scope="module")
def province(bundled_map, chromium):
    """That map in one window for several tests, since it takes long to open."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page, faults = context.new_page(), []
    page.on("console", lambda entry: faults.append(entry.text) if entry.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(bundled_map)
    ready(page)
    yield page
    context.close()
    assert faults == []


def shown(page, lon, lat, zoom):
    page.evaluate(VIEW, [lon, lat, zoom])


def click_at(page, lon, lat):
    page.mouse.click(*page.evaluate(PLACE, [lon, lat]))


# Names that attack


def test_hostile_names_are_text_wherever_they_land(open_file, tmp_path):
    coverage, gaps = hostile_coverage(tmp_path)
    page = open_file(coverage_map(coverage, gaps).to_html())
    names = [station.name for station in coverage.stations]
    for n, name in enumerate(names):
        shown(page, 0.01 * n, 0.0, 16)
        click_at(page, 0.01 * n, 0.0)
        assert page.locator(".planner-popup h3").last.text_content() == name
        assert name in page.locator(".planner-popup").last.text_content()
    page.locator("#planner-gap-list button").first.click()
    assert gaps[0].county.full_name in page.locator(".planner-popup").last.text_content()
    shown(page, 0.3, 0.2, 12)
    click_at(page, 0.3, 0.2)
    assert page.locator(".planner-popup h3").last.text_content() == gaps[0].county.full_name
    assert page.evaluate("window.hacked") is None
    assert page.locator("img:not([src^='data:']), main script").count() == 0
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


def test_hostile_names_are_text_on_the_served_map(open_page, planner_site):
    page = open_page(f"{planner_site}/map?radius_m=2000", "desk")
    ready(page)
    shown(page, 113.65, 34.75, 15)
    names = set()
    for n in range(len(HOSTILE)):
        at = page.evaluate(STATION, n)
        shown(page, *at, 16)
        click_at(page, *at)
        names.add(page.locator(".planner-popup h3").last.text_content())
    assert names == set(HOSTILE)
    assert page.evaluate("window.hacked") is None


# What is drawn


def test_every_station_is_in_one_mark_at_every_zoom(province):
    page = province
    assert page.evaluate("locator.planner.firstDrawn") > 0
    for zoom in range(4, 19):
        counts = page.evaluate(
            "zoom => locator.planner.parts.stations.marksAt(zoom).map((mark) => mark.count)", zoom
        )
        assert sum(counts) == 11659
        assert zoom > 7 or len(counts) < 200
    assert len(counts) == 11659
    page.locator("[data-kind=love_station]").uncheck()
    assert (
        page.evaluate(
            "locator.planner.parts.stations.marksAt(7).reduce((sum, mark) => sum + mark.count, 0)"
        )
        == 83 + 76
    )
    page.locator("[data-kind=love_station]").check()


HIDDEN_NAMES = """() => {
  const { map, parts } = locator.planner;
  const view = locator.planner.view(map);
  const marks = parts.stations.marksAt(view.zoom).map((mark) => {
    const reach = mark.count === 1 ? 6 : locator.planner.clusterPx(mark.count);
    return [...view.place(mark.x, mark.y), reach];
  }).concat(parts.gaps.badges(view).map(({ x, y }) => [x, y, 11]));
  const seen = map.getContainer().getBoundingClientRect();
  const isSeen = (name) => {
    const { left, top, width, height } = name.getBoundingClientRect();
    const isWithin = left > seen.left && left + width < seen.right;
    return width && isWithin && top > seen.top && top + height < seen.bottom;
  };
  const names = Array.from(document.querySelectorAll(".map-place span")).filter(isSeen);
  const box = (name) => {
    const { left, top, right, bottom } = name.getBoundingClientRect();
    const at = (x, y) => map.containerPointToLayerPoint([x - seen.left, y - seen.top]);
    return [at(left, top), at(right, bottom)];
  };
  const isCity = (name) => name.closest(".map-place-1");
  const cities = names.filter(isCity).map((name) => name.textContent);
  const others = names.filter((name) => view.zoom < 8 || !isCity(name));
  const beneath = others.filter((name) => {
    const [min, max] = box(name);
    return marks.some(([x, y, reach]) =>
      x + reach > min.x && x - reach < max.x && y + reach > min.y + 3 && y - reach < max.y - 3);
  });
  return { shown: names.length, cities, beneath: beneath.map((name) => name.textContent) };
}"""


@pytest.mark.parametrize("zoom", [6, 7, 8, 10])
def test_no_place_name_is_beneath_a_mark(province, zoom):
    shown(province, 113.6, 34.6, zoom)
    until(province, f"({HIDDEN_NAMES})().beneath.length === 0")
    names = province.evaluate(HIDDEN_NAMES)
    assert names["shown"] >= 5
    assert zoom < 8 or "郑州" in names["cities"]


def test_a_cluster_opens_into_its_stations(open_page, planner_site):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    shown(page, 113.65, 34.75, 8)
    page.locator("[data-layer=gaps]").uncheck()
    x, y = page.evaluate(CLUSTER)
    page.mouse.click(x, y)
    until(page, "locator.planner.map.getZoom() > 8")


def test_service_areas_are_drawn_to_the_radius(open_file):
    coverage = measure_coverage(
        station_set(feature("a", 113.6, 34.7)), DemandSet([113.6], [34.7], [1]), 20_000
    )
    page = open_file(coverage_map(coverage, []).to_html())
    page.locator("[data-layer=areas]").check()
    shown(page, 113.6, 34.7, 10)
    for metres, painted in ((19_700, True), (20_300, False)):
        places = [GEOD.fwd(113.6, 34.7, azimuth, metres)[:2] for azimuth in range(0, 360, 30)]
        alphas = [pixel[3] for pixel in page.evaluate(PIXELS, ["areas", places])]
        assert [alpha > 0 for alpha in alphas] == [painted] * 12, metres


@pytest.mark.parametrize("tiles", [None, PLACED])
def test_people_are_drawn_in_their_cells(open_file, tiles):
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(113.5, 113.7, 150), rng.uniform(34.6, 34.75, 150)
    demand = DemandSet(lon, lat, rng.integers(1, 400, 150))
    coverage = measure_coverage(station_set(feature("a", 113.6, 34.7)), demand, 4000)
    page = open_file(coverage_map(coverage, [], tiles=tiles).to_html())
    shown(page, 113.6, 34.675, 12)
    steps = page.evaluate("locator.planner.data.demand.steps")
    shades = scales.UNSERVED[-1 - len(steps) :]
    page.locator("input[name=planner-people][value=unserved]").check()
    expected = dict.fromkeys(zip(*(v.tolist() for v in cells_at(lon, lat)), strict=True), 0.0)
    for cell, weight, served in zip(
        zip(*(v.tolist() for v in cells_at(lon, lat)), strict=True),
        demand.weight, coverage.covered, strict=True,
    ):  # fmt: skip
        expected[cell] += 0 if served else weight
    centres = cell_centres(Cells(*(np.array(v) for v in zip(*expected, strict=True))))
    if tiles is not None:
        centres = convert(*centres, "wgs84", "gcj02")
    pixels = page.evaluate(PIXELS, ["people", np.column_stack(centres).tolist()])
    for weight, (*tone, alpha) in zip(expected.values(), pixels, strict=True):
        assert (alpha > 0) == (weight > 0)
        if weight:
            shade = shades[sum(weight > step for step in steps)]
            colour = [int(shade[i : i + 2], 16) for i in (1, 3, 5)]
            assert tone == pytest.approx(colour, abs=2)


def test_far_out_cells_are_joined_and_nobody_is_lost(province):
    page = province
    page.locator("input[name=planner-people][value=all]").check()
    shown(page, 113.65, 34.75, 5)
    levels = page.evaluate(SUMS)
    assert len(levels) > 2
    for every, unserved in levels:
        assert every == pytest.approx(8_400_000, rel=1e-4)
        assert unserved == pytest.approx(8_400_000 - 5_496_235, rel=1e-3)


def test_districts_take_the_colour_of_their_share(province):
    page = province
    rows = page.evaluate(
        "locator.planner.data.districts.county.map((row) => [row.name, row.share])"
    )
    assert len(rows) == 157
    for level, name in (("county", "郑州市中原区"), ("prefecture", "郑州市")):
        page.locator(f"input[name=planner-districts][value={level}]").check()
        district = page.evaluate("locator.planner.parts.districts.hit(113.61, 34.75)")
        assert district["name"] == name
    page.locator("input[name=planner-districts][value=none]").check()
    assert page.evaluate("locator.planner.parts.districts.hit(113.61, 34.75)") is None
    assert page.locator("[data-legend=districts]").is_hidden()


def test_states_at_a_moment_are_told(open_file):
    stations = station_set(
        feature("o", 113.60, 34.7, opening_hours="24/7"),
        feature("s", 113.61, 34.7, opening_hours="Mo-Su 09:00-10:00"),
        feature("u", 113.62, 34.7),
    )
    at = datetime(2026, 7, 8, 3)
    coverage = measure_coverage(stations, DemandSet([113.6], [34.7], [1]), 500, at=at)
    page = open_file(coverage_map(coverage, []).to_html())
    for n, state in enumerate(("此时开放", "此时关闭", "此时是否开放未知")):
        shown(page, 113.60 + n / 100, 34.7, 16)
        click_at(page, 113.60 + n / 100, 34.7)
        assert state in page.locator(".planner-popup").last.inner_text()


# What is done with it


def test_gaps_by_keyboard(open_page, planner_site):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    second = page.locator("#planner-gap-list button").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    page.locator(".planner-popup h3", has_text="缺口 2").wait_for()
    assert second.get_attribute("aria-current") == "true"
    spot = page.evaluate("locator.planner.data.gaps[1].spot")
    inside = (
        "([lon, lat]) => locator.planner.map.getBounds().contains(locator.planner.latLng(lon, lat))"
    )
    assert page.evaluate(inside, spot)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.gap") == "2"


def test_a_gaps_number_is_clickable(open_page, planner_site):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    spot = page.evaluate("locator.planner.data.gaps[0].spot")
    shown(page, *spot, 11)
    click_at(page, *spot)
    page.locator(".planner-popup h3", has_text=re.compile(r"缺口 1$")).wait_for()
    assert page.locator("#planner-gap-list [aria-current]").get_attribute("data-gap") == "0"


def test_lengths_are_geodesics(open_page, planner_site):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    rng = np.random.default_rng(5)
    ends = np.column_stack([rng.uniform(-179, 179, 200), rng.uniform(-80, 80, 200)]).reshape(100, 4)
    ends[:50, 2:] = ends[:50, :2] + rng.uniform(-2, 2, (50, 2))
    got = page.evaluate(
        "rows => rows.map((row) => locator.planner.geodesic(...row))", ends.tolist()
    )
    expected = GEOD.inv(*ends.T)[2]
    assert np.abs(np.array(got) - expected).max() < 0.001
    assert page.evaluate("locator.planner.geodesic(1, 2, 1, 2)") == 0


def test_numbers_are_told_as_in_the_report(open_page, planner_site):
    page = open_page(planner_site + "/map")
    weights = [0, 0.012345, 0.5, 12.25, 123.456, 999.5, 1000.4, 8_400_000]
    assert page.evaluate("all => all.map(locator.planner.number)", weights) == list(
        map(count, weights)
    )
    shares = [0, 0.0002, 0.0005, 0.6543, 0.9994, 0.99996, 1]
    assert page.evaluate("all => all.map(locator.planner.percent)", shares) == list(
        map(with_sign, shares)
    )


def test_measuring(open_page, planner_site):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    shown(page, 113.65, 34.75, 11)
    page.get_by_role("button", name="测距").click()
    points = [(113.55, 34.70), (113.65, 34.75), (113.60, 34.80)]
    for point in points:
        click_at(page, *point)
    legs = [GEOD.inv(*a, *b)[2] for a, b in pairwise(points)]
    text = page.locator(".planner-measured").inner_text()
    assert float(re.search(r"[\d.]+", text)[0]) == pytest.approx(sum(legs) / 1000, rel=0.05)
    page.keyboard.press("Backspace")
    text = page.locator(".planner-measured").inner_text()
    assert float(re.search(r"[\d.]+", text)[0]) == pytest.approx(legs[0] / 1000, rel=0.05)
    assert page.locator(".planner-popup").count() == 0
    page.keyboard.press("Escape")
    assert page.locator(".planner-measured").is_hidden()


def test_settings_are_sent_and_the_view_stays(open_page, planner_site, view):
    page = open_page(f"{planner_site}/map?lang=en", view)
    ready(page)
    shown(page, 113.7, 34.7, 10)
    page.locator(".planner-settings summary").click()
    page.fill("input[name=radius_m]", "2500")
    page.check("input[name=kind][value=rider_home]")
    page.select_option("select[name=day]", "4")
    page.select_option("select[name=hour]", "22")
    page.click(".planner-settings button[type=submit]")
    until(page, "location.search.includes('radius_m=2500')")
    ready(page)
    assert "2,500 m · Rider home" in page.inner_text(".planner-chosen")
    assert " 22:00" in page.inner_text(".planner-chosen")
    centre = page.evaluate("[locator.planner.map.getCenter().lng, locator.planner.map.getZoom()]")
    assert centre == [pytest.approx(113.7, abs=0.01), 10]


def test_full_screen(open_page, planner_site):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    page.get_by_role("button", name="全屏").click()
    until(page, "document.fullscreenElement !== null")
    page.get_by_role("button", name="全屏").click()
    until(page, "document.fullscreenElement === null")


def test_paper_has_the_map_the_legend_and_every_listed_gap(open_page, planner_site, tmp_path):
    page = open_page(f"{planner_site}/map", "desk")
    ready(page)
    before = page.evaluate("locator.planner.map.getSize()")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    box = page.locator(".folium-map").bounding_box()
    assert box["width"] <= 704
    assert box["height"] <= 621
    assert page.locator(".planner-settings").is_hidden()
    assert page.locator("#planner-gap-list button").last.is_visible()
    assert page.locator("[data-legend=districts]").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("locator.planner.map.getSize()") == before


# For everyone


@pytest.mark.parametrize(("lang", "size"), [("zh", "phone"), ("en", "desk")])
def test_axe_finds_nothing(open_page, planner_site, lang, size):
    page = open_page(f"{planner_site}/map?lang={lang}&radius_m=x", size)
    ready(page)
    page.locator(".planner-settings summary").click()
    if size == "phone":
        page.locator(".planner-layers summary").click()
    page.locator("input[name=planner-people][value=unserved]").check()
    page.locator("#planner-gap-list button").first.click()
    page.wait_for_selector(".planner-popup")
    at_rest(page)
    assert violations(page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_off_on_small_screens(open_page, planner_site, lang):
    page = open_page(f"{planner_site}/map?lang={lang}")
    ready(page)
    page.locator(".planner-settings summary").click()
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_law_and_the_sample_notice_stand_on_the_map(open_page, bundled_map, view):
    page = open_page(bundled_map, view)
    ready(page)
    assert "未经审图，仅供内部使用" in page.inner_text(".leaflet-control-attribution")
    assert "示例数据" in page.inner_text(".planner-layers summary")
    assert "示例数据" in page.inner_text("#planner-figures")


def test_without_scripts_figures_and_gaps_still_stand(chromium, planner_site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{planner_site}/map")
    assert "地图需要 JavaScript" in page.inner_text("main")
    assert page.locator("#planner-gap-list li").count() > 5
    context.close()
