"""Search by name: Chinese, full pinyin, initials; by keyboard; and when there is nothing."""

import pytest

from tests.waiting import HeldRequests, frames


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
    # Slow typing is answered on the way, too: only the last answer leaves the choice alone.
    with page.expect_response(lambda answer: answer.url.endswith("q=xinyang")) as last:
        page.keyboard.type("xinyang")
    last.value.finished()
    page.locator("#search-results [role=option]", has_text="信阳").first.wait_for()
    frames(page)
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
    held = HeldRequests(page, "**/api/v1/search**")
    page.fill("#search-text", "luohes")
    late = held.first()
    page.locator("#search-results [role=option]").first.click()
    page.wait_for_selector("#list .card")
    late.fulfill(json={"results": []})
    held.over(late.request)
    assert page.is_hidden("#search-results")
    assert "漯河" in page.inner_text("#place")
    # Nor for a field that was cleared, or left.
    for leave in (lambda: page.fill("#search-text", ""), lambda: page.focus("#locate")):
        page.fill("#search-text", "anyang")
        late = held.first()
        leave()
        held.over(late.request)  # it is called off
        assert page.is_hidden("#search-results")
