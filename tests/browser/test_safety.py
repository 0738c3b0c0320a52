"""Hostile names stay text; the policy is strict; nothing is asked of anybody else."""

import re
from urllib.parse import unquote

from tests.browser.conftest import HOSTILE
from tests.waiting import until

SPOT = "place=113.602,34.700&open=any"


def test_hostile_names_are_text_everywhere(open_page, small_site, view):
    page = open_page(f"{small_site}/?{SPOT}", view)
    page.wait_for_selector("#list .card")
    names = page.locator("#list h3").evaluate_all("all => all.map(e => e.textContent)")
    assert set(HOSTILE) <= set(names)
    if view == "phone":
        page.click("#view-map")
    page.wait_for_selector(".pin")
    for pin in page.locator(".pin").all():
        pin.dispatch_event("mouseover")
        pin.dispatch_event("click")
        page.wait_for_selector("#map-card .card")
    page.fill("#search-text", "onerror")
    page.locator("#search-results [role=option] b").first.wait_for()
    assert HOSTILE[0] in page.locator("#search-results b").all_inner_texts()
    page.locator("#search-results [role=option]").first.click()
    until(page, "!document.querySelector('#results[aria-busy]')")
    assert HOSTILE[0] in page.text_content("#place")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img:not(.leaflet-tile), main script").count() == 0


def test_the_policy_forbids_what_the_page_does_not_need(open_page, site):
    page = open_page(site)
    policy = page.request.get(site).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.request.get(site).headers["referrer-policy"] == "no-referrer"


def test_the_page_has_no_inline_script_or_style(open_page, site):
    text = open_page(site).request.get(site).text()
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", text) == []
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:", text) == []


def test_a_modelled_station_has_no_links_and_says_so(open_page, small_site):
    page = open_page(f"{small_site}/?place=113.630,34.730&open=any")
    page.wait_for_selector("#list .card")
    card = page.locator('.card[data-id="model"]')
    assert card.locator("a").count() == 0
    assert "示例数据" in card.inner_text()
    assert "不提供导航" in card.inner_text()


def test_a_card_tells_everything(open_page, small_site):
    page = open_page(f"{small_site}/?place=113.620,34.719&open=any")
    page.wait_for_selector("#list .card")
    card = page.locator('.card[data-id="full"]')
    text = card.inner_text()
    for words in (
        "工会驿站·中原路", "110 米", "北", "骑手之家", "周一至周五 8:30-18:00", "骑手、快递员",
        "中原路1号", "饮水", "卫生间", "淋浴",
    ):  # fmt: skip
        assert words in text
    assert card.locator('a[href^="tel:"]').get_attribute("href") == "tel:037112345678"


NAME = "工会驿站·中原路"
LINKS = {
    "amap": rf"https://uri.amap.com/navigation\?to=113.6260\d+,34.7187\d+,{NAME}&mode=ride&.*",
    "baidu": r"https://api.map.baidu.com/direction\?destination=latlng:34.72\d+,113.632\d+"
    rf"\|name:{NAME}&coord_type=bd09ll&mode=riding&.*",
    "tencent": r"https://apis.map.qq.com/uri/v1/routeplan\?type=walk&"
    rf"tocoord=34.7187\d+,113.6260\d+&to={NAME}&.*",
    "apple": r"https://maps.apple.com/\?daddr=34.7187\d+,113.6260\d+&dirflg=w",
}


def test_navigation_links(open_page, small_site):
    page = open_page(f"{small_site}/?place=113.620,34.719&open=any")
    page.wait_for_selector("#list .card")
    card = page.locator('.card[data-id="full"]')
    card.locator("summary").click()
    for app, pattern in LINKS.items():
        link = card.locator(f'[data-app="{app}"]')
        assert link.is_visible()
        assert re.fullmatch(pattern, unquote(link.get_attribute("href")))
        assert "noreferrer" in link.get_attribute("rel")
