"""Modelled stations of the three kinds: names that say so, services, hours, access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.stations.kinds import KINDS
from tools.build_data import model_hours as hours
from tools.build_data.chance import pick
from tools.build_data.encode import Feature, make_point
from tools.build_data.model_services import draw_services

if TYPE_CHECKING:
    from random import Random

    from tools.build_data.seats import LonLatDeg
    from tools.build_data.sources import County

SHORT_KEYS = {"driver_home": "driver", "rider_home": "rider", "love_station": "love"}
_ACCESS = {
    "driver_home": ((60, "货车司机可免费使用"), (20, "货车司机凭驾驶证登记使用"), (20, None)),
    "rider_home": (
        (50, "外卖骑手、快递员可免费使用"),
        (20, "骑手、快递员凭工会会员码进入"),
        (30, None),
    ),
    "love_station": (
        (45, "户外劳动者均可免费使用"),
        (15, "面向环卫工、快递员、外卖骑手等户外劳动者"),
        (7, "凭工会会员码进入"),
        (3, "夜间扫码进入"),
        (30, None),
    ),
}
_SEATS = {"driver_home": (20, 120, 10), "rider_home": (10, 40, 5), "love_station": (4, 24, 2)}
_CAPACITY_CHANCE = {"driver_home": 0.7, "rider_home": 0.6, "love_station": 0.3}


@dataclass(frozen=True, slots=True)
class Host:
    """Whose rooms a station stands in, and the mix of hours of such places."""

    name: str
    hours: hours.Table


def _hosts(
    office: str, shop: str, street: str, weights: tuple[float, float, float]
) -> tuple[tuple[float, Host], ...]:
    """Read three lists of hosts; a list's weight is shared by its hosts."""
    mixes = (hours.OFFICE, hours.SHOP, hours.STREET)
    return tuple(
        (weight / len(names.split()), Host(name, mix))
        for names, mix, weight in zip((office, shop, street), mixes, weights, strict=True)
        for name in names.split()
    )


HOSTS: dict[str, tuple[tuple[float, Host], ...]] = {
    "centre": _hosts(
        "社区 社区 社区 党群服务中心 便民服务中心 街道办事处 政务大厅",
        "药店 银行网点 通信营业厅 快递网点 加油站 商场 超市 书店 医院",
        "环卫 公园 公交场站 停车场",
        (45, 36, 19),
    ),
    "town": _hosts(
        "镇便民服务中心 镇党群服务中心 镇卫生院 镇文化站",
        "药店 银行网点 加油站 快递网点 超市 农资店",
        "集贸市场 客运站 环卫",
        (48, 34, 18),
    ),
    "country": tuple(
        (1.0, Host(name, hours.VILLAGE))
        for name in ("村党群服务中心", "村党群服务中心", "村卫生室", "村文化广场", "公路道班")
    ),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A modelled station before it has a number: kind, county, position, host."""

    kind: str
    county: County
    position: LonLatDeg
    host: Host


def draw_host(rng: Random, settlement: str) -> Host:
    """Draw a love station's host, as they are in an urban centre, a town or the country."""
    return pick(rng, HOSTS[settlement])


def make_station(spot: Spot, number: int, rng: Random) -> Feature:
    """Make a modelled station, the `number`-th of its kind in its county."""
    key, county = spot.kind, spot.county
    digits = 3 if key == "love_station" else 2
    label = f"{county.name}{spot.host.name}{KINDS[key].name.in_language('zh')}{number:0{digits}d}号"
    properties: dict[str, object] = {
        "id": f"model-{SHORT_KEYS[key]}-{county.adcode}-{number:04d}",
        "kind": key,
        "name": f"模拟·{label}",
        "adcode": county.adcode,
        "opening_hours": pick(rng, spot.host.hours),
        "services": draw_services(rng, key),
        "capacity": _draw_capacity(rng, key),
        "access": pick(rng, _ACCESS[key]),
        "status": "active",
        "source": "model",
        "position": "modelled",
    }
    known = {name: value for name, value in properties.items() if value is not None}
    return make_point(*spot.position, known)


def _draw_capacity(rng: Random, kind: str) -> int | None:
    low, high, step = _SEATS[kind]
    drawn = rng.randrange(low, high + 1, step)
    return drawn if rng.random() < _CAPACITY_CHANCE[kind] else None
