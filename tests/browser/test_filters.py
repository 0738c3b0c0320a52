"""Every filter chip: what is listed has it, and it can be taken back."""

import pytest

from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from tests.waiting import until


def press_and_read(page, name):
    """Press a chip and return what its answer held; then take it back."""
    parameter, word = name.split(":")
    chip = f'[data-filter="{name}"]'
    with page.expect_response(
        lambda r: f"&{parameter}={word}" in r.url and "/nearest" in r.url
    ) as r:
        page.click(chip)
    assert page.get_attribute(chip, "aria-pressed") == "true"
    features = r.value.json()["features"]
    until(
        page, f"locator.features.length === {len(features)} && !locator.byId('banner').firstChild"
    )
    assert page.locator("#list .card").count() == len(features)
    page.click(chip)
    assert page.get_attribute(chip, "aria-pressed") == "false"
    return features


@pytest.mark.slow
def test_every_filter(open_page, site, view):
    page = open_page(f"{site}/?place=113.625,34.747", view, reduced_motion="reduce")
    page.wait_for_selector("#list .card")
    page.click(".chip.toggle")
    names = page.eval_on_selector_all("[data-filter]", "chips => chips.map(c => c.dataset.filter)")
    assert {name.split(":")[1] for name in names} <= set(KINDS) | set(SERVICES)
    assert len(names) > 20
    for name in names:
        parameter, word = name.split(":")
        features = press_and_read(page, name)
        for feature in features:
            had = feature["properties"]
            assert word == had["kind"] if parameter == "kind" else word in had["services"]
    assert "kind" not in page.url
    assert "service" not in page.url


def test_several_filters_and_clearing_them(open_page, site):
    page = open_page(f"{site}/?place=113.625,34.747&service=water,toilet")
    page.wait_for_selector("#list .card")
    assert "2" in page.inner_text(".chip.toggle")
    marked = page.locator("#list .card").first.locator(".services .wanted").all_inner_texts()
    assert sorted(text.strip() for text in marked) == sorted(["饮水", "卫生间"])
    page.click(".chip.clear")
    until(page, "locator.state.service.length === 0")
    assert page.url.endswith("place=113.625,34.747")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_matches_and_the_page_says_what_to_drop(open_page, site, lang):
    suffix = "&lang=en" if lang == "en" else ""
    page = open_page(
        f"{site}/?place=113.625,34.747&kind=driver_home&service=shower,nursing&open=any{suffix}"
    )
    page.wait_for_selector(".empty .actions button")
    drops = page.locator(".empty .actions button").all_inner_texts()
    assert any("母婴" in text or "Nursing" in text for text in drops)
    page.locator(".empty .actions button").first.click()
    page.wait_for_selector("#list .card")
    assert page.evaluate("locator.state.service") == ["shower"]
