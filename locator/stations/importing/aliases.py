"""Headings of lists, in Chinese and English: one table of field and what lists call it.

A heading is compared after full-width forms are made plain, capitals small, and blanks, asterisks
and parentheses taken away. To teach the program a heading, add it here; for one list `--map` does.
"""

# ruff: noqa: E501  # a table: one field, a line or two
from __future__ import annotations

# Fields of the list that are no properties of a station.
COUNTY, CITY, HOURS, LON, LAT, LONLAT, LATLON, DATUM, IGNORED = (
    "county", "city", "hours", "lon", "lat", "lonlat", "latlon", "coordsys", "ignored",
)  # fmt: skip

# Where two columns of a list are the same field, the one whose heading stands first here is it.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "station_id", "站点编号", "驿站编号", "编号", "站点编码", "编码", "站点id", "osm_id"),
    "name": ("name", "站点名称", "驿站名称", "名称", "阵地名称", "服务站名称", "服务站点名称", "站名",
             "服务点名称", "驿站", "站点", "单位名称", "title", "station"),
    "kind": ("kind", "类别", "类型", "站点类型", "驿站类型", "站点类别", "种类", "type", "category"),
    "address": ("address", "详细地址", "地址", "站点地址", "驿站地址", "具体地址", "所在地址", "位置",
                "具体位置", "地点", "详细位置", "addr:full", "description"),
    COUNTY: ("county", "所属区县", "区县", "所在区县", "县区", "县(市、区)", "县市区", "县(市区)", "区",
             "所属区域", "行政区", "所属县区", "区域", "district", "所属县市区", "所属地区"),
    CITY: ("city", "地市", "所属地市", "城市", "所在市", "省辖市", "所属市", "prefecture"),
    "adcode": ("adcode", "行政区划代码", "区划代码", "行政区代码"),
    LON: ("lon", "lng", "经度", "longitude", "东经", "x坐标", "x", "经度坐标", "坐标经度"),
    LAT: ("lat", "纬度", "latitude", "北纬", "y坐标", "y", "纬度坐标", "坐标纬度"),
    LONLAT: ("坐标", "经纬度", "lng,lat", "lon,lat", "lnglat", "lonlat", "经度,纬度", "经度/纬度",
             "经纬度坐标", "坐标位置", "location", "地理坐标", "coordinates", "位置坐标", "经度纬度"),
    LATLON: ("lat,lng", "lat,lon", "latlng", "latlon", "纬度,经度", "纬经度", "纬度/经度"),
    DATUM: ("coordsys", "坐标系", "坐标系统", "坐标类型", "坐标系类型"),
    HOURS: ("开放时间", "服务时间", "营业时间", "开放时段", "open_hours", "hours", "工作时间",
            "开放服务时间", "运营时间", "对外开放时间", "business_hours"),
    "opening_hours": ("opening_hours",),
    "hours_text": ("hours_text", "开放时间原文"),
    "services": ("services", "服务内容", "服务项目", "设施", "服务设施", "配套设施", "设施设备",
                 "基本设施", "服务功能", "功能", "配备设施", "提供服务", "facilities", "service", "amenities"),
    "phone": ("phone", "服务电话", "站点电话", "联系电话", "电话", "咨询电话", "热线", "服务热线",
              "固定电话", "座机", "联系方式", "tel", "telephone", "contact:phone", "联系人电话",
              "负责人电话", "联系人及电话"),
    "operator": ("operator", "运营单位", "管理单位", "建设单位", "依托单位", "主管单位", "所属单位",
                 "责任单位", "主办单位", "承建单位", "所属工会", "共建单位"),
    "capacity": ("capacity", "容纳人数", "可容纳人数", "座位数", "床位数", "接待能力"),
    "access": ("access", "服务对象", "开放对象", "面向人群", "准入条件"),
    "status": ("status", "状态", "运行状态", "运营状态", "使用状态", "开放状态"),
    "valid_from": ("valid_from", "启用日期", "启用时间", "开始日期", "开放起始日期"),
    "valid_to": ("valid_to", "停用日期", "结束日期", "截止日期"),
    "part_of": ("part_of", "所属站点编号"),
    "note": ("note", "备注", "说明", "备注说明", "remark", "remarks", "notes", "comment"),
    "verified_at": ("verified_at", "核实日期", "核实时间", "更新日期", "更新时间", "采集日期"),
    "url": ("url", "网址", "链接", "网站", "website", "contact:website"),
    "source": ("source", "来源", "数据来源"),
    "position": ("position", "coord_source", "坐标来源", "定位方式", "定位来源"),
    "extra": ("extra",),
    IGNORED: ("序号", "no", "no.", "#", "原因", "退回原因", "reason", "行号"),
}  # fmt: skip

# What else a cell may say for the words that a field knows.
STATUS_WORDS = {
    "active": ("active", "正常", "正常运行", "运行", "运行中", "开放", "启用", "在用", "正常开放", "已启用",
               "营业", "投入使用"),
    "paused": ("paused", "暂停", "停用", "关闭", "暂停开放", "暂停服务", "维修", "装修", "停运", "未开放"),
    "planned": ("planned", "规划", "在建", "建设中", "筹建", "拟建", "规划中", "待建"),
}  # fmt: skip
POSITION_WORDS = {
    "surveyed": ("surveyed", "map_poi", "实测", "现场采集", "gps采集", "地图标注", "采集"),
    "geocoded": ("geocoded", "amap_geocode", "地理编码", "地址解析", "geocode"),
    "modelled": ("modelled", "模型"),
}
