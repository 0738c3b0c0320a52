"""What `locator coverage` was asked, and the command that asks the same again."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.paths import data_file
from locator.settings import DETOUR_FACTOR

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from locator.errors import Language
    from locator.plan.opening import Open
    from locator.settings import Settings

DEFAULT_GAPS = 100


@dataclass(frozen=True)
class Question:
    """What was asked, checked and resolved: the same question gives the same files."""

    radius_m: float
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    at: datetime | None
    week_of: date | None
    open: Open
    gaps: int
    smallest_weight: float
    demand: Path | None
    districts: Path | None
    against: Path | None
    settings: Settings
    lang: Language
    output: Path

    @property
    def detour_factor(self) -> float:
        """How much longer ways are than lines, by the settings."""
        return self.settings.detour_factor


def arguments_of(question: Question) -> dict[str, object]:
    """Return what was asked, by the options' names; paths as they were given."""
    bundled = question.settings.stations == data_file("stations.geojson")
    return {
        "radius": question.radius_m,
        "demand": _text(question.demand),
        "districts": _text(question.districts),
        "kind": list(question.kinds),
        "service": list(question.services),
        "at": None if question.at is None else question.at.isoformat(),
        "clock": None if question.week_of is None else question.week_of.isoformat(),
        "open": question.open,
        "against": _text(question.against),
        "gaps": question.gaps,
        "smallest_weight": question.smallest_weight,
        "stations": None if bundled else str(question.settings.stations),
        "lang": question.lang,
        "detour_factor": question.detour_factor,
        "hide_modelled": question.settings.hide_modelled,
    }


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def command_line(question: Question, arguments: dict[str, object]) -> str:
    """Return the command that asks the same again, with what the environment sets."""
    usual = {"open": "any", "gaps": DEFAULT_GAPS, "smallest_weight": 0.0, "lang": "zh"}
    environment = []
    if question.detour_factor != DETOUR_FACTOR:
        environment.append(f"LOCATOR_DETOUR_FACTOR={_plain(question.detour_factor)}")
    if question.settings.hide_modelled:
        environment.append("LOCATOR_HIDE_MODELLED=1")
    if question.settings.review_number:
        number = shlex.quote(question.settings.review_number)
        environment.append(f"LOCATOR_REVIEW_NUMBER={number}")
    words = ["locator", "coverage"]
    for name, value in arguments.items():
        if name in ("detour_factor", "hide_modelled") or value in (None, [], usual.get(name)):
            continue
        text = ",".join(value) if isinstance(value, list) else _plain(value)
        words += [f"--{name.replace('_', '-')}", text]
    return " ".join([*environment, shlex.join([*words, "-o", str(question.output)])])


def _plain(value: object) -> str:
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
