"""The words of a site without a server besides the courier's page, in both languages.

Those of states and reasons are templates that `offline/words.js` fills in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.find.geojson import SAMPLE_NOTICE
from locator.language import Language, Phrase, phrase, phrases, said_in
from locator.stations.hours import HOLIDAYS, WORDINGS
from locator.stations.hours.reason import (
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


# In what the scripts of `static/js/offline` make.
SCRIPTS = phrases("site.scripts")


# The one state that the server does not know: its hours never end.
CALENDAR_ENDED = phrase("site.calendar_ended")


def hours_words(lang: Language) -> dict[str, object]:
    """Return the wordings of one language."""
    return {
        "states": said_in(lang, STATES),
        "lines": said_in(lang, LINES),
        "moments": said_in(lang, MOMENTS),
        "reasons": said_in(lang, WORDINGS) | {"calendar_ended": CALENDAR_ENDED.in_language(lang)},
        "holidays": {key: h.name.in_language(lang) for key, h in HOLIDAYS.items()},
        "a_holiday": A_HOLIDAY.in_language(lang),
        "date": DATE.in_language(lang),
        "opens": OPENS.in_language(lang),
        "comment": COMMENT.in_language(lang),
        "weekdays": _listed(WEEKDAYS, lang),
        "short_weekdays": _listed(SHORT_WEEKDAYS, lang),
        "months": _listed(MONTHS, lang),
        "short_months": _listed(SHORT_MONTHS, lang),
        "sample_notice": SAMPLE_NOTICE.in_language(lang),
    }


def _listed(words: Iterable[Phrase], lang: Language) -> list[str]:
    return [text.in_language(lang) for text in words]
