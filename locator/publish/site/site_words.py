"""What a site without a server says besides the courier's page, in both languages.

The words of states and reasons, as `offline/words.js` fills them in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words
from locator.find.geojson import SAMPLE_NOTICE
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

    from locator.errors import Language


# In what the scripts of `static/js/offline` make.
SCRIPTS = {
    "all_title": Words("全部站点", "All stations"),
    "all_open": Words("表格", "Table"),
    "all_close": Words("返回", "Back"),
    "all_search": Words("按名称、地址或区县查找", "Find by name, address or district"),
    "all_kind": Words("全部类别", "All kinds"),
    "all_open_now": Words("现在开放", "Open now"),
    "all_count": Words("{n} 个站点", "{n} stations"),
    "all_page": Words("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "all_before": Words("上一页", "Previous"),
    "all_after": Words("下一页", "Next"),
    "all_name": Words("名称", "Name"),
    "all_district": Words("区县", "District"),
    "all_hours": Words("开放时间", "Hours"),
    "all_state": Words("状态", "Open or not"),
    "all_none": Words("没有符合的站点。", "No station matches."),
}

# In the page's own HTML.
PAGE = {
    "hours_until": Words(
        "开放时间按公布的放假安排写至 {until}，之后请使用新版本。",
        "Opening hours are written out to {until}; after that get a newer copy.",
    ),
    "data_date": Words("数据日期 {date}", "Data as of {date}"),
}


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
