"""The kinds of station: one table of key, names, colour, icon and whom they serve."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of station. `aliases` are other Chinese names it goes by in lists."""

    key: str
    name_zh: str
    name_en: str
    colour: str
    icon: str
    serves_zh: str
    serves_en: str
    aliases: tuple[str, ...] = ()


# Colours: Okabe and Ito's set, which colour-blind readers can tell apart.
_TABLE = (
    Kind("driver_home", "司机之家", "Driver home", "#0072B2", "truck",
         "货车司机", "lorry drivers", ("货运司机之家", "卡车司机之家", "货车司机之家")),
    Kind("rider_home", "骑手之家", "Rider home", "#D55E00", "scooter",
         "外卖骑手、快递员", "food riders and couriers", ("外卖骑手之家", "快递员之家", "骑士之家")),
    Kind("love_station", "爱心驿站", "Love station", "#CC3377", "heart",
         "户外劳动者", "all who work outdoors",
         ("职工驿站", "小哥驿站", "工会驿站", "户外劳动者服务站点", "户外劳动者驿站", "户外劳动者爱心驿站",
          "劳动者驿站", "工会户外劳动者驿站", "流动站", "驿站")),
    Kind("cold_drink_point", "爱心冰箱", "Cold drink point", "#56B4E9", "snowflake",
         "户外劳动者（夏季）", "all who work outdoors, in summer", ("爱心冰柜",)),
    Kind("nursing_room", "爱心妈咪之家", "Nursing room", "#9467BD", "baby",
         "孕期和哺乳期女职工", "pregnant and nursing workers", ("母婴休息室", "母婴室", "妈咪小屋")),
    Kind("service_centre", "职工服务中心", "Workers' service centre", "#009E73", "building",
         "全体职工", "all workers", ("工人服务中心", "困难职工帮扶中心", "职工帮扶中心")),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.key: kind for kind in _TABLE}
