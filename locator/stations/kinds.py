"""The kinds of station: one table of key, colour, icon and other names; words are in `kinds.csv`."""

from __future__ import annotations

from dataclasses import dataclass

from locator.language import Phrase, phrase
from locator.travel import DEFAULT_MODE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of station.

    Parameters
    ----------
    key
        As files and requests have it.
    colour, icon
        On screens: `#rrggbb`, and a symbol of `static/icons.svg`.
    shape
        In print, for who can't tell colours apart: a name of `MARK_SHAPES`.
    aliases
        Other Chinese names it goes by in lists.
    travel
        How those whom it serves get about: a key of `MODES`.
    gpx_symbol, osmand_icon
        In map programs: a name of Garmin's symbols, which most know, and one of OsmAnd's icons.
    """

    key: str
    colour: str
    icon: str
    shape: str = "circle"
    aliases: tuple[str, ...] = ()
    gpx_symbol: str = "Flag, Blue"
    osmand_icon: str = "special_star"
    travel: str = DEFAULT_MODE

    @property
    def name(self) -> Phrase:
        """What it is called."""
        return phrase(f"kinds.{self.key}.name")

    @property
    def serves(self) -> Phrase:
        """For whom it is."""
        return phrase(f"kinds.{self.key}.serves")


MARK_SHAPES = ("circle", "square", "triangle", "diamond", "cross", "bar")

# Colours: Okabe and Ito's set, which colour-blind readers can tell apart.
_TABLE = (
    Kind("driver_home", "#0072B2", "truck", "square", ("货运司机之家", "卡车司机之家", "货车司机之家"), "Truck Stop", "special_truck", "truck"),
    Kind("rider_home", "#D55E00", "scooter", "triangle", ("外卖骑手之家", "快递员之家", "骑士之家"), "Bike Trail", "special_motorcycle"),
    Kind("love_station", "#CC3377", "heart", "circle", ("职工驿站", "小哥驿站", "工会驿站", "户外劳动者服务站点", "户外劳动者驿站", "户外劳动者爱心驿站", "劳动者驿站", "工会户外劳动者驿站", "流动站", "驿站"), "Rest Area", "special_heart"),
    Kind("cold_drink_point", "#56B4E9", "snowflake", "bar", ("爱心冰柜",), "Drinking Water", "amenity_drinking_water"),
    Kind("nursing_room", "#9467BD", "baby", "cross", ("母婴休息室", "母婴室", "妈咪小屋"), "Restroom", "special_baby"),
    Kind("service_centre", "#009E73", "building", "diamond", ("工人服务中心", "困难职工帮扶中心", "职工帮扶中心"), "Building", "special_building"),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.key: kind for kind in _TABLE}
