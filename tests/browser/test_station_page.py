"""A station's page in Chromium: quiet under its policy, for everyone, and on one sheet of A4."""

import re

import pytest

from tests.browser.test_access import violations


@pytest.mark.parametrize(("station", "lang"), [("full", "zh"), ("model", "en"), ("h1", "zh")])
def test_it_is_quiet_and_for_everyone(open_page, small_site, view, station, lang):
    page = open_page(f"{small_site}/stations/{station}?lang={lang}", view)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert violations(page) == []


def test_its_data_block_stands_under_the_policy(open_page, small_site):
    page = open_page(f"{small_site}/stations/full")
    block = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert block["name"] == "工会驿站·中原路"


def test_it_is_legible_in_the_dark(open_page, small_site):
    page = open_page(f"{small_site}/stations/full", "desk", color_scheme="dark")
    assert violations(page) == []


@pytest.mark.parametrize("station", ["full", "model"])
def test_it_prints_on_one_sheet(open_page, small_site, station):
    page = open_page(f"{small_site}/stations/{station}?at=2026-09-27T10:00")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
