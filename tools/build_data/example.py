"""example.geojson: a small set with every kind, service, status and season, for tests and docs."""

from __future__ import annotations

from typing import Any

from tools.build_data.encode import Feature, encode, make_point
from tools.build_data.sources import counties_at

NOTE = "示例数据：全部站点均为虚构 / Sample data: every station is invented."

# Key, kind, name, lon, lat, services, and what else the case needs.
Case = tuple[str, str, str, float, float, str, dict[str, Any]]

_CASES: tuple[Case, ...] = (
    ("love-always", "love_station", "二七广场环卫爱心驿站", 113.6665, 34.7525,
     "rest water meal_heating phone_charging toilet first_aid air_conditioning heating wifi",
     {"opening_hours": "24/7", "access": "户外劳动者均可免费使用", "capacity": 12}),
    ("love-office", "love_station", "中原区社区爱心驿站", 113.6128, 34.7489,
     "rest water meal_heating phone_charging reading",
     {"opening_hours": "Mo-Fr 08:30-12:00,14:00-17:30; PH off",
      "note": "含第三维坐标 / with a third dimension"}),
    ("love-unknown", "love_station", "金水区药店爱心驿站", 113.6871, 34.7724,
     "rest water first_aid health_check", {}),
    ("love-night", "love_station", "金水区商场爱心驿站", 113.7238, 34.7679,
     "rest water phone_charging tv", {"opening_hours": "Mo-Su 10:00-02:00"}),
    ("love-paused", "love_station", "惠济区公园爱心驿站", 113.6163, 34.8671,
     "rest water toilet",
     {"status": "paused", "opening_hours": "Mo-Su 08:00-20:00", "note": "装修中，暂停开放"}),
    ("love-planned", "love_station", "管城回族区社区爱心驿站", 113.6829, 34.7341,
     "rest water meal_heating", {"status": "planned", "valid_from": "2040-01-01"}),
    ("love-past", "love_station", "高考临时爱心驿站", 113.6402, 34.7716,
     "rest water riding_gear",
     {"opening_hours": "Mo-Su 07:00-19:00",
      "valid_from": "2023-06-06", "valid_to": "2023-06-09"}),
    ("love-current", "love_station", "中原区工地爱心驿站", 113.5471, 34.7952,
     "rest water shower laundry",
     {"opening_hours": "Mo-Su 06:00-22:00",
      "valid_from": "2020-01-01", "valid_to": "2039-12-31"}),
    ("love-future", "love_station", "中牟县新区爱心驿站", 113.9742, 34.7263,
     "rest water ebike_charging",
     {"opening_hours": "Mo-Su 08:00-18:00", "valid_from": "2040-05-01"}),
    ("love-mobile", "love_station", "二七广场流动爱心驿站", 113.6689, 34.7541,
     "rest water haircut union_join",
     {"opening_hours": "Sa,Su 10:00-16:00", "part_of": "example-love-always",
      "x_vehicle": "流动服务车", "verified_at": "2026-03-01"}),
    ("driver", "driver_home", "中牟县服务区司机之家", 114.0212, 34.6884,
     "rest water meal_heating toilet shower laundry bed dining parking vehicle_repair",
     {"opening_hours": "24/7", "access": "货车司机可免费使用", "capacity": 60}),
    ("driver-park", "driver_home", "新郑市物流园司机之家", 113.7461, 34.5126,
     "rest water meal_heating shower laundry parking dining",
     {"opening_hours": "Mo-Su 06:00-23:00"}),
    ("rider", "rider_home", "金水区商圈骑手之家", 113.7042, 34.7888,
     "rest water meal_heating ebike_charging battery_swap riding_gear wifi training",
     {"opening_hours": "Mo-Th 09:00-23:00; Fr-Su 09:00-02:00", "access": "骑手、快递员可免费使用"}),
    ("fridge", "cold_drink_point", "中原区爱心冰箱", 113.6211, 34.7452,
     "cold_drinks water", {"opening_hours": "Jun 01-Sep 15: Mo-Su 09:00-18:00"}),
    ("fridge-dated", "cold_drink_point", "金水区爱心冰箱", 113.6784, 34.7605,
     "cold_drinks",
     {"opening_hours": "Mo-Su 10:00-17:00",
      "valid_from": "2026-06-15", "valid_to": "2026-08-31"}),
    ("nursing", "nursing_room", "郑州东站母婴休息室", 113.7793, 34.7592,
     "rest water nursing toilet", {"opening_hours": "Mo-Su 06:00-23:30"}),
    ("centre", "service_centre", "中原区职工服务中心", 113.5921, 34.7583,
     "legal_aid mediation counselling health_check job_help training union_join reading",
     {"opening_hours": "Mo-Fr 09:00-12:00,13:30-17:00; PH off"}),
)  # fmt: skip
# The one position with a height: readers must take it, and drop the third number or keep it.
_HEIGHT_M = {"love-office": 110.0}


def build_example() -> bytes:
    """Build the example; all of it is modelled and named so."""
    features = [_make(case) for case in _CASES]
    features.sort(key=lambda feature: str(feature["properties"]["id"]))
    return encode(features, note=NOTE)


def _make(case: Case) -> Feature:
    key, kind, name, lon, lat, services, more = case
    properties: dict[str, object] = {
        "id": f"example-{key}",
        "kind": kind,
        "name": f"模拟·{name}",
        "adcode": counties_at([lon], [lat])[0],
        "services": services.split(),
        "status": "active",
        "source": "example",
        "position": "modelled",
    }
    feature = make_point(lon, lat, properties | more)
    if key in _HEIGHT_M:
        feature["geometry"]["coordinates"].append(_HEIGHT_M[key])
    return feature
