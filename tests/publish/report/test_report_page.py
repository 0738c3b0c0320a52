"""The coverage report: what it shows is what was measured, whatever names the data have."""

import re

import pytest

from locator.geo.districts import District, Districts
from locator.plan.clock import measure_clock
from locator.plan.comparison import compare_coverage
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandOrigin, DemandSet
from locator.publish.report.coverage_answer import CoverageAnswer
from locator.publish.report.report_page import REPORT, render_coverage_report
from tests.making import feature, station_set
from tests.markup import Tags
from tests.plan.making import demand_at, districts_of, stations_at
from tests.publish.making import NIGHT, WEEK, answered

HOSTILE = [
    "</style></script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 2">',
    "{{ 6 * 7 }}{% raw %}${1}`",
    "' onload='x' &lt;b&gt; end",
]


def test_it_tells_the_figures_in_both_languages(answer):
    chinese, english = (Tags(render_coverage_report(answer, lang)).text for lang in ("zh", "en"))
    assert answer.coverage.share == 0.75
    assert "100中，有 75（75.0%）距最近站点不超过 1,669.792 米" in chinese
    assert "Of 100, 75 (75.0%) have a station within 1,669.792 m" in english
    assert "需求合计 100 = 区划内 96 + 区划外 4" in chinese
    assert "Demand of 100 = 96 within districts + 4 outside" in english
    assert "0.0 … 0.0%" in english
    assert answer.coverage.stations.origin.sha256 in english
    assert answer.coverage.demand.origin.sha256 in english
    assert "locator coverage" in english


def test_names_are_text_wherever_they_stand():
    stations = station_set(
        *(feature(f"s{n}", n / 100, 0.0, name=name) for n, name in enumerate(HOSTILE))
    )
    older = station_set(*(feature(f"o{n}", n / 100, 0.001, name=name)
                          for n, name in enumerate(HOSTILE)))  # fmt: skip
    counties = [
        District(f"4101{n:02d}", name, "county", HOSTILE[0], HOSTILE[1], shape)
        for n, (name, shape) in enumerate(zip(HOSTILE, _boxes(len(HOSTILE)), strict=True))
    ]
    demand = DemandSet(
        [0.0, 0.1, 0.3], [0.0, 0.0, 0.0], [5, 3, 2], {name: [1, 1, 1] for name in HOSTILE},
        origin=DemandOrigin(HOSTILE[0], "0" * 64),
    )  # fmt: skip
    by = Districts(counties)
    answer = answered(stations, demand, by)
    before = measure_coverage(older, demand, answer.coverage.radius_m, by=by)
    clocks = measure_clock(older, demand, before.radius_m, WEEK, by=by), answer.clock
    comparison = compare_coverage(before, answer.coverage, clocks=clocks)
    html = render_coverage_report(
        CoverageAnswer(answer.coverage, answer.gaps, answer.clock, comparison, HOSTILE[1],
                       review_number=HOSTILE[0]), "zh")  # fmt: skip
    page = Tags(html)
    assert not page.named("script")
    assert not page.named("img")
    assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]
    for name in HOSTILE:
        assert page.text.count(name) >= 4
    assert "window.hacked" not in html.replace("&lt;script&gt;window.hacked", "").replace(
        "onerror=&#34;window.hacked", ""
    )


def _boxes(count):
    import shapely

    return [shapely.box(n / 10 - 0.05, -0.5, n / 10 + 0.05, 0.5) for n in range(count)]


def test_it_needs_nothing_but_itself(answer):
    html = render_coverage_report(answer, "zh")
    page = Tags(html)
    (policy,) = (a["content"] for a in page.named("meta") if "content" in a and "http-equiv" in a)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not re.search(r"(?:https?:)?//[a-z]", html)
    assert [a["href"] for a in page.named("link")] == ["data:,"]


def test_sample_data_is_said_at_every_section_and_only_where_it_is(answer):
    demand = DemandSet([0.0], [0.0], [1], modelled=True)
    modelled = Tags(render_coverage_report(answered(stations_at(0), demand), "zh"))
    headings = len(modelled.named("h2"))
    badges = sum(a.get("class") == "sample" for a in modelled.named("span"))
    assert badges >= headings > 3
    assert "示例数据" not in render_coverage_report(answer, "zh")


def test_an_older_file_that_is_modelled_makes_sample_data_of_it(answer):
    older = stations_at(0, name="模拟站", position="modelled")
    before = measure_coverage(
        older, answer.coverage.demand, answer.coverage.radius_m, by=answer.coverage.districts,
        at=NIGHT,
    )  # fmt: skip
    compared = CoverageAnswer(
        answer.coverage, answer.gaps, None, compare_coverage(before, answer.coverage)
    )
    assert compared.summary()["sample_data"] is True
    assert "Sample data" in render_coverage_report(compared, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_maps_say_what_the_law_wants(answer, lang):
    assert render_coverage_report(answer, lang).count("未经审图，仅供内部使用") == 2
    reviewed = CoverageAnswer(answer.coverage, answer.gaps, review_number="豫S(2026)1号")
    html = render_coverage_report(reviewed, lang)
    assert html.count("豫S(2026)1号") == 2
    assert "未经审图" not in html


def test_the_same_answer_gives_the_same_bytes(answer):
    assert render_coverage_report(answer, "zh") == render_coverage_report(answer, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("stations", "demand", "radius_m"),
    [
        ((0, 1), ((0, 5), (10, 3)), 0),
        ((0, 1), ((0, 5), (10, 3)), 1_000_000),
        ((), ((0, 5), (10, 3)), 1000),
        ((0, 1), (), 1000),
        ((), (), 0),
        ((0,), ((0, 0), (1, 0)), 1000),
        ((0,), ((7, 3),), 1000),
    ],
    ids=["radius 0", "radius 1,000 km", "no station", "no demand", "nothing", "no weight", "one"],
)
def test_edges_are_told_and_nothing_is_made_up(stations, demand, radius_m, lang, tmp_path):
    by = districts_of(tmp_path, ("410101", -5, 5, "410100"))
    for districts in (by, None):
        answer = answered(
            stations_at(*stations), demand_at(*demand), districts, float(radius_m), at=NIGHT
        )
        text = Tags(render_coverage_report(answer, lang)).text
        assert "None" not in text
        assert not re.search(r"\b(?:nan|inf)\b", text)
        if not sum(weight for _, weight in demand):
            assert REPORT["lead_none"].in_language(lang) in text
        elif not stations:
            assert REPORT["lead_stations"].in_language(lang) in text
