"""The planner's map as a Folium map, and what stands beside it: form, figures, gaps, the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from locator.language import Language, phrase, phrases
from locator.plan.clock import HOURS
from locator.publish.district_names import full_district_name
from locator.publish.drawing import scales
from locator.publish.folium_map.offline_map import Panel, PanelMap, corners
from locator.publish.numbers import NONE, count, distance_text, radius, with_sign
from locator.publish.planner_map.map_data import extent, map_data
from locator.stations.hours.reason import SHORT_WEEKDAYS
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from locator.plan.clock import Clock
    from locator.plan.coverage import Coverage
    from locator.plan.gaps import Gap
    from locator.publish.folium_map.offline_map import Assets
    from locator.settings import Tiles

# In the page's own HTML.
PANEL = phrases("planner_map.panel")
# Of stations that count, where others than the active ones do.
STATUSES = phrases("planner_map.statuses")


LISTED_GAPS = 200
_FALLS = 5
_SCRIPTS = (
    "core", "canvas", "circles", "stations", "demand", "districts", "gaps", "popups", "measure",
    "tools", "layers", "names", "main",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MapForm:
    """The settings of a served map.

    Parameters
    ----------
    radius_m, kinds, services, statuses, open
        As for `measure_coverage`; the form keeps statuses and doesn't offer them.
    day, hour
        The day of the week, 0 for Monday, and the full hour; None is today, and any time.
    lowest_radius_m, highest_radius_m
        What the form takes.
    notes
        What could not be used of the address, ready to be read.
    other_language
        The address of the same map in the other language.
    offered_kinds, offered_services
        Those of which there are any.
    """

    radius_m: float
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    open: str
    day: int | None
    hour: int | None
    lowest_radius_m: float
    highest_radius_m: float
    notes: tuple[str, ...] = ()
    other_language: str = ""
    offered_kinds: tuple[str, ...] = ()
    offered_services: tuple[str, ...] = ()

    def offering(self, kinds: tuple[str, ...], services: tuple[str, ...]) -> MapForm:
        """Return the form with what can be chosen in it."""
        return replace(self, offered_kinds=kinds, offered_services=services)


class CoverageMap(PanelMap):
    """A `PanelMap` with the planner's scripts and styles."""

    default_js: Assets = (
        *PanelMap.default_js,
        *((f"planner_{name}", f"js/planner/{name}.js") for name in _SCRIPTS),
    )
    default_css: Assets = (*PanelMap.default_css, ("planner_css", "css/planner.css"))


def coverage_map(
    coverage: Coverage,
    gaps: Sequence[Gap],
    *,
    clock: Clock | None = None,
    lang: Language = "zh",
    tiles: Tiles | None = None,
    review_number: str = "",
    static_url: str | None = None,
    height: str = "560px",
    form: MapForm | None = None,
) -> CoverageMap:
    """Return a Folium map of a coverage: stations, service areas, people, gaps and districts.

    Parameters
    ----------
    coverage
        From `measure_coverage`; its districts are those drawn.
    gaps
        From `find_gaps` on it, in their order.
    clock
        From `measure_clock`; shown as a table of hours.
    lang, tiles, review_number, static_url, height
        As for `PanelMap`; with tiles in GCJ-02 everything drawn is moved to match.
    form
        What the page's form shows; None leaves it out.
    """
    datum = "wgs84" if tiles is None else tiles.datum
    bounds = extent(coverage)
    values = panel_values(coverage, gaps, clock, form, lang)
    data = map_data(coverage, gaps, lang, datum)
    return CoverageMap(
        bounds,
        Panel("planner", "map.coverage.html", values, data),
        title=PANEL["title"].in_language(lang),
        lang=lang,
        tiles=tiles,
        review_number=review_number,
        static_url=static_url,
        height=height,
        extent=corners(bounds),  # for the script, which knows how much room there is
    )


def panel_values(
    coverage: Coverage,
    gaps: Sequence[Gap],
    clock: Clock | None,
    form: MapForm | None,
    lang: Language,
) -> dict[str, Any]:
    """Return what the template of the panel is filled with; all texts are plain."""
    kinds = [
        {"key": key, "name": name, "count": f"{number:,}", "colour": KINDS[key].colour}
        for key, name, number in _counted_kinds(coverage, lang)
    ]
    listed = list(gaps[:LISTED_GAPS])
    return {
        "lang": lang,
        "say": {key: words.in_language(lang) for key, words in PANEL.items()},
        "sample": coverage.modelled,
        "share": with_sign(coverage.share),
        "people": _people(coverage, lang),
        "chosen": _chosen(coverage, lang),
        "rows": list(_rows(coverage, lang)),
        "gaps": [_gap(gap, lang) for gap in listed],
        "more_gaps": say("more_gaps", lang, n=len(gaps) - len(listed))
        if len(gaps) > len(listed)
        else "",
        "kinds": kinds,
        "areas": say("areas", lang, radius=radius(coverage.radius_m)),
        "area_colour": scales.SERVICE_AREA,
        "share_classes": _share_classes(lang),
        "has_people": coverage.demand.total > 0.0,
        "has_districts": bool(coverage.districts and coverage.districts.counties),
        "clock": None if clock is None else _clock(clock, lang),
        "form": None if form is None else _form(form, lang),
    }


