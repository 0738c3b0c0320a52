"""The map of a plan in a real browser: what it shows, hostile names, and no request anywhere."""

import pytest

from locator.plan.candidates import candidates_from_demand
from locator.plan.coverage import measure_coverage
from locator.plan.propose import SitingQuery, propose_sites
from locator.publish.plan_map.plan_page import plan_map
from tests.plan.making import U, demand_at, stations_at

HOSTILE = "</script><img src=x onerror=window.hacked=1>${window.hacked=1}`'\"{{7*7}}"
ROWS = ((0, 50), (1, 5), (3, 12), (4, 7), (5, 9), (6, 10), (7, 3), (30, 2))


@pytest.fixture(scope="module")
def proposal():
    coverage = measure_coverage(
        stations_at(0, 5, position="modelled", name="模拟站"), demand_at(*ROWS), 1.5 * U
    )
    plain = candidates_from_demand(coverage.demand)
    named = plain.__class__(**vars(plain) | {"name": (HOSTILE,) * len(plain)})
    return propose_sites(coverage, named, SitingQuery(p=3))


@pytest.fixture
def page(open_page, proposal, tmp_path, view):
    path = tmp_path / "plan.html"
    path.write_text(plan_map(proposal, proposal.curve(5)).to_html(), encoding="utf-8")
    return open_page(path.as_uri(), view)


def test_it_shows_the_sites_by_rank_and_their_names_as_text(page, proposal):
    rows = page.locator(".plan-sites button")
    assert rows.count() == len(proposal.plan.sites) == 3
    rows.first.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".map-popup strong")
    popup.wait_for()
    assert popup.evaluate("e => e.textContent") == f"1 {HOSTILE}"
    assert page.locator(".plan-rank").count() == 3
    assert page.evaluate("window.hacked") is None


def test_it_tells_figures_proof_law_and_sample(page):
    text = page.locator("body").inner_text()
    for words in ("已证明最优", "示例数据", "未经审图", "现覆盖", "建成后覆盖", "贪心曲线"):
        assert words in text
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawn = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    assert page.locator(".leaflet-present-pane canvas").evaluate(drawn)


def test_the_same_plan_gives_the_same_bytes(proposal):
    curve = proposal.curve(5)
    assert plan_map(proposal, curve).to_html() == plan_map(proposal, curve).to_html()
    assert "Proven optimal" in plan_map(proposal, curve, lang="en").to_html()
