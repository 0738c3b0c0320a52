"""The states people meet: nothing near, no network, a slow answer, more of the list."""

from tests.waiting import HeldRequests, until


def test_nothing_within_reach_says_the_nearest(open_page, site, view):
    page = open_page(f"{site}/?place=116.400,39.900&open=any", view)
    page.wait_for_selector(".empty")
    assert "20 公里内没有站点" in page.inner_text(".empty")
    assert "426 公里" in page.inner_text(".empty")
    assert page.locator("#list .card").count() == 10


def test_no_network_keeps_the_list_and_tries_again(open_page, site):
    open_page.watched.network_may_fail = True
    page = open_page(f"{site}/?place=113.625,34.747")
    page.wait_for_selector("#list .card")
    page.context.set_offline(True)
    page.click('[data-filter="service:water"]')
    page.wait_for_selector("#banner .notice")
    text = page.inner_text("#banner")
    assert "网络不通" in text
    assert "秒后自动重试" in text
    assert page.locator("#list .card").count() == 10
    page.context.set_offline(False)  # the browser's own event starts it at once
    page.wait_for_selector("#banner .notice", state="detached")
    assert page.locator("#list .services .wanted").count() >= 10


def test_a_server_that_stumbles_is_asked_again(open_page, site):
    open_page.watched.network_may_fail = True
    page = open_page(site)
    answers = iter([503])

    def stumble(route):
        status = next(answers, None)
        route.fulfill(status=status) if status else route.continue_()

    page.route("**/api/v1/nearest**", stumble)
    # The clock stands still: only the button asks again.
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.click("#cities a >> nth=0")
    page.click("#banner .notice button")
    page.wait_for_selector("#list .card")


def test_a_slow_answer_is_said(open_page, site):
    page = open_page(site)
    held = HeldRequests(page, "**/api/v1/nearest**")
    page.clock.install()
    page.click("#cities a >> nth=0")
    page.wait_for_selector("#list .skeleton")
    assert page.get_attribute("#results", "aria-busy") == "true"
    page.clock.run_for(4100)
    assert "网络较慢" in page.inner_text("#banner")
    held.first().continue_()
    page.wait_for_selector("#list .card")
    assert page.inner_text("#banner") == ""


def test_no_station_at_all(open_page, bare_site):
    page = open_page(f"{bare_site}/?place=113.625,34.747")
    page.wait_for_selector(".empty")
    assert "还没有收录任何站点" in page.inner_text(".empty")
    assert page.is_hidden(".sample-notice") or page.locator(".sample-notice").count() == 0


def test_more_of_the_list(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747")
    page.wait_for_selector("#list .card")
    page.click("#more")
    until(page, "document.querySelectorAll('#list .card').length === 20")
    until(page, "document.activeElement.tagName === 'H3'")


def test_without_scripts_it_says_what_to_do(open_page, site):
    page = open_page(site, java_script_enabled=False)
    assert "JavaScript" in page.inner_text("noscript")
    assert page.is_visible("#hero")
    assert page.is_hidden("#where")


def test_a_map_that_does_not_load_leaves_the_list(open_page, site):
    open_page.watched.network_may_fail = True
    page = open_page(f"{site}/?place=113.625,34.747")
    page.wait_for_selector("#list .card")
    page.route("**/leaflet.js**", lambda route: route.abort())
    page.click("#view-map")
    until(page, "document.querySelector('.map-wait').textContent.includes('没有载入')")
    page.click("#view-list")
    assert page.locator("#list .card").count() == 10
