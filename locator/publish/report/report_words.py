"""What the coverage report says, in both languages. {braces} are filled in by Python."""

from __future__ import annotations

from locator.errors import Words
from locator.settings import DETOUR_FACTOR

REPORT = {
    "title": Words("驿站覆盖报告", "Coverage report"),
    "sample": Words("示例数据", "Sample data"),
    "sample_note": Words(
        "站点或需求由模型生成：数字只说明方法，不反映实际服务情况。",
        "Stations or demand come from a model: figures show the method, not how anyone is served.",
    ),
    "radius": Words("服务半径 {} 米", "service radius {} m"),
    "kinds_all": Words("全部类别", "all kinds"),
    "services": Words("须同时提供：{}", "offering all of: {}"),
    "at": Words("时刻 {}（中国时间）", "at {} (China's time)"),
    "open_possible": Words("只计并非确知关闭的站点", "only stations not known to be closed"),
    "open_only": Words("只计确知开放的站点", "only stations known to be open"),
    "lead": Words(
        "{total}{unit}中，有 {covered}{unit}（{share}）距最近站点不超过 {radius} 米，"
        "其余 {rest}{unit}更远。",
        "Of {total}{unit}, {covered} ({share}) have a station within {radius} m; the "
        "other {rest} are farther away.",
    ),
    "lead_none": Words("需求为空：没有可以计算的比例。", "No demand: there is no share to tell."),
    "lead_stations": Words(
        "没有一个站点符合条件：到站点的距离无从计算。",
        "No station counts: there is no distance to tell.",
    ),
    "people": Words(" 人", " people"),
    "none": Words("", ""),
    # headline figures
    "share": Words("覆盖率", "Covered share"),
    "share_note": Words("直线距离，不论开放时间", "along the line, whatever the hour"),
    "detour": Words("按绕行估计", "By road, estimated"),
    "detour_note": Words("直线距离 × {} 不超过半径", "line × {} within the radius"),
    "now": Words("该时刻开放", "Open at the moment"),
    "now_note": Words("确知开放 … 可能开放", "known open … possibly open"),
    "lowest": Words("一周最低", "Lowest of the week"),
    "lowest_note": Words("{} {}:00，确知开放", "{} {}:00, known open"),
    "median": Words("最近站点的中位距离", "Median distance"),
    "median_note": Words("平均 {} 米，90% 在 {} 米内", "mean {} m; P90 {} m"),
    "worst_tenth": Words("最远十分之一", "Worst-off tenth"),
    "worst_tenth_note": Words("平均距离；99% 在 {} 米内", "mean distance; P99 {} m"),
    "stations": Words("计入站点", "Stations that count"),
    "stations_note": Words("文件中共 {} 个", "{} in the file"),
    "area": Words("覆盖面积", "Area covered"),
    "area_note": Words("站点周围圆的并集，真实面积", "union of circles, true area"),
    "gaps_sum": Words("前 {} 个缺口", "The first {} gaps"),
    "gaps_sum_note": Words("占未覆盖需求的 {}", "{} of what is uncovered"),
    # sections
    "map": Words("分布图", "Map"),
    "map_caption": Words(
        "各县覆盖率、站点（按类别着色）和缺口（黑圈，数字为名次）。",
        "Covered share by county, stations by kind, gaps in black, numbered by rank.",
    ),
    "close_map": Words("缺口最集中的地方", "Where gaps lie closest"),
    "close_caption": Words(
        "绿色为服务范围，红色为缺口所在的一平方公里网格。",
        "Green: service areas. Red: the square kilometres in which the gaps lie.",
    ),
    "legend_share": Words("覆盖率（%）", "Covered share, %"),
    "legend_none": Words("无需求", "no demand"),
    "legend_gap": Words("缺口", "gap"),
    "boundaries": Words(
        "界线仅为示意，不作为划界依据。", "Boundaries are indicative and prove nothing."
    ),
    "credit": Words("区划：天地图。", "Districts: Tianditu (天地图)."),
    "comma": Words("、", ", "),
    "gaps": Words("最大的缺口", "Worst gaps"),
    "gaps_text": Words(
        "缺口是在该处新设一个站点所能覆盖、而现在没有覆盖的需求；名次靠前的视为已补上。"
        "下列 {shown} 个，gaps.geojson 中有 {all} 个。",
        "A gap is the uncovered demand that one new station there would cover, those ranked before "
        "it being served. Listed are {shown}; gaps.geojson has {all}.",
    ),
    "no_gaps": Words("没有缺口。", "There is no gap."),
    "prefectures": Words("地级行政区", "Prefectures"),
    "prefectures_text": Words(
        "覆盖率最低：{}。站点可能覆盖邻区的需求。",
        "Lowest covered shares: {}. A district may be served from next door.",
    ),
    "counties": Words("县级行政区", "Counties"),
    "counties_worst": Words("覆盖率最低的县", "Counties covered least"),
    "weekdays": Words("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun"),
    "written": Words("已写入 {}", "wrote {}"),
    "groups": Words("人群", "Groups"),
    "kinds": Words("站点类别", "Kinds"),
    "clock": Words("一周时钟", "The clock"),
    "clock_text": Words(
        "{first} 至 {last} 这一周每个整点的覆盖率（%）：大字为确知开放，"
        "小字为可能开放（含时间不详者）。节假日和调休照国务院通知。",
        "Covered share at each full hour of the week from {first} to {last}, in %: by stations "
        "known to be open (large), and by those not known to be closed (small). Days off and "
        "make-up days are those of China's calendar.",
    ),
    "band_text": Words(
        "同一周连成带：下缘确知开放，上缘可能开放。",
        "The same week as a band, from known open to possibly open.",
    ),
    "always_text": Words(
        "虚线是不看开放时间的覆盖率，即静态地图所见。",
        "Dashed: the share whatever the hour, which is what a static map shows.",
    ),
    "falls": Words("从白天到夜间下降最多", "Largest falls from day to night"),
    "falls_text": Words(
        "白天为 9 至 17 点各整点，夜间为 22 至次日 5 点；七天平均，确知开放。",
        "Day: full hours from 09:00 to 17:00; night: 22:00 to 05:00. Mean of seven days, known "
        "open.",
    ),
    "curve": Words("覆盖率与半径", "Share against radius"),
    "curve_text": Words(
        "实线为直线距离，虚线按绕行系数 {} 估计。",
        "Solid: along the line. Dashed: by road, with a detour factor of {}.",
    ),
    "curve_x": Words("半径（米）", "radius, m"),
    "compare": Words("与旧文件比较", "Against the older file"),
    "worse": Words(
        "变差：{} 项覆盖需求减少。", "Worse: covered weight falls in {} of the figures."
    ),
    "not_worse": Words(
        "没有变差：总体上没有一项覆盖需求减少。",
        "Not worse: no covered weight falls on the whole.",
    ),
    "changes": Words(
        "新增 {gained} 个站点，减少 {lost} 个，移动 {moved} 个。",
        "Stations gained: {gained}; lost: {lost}; moved: {moved}.",
    ),
    "gained": Words("新增", "Gained"),
    "lost": Words("减少", "Lost"),
    "moved": Words("移动", "Moved"),
    "and_more": Words("另有 {} 个，见 summary.json", "and {} more, in summary.json"),
    "still_there": Words("仍在文件中，但不再计入", "still in the file, but counts no more"),
    "was_there": Words("旧文件中已有，但不计入", "was in the older file, but did not count"),
    "moved_by": Words("{} 米", "{} m"),
    "compare_districts": Words("变化最大的县", "Counties that change most"),
    "no_change": Words("没有一个县的覆盖需求变化。", "No county's covered demand changes."),
    "hours_lost": Words("变差的时刻", "Hours that get worse"),
    "method": Words("方法与局限", "Method and limits"),
    "inputs": Words("数据与复现", "Inputs and how to repeat it"),
    "command": Words("生成本报告的命令", "The command that made this report"),
    "same_figures": Words(
        "同样的数据和命令得到同样的数字；数据以 SHA-256 辨认。",
        "The same inputs and command give the same figures; inputs are known by their SHA-256.",
    ),
    "outside": Words(
        "需求合计 {total} = 区划内 {inside} + 区划外 {outside}；区划外已覆盖 {covered}，"
        "落在多个区划内 {several}。",
        "Demand of {total} = {inside} within districts + {outside} outside. Covered outside: "
        "{covered}; in several districts: {several}.",
    ),
    "in_none": Words("区划外", "outside all districts"),
    "versions": Words("版本", "Versions"),
    # columns
    "figure": Words("指标", "Figure"),
    "before": Words("之前", "Before"),
    "after": Words("之后", "After"),
    "change": Words("变化", "Change"),
    "district": Words("行政区", "District"),
    "group": Words("人群", "Group"),
    "kind": Words("类别", "Kind"),
    "count": Words("个数", "Number"),
    "covered": Words("已覆盖", "Covered"),
    "demand": Words("需求", "Demand"),
    "per_station": Words("需求／站", "Demand / station"),
    "share_col": Words("覆盖率", "Share"),
    "detour_col": Words("按绕行", "By road"),
    "known_col": Words("确知开放", "Known open"),
    "possible_col": Words("可能开放", "Possibly open"),
    "mean_col": Words("平均 米", "Mean, m"),
    "median_col": Words("中位 米", "Median, m"),
    "p90_col": Words("90% 米", "P90, m"),
    "worst_col": Words("最远十分之一 米", "Worst tenth, m"),
    "stations_col": Words("站点", "Stations"),
    "rank": Words("名次", "Rank"),
    "weight": Words("可增覆盖", "Would gain"),
    "where": Words("经度, 纬度", "Lon, lat"),
    "farthest": Words("最远 米", "Farthest, m"),
    "nearest": Words("最近站点", "Nearest station"),
    "away": Words("距离 米", "Away, m"),
    "day": Words("白天", "Day"),
    "night": Words("夜间", "Night"),
    "fall": Words("下降", "Fall"),
    "file": Words("文件", "File"),
    "role": Words("用途", "Role"),
    "size": Words("内容", "Content"),
    "role_stations": Words("站点", "Stations"),
    "role_before": Words("旧站点", "Older stations"),
    "role_demand": Words("需求", "Demand"),
    "role_districts": Words("区划", "Districts"),
    "size_stations": Words("{} 个，计入 {}", "{}, of which {} count"),
    "size_demand": Words("{} 行", "{} rows"),
    "size_districts": Words("{} 个县", "{} counties"),
    "off": Words("休", "off"),
    "worked": Words("班", "work"),
    "hour_of": Words("{day} {hour}:00", "{day} {hour}:00"),
    "known_open_loss": Words("该时刻确知开放", "known open at the moment"),
}

