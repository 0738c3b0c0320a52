"""Open on arrival: the chip, a card's words, the time, the way, and a clock that stays true."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from locator.settings import read_settings
from locator.stations.moments import CHINA
from locator.web import create_app
from tests.browser.conftest import serving
from tests.browser.test_access import violations
from tests.making import feature, write
from tests.waiting import HeldRequests, Requests, at_rest, until

PLACE = "place=113.620,34.720"
EVENING = "2026-11-24T21:35"  # a Tuesday
STATIONS = {
    "soon": "Mo-Su 08:00-22:00",
    "late": "Mo-Su 07:00-23:30",
    "shut": "Mo-Su 08:00-20:00",
    "early": "Mo-Su 22:20-23:50",
    "unstated": ...,
    "always": "24/7",
}


def site_of(folder, hours):
    features = [
        feature(
            name, 113.620, 34.720 + i / 1000, name=name, opening_hours=text, position="surveyed"
        )
        for i, (name, text) in enumerate(hours.items())
    ]
    path = write(folder / "stations.geojson", *features)
    return serving(create_app(replace(read_settings({}), stations=Path(path))))


@pytest.fixture(scope="module")
def hours_site(tmp_path_factory):
    with site_of(tmp_path_factory.mktemp("hours"), STATIONS) as url:
        yield url


@pytest.fixture(scope="module")
def shut_site(tmp_path_factory):
    with site_of(tmp_path_factory.mktemp("shut"), {"shut": "Mo-Su 08:00-20:00"}) as url:
        yield url


class Clock:
    """The page's clock and the server's "now", which move together; every question is kept."""

    def __init__(self, page, moment):
        self.page, self.now, self.requests = page, moment, []
        page.clock.install(time=datetime.fromisoformat(moment).replace(tzinfo=CHINA))
        page.route("**/api/v1/**", self.answer)

    def answer(self, route):
        url = route.request.url
        path = urlsplit(url).path
        if path.endswith(("/nearest", "/relaxed")):
            self.requests.append(path.rsplit("/", 1)[1])
        is_of_a_moment = path.endswith(("/nearest", "/relaxed")) or "/stations" in path
        if is_of_a_moment and "at" not in parse_qs(urlsplit(url).query):
            url += f"{'&' if '?' in url else '?'}at={self.now}"
        route.continue_(url=url)

    def skip(self, minutes):
        """Let the phone sleep: timers that fell due fire once at most."""
        self.now = (datetime.fromisoformat(self.now) + timedelta(minutes=minutes)).isoformat()
        self.page.clock.fast_forward(minutes * 60_000)

    def all_asked(self):
        """Return every question so far. One that is asked now is seen after those before it."""
        self.page.evaluate("fetch('/api/v1/search?q=x').then((answer) => answer.text())")
        return list(self.requests)

    def wake(self):
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def opened(open_page, url, view="phone", moment=EVENING):
    page = open_page("about:blank", view)
    clock = Clock(page, moment)
    page.goto(url)
    until(page, "window.locator && locator.state.place && locator.answered")
    return page, clock


def lines(page):
    """Return what each card says of its state."""
    cards = page.locator("#list .card")
    return {
        card.get_attribute("data-id"): card.locator(".open-state").inner_text().strip()
        for card in cards.all()
    }


SAID = {
    "zh": {
        "soon": "营业中 · 还有 25 分钟关",
        "late": "营业中 · 23:30 关",
        "shut": "已关 · 明天 8:00 开",
        "early": "已关 · 还有 45 分钟开",
        "unstated": "时间未知",
        "always": "营业中 · 全天",
    },
    "en": {
        "soon": "Open · closes in 25 min",
        "late": "Open · until 23:30",
        "shut": "Closed · opens tomorrow 8:00",
        "early": "Closed · opens in 45 min",
        "unstated": "Hours unknown",
        "always": "Open · all day",
    },
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cards_say_open_closed_or_unknown(open_page, hours_site, view, lang):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}&open=any&lang={lang}", view)
    assert lines(page) == SAID[lang]
    # Never by colour alone: every state has words and an icon of its own.
    icons = "lines => lines.map(l => l.dataset.state + l.querySelector('use').getAttribute('href'))"
    shown = set(page.eval_on_selector_all("#list .open-state", icons))
    assert shown == {"open#icon-check", "closed#icon-close", "unknown#icon-info"}
    assert page.locator("#list .facts .unknown").count() == 0  # said once, not twice


def test_axe_finds_nothing_in_states_and_pickers(open_page, hours_site, view):
    for query in ("open=any", f"travel=walk&at={EVENING}&lang=en"):
        page = open_page(f"{hours_site}/?{PLACE}&{query}", view)
        page.wait_for_selector("#list .card")
        until(page, "!document.querySelector('#results[aria-busy]')")
        assert violations(page) == []


def test_open_now_is_on_and_can_be_switched(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}")
    assert page.inner_text("#open-now").strip().startswith("现在开放")
    assert page.get_attribute("#open-now", "aria-pressed") == "true"
    assert set(lines(page)) == {"soon", "late", "unstated", "always"}
    assert "open" not in urlsplit(page.url).query
    page.click("#open-now")
    until(page, "locator.features.length === 6")
    assert page.get_attribute("#open-now", "aria-pressed") == "false"
    assert "open=any" in page.url
    page.go_back()
    until(page, "locator.features.length === 4")
    assert page.get_attribute("#open-now", "aria-pressed") == "true"


def test_tonight_and_another_time(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}")
    page.select_option("#when", label="今晚 23:30")
    until(page, "locator.features.length === 3")
    assert "at=2026-11-24T23:30" in page.url
    assert set(lines(page)) == {"early", "unstated", "always"}
    assert lines(page)["early"] == "届时：营业中 · 还有 20 分钟关"
    assert page.inner_text("#open-now").strip().startswith("届时开放")
    page.select_option("#when", label="其他时间")
    page.fill("#when-other", "2026-11-26T06:00")
    until(page, "locator.features.length === 2")
    assert "at=2026-11-26T06:00" in page.url
    page.click("#open-now")
    until(page, "locator.features.length === 6")
    # Days are those of the moment chosen, so "tomorrow" isn't said of another one.
    assert lines(page)["shut"] == "届时：已关 · 8:00 开"
    page.select_option("#when", label="现在")
    until(page, "locator.state.when === '' && locator.features.length === 6")
    until(page, "!document.querySelector('#results[aria-busy]')")
    assert lines(page) == SAID["zh"]
    assert parse_qs(urlsplit(page.url).query) == {"place": ["113.620,34.720"], "open": ["any"]}


def test_tomorrow_is_dated_when_it_is_not_ours(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}&open=any&at=2026-11-26T21:35")
    assert lines(page)["shut"] == "届时：已关 · 11月27日 8:00 开"


def test_the_way_takes_its_time_and_states_are_those_of_arrival(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}&open=any")
    page.goto(f"{hours_site}/?place=113.620,34.705&open=any")
    page.wait_for_selector("#list .card")
    page.select_option("#travel", "walk")
    until(page, "document.querySelectorAll('#list .way').length === 6")
    assert "travel=walk" in page.url
    first = page.locator('#list .card[data-id="soon"]')
    # 1,664 m as the crow flies, 1.3 times that by the road, at 1.2 m/s: half an hour and a bit.
    assert first.locator(".way").inner_text().split()[-3:] == ["约", "31", "分钟"]
    assert lines(page)["soon"] == "到达时：已关 · 明天 8:00 开"
    first.locator("summary").click()
    assert "mode=walk" in first.locator('[data-app="amap"]').get_attribute("href")
    page.select_option("#travel", "ebike")
    until(page, "document.querySelector('#list .way').textContent.includes('约 9 分钟')")
    assert lines(page)["soon"] == "到达时：营业中 · 还有 17 分钟关"
    page.select_option("#travel", "")
    until(page, "!document.querySelector('#list .way')")
    assert "travel" not in page.url


def test_a_link_is_restored(open_page, hours_site, view):
    query = f"{PLACE}&open=any&at={EVENING}&travel=truck"
    page, _ = opened(open_page, f"{hours_site}/?{query}", view)
    assert page.evaluate("locator.link()").endswith(f"/?{query}")
    assert page.input_value("#travel") == "truck"
    assert page.input_value("#when") == "other"
    assert page.input_value("#when-other") == EVENING
    assert page.get_attribute("#open-now", "aria-pressed") == "false"


@pytest.mark.parametrize("nonsense", ["2026-02-30T10:00", "soon", "2026-11-24", "<b>"])
def test_nonsense_is_left_aside(open_page, hours_site, nonsense):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}&at={nonsense}&open=x&travel=__proto__")
    state = page.evaluate("[locator.state.when, locator.state.open, locator.state.travel]")
    assert state == ["", "possible", ""]


def test_where_all_are_shut_it_says_what_to_drop(open_page, shut_site, view):
    page, _ = opened(open_page, f"{shut_site}/?place=113.620,34.730", view)
    page.wait_for_selector(".empty .actions button")
    assert "没有此时开放的站点" in page.inner_text(".empty")
    button = page.locator(".empty .actions button")
    assert button.count() == 1
    assert "去掉“现在开放”" in button.inner_text()
    assert "最近 1.1 公里" in button.inner_text()
    assert violations(page) == []
    button.click()
    page.wait_for_selector("#list .card")
    assert "open=any" in page.url


def test_minutes_count_down_and_a_passed_state_is_asked_again(open_page, hours_site):
    page, clock = opened(open_page, f"{hours_site}/?{PLACE}&open=any")
    page.locator('#list .card[data-id="late"] summary').click()
    clock.skip(10)
    until(page, "document.querySelector('.open-state').textContent.includes('还有 15 分钟关')")
    assert clock.all_asked() == ["nearest"]
    clock.skip(15)
    until(page, "document.querySelector('.open-state').textContent === '已关 · 明天 8:00 开'")
    assert clock.all_asked() == ["nearest", "nearest"]
    assert lines(page)["early"] == "已关 · 还有 20 分钟开"
    assert page.locator('#list .card[data-id="late"] details[open]').count() == 1


def test_a_station_that_shut_leaves_the_list_quietly(open_page, hours_site):
    page, clock = opened(open_page, f"{hours_site}/?{PLACE}")
    page.locator('#list .card[data-id="late"] summary').click()
    clock.skip(25)
    until(page, "locator.features.length === 3")
    assert "soon" not in lines(page)
    assert page.locator('#list .card[data-id="late"] details[open]').count() == 1
    assert page.evaluate("document.activeElement.closest('.card').dataset.id") == "late"


def test_a_station_that_opens_joins_the_list_within_the_minute(open_page, hours_site):
    page, clock = opened(open_page, f"{hours_site}/?{PLACE}", moment="2026-11-24T22:05")
    assert set(lines(page)) == {"late", "unstated", "always"}
    clock.skip(14)
    until(page, "Date.now() - locator.answered < 60000")
    assert set(lines(page)) == {"late", "unstated", "always"}
    requests = clock.all_asked()
    page.clock.run_for(5_000)
    assert clock.all_asked() == requests
    clock.skip(2)
    until(page, "locator.features.length === 4")
    assert lines(page)["early"] == "营业中 · 23:50 关"
    assert page.inner_text("#announcer").strip() == "列表已更新"


def test_what_is_in_view_stays_there_when_a_station_joins_above(open_page, hours_site):
    page, clock = opened(open_page, f"{hours_site}/?{PLACE}", moment="2026-11-24T22:05")
    # South of all, so that what joins stands before those that are in view.
    page.evaluate("document.querySelector('[data-id=unstated]').scrollIntoView()")
    top = "document.querySelector('[data-id=unstated]').getBoundingClientRect().top"
    before = page.evaluate(top)
    clock.skip(16)
    until(page, "locator.features.length === 4")
    assert page.locator("#list .card").nth(1).get_attribute("data-id") == "early"
    assert abs(page.evaluate(top) - before) < 2


# How many stations are drawn: a dot is one, a count says its number.
DOTS = """(() => {
  let sum = 0;
  locator.map.eachLayer(({ options }) => {
    const isMark = options.renderer && options.renderer.options.pane === "marks";
    if (isMark) sum += Number(options.label || 1);
  });
  return sum;
})()"""


def test_dots_are_the_lists_stations(open_page, hours_site):
    page = open_page("about:blank", "desk")
    clock = Clock(page, EVENING)
    marks, alone = Requests(page, "/api/v1/stations?"), set()

    def dots():
        until(page, "!document.querySelector('#results[aria-busy]')")
        at_rest(page)
        page.clock.run_for(150)  # over the pause before marks are asked for
        clock.all_asked()
        marks.over()
        drawn, answer = page.evaluate(DOTS), marks.requests[-1].response().json()
        assert drawn == answer["total"]
        alone.clear()
        alone.update({row[3] for row in answer["stations"]})
        return drawn

    page.goto(f"{hours_site}/?{PLACE}")
    page.wait_for_selector(".pin")
    assert dots() == page.evaluate("locator.features.length") == 4
    clock.skip(46)
    until(page, "locator.features.length === 4 && Date.now() - locator.answered < 60000")
    # One has shut, one has opened.

    assert dots() == 4
    assert alone == set(page.evaluate("locator.features.map((feature) => feature.id)"))
    page.select_option("#travel", "walk")
    page.goto(f"{hours_site}/?place=113.620,34.660&travel=walk&at={EVENING}")
    page.wait_for_selector(".pin")
    # Two hours on foot: of the four that are open at the start two will have shut, one opened.
    assert dots() == page.evaluate("locator.features.length") == 3
    page.click("#open-now")
    until(page, "locator.features.length === 6")
    assert dots() == 6


def test_a_dots_card_tells_the_state_on_arrival(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?place=113.620,34.705&travel=walk", "desk")
    page.wait_for_selector(".pin")
    assert "soon" not in lines(page)
    page.evaluate("locator.emit('dot', 'soon')")
    page.wait_for_selector("#map-card .card")
    card = page.locator("#map-card .card")
    assert card.locator(".open-state").inner_text().strip() == "到达时：已关 · 明天 8:00 开"
    assert card.locator(".way").inner_text().split()[-3:] == ["约", "31", "分钟"]
    assert "1.7 公里" in card.locator(".distance").inner_text()
    # The card follows another way of travelling.
    page.select_option("#travel", "ebike")
    until(page, "document.querySelector('#map-card .open-state').textContent.includes('17 分钟')")


def test_a_dot_that_answers_late_gives_way_to_the_next(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}", "desk")
    page.wait_for_selector(".pin")
    held = HeldRequests(page, "**/api/v1/stations/shut**")
    page.evaluate("locator.emit('dot', 'shut')")
    late = held.first()
    page.evaluate("locator.emit('dot', 'late')")
    page.wait_for_selector("#map-card .card")
    late.continue_()
    held.over(late.request)
    assert page.inner_text("#map-card h3") == "late"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_three_choices_share_a_row_on_a_phone(open_page, hours_site, lang):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}&travel=walk&lang={lang}")
    tops = page.eval_on_selector_all(
        ".when > *", "all => all.map(e => e.getBoundingClientRect().top)"
    )
    assert len(tops) == 3
    assert len(set(tops)) == 1


def test_another_time_is_asked_for_as_it_is_shown(open_page, hours_site):
    page, _ = opened(open_page, f"{hours_site}/?{PLACE}")
    page.select_option("#when", "other")
    assert page.input_value("#when-other") == EVENING
    assert page.evaluate("locator.state.when") == EVENING
    # A year that is being typed is none yet.
    page.evaluate(
        """() => {
          const field = document.getElementById("when-other");
          field.value = "0002-11-24T21:35";
          field.dispatchEvent(new Event("change"));
        }"""
    )
    assert page.evaluate("locator.state.when") == EVENING
    assert page.is_visible("#when-other")


def test_after_sleep_what_is_old_is_asked_again(open_page, hours_site):
    page, clock = opened(open_page, f"{hours_site}/?{PLACE}&open=any")
    clock.wake()
    assert clock.all_asked() == ["nearest"]
    clock.skip(2)
    clock.wake()
    until(page, "Date.now() - locator.answered < 60000")
    assert clock.all_asked() == ["nearest", "nearest"]
    assert lines(page)["soon"] == "营业中 · 还有 23 分钟关"
    clock.skip(12 * 60)
    clock.wake()
    until(page, "document.querySelector('.open-state').textContent === '营业中 · 22:00 关'")


def test_without_a_network_a_passed_state_is_not_said_to_hold(open_page, hours_site):
    open_page.watched.network_may_fail = True
    page, clock = opened(open_page, f"{hours_site}/?{PLACE}&open=any")
    page.unroute("**/api/v1/**")
    page.context.set_offline(True)
    clock.skip(25)
    until(page, "document.querySelector('.open-state').textContent.startsWith('已到 22:00')")
    assert page.locator("#list .card").count() == 6
    clock.skip(10 * 60)
    until(page, "document.querySelector('.open-state').textContent.startsWith('已到 22:00')")
    shut = '[data-station="shut"]'
    assert "明天" not in page.inner_text(f"#list {shut}")
