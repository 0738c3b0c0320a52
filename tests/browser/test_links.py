"""Links keep what is asked, and the back button takes steps back."""

from urllib.parse import parse_qs, urlsplit

from tests.waiting import until

PLACE = "place=113.625,34.747"


def wait_for_list(page):
    page.wait_for_selector("#list .card", state="attached")
    until(page, "!document.querySelector('#results[aria-busy]')")


def test_a_link_is_restored(open_page, site, view):
    page = open_page(
        f"{site}/?{PLACE}&kind=rider_home&service=water,toilet&lang=en&from=wechat", view
    )
    wait_for_list(page)
    pressed = page.locator('[data-filter][aria-pressed="true"]').all_inner_texts()
    assert sorted(text.strip() for text in pressed) == ["Drinking water", "Rider home", "Toilet"]
    assert page.get_attribute("html", "lang") == "en"
    assert {
        k.strip() for k in page.locator("#list .kind > span:first-of-type").all_inner_texts()
    } == {"Rider home"}


def test_the_language_is_a_tap_away_and_keeps_the_rest(open_page, site):
    page = open_page(f"{site}/?{PLACE}&kind=love_station")
    wait_for_list(page)
    page.click("#language")
    page.wait_for_selector("html[lang=en]")
    wait_for_list(page)
    assert parse_qs(urlsplit(page.url).query) == {
        "place": ["113.625,34.747"], "kind": ["love_station"], "lang": ["en"],
    }  # fmt: skip
    assert "nearest stations" in page.inner_text("#list-title")
    page.click("#language")
    page.wait_for_selector("html:not([lang=en])")
    wait_for_list(page)
    assert "最近的" in page.inner_text("#list-title")
    assert "lang" not in page.url


def test_back_takes_back_a_filter_a_view_and_a_place(open_page, site):
    page = open_page(site)
    page.click("#cities a >> nth=0")
    wait_for_list(page)
    page.click('[data-filter="kind:driver_home"]')
    until(page, "locator.state.kind.length === 1")
    page.click("#view-map")
    page.wait_for_selector("#map.leaflet-container")
    assert "view=map" in page.url
    page.go_back()
    page.wait_for_selector("#results", state="visible")
    assert page.get_attribute('[data-filter="kind:driver_home"]', "aria-pressed") == "true"
    page.go_back()
    until(page, "locator.state.kind.length === 0")
    page.go_back()
    page.wait_for_selector("#hero", state="visible")
    page.go_forward()
    wait_for_list(page)


SHEET = """window.shared = [];
navigator.share = (what) => { window.shared.push(what); return Promise.resolve(); };"""
CLIPBOARD = """delete Navigator.prototype.share;
navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };"""


def test_sharing_uses_the_phones_sheet(open_page, site):
    page = open_page(f"{site}/?{PLACE}", init=SHEET)
    page.click("#share")
    assert page.evaluate("window.shared[0].url").endswith("/?" + PLACE)


def test_sharing_copies_the_link_otherwise(open_page, site):
    page = open_page(f"{site}/?{PLACE}", init=CLIPBOARD)
    page.click("#share")
    page.wait_for_selector("#toast", state="visible")
    assert page.evaluate("window.copied").endswith("/?" + PLACE)


def test_nonsense_in_a_link_is_left_aside(open_page, site):
    page = open_page(f"{site}/?place=999,abc&kind=castle,__proto__&service=constructor&view=3d")
    assert page.is_visible("#hero")
    assert page.evaluate("[locator.state.kind, locator.state.service]") == [[], []]