# Of districts.csv, by the figures' names.
CSV_COLUMNS = {
    "level": Words("级别", "level"),
    "adcode": Words("区划代码", "adcode"),
    "prefecture": Words("地级", "prefecture"),
    "name": Words("名称", "name"),
    "stations": Words("站点数", "stations"),
    "weight": Words("需求", "weight"),
    "covered_weight": Words("已覆盖需求", "covered_weight"),
    "weight_per_station": Words("每站需求", "weight_per_station"),
    "share": Words("覆盖率", "share"),
    "share_detour": Words("按绕行估计覆盖率", "share_detour"),
    "share_known_open": Words("确知开放覆盖率", "share_known_open"),
    "share_possibly_open": Words("可能开放覆盖率", "share_possibly_open"),
    "mean_m": Words("平均距离（米）", "mean_m"),
    "median_m": Words("中位距离（米）", "median_m"),
    "p90_m": Words("90%以内距离（米）", "p90_m"),
    "p99_m": Words("99%以内距离（米）", "p99_m"),
    "worst_tenth_m": Words("最远十分之一平均距离（米）", "worst_tenth_m"),
    "day_share": Words("白天确知开放覆盖率", "day_share"),
    "night_share": Words("夜间确知开放覆盖率", "night_share"),
    "fall": Words("昼夜下降", "fall"),
    "sample_data": Words("示例数据", "sample_data"),
}
LEVELS = {
    "prefecture": Words("地级", "prefecture"),
    "county": Words("县级", "county"),
    "outside": Words("区划外", "outside"),
}

