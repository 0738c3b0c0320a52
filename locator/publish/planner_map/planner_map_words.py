"""What the planner's map says, in both languages. {braces} are filled in."""

from __future__ import annotations

from locator.errors import Language, Words

# In the page's own HTML.
PANEL = {
    "title": Words("服务覆盖地图", "Coverage map"),
    "sample": Words("示例数据", "Sample data"),
    "sample_note": Words(
        "本页数字由模拟数据算出，只演示方法，不反映实际服务情况。",
        "Figures on this page come from modelled data: they show the method, not the service.",
    ),
    "figures": Words("覆盖情况", "Coverage"),
    "of_people": Words("{total} 人中的 {covered} 人", "{covered} of {total} people"),
    "detour": Words("按路程估计（直线 × {factor}）", "Likely by road (line × {factor})"),
    "known_open": Words("此时确知开放", "Known to be open then"),
    "possibly_open": Words("此时可能开放", "Possibly open then"),
    "mean": Words("平均距离", "Mean distance"),
    "median": Words("一半的人在此距离内", "Half the people within"),
    "p90": Words("九成的人在此距离内", "Nine in ten within"),
    "stations": Words("计入的站点", "Stations counted"),
    "outside": Words("不在任何区县内的人数", "People in no district"),
    "several": Words("落在重叠区县内的人数", "People in overlapping districts"),
    "settings": Words("条件", "Settings"),
    "apply": Words("更新地图", "Update the map"),
    "radius": Words("服务半径（米）", "Service radius (metres)"),
    "kinds": Words("类别", "Kinds"),
    "services": Words("须提供的服务", "Services offered"),
    "time": Words("时间", "Time"),
    "day": Words("星期", "Day"),
    "hour": Words("钟点", "Hour"),
    "today": Words("今天", "Today"),
    "any_hour": Words("不限时间", "Any time"),
    "open": Words("计入哪些站点", "Which stations count"),
    "open_any": Words("不论是否开放", "Whether open or not"),
    "open_possible": Words("可能开放的", "Possibly open"),
    "open_only": Words("确知开放的", "Known to be open"),
    "none_chosen": Words("不选即为全部", "None ticked means all"),
    "notes": Words(
        "有的条件不能用，已改为默认值：", "Some settings can't be used; their defaults stand:"
    ),
    "gaps": Words("最大的缺口", "Greatest gaps"),
    "gaps_about": Words(
        "缺口：在该处新建一个站点，可多覆盖的人数，依次选取。点选可在地图上查看。",
        "A gap is what one more station would cover, one after the other. Select one to see it.",
    ),
    "gap_people": Words("{n} 人", "{n} people"),
    "gap_away": Words("最近站点 {away}", "nearest station {away}"),
    "gap_no_station": Words("没有站点", "no station"),
    "gaps_more": Words("更多缺口", "More gaps"),
    "more_gaps": Words("另有 {n} 个缺口画在地图上。", "{n} more are drawn on the map."),
    "no_gaps": Words(
        "没有缺口：所有人都在服务半径之内。", "No gaps: everybody is within the radius."
    ),
    "outside_districts": Words("不在任何区县内", "In no district"),
    "layers": Words("图层与图例", "Layers and legend"),
    "areas": Words("服务范围（半径 {radius} 米）", "Service areas (radius {radius} m)"),
    "gap_layer": Words("缺口（黑色编号为名次）", "Gaps (black numbers: rank)"),
    "people": Words("人口", "People"),
    "people_none": Words("不显示", "Hidden"),
    "people_unserved": Words("未覆盖的人", "Not covered"),
    "people_all": Words("全部的人", "All"),
    "people_unit": Words("人 / 平方公里", "people per km²"),
    "districts": Words("各地覆盖率", "Covered share by district"),
    "districts_none": Words("不显示", "Hidden"),
    "districts_county": Words("按县（市、区）", "Counties"),
    "districts_prefecture": Words("按市", "Prefectures"),
    "no_share": Words("无人口数据", "no people"),
    "clock": Words("一周各钟点", "Hours of the week"),
    "clock_about": Words(
        "{monday} 起一周每个整点确知有开放站点的覆盖率；悬停可看区间（确知开放至可能开放）。",
        "Share covered by stations known to be open, at each full hour of the week from {monday}; "
        "hover for the band up to possibly open.",
    ),
    "clock_hour": Words("{day} {hour}:00：{low} 至 {high}", "{day} {hour}:00: {low} to {high}"),
    "falls": Words("夜间覆盖降得最多的县", "Counties that fall most by night"),
    "fall": Words("{name}：白天 {day}，夜间 {night}", "{name}: {day} by day, {night} by night"),
    "method": Words(
        "距离为椭球面上的直线距离，半径含边界；道路通常更长。"
        "色带：ColorBrewer；类别颜色：Okabe–Ito，均便于色觉障碍者分辨。",
        "Distances are geodesic lines, the radius included; roads are longer. Colours: "
        "ColorBrewer's and, for kinds, Okabe and Ito's, which colour-blind readers can tell apart.",
    ),
    "courier_page": Words("查找附近驿站", "Find a station nearby"),
    "other_language": Words("English", "中文"),
    "noscript": Words(
        "地图需要 JavaScript；下面的数字和名单不需要。",
        "The map needs JavaScript; the figures and the list do not.",
    ),
}

# Of stations that count, where others than the active ones do.
STATUSES = {
    "active": Words("在用", "active"),
    "paused": Words("暂停", "paused"),
    "planned": Words("筹建", "planned"),
}

# In what the scripts make.
SCRIPTS = {
    "full_screen": Words("全屏", "Full screen"),
    "measure": Words("测距", "Measure a distance"),
    "print": Words("打印", "Print"),
    "measure_hint": Words(
        "在地图上点选各点；退格键删去末点，Esc 结束。",
        "Click points on the map; Backspace removes the last, Esc ends.",
    ),
    "measured": Words("共 {length}", "{length} in all"),
    "metres": Words("{n} 米", "{n} m"),
    "kilometres": Words("{n} 公里", "{n} km"),
    "people": Words("{n} 人", "{n} people"),
    "sample": Words("示例数据", "Sample data"),
    "gap": Words("缺口 {rank}", "Gap {rank}"),
    "gap_weight": Words("新建一站可多覆盖 {people}", "One station here would cover {people} more"),
    "gap_worst": Words("其中最远的离站点 {away}", "the farthest of them {away} from a station"),
    "gap_nearest": Words("最近的站点：{name}，{away}", "Nearest station: {name}, {away}"),
    "services": Words("服务：{list}", "Offers: {list}"),
    "hours_unknown": Words("开放时间未知", "Hours unknown"),
    "open": Words("此时开放", "Open then"),
    "closed": Words("此时关闭", "Closed then"),
    "unknown": Words("此时是否开放未知", "Unknown whether open then"),
    "more_here": Words("此处还有 {n} 个站点，请放大", "{n} more here: zoom in"),
    "share": Words("覆盖率 {share}", "{share} covered"),
    "no_people": Words("没有人口数据", "No people"),
    "of_people": Words("{total} 人中的 {covered} 人", "{covered} of {total} people"),
    "station_count": Words("{n} 个站点", "{n} stations"),
    "mean_distance": Words("平均距离 {away}", "mean distance {away}"),
    "up_to": Words("至 {n}", "up to {n}"),
    "above": Words("{n} 以上", "over {n}"),
    "close": Words("关闭", "Close"),
}


def say(key: str, lang: Language, **values: object) -> str:
    """Return words of the panel, their braces filled in."""
    return PANEL[key].in_language(lang).format(**values)
