"""Tables in a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wcwidth import wcswidth

from locator.find.geojson import SAMPLE_NOTICE
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.errors import Language
    from locator.find import Neighbour

_HEADINGS = {
    "zh": ("", "距离", "方向", "类别", "名称", "开放时间", "地址"),
    "en": ("", "Distance", "Direction", "Kind", "Name", "Hours", "Address"),
}
_NOTHING = {"zh": "没有符合条件的站点", "en": "No station matches"}
_UNKNOWN = {"zh": "未知", "en": "unknown"}
_COMPASS = {
    "zh": ("北", "东北", "东", "东南", "南", "西南", "西", "西北"),
    "en": ("N", "NE", "E", "SE", "S", "SW", "W", "NW"),
}


def neighbour_table(found: Sequence[Neighbour], lang: Language) -> str:
    """Return stations found as a table, a line each, with the notice that samples need."""
    if not found:
        return _NOTHING[lang]
    rows = [_HEADINGS[lang], *(_row(neighbour, lang) for neighbour in found)]
    lines = _aligned(rows, right=(0, 1))
    if any(neighbour.station.position == "modelled" for neighbour in found):
        lines += ["", SAMPLE_NOTICE[lang]]
    return "\n".join(lines)


def _row(found: Neighbour, lang: Language) -> tuple[str, ...]:
    station, kind = found.station, KINDS[found.station.kind]
    return (
        str(found.rank),
        _distance(found.distance_m, lang),
        _COMPASS[lang][round(found.bearing_deg / 45) % 8],
        kind.name_zh if lang == "zh" else kind.name_en,
        station.name,
        station.hours_text or station.opening_hours or _UNKNOWN[lang],
        station.address or "",
    )


def _distance(metres: float, lang: Language) -> str:
    """Return metres as they are, so that the program's exactness can be seen."""
    return f"{metres:,.0f} 米" if lang == "zh" else f"{metres:,.0f} m"


def _aligned(rows: Sequence[Sequence[str]], right: tuple[int, ...]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for column, text in enumerate(row):
            blanks = " " * (widths[column] - _width(text))
            cells.append(blanks + text if column in right else text + blanks)
        lines.append("  ".join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    return max(wcswidth(text), 0) or len(text)
