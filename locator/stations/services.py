"""What a station can offer: one table of key, names, icon and the words lists use for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A service. `aliases` are the Chinese words by which lists of stations name it."""

    key: str
    name_zh: str
    name_en: str
    icon: str
    aliases: tuple[str, ...] = ()


_TABLE = (
    Service("rest", "休息", "Rest", "seat", ("歇脚", "休息区", "休息座椅", "桌椅", "座椅", "沙发", "纳凉", "避雨")),
    Service("water", "饮水", "Drinking water", "cup", ("喝水", "热水", "开水", "饮水机", "直饮水", "饮用水", "茶水")),
    Service("cold_drinks", "冷饮", "Cold drinks", "snowflake", ("冰水", "冰箱", "冰柜", "清凉饮品", "防暑饮品")),
    Service("meal_heating", "加热饭菜", "Meal heating", "microwave", ("热饭", "微波炉", "饭菜加热", "食品加热", "餐食加热")),
    Service("phone_charging", "手机充电", "Phone charging", "plug", ("充电", "充电宝", "充电器", "应急充电", "共享充电宝")),
    Service("ebike_charging", "电动车充电", "E-bike charging", "bolt", ("电瓶车充电", "电动自行车充电", "充电桩")),
    Service("battery_swap", "换电", "Battery swap", "battery", ("换电柜", "电池更换", "更换电池", "铁塔换电")),
    Service("toilet", "卫生间", "Toilet", "toilet", ("厕所", "如厕", "洗手间", "公厕")),
    Service("first_aid", "应急药品", "First aid", "cross", ("急救箱", "医药箱", "急救", "应急药箱", "药品", "小药箱")),
    Service("air_conditioning", "空调", "Air conditioning", "fan", ("纳凉空调", "冷气", "制冷")),
    Service("heating", "取暖", "Heating", "flame", ("暖气", "供暖", "取暖器")),
    Service("wifi", "无线网络", "Wi-Fi", "wifi", ("wifi", "wi-fi", "免费wifi", "无线上网", "上网")),
    Service("reading", "阅读", "Reading", "book", ("图书", "书报", "书籍", "报刊", "读书", "图书角")),
    Service("tv", "电视", "Television", "screen", ("看电视", "观影")),
    Service("shower", "淋浴", "Shower", "shower", ("洗澡", "沐浴", "洗浴", "热水洗浴")),
    Service("laundry", "洗衣", "Laundry", "washer", ("洗衣机", "洗涤", "烘干")),
    Service("bed", "住宿", "Beds", "bed", ("床位", "客房", "午休床", "过夜")),
    Service("dining", "用餐", "Dining", "bowl", ("餐饮", "就餐", "食堂", "餐厅", "吃饭")),
    Service("parking", "货车停车", "Lorry parking", "parking", ("停车", "停车休息", "停车场", "停车位")),
    Service("vehicle_repair", "车辆维修", "Vehicle repair", "wrench", ("修车", "维修", "汽修", "打气筒", "维修工具", "工具箱")),
    Service("riding_gear", "骑行用品", "Riding gear", "helmet", ("雨衣", "雨伞", "头盔", "雨具", "手套")),
    Service("nursing", "母婴", "Nursing", "baby", ("哺乳", "母婴室", "母婴服务")),
    Service("legal_aid", "法律援助", "Legal aid", "scales", ("法律咨询", "法律服务", "维权")),
    Service("mediation", "调解", "Mediation", "handshake", ("劳动争议调解", "纠纷调解")),
    Service("counselling", "心理咨询", "Counselling", "speech", ("心理疏导", "心理服务", "心理关爱")),
    Service("health_check", "健康检查", "Health check", "pulse", ("体检", "量血压", "血压计", "健康体检", "测血压")),
    Service("job_help", "就业服务", "Job help", "briefcase", ("就业", "求职", "招聘", "岗位信息", "就业指导")),
    Service("training", "培训", "Training", "board", ("技能培训", "安全培训", "学习培训")),
    Service("haircut", "理发", "Haircut", "scissors", ("剪发", "义剪", "免费理发")),
    Service("union_join", "入会", "Joining the union", "people", ("加入工会", "扫码入会", "工会入会")),
)  # fmt: skip

SERVICES: dict[str, Service] = {service.key: service for service in _TABLE}