METHOD = (
    Words(
        "距离是 WGS 84 椭球面上到最近站点的测地线长度，精确计算；半径含边界（≤）。"
        "需求按其文件中的位置和权重计算；面按面内一点计算。",
        "Distances are exact geodesics on WGS 84 to the nearest station; the radius includes its "
        "bound (≤). Demand counts where its file puts it, with its weight; a polygon counts at one "
        "point inside it.",
    ),
    Words(
        "直线不是道路：河流、铁路和高速公路都不计。"
        "“按绕行估计”要求直线距离乘以 {factor} 不超过半径，只是估计。",
        "Lines are not roads: rivers, railways and expressways part nothing here. “By road” asks "
        "that the line times {factor} be within the radius, which is an estimate.",
    ),
    Words(
        "开放状态按站点公布的时间、国务院的放假和调休安排判断。时间不详的站点不算确知开放，但算可能开放，"
        "所以真实情况在两者之间。",
        "Open states follow published hours and China's calendar of days off and make-up days. "
        "Stations of unknown hours are not known to be open, but possibly are: the truth lies "
        "between the two.",
    ),
    Words(
        "缺口逐个求出：每次取其服务半径内未覆盖需求最多的位置，取走该需求，再求下一个。这是贪心选择，"
        "不是选址方案：同时选定几个位置可能覆盖更多。",
        "Gaps are found one after the other: the position whose circle of the service radius holds "
        "most uncovered demand takes it, then the next. It is a greedy choice and no plan: "
        "choosing several sites together can cover more.",
    ),
    Words(
        "需求和站点计入其所在的县；在界线上的计入代码最小的县。站点的容量不计。需求是在哪里工作，"
        "不分时刻。",
        "Demand and stations belong to the county they lie in, on a border to that of the lowest "
        "code. A station's capacity plays no part. Demand is where people work, at no particular "
        "hour.",
    ),
)
DETOUR_SOURCE = Words(
    f"绕行系数 {DETOUR_FACTOR:g} 是假设，河南尚无实测：韩国全国为 1.26，各道 1.22 至 1.44"
    "（Kim、Shin、Lee、Suh 2015）。",
    f"The factor of {DETOUR_FACTOR:g} is an assumption for want of a measurement in Henan: South "
    "Korea's is 1.26, from 1.22 to 1.44 by province (Kim, Shin, Lee and Suh 2015).",
)
DETOUR_SET = Words("绕行系数由设置给出。", "The detour factor is one that was set.")
