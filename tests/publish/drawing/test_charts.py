"""Charts against the figures they are drawn from."""

import re

import numpy as np
import pytest

from locator.plan.coverage import measure_coverage
from locator.plan.gaps import find_gaps
from locator.publish.drawing.charts import draw_band, draw_curve, draw_heat_map
from locator.publish.drawing.district_map import draw_close_map, draw_map
from locator.publish.drawing.scales import night_colour, share_class, ticks
from locator.publish.numbers import percent
from tests.plan.making import U, demand_at, stations_at


def test_the_curve_goes_through_the_shares(answer):
    curve = draw_curve(answer.coverage)
    west, north, east, south = curve.plot
    points = np.array(re.findall(r"[-\d.]+", curve.line), float).reshape(-1, 2)
    radii = (points[:, 0] - west) / (east - west) * 4.0 * answer.coverage.radius_m
    shares = (south - points[:, 1]) / (south - north)
    measured = [point.share for point in answer.coverage.share_curve((radii + 2.0).tolist())]
    assert np.abs(shares - measured).max() < 0.001
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
        box = window.box
        x = (gap.seed.lon - box.west) / (box.east - box.west) * window.width
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


def test_classes_and_ticks():
    assert [share_class(s) for s in (0.0, 0.1999, 0.2, 0.6, 0.8, 1.0)] == [0, 0, 1, 3, 4, 4]
    for end in (3.0, 40.0, 4000.0, 6679.169, 4e6):
        values = ticks(end)
        assert values[0] == 0
        assert values[-1] <= end < values[-1] + values[1]
        assert 4 <= len(values) <= 10
    assert percent(0.0) == "0.0"
