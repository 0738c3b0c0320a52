"""What the courier's page says, and what every map must, in both languages.

{braces} are filled in by the scripts.
"""

from __future__ import annotations

from locator.errors import Words

# In the page's own HTML.
PAGE = {
    "title": Words("附近驿站", "Rest stations"),
    "about": Words(
        "为快递员、骑手、司机、环卫工人查找最近的休息站点：歇脚、饮水、充电、热饭、如厕。",
        "The nearest place to rest, drink, charge, warm a meal or wash, for all who work outdoors.",
    ),
    "skip": Words("跳到列表", "Skip to the list"),
    "other_language": Words("English", "中文"),
    "share": Words("分享", "Share"),
    "search_label": Words("搜索市、县或站点", "Search a city, county or station"),
    "search_hint": Words("市县、站点，可用拼音", "City or station"),
    "locate": Words("定位我", "Locate me"),
    "hero_title": Words("最近的休息站在哪里？", "Where is the nearest rest station?"),
    "hero_locate": Words("使用我的位置", "Use my position"),
    "hero_privacy": Words(
        "位置只用来查找，不保存；分享的链接只含约一百米的大概位置。",
        "Your position is only used to search, never kept; shared links are rounded to 100 m.",
    ),
    "hero_pick": Words("在地图上点选", "Pick on the map"),
    "hero_cities": Words("或从城市开始", "Or start from a city"),
    "noscript": Words(
        "本页需要 JavaScript 才能显示列表和地图。请在设置中打开它，或换一个浏览器打开此链接。",
        "The list and the map need JavaScript. Please switch it on in your browser's settings, "
        "or open this link in another browser.",
    ),
    "filters": Words("筛选", "Filters"),
    "results": Words("站点列表", "Stations"),
    "map": Words("地图", "Map"),
    "list": Words("列表", "List"),
    "map_help": Words(
        "点按地图可设定位置，也可拖动蓝点。列表与地图内容相同。",
        "Tap the map to set your position, or drag the blue point. The list says the same.",
    ),
    "map_loading": Words("正在载入地图…", "Loading the map…"),
    "close": Words("关闭", "Close"),
    "views": Words("列表或地图", "List or map"),
    "shifted": Words("位置偏了几百米？", "A few hundred metres off?"),
    "shifted_help": Words(
        "有的手机浏览器给出的是 GCJ-02 坐标。勾选后按 GCJ-02 换算。",
        "Some browsers in China answer in GCJ-02. Tick to convert from it.",
    ),
    "shifted_check": Words("我的浏览器给出 GCJ-02 坐标", "My browser answers in GCJ-02"),
    "stations_served": Words("收录站点", "Stations listed"),
    "boundaries": Words(
        "界线仅为示意，不作为划界依据。", "Boundaries are indicative and prove nothing."
    ),
    "sample": Words("示例数据", "Sample data"),
}

# At the page's foot.
LINKS = {
    "coverage_map": Words("覆盖地图（供规划）", "Coverage map, for planners"),
    "coverage_report": Words("覆盖报告", "Coverage report"),
    "share": Words("把地图放到您的网页上", "Put this map on your page"),
}

