"""For everyone: axe finds nothing, keyboards reach all, large text and small screens fit."""

from pathlib import Path

import pytest

from tests.waiting import at_rest, until

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

STATES = {
    "start": "/",
    "list": "/?place=113.625,34.747",
    "far": "/?place=116.400,39.900",
    "none": "/?place=113.625,34.747&kind=driver_home&service=shower,nursing",
    "map": "/?place=113.625,34.747&view=map",
}


def violations(page):
    # Through the debugger: the page's policy forbids scripts from elsewhere.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in faults]


def settled(page, state):
    if state != "start":
        until(page, "!document.querySelector('#results[aria-busy]')")
    if state == "none":
        page.wait_for_selector(".empty .actions button")
    if state == "map":
        page.wait_for_selector(".pin")
        page.wait_for_selector(".place-name", state="attached")
        at_rest(page)


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(open_page, site, view, state):
    page = open_page(site + STATES[state], view)
    settled(page, state)
    assert violations(page) == []


@pytest.mark.parametrize("state", ["list", "none"])
def test_axe_finds_nothing_in_english_in_the_dark(open_page, site, state):
    page = open_page(f"{site}{STATES[state]}&lang=en", "desk", color_scheme="dark")
    settled(page, state)
    assert violations(page) == []


def test_axe_finds_nothing_in_search_notices_and_open_menus(open_page, small_site):
    page = open_page(f"{small_site}/?place=113.620,34.719")
    page.wait_for_selector("#list .card")
    page.locator("summary").first.click()
    page.click("#locate")
    page.wait_for_selector("#notice .notice:not(.calm)")
    page.fill("#search-text", "驿站")
    page.locator("#search-results [role=option]").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("state", ["start", "list", "none"])
def test_targets_are_44_pixels(open_page, site, state):
    page = open_page(site + STATES[state])
    settled(page, state)
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll("button, summary, main a, header a, input"))
          .filter(e => e.offsetParent)
          .filter(e => e.offsetHeight < 44 || e.offsetWidth < 44)
          .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", ["start", "list", "none"])
def test_nothing_is_cut_off_at_320_pixels_or_with_text_at_200_percent(open_page, site, lang, state):
    suffix = ("&" if "?" in STATES[state] else "?") + "lang=en" if lang == "en" else ""
    page = open_page(site + STATES[state] + suffix)
    settled(page, state)
    for width, size in ((320, "100%"), (390, "200%")):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("size => (document.documentElement.style.fontSize = size)", size)
        if state == "start":
            page.fill("#search-text", "zz")
            page.wait_for_selector("#search-results [role=option]")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (width, size)
        field, button = (page.locator(i).bounding_box() for i in ("#search-text", "#locate"))
        assert field["width"] >= 100
        beside = field["x"] + field["width"] <= button["x"]
        assert beside or field["y"] + field["height"] <= button["y"]


def test_by_keyboard_alone(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747", "desk")
    page.wait_for_selector("#list .card")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "results"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#list h3 a')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert page.locator("#list details[open]").count() == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_laws_notice_is_never_covered(open_page, site, view, lang):
    position = {"longitude": 113.6254, "latitude": 34.7466, "accuracy": 35}
    options = {"geolocation": position, "permissions": ["geolocation"]}
    page = open_page(f"{site}/?view=map&lang={lang}", view, **options)
    page.click("#locate")
    page.wait_for_selector(".pin")
    page.click("#shifted summary")
    page.evaluate("document.querySelector('.pin').click()")
    page.wait_for_selector("#map-card .card")
    at_rest(page)
    notice = page.locator(".leaflet-control-attribution").bounding_box()
    for part in ("#shifted", "#map-card"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= notice["y"] + 1, part


def test_on_a_phone_the_focus_goes_to_the_card_and_back(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747")
    page.wait_for_selector("#list .card")
    page.locator("#list .on-map").first.press("Enter")
    until(page, "document.activeElement.matches('#map-card h3')")
    page.keyboard.press("Escape")
    assert page.is_hidden("#map-card")
    assert page.evaluate("document.activeElement.id") == "view-map"
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "results"


def test_what_data_keepers_wrote_is_said_to_be_chinese(open_page, small_site):
    page = open_page(f"{small_site}/?place=113.620,34.719&open=any&lang=en")
    page.wait_for_selector("#list .card")
    for text in ("中原路1号", "骑手、快递员", "周一至周五 8:30-18:00"):
        assert page.get_by_text(text, exact=True).first.get_attribute("lang") == "zh-CN"


def test_results_are_announced(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747")
    until(page, "document.getElementById('announcer').textContent.startsWith('找到 10 个站点')")


def test_reduced_motion_is_heeded(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747", "desk", reduced_motion="reduce")
    page.wait_for_selector(".pin")
    assert page.evaluate("locator.map.options.zoomAnimation") is False
