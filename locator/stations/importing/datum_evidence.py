"""Which datum a list's positions are in: the evidence, and a verdict only where it is clear."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from locator.errors import LocatorError
from locator.geo.datum import DATUMS, Datum, convert
from locator.geo.districts import bundled_districts
from locator.geo.geodesic import distances_m
from locator.language import Language, phrase
from locator.stations.importing.cell_values import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from locator.geo.districts import District
    from locator.stations.importing.draft import RowDraft
    from locator.stations.station import Station

    Floats = NDArray[np.float64]

AGREES_M = 100.0
_FEWEST_KNOWN = 3
_KNOWN_SHARE = 0.8
# A datum wins if chance would give its lead less often than this.
_CHANCE = 0.01


@dataclass(frozen=True, slots=True)
class DatumFigures:
    """What speaks for one datum.

    `inside` of the `judged` rows lie in the district that they name; `agreeing` of the `known`
    stations lie within 100 m of where they are known to be.
    """

    datum: Datum
    inside: int
    judged: int
    agreeing: int
    known: int

    def in_language(self, lang: Language) -> str:
        """Return a line of figures."""
        line = phrase(
            "importing.evidence_of_datum",
            datum=self.datum,
            judged=self.judged,
            inside=self.inside,
            known=self.known,
            agreeing=self.agreeing,
        )
        return line.in_language(lang)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures of the three datums, and the one that wins clearly, if one does."""

    figures: tuple[DatumFigures, ...]
    winner: Datum | None

    def lines(self, lang: Language) -> list[str]:
        """Return the figures and the verdict, a line each."""
        if self.winner is None:
            verdict = phrase("importing.none_wins_clearly")
        else:
            verdict = phrase("importing.verdict", winner=self.winner)
        return [*(f.in_language(lang) for f in self.figures), verdict.in_language(lang)]


class CoordsysError(LocatorError):
    """It isn't known what positions are in: the table doesn't say, and the evidence isn't clear."""

    def __init__(self, file: str, evidence: Evidence | None = None) -> None:
        self.file = file
        self.evidence = evidence
        super().__init__(self.in_language("en"))

    def in_language(self, lang: Language) -> str:
        """Return what to do, after the figures where they were asked for."""
        if self.evidence is None:
            return phrase("importing.doesnt_say_datum_give_coordsys", file=self.file).in_language(
                lang
            )
        remedy = phrase("importing.find_out_say_coordsys")
        lines = self.evidence.lines(lang)
        return f"{self.file}: " + "\n  ".join([*lines, remedy.in_language(lang)])

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.file, self.evidence)


def weigh(drafts: Sequence[RowDraft], known: Sequence[Station]) -> Evidence:
    """Weigh what positions are in, by the districts that rows name and by stations known already.

    Zones without a polygon are no evidence. A datum wins clearly where, against each of the
    others, the rows that only it puts inside their districts outnumber those that only the other
    does so far that chance would do it in less than one list of a hundred (a sign test); or
    where at least three known stations agree with it, four fifths of those found, and the others
    have less than a fifth. Where the two disagree none wins.
    """
    lon = np.array([d.position.lon for d in drafts if d.position], float)
    lat = np.array([d.position.lat for d in drafts if d.position], float)
    districts = [d.district for d in drafts if d.position]
    places = {datum: convert(lon, lat, datum, "wgs84") for datum in DATUMS}
    judged = np.array([district is not None for district in districts], bool)
    inside = {datum: _inside(*places[datum], districts) for datum in DATUMS}
    rows, stations = _matches([d for d in drafts if d.position], known)
    agreeing = {datum: _agreeing(places[datum], rows, stations) for datum in DATUMS}
    figures = tuple(
        DatumFigures(d, int(inside[d].sum()), int(judged.sum()), agreeing[d], len(rows))
        for d in DATUMS
    )
    winners = {_by_districts(inside), _by_known(figures)} - {None}
    return Evidence(figures, winners.pop() if len(winners) == 1 else None)


def _inside(lon: Floats, lat: Floats, districts: Sequence[District | None]) -> NDArray[np.bool_]:
    counties = bundled_districts().counties
    positions = bundled_districts().locate(lon, lat)
    return np.array(
        [
            stated is not None and position >= 0 and lies_in(counties[position], stated)
            for position, stated in zip(positions.tolist(), districts, strict=True)
        ],
        bool,
    )


def lies_in(county: District, stated: District) -> bool:
    """Tell whether a county is the stated district, or belongs to the stated prefecture."""
    if stated.level == "prefecture":
        return county.prefecture_adcode == stated.adcode
    return county.adcode == stated.adcode


def _by_districts(inside: dict[Datum, NDArray[np.bool_]]) -> Datum | None:
    for datum in DATUMS:
        rivals = [inside[other] for other in DATUMS if other != datum]
        if all(_beats(inside[datum], rival) for rival in rivals):
            return datum
    return None


def _beats(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    won, lost = int((one & ~other).sum()), int((other & ~one).sum())
    trials = won + lost
    if won <= lost:
        return False
    if trials > 1000:  # by then a lead of a tenth is no chance
        return won - lost > trials / 10
    return bool(sum(comb(trials, k) for k in range(won, trials + 1)) < _CHANCE * 2**trials)


def _matches(
    drafts: Sequence[RowDraft], known: Sequence[Station]
) -> tuple[list[int], list[Station]]:
    """Return the rows whose id, or name and address, are a known real station's, and these."""
    real = [station for station in known if station.position != "modelled"]
    by_id = {station.id: station for station in real}
    by_words = {(key_of(s.name), key_of(s.address)): s for s in real if s.address}
    rows, stations = [], []
    for row, draft in enumerate(drafts):
        words = (key_of(draft.name), key_of(draft.address))
        match = by_id.get(draft.own_id or "") or by_words.get(words)
        if match is not None:
            rows.append(row)
            stations.append(match)
    return rows, stations


def _agreeing(place: tuple[Floats, Floats], rows: list[int], stations: list[Station]) -> int:
    lon = np.array([s.where.lon for s in stations], float)
    lat = np.array([s.where.lat for s in stations], float)
    return int((distances_m(place[0][rows], place[1][rows], lon, lat) <= AGREES_M).sum())


def _by_known(figures: tuple[DatumFigures, ...]) -> Datum | None:
    for one in figures:
        others = max(f.agreeing for f in figures if f is not one)
        enough = one.agreeing >= _FEWEST_KNOWN and one.agreeing >= _KNOWN_SHARE * one.known
        if enough and others < (1 - _KNOWN_SHARE) * one.known:
            return one.datum
    return None