# In what the scripts make.
SCRIPTS = {
    "kinds": Words("类别", "Kind"),
    "services": Words("服务", "Services"),
    "metres": Words("{n} 米", "{n} m"),
    "kilometres": Words("{n} 公里", "{n} km"),
    "here": Words("就在这里", "right here"),
    "serves": Words("面向{who}", "for {who}"),
    "hours_unknown": Words("开放时间未知", "Hours unknown"),
    "access": Words("谁可进入", "Who may enter"),
    "hours": Words("开放时间", "Hours"),
    "address": Words("地址", "Address"),
    "note": Words("说明", "Note"),
    "services_unknown": Words("未登记服务内容", "Services not listed"),
    "more_services": Words("还有 {n} 项", "{n} more"),
    "sample": Words("示例数据", "Sample data"),
    "no_navigation": Words("模拟站点，不提供导航", "A sample: no directions"),
    "navigate": Words("导航", "Directions"),
    "navigate_to": Words("导航到 {name}", "Directions to {name}"),
    "navigate_with": Words("用{app}导航", "Directions with {app}"),
    "call": Words("电话", "Call"),
    "call_to": Words("电话 {phone}", "Call {phone}"),
    "on_map": Words("看地图", "On map"),
    "on_map_of": Words("看地图：{name}", "On map: {name}"),
    "closes_in": Words("{state} · 还有 {n} 分钟关", "{state} · closes in {n} min"),
    "opens_in": Words("{state} · 还有 {n} 分钟开", "{state} · opens in {n} min"),
    "closes_on": Words("{state} · {when} 关", "{state} · until {when}"),
    "opens_on": Words("{state} · {when} 开", "{state} · opens {when}"),
    "state_passed": Words("已到 {time}，正在更新…", "{time} has come: updating…"),
    "on_arrival": Words("到达时：", "On arrival: "),
    "then": Words("届时：", "Then: "),
    "about_minutes": Words("约 {n} 分钟", "about {n} min"),
    "opening": Words("开放与出行", "Opening and the way"),
    "open_now": Words("现在开放", "Open now"),
    "open_then": Words("届时开放", "Open then"),
    "open_on_arrival": Words("到达时开放", "Open on arrival"),
    "when": Words("什么时候", "When"),
    "now": Words("现在", "Now"),
    "tonight": Words("今晚 {time}", "Tonight {time}"),
    "when_other": Words("其他时间", "Another time"),
    "when_other_label": Words("时间（中国）", "Time in China"),
    "travel": Words("出行方式", "How you travel"),
    "travel_any": Words("出行方式", "Travel"),
    "loading": Words("正在查找附近的站点…", "Looking for stations nearby…"),
    "renewed": Words("列表已更新", "The list has changed"),
    "found": Words(
        "找到 {n} 个站点，最近的 {distance}", "{n} stations, the nearest {distance} away"
    ),
    "found_one": Words("找到 1 个站点，{distance}", "1 station, {distance} away"),
    "list_title": Words("最近的 {n} 个站点", "{n} nearest stations"),
    "list_title_one": Words("最近的站点", "The nearest station"),
    "straight_note": Words("按直线距离排序", "By distance as the crow flies"),
    "more": Words("显示更多", "Show more"),
    "far_title": Words("{reach}内没有站点", "No station within {reach}"),
    "far_text": Words(
        "下面是离得最近的，最近一个在 {distance}外。",
        "Below are the nearest there are; the first is {distance} away.",
    ),
    "far_open_title": Words("{reach}内没有此时开放的站点", "Nothing open within {reach}"),
    "none_open_title": Words("没有此时开放的站点", "No station is open"),
    "far_filtered_title": Words("{reach}内没有符合筛选的站点", "No match within {reach}"),
    "none_title": Words("没有站点符合全部筛选", "No station matches all filters"),
    "none_text": Words("去掉其中一项试试：", "Try without one of them:"),
    "none_at_all": Words("这里还没有收录任何站点。", "No stations are listed yet."),
    "drop": Words("去掉“{name}”", "Without “{name}”"),
    "drop_then": Words("最近 {distance}", "nearest {distance}"),
    "drop_none": Words(
        "只去掉一项仍不够，请清除全部筛选。", "Dropping one is not enough; clear all of them."
    ),
    "clear": Words("清除筛选", "Clear filters"),
    "offline_title": Words("网络不通", "No connection"),
    "offline_text": Words("{n} 秒后自动重试。", "Trying again in {n} s."),
    "offline_kept": Words("下面是上次的结果。", "Below is what was found before."),
    "retrying": Words("正在重试…", "Trying again…"),
    "retry_now": Words("立即重试", "Try now"),
    "slow": Words("网络较慢，仍在等待…", "The network is slow; still waiting…"),
    "failed_title": Words("查找失败", "The search failed"),
    "locating": Words("正在定位…", "Finding your position…"),
    "cancel": Words("取消", "Cancel"),
    "my_position": Words("我的位置", "My position"),
    "accuracy": Words("精度约 ±{distance}", "accurate to ±{distance}"),
    "rough": Words(
        "位置较粗略，可在地图上拖动蓝点校正。",
        "This is rough: drag the blue point on the map to mend it.",
    ),
    "picked": Words("地图上选的点", "A point on the map"),
    "linked": Words("链接中的位置", "The place in the link"),
    "insecure_title": Words(
        "此页不是 https，浏览器不提供定位", "This page is not https, so browsers refuse a position"
    ),
    "refused_title": Words("没有得到定位许可", "Position not allowed"),
    "unavailable_title": Words("手机没能给出位置", "The device could not tell its position"),
    "timeout_title": Words("8 秒内没有得到位置", "No position within 8 seconds"),
    "way_on": Words(
        "可以搜索市、县或站点，或在地图上点选。",
        "Search a city, county or station, or pick on the map.",
    ),
    "again": Words("再试一次", "Try again"),
    "pick": Words("在地图上点选", "Pick on the map"),
    "prefecture": Words("地级", "Prefecture"),
    "county": Words("县级", "County"),
    "station": Words("站点", "Station"),
    "search_none": Words("没有找到“{text}”", "Nothing found for “{text}”"),
    "search_found": Words("{n} 个结果，用上下键选择", "{n} results; use the arrow keys"),
    "search_failed": Words("搜索失败，请检查网络", "The search failed; check the network"),
    "share_title": Words("附近驿站", "Rest stations nearby"),
    "copied": Words("链接已复制", "Link copied"),
    "copy_yourself": Words("请长按复制链接", "Copy the link"),
    "map_failed": Words(
        "地图没有载入；列表不受影响。", "The map did not load; the list works without it."
    ),
    "zoom_in": Words("放大", "Zoom in"),
    "zoom_out": Words("缩小", "Zoom out"),
    "undo": Words("撤销", "Undo"),
    "moved": Words("位置已改", "Position changed"),
    "filters_on": Words("筛选（{n}）", "Filters ({n})"),
    "filters": Words("筛选", "Filters"),
    "map_count": Words("列表（{n}）", "List ({n})"),
    "list": Words("列表", "List"),
}

