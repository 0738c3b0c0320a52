"""The coverage report: what it shows is what was measured, whatever names the data have."""

import re
from datetime import date, datetime
from html.parser import HTMLParser

import numpy as np
import pytest

from locator.errors import Words
from locator.geo.districts import District, Districts
from locator.plan.clock import measure_clock
from locator.plan.comparing import compare_coverage
from locator.plan.coverage import measure_coverage
from locator.plan.demand import DemandOrigin, DemandSet
from locator.plan.gaps import find_gaps
from locator.publish.charts import draw_curve, night_colour, share_class, ticks
from locator.publish.charts_clock import draw_band, draw_heat_map
from locator.publish.charts_map import draw_close_map, draw_map
from locator.publish.coverage_answer import CoverageAnswer
from locator.publish.coverage_numbers import percent
from locator.publish.coverage_report import render_coverage_report
from locator.publish.coverage_words import METHOD, REPORT
from locator.stations.hours.wordings import SHORT_WEEKDAYS
from tests.making import feature, station_set
from tests.plan.making import U, demand_at, districts_of, stations_at

HOSTILE = [
    "</style></script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 2">',
    "{{ 6 * 7 }}{% raw %}${1}`",
    "' onload='x' &lt;b&gt; end",
]
NIGHT, WEEK = datetime(2026, 10, 1, 22), date(2026, 10, 1)


