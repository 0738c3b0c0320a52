"""What the embedded map says besides the courier's page, in both languages."""

from __future__ import annotations

from locator.errors import Words

# In the page's own HTML.
PAGE = {
    "title": Words("附近驿站地图", "Map of rest stations"),
    "provider": Words("附近驿站", "Rest stations"),
    "skip": Words("跳到站点列表", "Skip to the stations"),
    "map": Words("地图", "Map"),
    "map_loading": Words("正在载入地图…", "Loading the map…"),
    "no_script": Words(
        "地图需要 JavaScript；下面的列表不需要。",
        "The map needs JavaScript; the list below does not.",
    ),
    "filters": Words("筛选", "Filters"),
    "open_now": Words("现在开放", "Open now"),
    "locate": Words("定位我", "Locate me"),
    "close": Words("关闭", "Close"),
    "stations": Words("站点列表", "Stations"),
    "station": Words("站点", "Station"),
    "state": Words("现在", "Now"),
    "services": Words("服务", "Services"),
    "address": Words("地址", "Address"),
    "more": Words("显示更多", "Show more"),
    "whole_page": Words("打开完整页面", "Open the full page"),
    "notes": Words("此地图有 {n} 项设置不可用", "{n} of this map's settings can't be used"),
    "notes_one": Words("此地图有 1 项设置不可用", "1 of this map's settings can't be used"),
    "note": Words("{error}。已按默认显示。", "{error}. The default is shown."),
    "more_notes": Words("另有 {n} 项。", "And {n} more."),
    "zoom_alone": Words(
        "zoom：没有 lon 和 lat 时不起作用。", "zoom: means nothing without lon and lat."
    ),
    "half_centre": Words(
        "lon、lat：须同时给出。已显示全部站点。",
        "lon, lat: one of them is nothing without the other. All stations are shown.",
    ),
    "two_views": Words(
        "bbox 与 lon、lat 同时给出，采用 bbox。", "bbox stands beside lon and lat; bbox is used."
    ),
    "oversized": Words(
        "bbox：范围过大，宽、高最多约为世界地图的四分之一（宽 90 度）。已显示全部站点。",
        "bbox: too large; at most a quarter of the world map wide (90 degrees) or high. "
        "All stations are shown.",
    ),
}

# In what its scripts make.
SCRIPTS = {
    "comma": Words("、", ", "),
    "close": Words("关闭", "Close"),
    "listed_all": Words("图中的 {n} 个站点", "The {n} stations on the map"),
    "listed_one": Words("图中的 1 个站点", "The one station on the map"),
    "listed_near": Words(
        "离地图中心最近的 {n} 个站点", "The {n} stations nearest to the map's middle"
    ),
    "listed_none": Words(
        "图中没有符合条件的站点。可移动或缩小地图。",
        "No such station on this part of the map. Move it, or zoom out.",
    ),
    "list_failed": Words(
        "列表没有更新，请检查网络。", "The list is not renewed; check the network."
    ),
    "position_refused": Words(
        "没有得到定位许可，或此网页不允许嵌入的地图定位。",
        "Position not allowed, by you or by the page around this map.",
    ),
    "position_unavailable": Words("没能得到位置。", "The position could not be told."),
    "blocked": Words(
        "此网页不允许嵌入的地图打开链接，请复制：",
        "This page keeps the map from opening links. Copy this:",
    ),
    "tap_to_move": Words("点按地图后可拖动", "Tap the map to move it"),
}
