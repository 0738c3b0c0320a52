"""What a site without a server says besides the courier's page, in both languages."""

from __future__ import annotations

from locator.errors import Words

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
