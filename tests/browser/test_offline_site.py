"""A published site and a single file in Chromium: from any path, from a disk, and all by itself."""

import re
from pathlib import Path

import pytest

from locator.find.nearest import TRAVEL_MODES
from locator.publish.site.site_pages import single_page
from tests.browser.conftest import HOSTILE, small_stations
from tests.browser.offline import DAY, hosting, publish
from tests.browser.test_access import AXE, RULES
from tests.making import feature, station_set
from tests.waiting import until

SPOT = "place=113.602,34.700&open=any"


@pytest.fixture(scope="module")
def stations():
    return station_set(
        *small_stations(), feature("far", 114.3, 34.8, services=["toilet"], name="开封驿站")
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory, stations):
    """A site some way down a server's tree."""
    root = tmp_path_factory.mktemp("root")
    publish(root / "some where" / "驿站", stations, base_url="https://example.org")
    return root / "some where" / "驿站"


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request, site):
    """The site's address without the page's name."""
    if request.param == "disk":
        yield site.as_uri() + "/"
        return
    with hosting(site.parents[1]) as url:
        yield url + "/some%20where/%E9%A9%BF%E7%AB%99/"


@pytest.fixture(scope="module")
def single(tmp_path_factory, stations):
    path = tmp_path_factory.mktemp("single") / "map.html"
    path.write_text(
        single_page(stations, DAY, TRAVEL_MODES, lang="zh", review_number=""), encoding="utf-8"
    )
    return path.as_uri()