class Page(HTMLParser):
    """A page's tags and what it says outside of styles."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self._style = [], "", False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._style = tag == "style"

    def handle_endtag(self, tag):
        self._style = False

    def handle_data(self, data):
        self.text += "" if self._style else data

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def answered(stations, demand, by=None, radius_m=1.5 * U, **options):
    """Measure all that a report can show."""
    clocked = options.pop("clock", True)
    coverage = measure_coverage(stations, demand, radius_m, by=by, **options)
    clock = measure_clock(stations, demand, radius_m, WEEK, by=by) if clocked else None
    return CoverageAnswer(coverage, find_gaps(coverage), clock, command="locator coverage")


@pytest.fixture
def answer(tmp_path):
    by = districts_of(tmp_path, ("410101", -5, 5, "410100"), ("410102", 5, 45, "410100"))
    demand = demand_at((0, 60), (2, 15), (10, 10), (11, 5), (20, 6), (60, 4))
    stations = stations_at(0, 1, opening_hours="Mo-Fr 08:00-20:00; PH off")
    return answered(stations, demand, by, at=NIGHT)


def test_it_tells_the_figures_in_both_languages(answer):
    chinese, english = (Page(render_coverage_report(answer, lang)).text for lang in ("zh", "en"))
    assert answer.coverage.share == 0.75
    assert "100中，有 75（75.0%）距最近站点不超过 1,669.792 米" in chinese
    assert "Of 100, 75 (75.0%) have a station within 1,669.792 m" in english
    assert "需求合计 100 = 区划内 96 + 区划外 4" in chinese
    assert "Demand of 100 = 96 within districts + 4 outside" in english
    assert "0.0 … 0.0%" in english
    assert answer.coverage.stations.origin.sha256 in english
    assert answer.coverage.demand.origin.sha256 in english
    assert "locator coverage" in english


def test_every_word_stands_in_both_languages():
    for words in (*REPORT.values(), *METHOD, *SHORT_WEEKDAYS):
        assert isinstance(words, Words)
        assert bool(words.zh) == bool(words.en)
        # The unit may be said more often in one of them.
        assert set(re.findall(r"{\w*}", words.zh)) == set(re.findall(r"{\w*}", words.en))


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
    page = Page(html)
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
    page = Page(html)
    (policy,) = (a["content"] for a in page.named("meta") if "content" in a and "http-equiv" in a)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not re.search(r"(?:https?:)?//[a-z]", html)
    assert [a["href"] for a in page.named("link")] == ["data:,"]


def test_sample_data_is_said_at_every_section_and_only_where_it_is(answer):
    demand = DemandSet([0.0], [0.0], [1], modelled=True)
    modelled = Page(render_coverage_report(answered(stations_at(0), demand), "zh"))
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
        text = Page(render_coverage_report(answer, lang)).text
        assert "None" not in text
        assert not re.search(r"\b(?:nan|inf)\b", text)
        if not sum(weight for _, weight in demand):
            assert REPORT["lead_none"].in_language(lang) in text
        elif not stations:
            assert REPORT["lead_stations"].in_language(lang) in text


# Pictures


def test_the_curve_goes_through_the_shares(answer):
    curve = draw_curve(answer.coverage)
    west, north, east, south = curve.plot
    points = np.array(re.findall(r"[-\d.]+", curve.line), float).reshape(-1, 2)
    radii = (points[:, 0] - west) / (east - west) * 4.0 * answer.coverage.radius_m
    shares = (south - points[:, 1]) / (south - north)
    told = [point.share for point in answer.coverage.share_curve((radii + 2.0).tolist())]
    assert np.abs(shares - told).max() < 0.001
    assert (np.diff(shares) >= 0).all()
    assert curve.at_line.share == answer.coverage.share
    assert curve.at_line.x == curve.radius_x == pytest.approx(west + (east - west) / 4, abs=0.1)


def test_the_detour_curve_reads_the_detour_share_at_the_radius(answer):
    curve = draw_curve(answer.coverage)
    assert curve.at_detour.share == answer.coverage.whole.share_detour
    points = np.array(re.findall(r"[-\d.]+", curve.detour), float).reshape(-1, 2)
    at_radius = points[np.abs(points[:, 0] - curve.radius_x).argmin()]
    assert at_radius[1] == pytest.approx(curve.at_detour.y, abs=0.1)


def test_the_heat_map_has_every_hour_of_the_week_and_its_days_off(answer):
    clock = answer.clock
    heat = draw_heat_map(clock, answer.coverage.stations.hours.calendar)
    assert [cell.known for cell in heat.cells] == clock.share_known_open.tolist()
    assert [cell.possible for cell in heat.cells] == clock.share_possibly_open.tolist()
    # 28 September 2026 is a Monday; 1 October and on are off.
    assert [day.date.day for day in heat.days] == [28, 29, 30, 1, 2, 3, 4]
    assert [day.kind.name for day in heat.days] == ["ORDINARY"] * 3 + ["OFF"] * 4
    assert len({(cell.x, cell.y) for cell in heat.cells}) == 168
    assert {heat.cells[n].known for n in range(8, 20)} == {0.75}
    assert heat.cells[8].colour == night_colour(1.0)[0] != heat.cells[3].colour


def test_the_band_lies_between_known_and_possible(answer):
    band = draw_band(answer.clock, answer.coverage.share)
    known, possible = (
        np.array(re.findall(r"[-\d.]+", line), float).reshape(-1, 2)
        for line in (band.known, band.possible)
    )
    assert len(known) == len(possible) == 169
    assert (known[:, 1] >= possible[:, 1]).all()
    assert band.always_y == known[8, 1]
    assert draw_band(answer.clock, None).always_y is None


def test_colours_grow_brighter_and_their_ink_can_be_read():
    def luminance(colour):
        value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    pairs = [night_colour(part) for part in np.linspace(0.0, 1.0, 101)]
    lights = [luminance(colour) for colour, _ in pairs]
    assert (np.diff(lights) > 0).all()
    for light, (_, ink) in zip(lights, pairs, strict=True):
        dark, bright = sorted((light, luminance(ink)))
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_the_map_shows_each_county_by_its_share_and_each_gap(answer):
    picture = draw_map(answer.coverage, answer.gaps)
    assert [(area.name, area.share) for area in picture.areas] == [
        ("县410101", 1.0),
        ("县410102", 0.0),
    ]
    assert [area.colour for area in picture.areas] == [picture.colours[4], picture.colours[0]]
    assert [mark.rank for mark in picture.marks] == [1, 2, 3]
    window = picture.window
    for mark, gap in zip(picture.marks, answer.gaps, strict=True):
        x = (gap.seed.lon - window.west) / (window.east - window.west) * window.width
        assert mark.x == pytest.approx(x, abs=0.06)
        assert 0 < mark.x < window.width
        assert 0 < mark.y < window.height
    assert [label.text for label in picture.labels] == ["市410100"]
    (dots,) = picture.stations
    assert dots.path.count("M") == 2


def test_numbers_of_gaps_stand_clear_of_each_other_and_of_names():
    demand = demand_at(*((n / 7, 50 - n) for n in range(40)))
    coverage = measure_coverage(stations_at(4000), demand, 10.0)
    gaps = find_gaps(coverage)
    picture = draw_map(coverage, gaps)
    places = [mark.number for mark in picture.marks if mark.number]
    assert len(picture.marks) == 40
    assert 5 < len(places) <= 20
    for n, one in enumerate(places):
        assert all(np.hypot(one[0] - x, one[1] - y) >= 16.0 for x, y in places[:n])


def test_the_close_map_is_where_the_gaps_are_dense():
    rows = [(n * 2, 9) for n in range(4)] + [(500, 20)]
    coverage = measure_coverage(stations_at(2), demand_at(*rows), 0.9 * U)
    picture = draw_close_map(coverage, find_gaps(coverage))
    assert [mark.rank for mark in picture.marks] == [2, 3, 4]
    assert picture.circles
    assert len(picture.gap_shapes) == 3
    assert draw_close_map(coverage, find_gaps(coverage)[:1]) is None


def test_a_scale_bar_is_as_long_as_it_says():
    from locator.geo.geodesic import distance_m
    from locator.geo.points import LonLat

    answer = answered(stations_at(0), demand_at((0, 1), (300, 1)))
    picture = draw_map(answer.coverage, answer.gaps)
    window, scale = picture.window, picture.scale
    degrees = scale.length / window.width * (window.east - window.west)
    metres = distance_m(LonLat(0.0, 0.0), LonLat(degrees, 0.0))
    assert metres == pytest.approx(scale.metres, rel=0.01)


def test_classes_and_ticks():
    assert [share_class(s) for s in (0.0, 0.1999, 0.2, 0.6, 0.8, 1.0)] == [0, 0, 1, 3, 4, 4]
    for end in (3.0, 40.0, 4000.0, 6679.169, 4e6):
        values = ticks(end)
        assert values[0] == 0
        assert values[-1] <= end < values[-1] + values[1]
        assert 4 <= len(values) <= 10
    assert percent(0.0) == "0.0"
