"""What a station's page says, in both languages."""

from __future__ import annotations

from locator.errors import Words

PAGE = {
    "home": Words("附近驿站", "Rest stations"),
    "other_language": Words("English", "中文"),
    "state": Words("开放状态", "Open or not"),
    "state_at": Words("{moment} 的状态", "as of {moment}"),
    "week": Words("未来七天的开放时间", "Opening hours, the next seven days"),
    # On a page that is kept, where nobody knows which day it is read.
    "week_from": Words("{first} 起七天的开放时间", "Opening hours, seven days from {first}"),
    "holidays": Words("节假日与调休", "Holidays and make-up days"),
    "no_holidays": Words("近五个月没有法定节假日。", "No public holiday in the next five months."),
    "as_published": Words("公布的开放时间", "Hours as published"),
    "calendar_until": Words(
        "放假安排以国务院办公厅公布的为准，已收录至 {year} 年。",
        "Days off as published by the State Council, known to the end of {year}.",
    ),
    "unpublished": Words(
        "{year} 年放假安排尚未公布，临近节假日的开放时间可能变动。",
        "The {year} holiday calendar is not published yet: hours near holidays may change.",
    ),
    "today": Words("今天", "Today"),
    "date": Words("日期", "Date"),
    "hours": Words("开放时间", "Hours"),
    "hours_unknown": Words("未知，前往前请先核实。", "Not known: ask before you go."),
    "services": Words("服务", "Services"),
    "services_unknown": Words("未登记服务内容", "Services not listed"),
    "facts": Words("站点信息", "About this station"),
    "address": Words("地址", "Address"),
    "district": Words("区县", "District"),
    "phone": Words("电话", "Phone"),
    "access": Words("谁可进入", "Who may enter"),
    "serves": Words("面向{who}", "for {who}"),
    "capacity": Words("可容纳", "Room for"),
    "people": Words("{n} 人", "{n} people"),
    "operator": Words("管理单位", "Run by"),
    "note": Words("说明", "Note"),
    "season": Words("开放日期", "In service"),
    "season_from": Words("{first} 起", "from {first}"),
    "season_to": Words("至 {last}", "until {last}"),
    "season_both": Words("{first} 至 {last}", "{first} to {last}"),
    "part_of": Words("所属站点", "Part of"),
    "verified": Words("核实日期", "Verified"),
    "source": Words("来源", "Source"),
    "website": Words("网页", "Web page"),
    "position": Words("坐标（WGS 84）", "Position (WGS 84)"),
    "id": Words("编号", "Identifier"),
    "map": Words("位置", "Where it is"),
    "map_label": Words("{name} 周边示意图", "Sketch map around {name}"),
    "scale": Words("{n} 公里", "{n} km"),
    "navigate": Words("导航", "Directions"),
    "nearby": Words("查看附近的站点", "Stations nearby"),
    "qr": Words("扫码查看此站点", "Scan for this station"),
    "qr_label": Words("此页网址的二维码", "QR code of this page's address"),
    "sample": Words("示例数据", "Sample data"),
    "sample_long": Words(
        "示例数据：此站点由模型生成，并不存在，请勿前往。",
        "Sample data: this station comes from a model and does not exist. Do not go there.",
    ),
    "updated": Words("数据更新", "Data as of"),
    "missing_title": Words("没有此站点", "No such station"),
    "missing_text": Words(
        "没有编号为“{id}”的站点，可能已经撤销。",
        "There is no station “{id}”; it may have been given up.",
    ),
    "bad_at": Words(
        "网址中的时间无法识别，以下为现在的状态。",
        "The time in the address could not be read; this is for now.",
    ),
}

STATUSES = {
    "paused": Words("暂停开放", "Paused"),
    "planned": Words("筹建中", "Planned"),
}

POSITIONS = {
    "surveyed": Words("实测", "surveyed"),
    "geocoded": Words("由地址推算，可能有偏差", "from the address; may be off"),
    "modelled": Words("模拟", "modelled"),
}