def _people(coverage: Coverage, lang: Language) -> str:
    whole = coverage.whole
    numbers = {"total": count(whole.weight), "covered": count(whole.covered_weight)}
    return say("of_people", lang, **numbers)


def _chosen(coverage: Coverage, lang: Language) -> str:
    """Return in one line what was asked."""
    selection = coverage.selection
    kinds = [k.name.in_language(lang) for k in KINDS.values() if k.key in selection.kinds]
    services = [s.name.in_language(lang) for s in SERVICES.values() if s.key in selection.services]
    between = phrase("language.list_separator").in_language(lang)
    statuses = [STATUSES[key].in_language(lang) for key in STATUSES if key in selection.statuses]
    when = say("any_hour", lang)
    if coverage.at is not None:
        when = f"{coverage.at:%Y-%m-%d %H:%M}"
    parts = [
        phrase("planner_map.metres", metres=radius(coverage.radius_m)).in_language(lang),
        between.join(kinds),
        between.join(services),
        between.join(statuses) if selection.statuses != {"active"} else "",
        when,
        # The share is that of all hours, unless stations were chosen by their state.
        say(f"open_{coverage.open}", lang) if coverage.at is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def _rows(coverage: Coverage, lang: Language) -> Iterable[tuple[str, str]]:
    whole, outside = coverage.whole, coverage.outside

    def metres(value: float | None) -> str:
        return NONE if value is None else distance_text(value, lang)

    factor = f"{coverage.reached.detour_factor:g}"
    yield say("detour", lang, factor=factor), with_sign(whole.share_detour)
    if coverage.at is not None:
        yield say("known_open", lang), with_sign(whole.share_known_open)
        yield say("possibly_open", lang), with_sign(whole.share_possibly_open)
    yield say("mean", lang), metres(whole.mean_m)
    yield say("median", lang), metres(whole.median_m)
    yield say("p90", lang), metres(whole.p90_m)
    yield say("stations", lang), f"{len(coverage.members):,}"
    if outside is not None and outside.weight:
        yield say("outside", lang), count(outside.weight)
    if outside is not None and outside.weight_in_several:
        yield say("several", lang), count(outside.weight_in_several)


def _gap(gap: Gap, lang: Language) -> dict[str, object]:
    away = say("gap_no_station", lang)
    if gap.nearest_distance_m is not None:
        away = say("gap_away", lang, away=distance_text(gap.nearest_distance_m, lang))
    where = say("outside_districts", lang)
    if gap.county is not None:
        where = full_district_name(gap.county, lang)
    people = say("gap_people", lang, n=count(gap.weight))
    return {"rank": gap.rank, "where": where, "people": people, "away": away}


def _counted_kinds(coverage: Coverage, lang: Language) -> Iterable[tuple[str, str, int]]:
    members = [coverage.stations[place].kind for place in coverage.members.tolist()]
    for kind in KINDS.values():
        number = members.count(kind.key)
        if number:
            yield kind.key, kind.name.in_language(lang), number


def _share_classes(lang: Language) -> list[dict[str, str]]:
    ends = (0.0, *scales.SHARE_STEPS, 1.0)
    labels = [f"{low:.0%}–{high:.0%}" for low, high in pairwise(ends)]
    rows = [{"colour": c, "label": text} for c, text in zip(scales.SHARES, labels, strict=True)]
    return [*rows, {"colour": scales.NO_SHARE, "label": say("no_share", lang)}]


def _clock(clock: Clock, lang: Language) -> dict[str, object] | None:
    low, high = clock.share_known_open, clock.share_possibly_open
    if low is None or high is None:
        return None
    grades = np.minimum(np.floor(low * 10.0), 9.0).astype(np.int64)
    days = []
    for day, name in enumerate(word.in_language(lang) for word in SHORT_WEEKDAYS):
        hours = []
        for hour in range(HOURS):
            n = HOURS * day + hour
            band = {"low": with_sign(float(low[n])), "high": with_sign(float(high[n]))}
            label = say("clock_hour", lang, day=name, hour=f"{hour:02d}", **band)
            hours.append({"grade": int(grades[n]), "label": label})
        days.append({"name": name, "hours": hours})
    falls = [
        say(
            "fall",
            lang,
            name=full_district_name(f, lang),
            day=with_sign(f.day_share),
            night=with_sign(f.night_share),
        )
        for f in clock.falls[:_FALLS]
        if f.fall > 0.0
    ]
    about = say("clock_about", lang, monday=clock.monday.isoformat())
    return {"about": about, "days": days, "falls": falls}


def _form(form: MapForm, lang: Language) -> dict[str, Any]:
    kinds = [(k, KINDS[k].name.in_language(lang)) for k in form.offered_kinds]
    services = [(s, SERVICES[s].name.in_language(lang)) for s in form.offered_services]
    return {
        "chosen": form,
        "radius": f"{form.radius_m:g}",
        "kinds": kinds,
        "services": services,
        "days": [word.in_language(lang) for word in SHORT_WEEKDAYS],
        "hours": [f"{hour:02d}:00" for hour in range(HOURS)],
        "opens": [(key, say(f"open_{key}", lang)) for key in ("any", "possible", "only")],
    }


def say(key: str, lang: Language, **values: object) -> str:
    """Return words of the panel, their braces filled in."""
    return PANEL[key].in_language(lang).format(**values)
