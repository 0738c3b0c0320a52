"""The words of states and reasons, as `offline/words.js` fills them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words
from locator.find.geojson import SAMPLE_NOTICE
from locator.stations.hours import HOLIDAYS, WORDINGS
from locator.stations.hours.wordings import (
    A_HOLIDAY,
    COMMENT,
    DATE,
    LINES,
    MOMENTS,
    MONTHS,
    OPENS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    STATES,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.errors import Language

# The one state that the server does not know: its hours never end.
CALENDAR_ENDED = Words(
    "此页的开放时间只到 {until}，请使用新版本", "this copy's hours end on {until}; get a newer one"
)


def hours_words(lang: Language) -> dict[str, object]:
    """Return the wordings of one language."""
    zh = lang == "zh"
    return {
        "states": {key: text.in_language(lang) for key, text in STATES.items()},
        "lines": {key: text.in_language(lang) for key, text in LINES.items()},
        "moments": {key: text.in_language(lang) for key, text in MOMENTS.items()},
        "reasons": {key: pair[0 if zh else 1] for key, pair in WORDINGS.items()}
        | {"calendar_ended": CALENDAR_ENDED.in_language(lang)},
        "holidays": {key: h.name_zh if zh else h.name_en for key, h in HOLIDAYS.items()},
        "a_holiday": A_HOLIDAY.in_language(lang),
        "date": DATE.in_language(lang),
        "opens": OPENS.in_language(lang),
        "comment": COMMENT.in_language(lang),
        "weekdays": _listed(WEEKDAYS, lang),
        "short_weekdays": _listed(SHORT_WEEKDAYS, lang),
        "months": _listed(MONTHS, lang),
        "short_months": _listed(SHORT_MONTHS, lang),
        "sample_notice": SAMPLE_NOTICE[lang],
    }


def _listed(words: Iterable[Words], lang: Language) -> list[str]:
    return [text.in_language(lang) for text in words]