WINDS = (
    Words("北", "north"), Words("东北", "north-east"), Words("东", "east"),
    Words("东南", "south-east"), Words("南", "south"), Words("西南", "south-west"),
    Words("西", "west"), Words("西北", "north-west"),
)  # fmt: skip

# Modes of travel, with their icons; their speeds are locator.find.travel's.
TRAVEL = {
    "walk": (Words("步行", "On foot"), "walk"),
    "ebike": (Words("电动车", "E-bike"), "scooter"),
    "truck": (Words("货车", "Truck"), "truck"),
}

# OSM's words for hours as people say them; replaced in this order.
HOURS = (
    ("24/7", Words("全天 24 小时", "Open 24 hours")),
    ("Mo-Su", Words("每天", "Daily")),
    ("PH off", Words("节假日休息", "closed on holidays")),
    ("PH", Words("节假日", "holidays")),
    ("Mo", Words("周一", "Mon")), ("Tu", Words("周二", "Tue")), ("We", Words("周三", "Wed")),
    ("Th", Words("周四", "Thu")), ("Fr", Words("周五", "Fri")), ("Sa", Words("周六", "Sat")),
    ("Su", Words("周日", "Sun")),
    ("off", Words("休息", "closed")),
    ("-周", Words("至周", "-周")),
)  # fmt: skip

BASEMAP_CREDIT = Words(
    "界线仅为示意 · 底图：天地图、Natural Earth、GeoNames",
    "Boundaries are indicative · Basemap: Tianditu, Natural Earth, GeoNames",
)


def law_notice(review_number: str) -> Words:
    """Return what a map must say of its approval in China: its number, or that it has none."""
    if review_number:
        return Words(f"审图号：{review_number}", f"Map review number (审图号): {review_number}")
    return Words(
        "未经审图，仅供内部使用", "未经审图，仅供内部使用 (not reviewed; for internal use only)"
    )
