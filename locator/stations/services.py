"""What a station can offer: one table of key, icon and the words that lists use for it.

Its names are in `services.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass

from locator.language import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Service:
    """A service. `aliases` are the Chinese words by which lists of stations name it."""

    key: str
    icon: str
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> Phrase:
        """What it is called."""
        return phrase(f"services.{self.key}")


_TABLE = (
    Service("rest", "seat", ("歇脚", "休息区", "休息座椅", "桌椅", "座椅", "沙发", "纳凉", "避雨")),
    Service("water", "cup", ("喝水", "热水", "开水", "饮水机", "直饮水", "饮用水", "茶水")),
    Service("cold_drinks", "snowflake", ("冰水", "冰箱", "冰柜", "清凉饮品", "防暑饮品")),
    Service("meal_heating", "microwave", ("热饭", "微波炉", "饭菜加热", "食品加热", "餐食加热")),
    Service("phone_charging", "plug", ("充电", "充电宝", "充电器", "应急充电", "共享充电宝")),
    Service("ebike_charging", "bolt", ("电瓶车充电", "电动自行车充电", "充电桩")),
    Service("battery_swap", "battery", ("换电柜", "电池更换", "更换电池", "铁塔换电")),
    Service("toilet", "toilet", ("厕所", "如厕", "洗手间", "公厕")),
    Service("first_aid", "cross", ("急救箱", "医药箱", "急救", "应急药箱", "药品", "小药箱")),
    Service("air_conditioning", "fan", ("纳凉空调", "冷气", "制冷")),
    Service("heating", "flame", ("暖气", "供暖", "取暖器")),
    Service("wifi", "wifi", ("wifi", "wi-fi", "免费wifi", "无线上网", "上网")),
    Service("reading", "book", ("图书", "书报", "书籍", "报刊", "读书", "图书角")),
    Service("tv", "screen", ("看电视", "观影")),
    Service("shower", "shower", ("洗澡", "沐浴", "洗浴", "热水洗浴")),
    Service("laundry", "washer", ("洗衣机", "洗涤", "烘干")),
    Service("bed", "bed", ("床位", "客房", "午休床", "过夜")),
    Service("dining", "bowl", ("餐饮", "就餐", "食堂", "餐厅", "吃饭")),
    Service("parking", "parking", ("停车", "停车休息", "停车场", "停车位")),
    Service("vehicle_repair", "wrench", ("修车", "维修", "汽修", "打气筒", "维修工具", "工具箱")),
    Service("riding_gear", "helmet", ("雨衣", "雨伞", "头盔", "雨具", "手套")),
    Service("nursing", "baby", ("哺乳", "母婴室", "母婴服务")),
    Service("legal_aid", "scales", ("法律咨询", "法律服务", "维权")),
    Service("mediation", "handshake", ("劳动争议调解", "纠纷调解")),
    Service("counselling", "speech", ("心理疏导", "心理服务", "心理关爱")),
    Service("health_check", "pulse", ("体检", "量血压", "血压计", "健康体检", "测血压")),
    Service("job_help", "briefcase", ("就业", "求职", "招聘", "岗位信息", "就业指导")),
    Service("training", "board", ("技能培训", "安全培训", "学习培训")),
    Service("haircut", "scissors", ("剪发", "义剪", "免费理发")),
    Service("union_join", "people", ("加入工会", "扫码入会", "工会入会")),
)  # fmt: skip

SERVICES: dict[str, Service] = {service.key: service for service in _TABLE}
