"""The coverage report in a real browser: quiet, for everyone, whole on a phone and on paper."""

from datetime import date, datetime

import pytest

from locator.plan.clock import measure_clock
from locator.plan.comparison import compare_coverage
from locator.plan.coverage import measure_coverage
from locator.plan.gaps import find_gaps
from locator.publish.report.coverage_answer import CoverageAnswer
from locator.publish.report.report_page import render_coverage_report
from tests.browser.conftest import HOSTILE
from tests.browser.test_access import violations
from tests.making import feature, station_set
from tests.plan.making import U, demand_at, districts_of


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """A report of everything there is, with names that attack, in both languages."""
    folder = tmp_path_factory.mktemp("report")
    by = districts_of(folder, ("410101", -5, 5, "410100"), ("410102", 5, 45, "410100"))
    demand = demand_at((0, 60), (10, 20), (20, 16), (60, 4), modelled=True)
    sets = [
        station_set(
            *(
                feature(f"{prefix}{n}", n / 100, 0.0, name=name, opening_hours="Mo-Fr 08:00-20:00")
                for n, name in enumerate(HOSTILE)
            )
        )
        for prefix in ("old", "new")
    ]
    coverages, clocks = zip(
        *(
            (
                measure_coverage(s, demand, 1.5 * U, by=by, at=datetime(2026, 10, 1, 9)),
                measure_clock(s, demand, 1.5 * U, date(2026, 10, 1), by=by),
            )
            for s in sets
        ),
        strict=True,
    )
    answer = CoverageAnswer(
        coverages[1],
        find_gaps(coverages[1]),
        clocks[1],
        compare_coverage(*coverages, clocks=clocks),
        command="locator coverage --radius 1000 --against " + HOSTILE[1],
    )
    for lang in ("zh", "en"):
        (folder / f"{lang}.html").write_text(render_coverage_report(answer, lang), "utf-8")
    return folder


@pytest.mark.parametrize(("lang", "view"), [("zh", "phone"), ("en", "desk")])
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, reports, lang, view):
    page = open_page(f"file://{reports}/{lang}.html", view)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("window.hacked") is None
    for name in HOSTILE:
        assert name in page.evaluate("document.body.textContent")


def test_on_paper_the_pages_are_a4_and_nothing_is_cut(open_page, reports):
    page = open_page(f"file://{reports}/zh.html", "desk")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # A4 less its margins, at 96 dpi
    cut = page.evaluate(
        "Array.from(document.querySelectorAll('.wide')).filter(e => e.scrollWidth > e.clientWidth)"
        ".map(e => e.getAttribute('aria-label'))"
    )
    assert cut == []
    paper = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in paper or b"/MediaBox [0 0 595" in paper