def axe(page):
    """Ask axe; it would fetch style sheets, which a page without a server forbids."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {**RULES, "preload": False}
    faults = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [f"{v['id']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in faults]


def listed(page):
    page.wait_for_selector("#list .card")
    return page.locator("#list .card").evaluate_all("all => all.map((card) => card.dataset.id)")


def test_the_list_comes_without_a_server(open_page, address, view):
    page = open_page(f"{address}index.html?{SPOT}", view)
    assert listed(page)[0] == "h2"
    names = page.locator("#list h3").evaluate_all("all => all.map(e => e.textContent)")
    assert set(HOSTILE) <= set(names)
    assert page.evaluate("window.hacked") is None
    assert "开放时间按公布的放假安排写至 2027-12-31" in page.text_content("footer")


def test_filters_and_links_keep_the_state(open_page, address):
    page = open_page(f"{address}index.html?{SPOT}")
    listed(page)
    page.click("#filters .toggle")
    page.click('[data-filter="service:toilet"]')
    until(page, "document.querySelectorAll('#list .card').length === 2")
    assert listed(page) == ["full", "far"]
    assert page.url.startswith(f"{address}index.html?")
    assert "service=toilet" in page.url
    page.go_back()
    until(page, "document.querySelectorAll('#list .card').length > 2")


def test_the_other_language_is_another_file(open_page, address):
    page = open_page(f"{address}index.html?{SPOT}")
    listed(page)
    page.click("#language")
    page.wait_for_selector("html[lang=en]")
    assert page.url.split("?")[0] == f"{address}index.en.html"
    assert listed(page)[0] == "h2"
    assert "Sample data" in page.text_content("footer")


def test_a_city_and_a_search_lead_to_a_list(open_page, address):
    page = open_page(f"{address}index.html?open=any")
    page.locator("#cities a", has_text="开封市").click()
    assert listed(page)[0] == "far"
    page.fill("#search-text", "zhongyuanlu")
    page.locator("#search-results [role=option]", has_text="工会驿站·中原路").click()
    until(page, "document.querySelector('#list .card').dataset.id === 'full'")


def test_a_stations_page_and_back(open_page, address):
    page = open_page(f"{address}index.html?place=113.620,34.719&open=any")
    listed(page)
    page.locator('.card[data-id="full"] h3 a').click()
    page.wait_for_selector("body.station")
    assert page.url == f"{address}stations/full.html"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.days')).borderCollapse")
        == "collapse"
    )
    page.locator(".nearby a").click()
    listed(page)
    assert page.url.startswith(f"{address}index.html?place=113.620,34.720")
    assert page.locator('.card[data-id="model"] a').count() == 0


def test_the_map_is_drawn(open_page, address):
    page = open_page(f"{address}index.html?{SPOT}&view=map")
    page.wait_for_selector(".pin")
    page.wait_for_selector(".place-name", state="attached")
    assert "未经审图，仅供内部使用" in page.text_content(".leaflet-control-attribution")
    page.locator(".pin").first.dispatch_event("click")
    page.wait_for_selector("#map-card .card")


def test_links_of_files_are_relative(site):
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        addresses = re.findall(r'(?:href|src)="([^"#][^"]*)"', text)
        ours = [a for a in addresses if not a.startswith(("https://", "tel:", "data:"))]
        assert not [a for a in ours if a.startswith("/")], path
        for a in ours:
            target = (path.parent / a.split("?")[0]).resolve()
            assert target.is_file(), (path, a)


def test_every_page_bears_a_strict_policy(site):
    for path in site.rglob("*.html"):
        policy = re.search(
            r'http-equiv="Content-Security-Policy" content="([^"]*)"',
            path.read_text(encoding="utf-8"),
        )
        assert policy[1].startswith("default-src &#39;none&#39;"), path
        assert "unsafe" not in policy[1], path


def test_a_sample_has_no_file_and_no_entry(site):
    assert (site / "stations" / "full.html").is_file()
    assert not (site / "stations" / "model.html").exists()
    sitemap = (site / "sitemap.xml").read_text()
    assert "https://example.org/stations/full.html" in sitemap
    assert "model" not in sitemap
    assert "Sitemap: https://example.org/sitemap.xml" in (site / "robots.txt").read_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_for_everyone(open_page, site, view, lang):
    page = open_page(f"{site.as_uri()}/index{'.en' * (lang == 'en')}.html?{SPOT}", view)
    listed(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.click("#all-button")
    page.wait_for_selector("#all tbody tr")
    assert axe(page) == []


def test_one_file_asks_for_nothing(open_page, single, view):
    requests = []
    page = open_page("about:blank", view)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{single}?{SPOT}")
    assert listed(page)[0] == "h2"
    if view == "phone":
        page.click("#view-map")
    page.wait_for_selector(".pin")
    page.wait_for_selector(".place-name", state="attached")
    assert requests == [f"{single}?{SPOT}"]
    assert page.evaluate("window.hacked") is None
    assert page.locator("#language").is_hidden()
    assert page.locator("h3 a").count() == 0


def test_the_table_of_one_file(open_page, single):
    page = open_page(single)
    page.click("#all-button")
    rows = page.locator("#all tbody tr")
    assert rows.count() == 8
    assert HOSTILE[0] in rows.all_inner_texts()[2]
    page.select_option("#all-kind", "driver_home")
    assert rows.count() == 1
    assert "示例数据" in rows.first.inner_text()
    page.select_option("#all-kind", "")
    page.fill("#all-text", "中原路1号")
    until(page, "document.querySelectorAll('#all tbody tr').length === 1")
    assert page.locator("#all [role=status]").inner_text() == "1 个站点"
    page.fill("#all-text", "没有这个")
    until(page, "document.querySelector('#all tbody').textContent.includes('没有符合')")
    page.fill("#all-text", "")
    page.check("#all-open-now")
    until(page, "document.querySelectorAll('#all tbody tr').length < 8")
    page.uncheck("#all-open-now")
    page.locator("#all tbody .button", has_text="开封驿站").click()
    assert listed(page)[0] == "far"
    assert page.locator("#all").is_hidden()


def test_the_table_by_keyboard(open_page, single):
    page = open_page(single, "desk")
    page.focus("#all-button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#all tbody tr")
    assert page.evaluate("document.activeElement.id") == "all-title"
    page.keyboard.press("Escape")
    assert page.locator("#all").is_hidden()
    assert page.evaluate("document.activeElement.id") == "all-button"


def test_states_are_of_chinas_time_on_a_phone_elsewhere(open_page, single):
    """On Monday 2026-09-07 at 20:00 in New York it is Tuesday, 8:00, in China."""
    init = (
        """(() => { const at = Date.parse("2026-09-08T08:00:00+08:00"); Date.now = () => at; })()"""
    )
    page = open_page(
        f"{single}?place=113.620,34.719&open=any", init=init, timezone_id="America/New_York"
    )
    listed(page)
    assert "已关 · 还有 30 分钟开" in page.text_content('.card[data-id="full"] .open-state')


def test_after_its_hours_end_it_says_so(open_page, single):
    init = (
        """(() => { const at = Date.parse("2028-03-01T12:00:00+08:00"); Date.now = () => at; })()"""
    )
    page = open_page(f"{single}?place=113.620,34.719&open=any", init=init)
    listed(page)
    state = page.text_content('.card[data-id="full"] .open-state')
    assert "时间未知" in state
    assert "2027-12-31" in state


def test_the_same_input_makes_the_same_bytes(tmp_path, stations):
    made = [publish(tmp_path / name, stations, downloads=True) for name in ("a", "b")]
    files = [{p.relative_to(d): p.read_bytes() for p in d.rglob("*") if p.is_file()} for d in made]
    assert files[0] == files[1]
    assert {Path("downloads/stations.gpkg"), Path("index.html"), Path("manifest.json")} <= set(
        files[0]
    )


def test_assets_are_named_by_their_bytes(site):
    import hashlib

    assets = sorted((site / "assets").iterdir())
    assert len(assets) > 20
    for path in assets:
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:10] in path.name
