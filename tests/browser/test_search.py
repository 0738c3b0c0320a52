"""Search by name: Chinese, full pinyin, initials; by keyboard; and when there is nothing."""

import pytest

from tests.browser.conftest import until


@pytest.mark.parametrize(
    ("text", "name", "view"),
    [
        ("金水", "金水区", "phone"),
        ("luohe", "漯河市", "desk"),
        ("xunxian", "浚县", "phone"),
        ("zzs", "郑州市", "desk"),
        ("中原区", "中原区", "phone"),
    ],
)
def test_a_district_is_found(open_page, site, text, name, view):
    page = open_page(site, view)
    page.fill("#search-text", text)
    option = page.locator("#search-results [role=option]").first
    option.wait_for()
    assert name in option.inner_text()
    option.click()
    page.wait_for_selector("#list .card")
    assert name in page.inner_text("#place")


def test_a_station_is_found_and_stands_first(open_page, site):
    page = open_page(site)
    page.fill("#search-text", "chengmei")
    page.fill("#search-text", "翠竹街")
    page.locator("#search-results [role=option]").first.wait_for()
    page.press("#search-text", "Enter")
    page.wait_for_selector("#list .card")
    assert "翠竹街" in page.locator("#list .card").first.inner_text()


def test_by_keyboard(open_page, site):
    page = open_page(site, "desk")
    page.focus("#search-text")
    page.keyboard.type("xinyang")
    page.locator("#search-results [role=option]").first.wait_for()
    assert page.get_attribute("#search-text", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search-text", "aria-activedescendant") == "option-0"
    page.keyboard.press("Enter")
    page.wait_for_selector("#list .card")
    assert "信阳" in page.inner_text("#place")


def test_escape_closes_and_nothing_is_said(open_page, site):
    page = open_page(site)
    page.fill("#search-text", "qqqqxx")
    page.wait_for_selector("#search-results .message")
    assert "没有找到" in page.inner_text("#search-results")
    page.press("#search-text", "Escape")
    assert page.is_hidden("#search-results")


def test_an_answer_that_comes_too_late_opens_nothing(open_page, site):
    page = open_page(site)
    page.fill("#search-text", "luohe")
    page.locator("#search-results [role=option]").first.wait_for()
    held = []
    page.route("**/api/v1/search**", lambda route: held.append(route))  # noqa: PLW0108
    page.fill("#search-text", "luohes")
    until(page, "true")
    for _ in range(100):
        page.wait_for_timeout(30)
        if held:
            break
    page.locator("#search-results [role=option]").first.click()
    page.wait_for_selector("#list .card")
    held[0].fulfill(json={"results": []})
    page.wait_for_timeout(200)
    assert page.is_hidden("#search-results")
    assert "漯河" in page.inner_text("#place")
    # Nor for a field that was cleared, or left.
    for leave in ("", None):
        held.clear()
        page.fill("#search-text", "anyang")
        for _ in range(100):
            page.wait_for_timeout(30)
            if held:
                break
        if leave is None:
            page.focus("#locate")
        else:
            page.fill("#search-text", leave)
            page.wait_for_timeout(250)
        page.wait_for_timeout(50)
        assert page.is_hidden("#search-results")
